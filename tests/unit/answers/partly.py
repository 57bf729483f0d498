"""A reader of a small graph, for tests of inquiries without an engine."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from app.analytics.structure.network import Bounds, Form, HeldRow, Network, Party


class Partly:
    """Reads of a graph held in lists: only what was asked for is known."""

    stamp = {"as_of": "2024-01-01", "known_at": 1, "tick": 1, "view": "strict", "settling": False}

    def __init__(self, graph: Mapping[str, Mapping[str, float]]) -> None:
        self.graph = graph
        self.lists: set[str] = set()
        self.read = 0

    async def card(self, party_id: str) -> dict[str, Any]:
        return {"id": party_id, "kind": "Enterprise"}

    def ahead(self, party_id: str) -> AbstractAsyncContextManager[None]:
        return nullcontext()

    async def up(self, parties: Iterable[str]) -> None:
        level = set(parties)
        while level:
            self.lists |= level & self.graph.keys()
            level = {holder for one in level for holder in self.graph.get(one, ())}

    async def down(self, parties: Iterable[str]) -> None:
        level = set(parties)
        while level:
            level = {enterprise for enterprise, holders in self.graph.items() if level & holders.keys()}
            self.lists |= level

    def met(self) -> dict[str, str]:
        return dict.fromkeys(self.lists, "Enterprise")

    def capital(self, party_id: str) -> None:
        return None

    async def counted(self, party_id: str) -> str:
        return party_id

    def joined(self) -> dict[str, Any]:
        return {}

    async def network(self) -> Network:
        self.read += 1
        assert self.read < 10
        rows = tuple(
            HeldRow(h, e, "register", "某局", "2024-01-01", f"{h}>{e}", Bounds(s, s))
            for e in sorted(self.lists)
            for h, s in self.graph[e].items()
        )
        ids = {party for row in rows for party in (row.holder, row.enterprise)}
        return Network({one: _party(one) for one in ids}, rows)


def _party(one: str) -> Party:
    """A company, or who is called a person."""
    if one.startswith("person:"):
        return Party(one, "Person", one.rpartition(":")[2], Form.PERSON)
    return Party(one, "Enterprise", one, Form.COMPANY)
