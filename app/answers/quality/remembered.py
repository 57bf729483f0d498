"""What was measured of batches, remembered until one of their rows, facts or parties changes."""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable

from app.answers.quality.batches import BatchQuality
from app.engine import Engine
from app.errors import StatementTimeout
from loaders.store.queries import query

MOST_WEIGHT = 1_000_000
"""So much is remembered in all: a problem row, a place or a party weighs 1 (some 100 bytes), figures of a provider 20."""
MOST_PARTIES = 50_000
"""Where more parties than this have changed, everything is forgotten."""


class RememberedBatches:
    """The quality of batches at one tick, by batch and by who sees it as of when.

    It is exact: the writer notes on batches and parties the tick at which anything changed on which a measure rests
    (`touched_at`, `named_at`, `rederived_at`, `resolved_at`), in the transaction that changes it.
    """

    def __init__(self) -> None:
        self._tick = 0
        self._entries: OrderedDict[tuple[str, Hashable], BatchQuality] = OrderedDict()
        self._weight = 0
        self._turn = asyncio.Lock()

    async def at(self, engine: Engine, tick: int) -> bool:
        """Forget what has changed up to a tick; whether what is left is of that tick, since it may be of a later one."""
        async with self._turn:
            if tick > self._tick:
                if self._entries:
                    await self._forget(engine)
                self._tick = tick
            return tick == self._tick

    def get(self, batch: str, key: Hashable, tick: int) -> BatchQuality | None:
        """What was measured of a batch, as it is at a tick; None where that is not known."""
        if tick != self._tick:
            return None
        found = self._entries.get((batch, key))
        if found is not None:
            self._entries.move_to_end((batch, key))
        return found

    def keep(self, batch: str, key: Hashable, tick: int, quality: BatchQuality) -> None:
        """Remember what was measured at a tick, unless something later is known already."""
        if tick != self._tick:
            return
        self._drop((batch, key))
        self._entries[batch, key] = quality
        self._weight += quality.weight
        while self._weight > MOST_WEIGHT:
            self._drop(next(iter(self._entries)))

    async def _forget(self, engine: Engine) -> None:
        try:
            (row,) = await engine.read(query("touched_since"), {"since": self._tick, "most": MOST_PARTIES + 1})
        except StatementTimeout:
            self._entries.clear()
            self._weight = 0
            return
        batches, parties = set(row["batches"]), set(row["parties"])
        everything = len(parties) > MOST_PARTIES
        stale = [
            at for at, one in self._entries.items() if everything or at[0] in batches or not parties.isdisjoint(one.parties)
        ]
        for at in stale:
            self._drop(at)

    def _drop(self, at: tuple[str, Hashable]) -> None:
        gone = self._entries.pop(at, None)
        if gone is not None:
            self._weight -= gone.weight
