"""What was read ahead of the writer counts only as long as it holds."""

import asyncio
from typing import Any

from loaders.store.graph import GraphStore
from loaders.store.identities import Identities
from loaders.store.prefetched import Prefetched
from loaders.transaction import KnownStatement
from models.catalogue import Kind
from models.identity import PartyId
from tests.support.worlds.small import SMALL

OLD, NEW = PartyId("uscc:old", Kind.ENTERPRISE), PartyId("uscc:new", Kind.ENTERPRISE)


class Graph:
    """A transaction in which every identifier has the new party and no statement is there; it notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    async def run(self, text: str, params: Any = None) -> list[dict[str, Any]]:
        self.asked.append(params["ids"])
        party = {"party": NEW.id, "kind": str(NEW.kind), "contested": False, "mention": False}
        return [{"rows": [{"id": i} | party for i in params["ids"]] if ":Identifier" in text else []}]


def _read(identities: Identities, prefetched: Prefetched) -> tuple[dict[str, PartyId], list[str]]:
    graph = Graph()
    store = GraphStore(graph, SMALL, 1, identities, prefetched=prefetched)
    return asyncio.run(store.parties(["a", "b", "c"])), [i for ids in graph.asked for i in ids]


def _prefetched(identities: Identities) -> Prefetched:
    return Prefetched(identities.generation, set(), frozenset("ab"), {"a": OLD})


def test_what_was_read_ahead_is_not_asked_again() -> None:
    identities = Identities()
    assert _read(identities, _prefetched(identities)) == ({"a": OLD, "c": NEW}, ["c"])


def test_what_was_committed_since_goes_before_it() -> None:
    identities = Identities()
    ahead = _prefetched(identities)
    identities.keep({"a": NEW, "b": NEW})
    assert _read(identities, ahead) == ({"a": NEW, "b": NEW, "c": NEW}, ["c"])


def test_it_counts_no_more_once_identifiers_moved() -> None:
    for change in (Identities.moved, Identities.clear):
        identities = Identities()
        ahead = _prefetched(identities)
        change(identities)
        assert _read(identities, ahead) == (dict.fromkeys("abc", NEW), ["a", "b", "c"])


def test_statements_written_since_are_asked_again() -> None:
    there = KnownStatement(True, "2", True)
    ahead = Prefetched(0, {"written"}, looked_for=frozenset({"written", "there", "lacking"}), known={"there": there})
    graph = Graph()
    store = GraphStore(graph, SMALL, 1, Identities(), prefetched=ahead)
    known = asyncio.run(store.known(["written", "there", "lacking", "other"], "batch"))
    assert (known, graph.asked) == ({"there": there}, [["written", "other"]])
