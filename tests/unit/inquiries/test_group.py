"""The group of a party is one whichever of its members is asked, though each asks for other parts of the graph first."""

from collections.abc import Iterable
from typing import Any, cast

import pytest

from app.analytics.network import Bounds, Form, HeldRow, Network, Party
from app.analytics.rule_sets import rule_set
from app.inquiries.control import group
from app.inquiries.reading import Reader

LISTS = {
    "x": {"甲": 0.31, "乙": 0.31},
    **{f"s{n}": {"乙": 0.9} for n in range(5)},
    "t": {"丙": 0.35, "s1": 0.4},
    "u": {"丙": 0.9},
}


class Partly:
    """Reads of a graph held in lists: only what was asked for is known."""

    stamp = {"as_of": "2024-01-01", "known_at": 1, "tick": 1, "view": "strict", "settling": False}

    def __init__(self) -> None:
        self.lists: set[str] = set()
        self.read = 0

    async def card(self, party_id: str) -> dict[str, Any]:
        return {"id": party_id, "kind": "Enterprise"}

    async def up(self, parties: Iterable[str]) -> None:
        level = set(parties)
        while level:
            self.lists |= level & LISTS.keys()
            level = {holder for one in level for holder in LISTS.get(one, ())}

    async def down(self, parties: Iterable[str]) -> None:
        level = set(parties)
        while level:
            level = {enterprise for enterprise, holders in LISTS.items() if level & holders.keys()}
            self.lists |= level

    async def network(self) -> Network:
        self.read += 1
        assert self.read < 10
        rows = tuple(
            HeldRow(h, e, "register", "某局", "2024-01-01", f"{h}>{e}", Bounds(s, s))
            for e in sorted(self.lists)
            for h, s in LISTS[e].items()
        )
        ids = {party for row in rows for party in (row.holder, row.enterprise)}
        return Network({one: Party(one, "Enterprise", one, Form.COMPANY) for one in ids}, rows)


@pytest.mark.parametrize("asked", ["x", "乙", "s0", "s4", "t"])
async def test_whoever_is_asked_the_group_is_the_same(asked: str) -> None:
    """By 30 % of the votes 甲 and 乙 both control X, and 丙 and 乙 both control T: 乙 controls more than either."""
    found = await group(cast(Reader, Partly()), asked, rules=rule_set("takeover_84"))
    assert found.parent is not None
    assert found.parent.id == "乙"
    assert {one.id for one in found.members} == {"x", "s0", "s1", "s2", "s3", "s4", "t"}


async def test_what_is_of_another_group_is_named() -> None:
    found = await group(cast(Reader, Partly()), "丙", rules=rule_set("takeover_84"))
    assert found.parent is not None
    assert (found.parent.id, [one.id for one in found.members], [one.id for one in found.of_others]) == ("丙", ["u"], ["t"])
