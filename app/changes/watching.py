"""Waits until the change feed has grown: one look at the graph for all who wait in a process."""

import asyncio
import contextlib
from collections import defaultdict

from app.changes.reading import ChangeFeed
from app.engine.deadline import endless
from app.errors import GraphError

LOOK_SECONDS = 0.5
"""How often the feed is looked at while anybody waits."""


class FeedWatch:
    """Wakes those who wait for changes that callers of their level see; what is hidden from a level wakes nobody of it."""

    def __init__(self, feed: ChangeFeed, seconds: float = LOOK_SECONDS) -> None:
        self._feed, self._seconds = feed, seconds
        self._waiting: dict[int, dict[asyncio.Future[None], int]] = defaultdict(dict)
        self._looking: asyncio.Task[None] | None = None

    async def grown(self, level: int, after: int, seconds: float) -> bool:
        """Whether the feed for callers of a level ends elsewhere than `after`, by the time that so many seconds are over."""
        woken = asyncio.get_running_loop().create_future()
        self._waiting[level][woken] = after
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(seconds):
                await woken
        except TimeoutError:
            return False
        finally:
            self._waiting[level].pop(woken, None)
        return True

    async def _look(self) -> None:
        while any(self._waiting.values()):
            for level in [level for level, waiting in self._waiting.items() if waiting]:
                with contextlib.suppress(GraphError), endless():  # it is looked again
                    end = (await self._feed.head(level)).end
                    for woken, after in list(self._waiting[level].items()):
                        if end != after and not woken.done():
                            woken.set_result(None)
            await asyncio.sleep(self._seconds)

    async def close(self) -> None:
        """Look no more."""
        if self._looking:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
