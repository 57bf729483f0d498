"""A writer whose connection breaks in a commit finds out what became of it, and never writes a transaction twice."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import pytest

from app.engine import Params, Row, Tx, Writer
from app.engine.capabilities import EMBEDDED
from app.engine.lease import ADVANCE, WAS_WRITTEN
from app.engine.shape import GraphShape
from app.errors import CommitUnknown, LeaseLost

T = TypeVar("T")
TOKEN = 7


class Graph:
    """An engine that knows the clock alone. `breaks`: whether each commit to come breaks before or after it counts."""

    capabilities = EMBEDDED

    def __init__(self, *breaks: str) -> None:
        self.breaks = list(breaks)
        self.ticks: list[int] = []
        self.token = TOKEN
        self._next = 0

    async def run(self, query: str, params: Params | None = None) -> list[Row]:
        assert query == ADVANCE
        assert params
        if params["token"] != self.token:
            return []
        self._next = len(self.ticks) + 1
        return [{"tick": self._next}]

    async def read(self, query: str, params: Params | None = None, *, timeout: float | None = None) -> list[Row]:
        assert query == WAS_WRITTEN
        assert params == {"tick": self._next, "token": TOKEN}
        return [{"n": self._next}] if self._next in self.ticks else []

    async def transact(self, work: Callable[[Tx], Awaitable[T]], *, repeatable: bool = False) -> T:
        assert not repeatable
        value = await work(self)
        how = self.breaks.pop(0) if self.breaks else "kept"
        if how != "before":
            self.ticks.append(self._next)
        if how != "kept":
            raise CommitUnknown("broken")
        return value

    async def define(self, shape: GraphShape) -> None:
        raise AssertionError

    async def defined(self) -> Sequence[str]:
        raise AssertionError

    async def close(self) -> None:
        raise AssertionError


async def _tick(_tx: Tx, tick: int) -> int:
    return tick


@pytest.mark.parametrize("breaks", [(), ("before",), ("after",), ("before", "before", "after"), ("before", "after")])
async def test_each_transaction_is_written_once(breaks: tuple[str, ...]) -> None:
    graph = Graph(*breaks)
    held = Writer(graph, TOKEN, 30)
    assert [await held.transact(_tick) for _ in range(3)] == [1, 2, 3]
    assert graph.ticks == [1, 2, 3]


async def test_a_lost_lease_stays_lost() -> None:
    graph = Graph()
    held = Writer(graph, TOKEN, 30)
    graph.token = TOKEN + 1
    with pytest.raises(LeaseLost):
        await held.transact(_tick)
    graph.token = TOKEN
    with pytest.raises(LeaseLost):
        await held.transact(_tick)
    assert graph.ticks == []
