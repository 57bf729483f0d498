"""A cache of when each category was last loaded, per tick: a portrait looks at batches only after something was written."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

Key = tuple[int, str, str, int]
Days = dict[str, dict[str, str]]
"""By category: `loaded_on`, the day of its last load, and `loaded_to`, the newest day it speaks of, where there is one."""
MOST_ENTRIES = 64


def loaded_days(row: Mapping[str, Any]) -> dict[str, str]:
    """The state of loading of one category, as in answers: `loaded_on`, and `loaded_to` where there is one."""
    return {"loaded_on": row["day"]} | ({"loaded_to": row["to"]} if row.get("to") else {})


class Loaded:
    """The state of loading as of the latest answers, by the caller's level, the real day, `as_of` and `known_at`."""

    def __init__(self) -> None:
        self._entries: OrderedDict[Key, tuple[int, Days]] = OrderedDict()

    def tick(self, key: Key) -> int:
        """The tick for which the state of loading is cached; -1 where it is not."""
        return self._entries.get(key, (-1, {}))[0]

    def take(self, key: Key, tick: int, fresh: list[dict[str, Any]] | None) -> Days:
        """The state of loading of each category: `fresh`, from the graph, which is cached, or (None) what was cached before."""
        if fresh is None:
            return self._entries.get(key, (-1, {}))[1]
        days = {row["category"]: loaded_days(row) for row in fresh}
        self._entries[key] = (tick, days)
        self._entries.move_to_end(key)
        while len(self._entries) > MOST_ENTRIES:
            self._entries.popitem(last=False)
        return days
