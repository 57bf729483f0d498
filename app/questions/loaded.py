"""What has been loaded, as far as a caller may know: worked out once after each write, for all who ask."""

import asyncio
import contextvars
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Overloaded
from models.caller import Caller

Days = dict[str, dict[str, str]]
"""By category: `loaded_on`, the day of its last load, and `loaded_to`, the newest day it speaks of, where there is one."""
Rows = list[dict[str, Any]]
MOST_ENTRIES = 64
AT_ONCE = 2
"""How many are worked out at once: of past moments there is no end, and each looks at every fact."""
MOST_WAITING = 8


def loaded_days(row: Mapping[str, Any]) -> dict[str, str]:
    """The state of loading of one category, as in answers: `loaded_on`, and `loaded_to` where there is one."""
    return {"loaded_on": row["day"]} | ({"loaded_to": row["to"]} if row.get("to") else {})


@dataclass(frozen=True, slots=True)
class Brought:
    """The batches that brought something a caller may see, each with the first day on which any of it held (`since`)."""

    batches: tuple[dict[str, Any], ...]

    def until(self, as_of: str) -> Iterable[dict[str, Any]]:
        """Those of which something held on some day up to `as_of`."""
        return (one for one in self.batches if one["since"] <= as_of)

    def categories(self, as_of: str) -> Rows:
        """The state of loading of each category, in the order of their names: `category`, `day` and `to`."""
        found: dict[str, dict[str, Any]] = {}
        for one in self.until(as_of):
            row = found.setdefault(one["category"], {"category": one["category"], "day": "", "to": None})
            row["day"] = max(row["day"], (one["at"] or "")[:10])
            row["to"] = max(filter(None, (row["to"], one["newest"])), default=None)
        return [found[name] for name in sorted(found)]


Work = Callable[[Caller, int], Awaitable[Rows]]
"""Reads the rows of `Brought` for a caller, of what was known at a tick."""
Key = tuple[int, str, int]


class Loaded:
    """The state of loading by the caller's level, the real day and what was known, each for the newest tick only."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._entries: OrderedDict[Key, tuple[int, asyncio.Task[Brought]]] = OrderedDict()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def at(self, caller: Caller, known_at: int, tick: int) -> Brought:
        """What had been brought by `known_at`, in a graph whose newest tick is `tick`.

        Whoever asks for the same while it is worked out waits for the same work, which goes on if one of them has gone.

        Raises:
            Overloaded: too many others are worked out already.
        """
        key = (caller.level, caller.today, min(known_at, tick))
        entry = self._entries.get(key)
        if entry is None or entry[0] != tick or (entry[1].done() and (entry[1].cancelled() or entry[1].exception())):
            if self._waiting >= MOST_WAITING:
                raise Overloaded("too many moments are looked at", retry_after=2)
            entry = self._begin(key, caller, tick)
        return await asyncio.shield(entry[1])

    def _begin(self, key: Key, caller: Caller, tick: int) -> tuple[int, "asyncio.Task[Brought]"]:
        # In a context of its own: it is for all who wait, not for the one request that began it.
        task = asyncio.get_running_loop().create_task(self._read(caller, key[2]), context=contextvars.Context())
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        entry = self._entries[key] = (tick, task)
        self._entries.move_to_end(key)
        while len(self._entries) > MOST_ENTRIES:
            self._entries.popitem(last=False)
        return entry

    async def _read(self, caller: Caller, known_at: int) -> Brought:
        self._waiting += 1
        try:
            async with self._places:
                return Brought(tuple(await self._work(caller, known_at)))
        finally:
            self._waiting -= 1
