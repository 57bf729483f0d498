"""When each category was last loaded, kept per tick: a portrait looks at batches only after something was written."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

Key = tuple[int, str, str, int]
Days = dict[str, dict[str, str]]
"""By category: `loaded_on`, the day of its last load, and `loaded_to`, the newest day it speaks of, where there is one."""
KEPT = 64


def loaded_days(row: Mapping[str, Any]) -> dict[str, str]:
    """The state of loading of one category, as answers give it."""
    return {"loaded_on": row["day"]} | ({"loaded_to": row["to"]} if row.get("to") else {})


class Loaded:
    """What the latest answers said of the state of loading: by caller's level, real day, day asked and tick asked."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[int, Days]] = OrderedDict()

    def tick(self, key: Key) -> int:
        """The tick for which the state of loading is known; -1 where it is not."""
        return self._kept.get(key, (-1, {}))[0]

    def take(self, key: Key, tick: int, fresh: list[dict[str, Any]] | None) -> Days:
        """What is loaded of each category; `fresh` is what the graph said, None where it had nothing to say anew."""
        if fresh is None:
            return self._kept.get(key, (-1, {}))[1]
        days = {row["category"]: loaded_days(row) for row in fresh}
        self._kept[key] = (tick, days)
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return days
