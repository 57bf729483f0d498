"""Plays a sending in a random order, cut anyhow, into a store in memory or a graph."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from loaders.load.keeper import Keeper
from loaders.load.write import drain, write_rows
from loaders.store.memory import MemoryGraph, MemoryStore
from loaders.store.prefetched import Prefetched
from models.statements import Row, Statement
from tests.support.worlds.small import SMALL, Sending, rows


class Player(Protocol):
    """What a sending is played into."""

    async def load(self, batch: str, todo: list[Row], following: Sequence[Row] = ()) -> None: ...
    async def withdraw(self, batch: str) -> None: ...
    async def drain(self, limit: int) -> None: ...


class MemoryRun:
    """A store in memory, one tick a transaction."""

    def __init__(self) -> None:
        self.kept, self.tick = MemoryGraph(), 0

    def store(self) -> MemoryStore:
        self.tick += 1
        return MemoryStore(self.kept, SMALL, self.tick)

    async def load(self, batch: str, todo: list[Row], following: Sequence[Row] = ()) -> None:
        await write_rows(self.store(), SMALL, batch, todo)

    async def withdraw(self, batch: str) -> None:
        self.store().withdraw(batch)

    async def drain(self, limit: int) -> None:
        while (await drain(self.store(), SMALL, limit))[0]:
            pass


class Watched(Keeper):
    """A keeper that looks at the graph after each of its transactions."""

    look: Callable[[], Awaitable[None]] | None = None

    async def transact(self, work: Any, prefetched: Any = None) -> Any:
        value = await super().transact(work, prefetched)
        if self.look:
            await self.look()
        return value


class GraphRun:
    """A graph, and beside it a store in memory that only keeps what was told.

    With `first` the keeper relies on what it wrote itself: the graph is empty, so these are the first rows of all categories.
    """

    def __init__(self, keeper: Keeper, tick: int, *, first: bool = False) -> None:
        self.keeper, self.memory = keeper, MemoryRun()
        if first:
            keeper.first_rows.begin(keeper.catalogue.categories)
        self.memory.tick = tick
        self.prefetched: tuple[list[str], Prefetched] | None = None

    async def load(self, batch: str, todo: list[Row], following: Sequence[Row] = ()) -> None:
        await self.keeper.open_batch(batch, {})
        before = self.prefetched[1] if self.prefetched and self.prefetched[0] == [batch, *(row.place for row in todo)] else None
        reading = asyncio.create_task(self.keeper.prefetch(batch, following)) if following else None
        await self.keeper.rows(batch, todo, before)
        self.prefetched = ([batch, *(row.place for row in following)], await reading) if reading else None
        await self.memory.load(batch, todo)

    async def withdraw(self, batch: str) -> None:
        await self.keeper.withdraw_batch(batch)
        await self.memory.withdraw(batch)

    async def drain(self, limit: int) -> None:
        await self.keeper.drain(limit)


async def play(run: Player, sending: Sending, rng: random.Random) -> None:
    """Load every batch, some of them twice, and withdraw those to be withdrawn, before or after they come."""
    todo = [("load", b) for b in range(len(sending.batches))] + [("withdraw", b) for b in sending.withdrawn]
    if rng.random() < 0.5:
        todo += [("load", rng.randrange(len(sending.batches)))]
    rng.shuffle(todo)
    gone = set()
    for what, b in todo:
        if what == "withdraw":
            await run.withdraw(f"b{b}")
            gone.add(b)
            if rng.random() < 0.5:
                await run.drain(rng.choice([1, 3, 100]))
        elif b not in gone:
            await _load(run, f"b{b}", sending.batches[b], rng)
    await run.drain(rng.choice([1, 100]))


async def _load(run: Player, batch: str, statements: tuple[Statement, ...], rng: random.Random) -> None:
    todo = rows(statements)
    rng.shuffle(todo)
    n = rng.randint(1, 6)
    while todo:
        following = rng.randint(1, 6)
        await run.load(batch, todo[:n], todo[n : n + following] if rng.random() < 0.7 else ())
        todo, n = todo[n:], following
        if rng.random() < 0.5:
            await run.drain(rng.choice([1, 100]))
