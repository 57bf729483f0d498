"""The group of a party is one whichever of its members is asked, though each asks for other parts of the graph first."""

from typing import cast

import pytest

from app.analytics.rule_sets import rule_set
from app.inquiries.control import group
from app.inquiries.reading import Reader
from tests.unit.inquiries.partly import Partly

LISTS = {
    "x": {"甲": 0.31, "乙": 0.31},
    **{f"s{n}": {"乙": 0.9} for n in range(5)},
    "t": {"丙": 0.35, "s1": 0.4},
    "u": {"丙": 0.9},
}


@pytest.mark.parametrize("asked", ["x", "乙", "s0", "s4", "t"])
async def test_whoever_is_asked_the_group_is_the_same(asked: str) -> None:
    """By 30 % of the votes 甲 and 乙 both control X, and 丙 and 乙 both control T: 乙 controls more than either."""
    found = await group(cast(Reader, Partly(LISTS)), asked, rules=rule_set("takeover_84"))
    assert found.parent is not None
    assert found.parent.id == "乙"
    assert {one.id for one in found.members} == {"x", "s0", "s1", "s2", "s3", "s4", "t"}


async def test_what_is_of_another_group_is_named() -> None:
    found = await group(cast(Reader, Partly(LISTS)), "丙", rules=rule_set("takeover_84"))
    assert found.parent is not None
    assert (found.parent.id, [one.id for one in found.members], [one.id for one in found.of_others]) == ("丙", ["u"], ["t"])
