"""What is asked ahead is asked once, holds at the tick of the first answer, and harms nobody where it was not needed."""

import asyncio
from typing import Any, cast

import pytest

from app.answers.reading import asks as asking
from app.answers.reading.asks import Asks, Viewpoint
from app.errors import GraphError, NotFound
from app.questions import Questions

FIRM, BELOW = "uscc:91330106MYA67LE881", "uscc:91330106MY5J4TXN3A"


class Graph:
    """Answers questions at a tick that moves when told, and keeps what was asked."""

    def __init__(self) -> None:
        self.tick = 7
        self.asked: list[tuple[str, tuple[str, ...], int]] = []
        self.failing = ""

    async def rows(self, name: str, caller: Any, as_of: Any, known_at: Any, view: Any, **params: Any) -> dict[str, Any]:
        known = self.tick if known_at is None else int(known_at)
        self.asked.append((name, tuple(params.get("party_ids", ())), known))
        await asyncio.sleep(0)
        if name == self.failing:
            raise GraphError("it failed")
        pairs = [(FIRM, BELOW)] if params.get("party_ids") == [FIRM] else []
        stamp = {"as_of": "2024-06-01", "known_at": known, "tick": self.tick, "view": "strict", "settling": False}
        return stamp | {"pairs": pairs, "rows": [], "id": FIRM}


def asks(graph: Graph) -> Asks:
    return Asks(cast(Questions, graph), Viewpoint())


async def below(inquiry: Asks, *parties: str) -> dict[str, Any]:
    return await inquiry.ask("ownership.below", {"party_ids": list(parties), "most": 9})


async def test_what_is_asked_ahead_is_asked_once() -> None:
    graph = Graph()
    inquiry = asks(graph)
    async with inquiry.ahead(FIRM, 9):
        await inquiry.ask("party.show", {"party_id": FIRM})
        await asyncio.sleep(0.01)
        assert {name for name, _, _ in graph.asked} == {"party.show", "ownership.lists", "ownership.below"}
        await inquiry.ask("ownership.lists", {"party_ids": [FIRM], "most": 9})
        assert (await below(inquiry, FIRM))["pairs"] == [(FIRM, BELOW)]
        await inquiry.ask("ownership.lists", {"party_ids": [BELOW], "most": 9})
        await below(inquiry, BELOW)
    assert len(graph.asked) == len(set(graph.asked)) == 5


async def test_what_was_read_before_something_was_written_is_read_again() -> None:
    graph = Graph()
    inquiry = asks(graph)
    async with inquiry.ahead(FIRM, 9):
        await asyncio.sleep(0.01)
        graph.tick = 8
        await inquiry.ask("party.show", {"party_id": FIRM})
        assert (await below(inquiry, FIRM))["known_at"] == 8
    assert [known for name, ids, known in graph.asked if (name, ids) == ("ownership.below", (FIRM,))] == [7, 8]


async def test_what_is_not_needed_may_fail() -> None:
    graph = Graph()
    graph.failing = "ownership.lists"
    inquiry = asks(graph)
    async with inquiry.ahead(FIRM, 9):
        await inquiry.ask("party.show", {"party_id": FIRM})
    await asyncio.sleep(0.01)
    with pytest.raises(NotFound):
        await missing(inquiry)
    await asyncio.sleep(0.01)
    assert not asking._LEFT


async def missing(inquiry: Asks) -> None:
    async with inquiry.ahead(FIRM, 9):
        await asyncio.sleep(0)
        raise NotFound("there is none")


async def test_what_is_needed_and_fails_is_told() -> None:
    graph = Graph()
    graph.failing = "ownership.lists"
    inquiry = asks(graph)
    with pytest.raises(GraphError):
        async with inquiry.ahead(FIRM, 9):
            await inquiry.ask("ownership.lists", {"party_ids": [FIRM], "most": 9})


async def test_a_weaker_identifier_is_looked_up_first() -> None:
    graph = Graph()
    async with asks(graph).ahead("reg:330106000123456", 9):
        await asyncio.sleep(0.01)
    assert graph.asked == []
