"""Work whose result holds until something is written: done once for all who ask for it meanwhile."""

import asyncio
import contextvars
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from app.errors import Overloaded

V = TypeVar("V")
MOST_ENTRIES = 64
AT_ONCE = 2
"""How many are worked out at once: of past moments there is no end, and each looks at every fact."""
MOST_WAITING = 8


class OncePerTick(Generic[V]):
    """Results by a key, each of the newest tick only; `work` gives that of a key."""

    def __init__(self) -> None:
        self._entries: OrderedDict[Hashable, tuple[int, asyncio.Task[V]]] = OrderedDict()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def get(self, key: Hashable, tick: int, work: Callable[[], Awaitable[V]]) -> V:
        """The result of a key, in a graph whose newest tick is `tick`.

        Whoever asks for the same while it is worked out waits for the same work, which goes on if one of them has gone.

        Raises:
            Overloaded: too many others are worked out already.
        """
        entry = self._entries.get(key)
        if entry is None or entry[0] != tick or _failed(entry[1]):
            if self._waiting >= MOST_WAITING:
                raise Overloaded("too many moments are looked at", retry_after=2)
            entry = self._begin(key, tick, work)
        return await asyncio.shield(entry[1])

    def _begin(self, key: Hashable, tick: int, work: Callable[[], Awaitable[V]]) -> tuple[int, "asyncio.Task[V]"]:
        self._waiting += 1
        # In a context of its own: it is for all who wait, not for the one request that began it.
        task = asyncio.get_running_loop().create_task(self._do(work), context=contextvars.Context())
        task.add_done_callback(_failed)
        entry = self._entries[key] = (tick, task)
        self._entries.move_to_end(key)
        while len(self._entries) > MOST_ENTRIES:
            self._entries.popitem(last=False)
        return entry

    async def _do(self, work: Callable[[], Awaitable[V]]) -> V:
        try:
            async with self._places:
                return await work()
        finally:
            self._waiting -= 1


def _failed(task: "asyncio.Task[V]") -> bool:
    """Whether a task is over without a result; that it failed concerns only who waited for it."""
    return task.done() and (task.cancelled() or task.exception() is not None)
