"""What has been loaded, as far as a caller may know: worked out once after each write, for all who ask."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.questions.once import OncePerTick
from models.caller import Caller

Days = dict[str, dict[str, str]]
"""By category: `loaded_on`, the day of its last load, and `loaded_to`, the newest day it speaks of, where there is one."""
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PublishedRecords:
    """The records of each category that statistics count, and whose they are."""

    number: Mapping[str, int]
    providers: Mapping[str, frozenset[str]]


def records_of(counts: Iterable[Iterable[Any]]) -> PublishedRecords:
    """The same from rows of statistics.counted: category, provider, division, month and number."""
    number: Counter[str] = Counter()
    providers: dict[str, set[str]] = {}
    for category, provider, _, _, count in counts:
        number[category] += count
        if provider:
            providers.setdefault(category, set()).add(provider)
    return PublishedRecords(number, {category: frozenset(names) for category, names in providers.items()})


def loaded_days(row: Mapping[str, Any]) -> dict[str, str]:
    """The state of loading of one category, as in answers: `loaded_on`, and `loaded_to` where there is one."""
    return {"loaded_on": row["day"]} | ({"loaded_to": row["to"]} if row.get("to") else {})


@dataclass(frozen=True, slots=True)
class Brought:
    """The batches that brought something a caller may see, each with the first day on which any of it held (`since`).

    Of what batches keep, the public is told neither numbers nor senders, since these count hidden rows too: for it both are
    those of the `records`, where these were counted.
    """

    batches: tuple[dict[str, Any], ...]
    records: PublishedRecords | None = None

    def until(self, as_of: str) -> Iterable[dict[str, Any]]:
        """Those of which something held on some day up to `as_of`."""
        return (one for one in self.batches if one["since"] <= as_of)

    def categories(self, as_of: str) -> Rows:
        """The state of loading of each category, in the order of their names: `category`, `day` and `to`, and of its `batches`
        how many there are, who sent them (`providers`), and how many `rows` they have where the caller may know that."""
        found: dict[str, Rows] = {}
        for one in self.until(as_of):
            found.setdefault(one["category"], []).append(one)
        return [_state(name, found[name]) | self._counted(name) for name in sorted(found)]

    def _counted(self, category: str) -> dict[str, Any]:
        if self.records is None:
            return {}
        providers = sorted(self.records.providers.get(category, ()))
        return {"providers": providers, "rows": self.records.number.get(category, 0)}


def _state(category: str, batches: Rows) -> dict[str, Any]:
    rows = [_rows_of(one) for one in batches]
    stated = {provider for one in batches for provider, _, _ in _taken(one)}
    return {
        "category": category,
        "day": max(one["loaded_on"] or "" for one in batches),
        "to": max(filter(None, (one["newest"] for one in batches)), default=None),
        "batches": len(batches),
        "providers": sorted(stated | {one["provider"] for one in batches if one["provider"]}),
        "rows": sum(one for one in rows if one is not None) if any(one is not None for one in rows) else None,
    }


def _rows_of(batch: Mapping[str, Any]) -> int | None:
    """The rows of a batch that count for the caller; None where they were not counted."""
    if batch["taken"] is not None:
        return int(batch["taken"])
    return sum(int(count) for _, _, count in _taken(batch)) if batch.get("taken_of") else None


def _taken(batch: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    for one in batch.get("taken_of") or ():
        provider, level, count = one.split("\t")
        yield provider, level, count


Work = Callable[[Caller, int], Awaitable[Rows]]
"""Reads the rows of `Brought` for a caller, of what was known at a tick."""


class Loaded:
    """The state of loading by the caller's level, the real day and what was known, each for the newest tick only."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._once: OncePerTick[Brought] = OncePerTick()

    async def at(self, caller: Caller, known_at: int, tick: int) -> Brought:
        """What had been brought by `known_at`, in a graph whose newest tick is `tick`.

        Raises:
            Overloaded: too many other moments are looked at already.
        """
        known = min(known_at, tick)

        async def read() -> Brought:
            return Brought(tuple(await self._work(caller, known)))

        return await self._once.get((caller.level, caller.today, known), tick, read)
