"""Which parties that an inquiry meets count as one, because somebody decided so: in the probable view, and only there."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from app.analytics.structure.same_party import Decided, representatives
from app.answers.reading.rows import kind_among
from models.values.bare_names import BARE

QUESTION, PART = "ownership.same", "rows"
Rounds = Callable[[Iterable[str]], AsyncIterator[tuple[list[str], dict[str, list[Any]]]]]


class Joining:
    """Decisions about the parties met so far. `read` asks about many parties; None where decisions do not count."""

    def __init__(self, read: Rounds | None) -> None:
        self._read = read
        self._asked: set[str] = set()
        self._beside: dict[str, set[str]] = defaultdict(set)
        self._ever: dict[str, set[str]] = defaultdict(set)
        self._days: dict[str, set[str]] = defaultdict(set)
        self._decided: dict[str, Decided] = {}
        self.kinds: dict[str, str] = {}

    @property
    def counts(self) -> bool:
        """Whether decisions count at all."""
        return self._read is not None

    async def together(self, parties: Iterable[str], as_of: str, *, ever: bool = False) -> set[str]:
        """These parties, and all who count as one with any of them on the day; with `ever`, who did so until then."""
        found = set(parties)
        level, beside = set(found), self._ever if ever else self._beside
        while level:
            await self._ask({one for one in level if not one.startswith(BARE)} - self._asked, as_of)
            level = {other for one in level for other in beside.get(one, ())} - found
            found |= level
        return found

    def days(self, parties: Iterable[str]) -> set[str]:
        """The days on which somebody was decided to be one with any of these parties, or no longer was."""
        return {day for one in parties for day in self._days.get(one, ())}

    @cached_property
    def stands_for(self) -> Mapping[str, str]:
        """Of each party that counts as one with others, who stands for them."""
        return representatives((one, other) for one, others in self._beside.items() for other in others)

    @property
    def decided(self) -> Iterable[Decided]:
        """The decisions that hold."""
        return self._decided.values()

    async def _ask(self, parties: set[str], as_of: str) -> None:
        if not parties or self._read is None:
            return
        self._asked |= parties
        async for _, answer in self._read(sorted(parties)):
            for row in answer[PART]:
                self._take(row, as_of)

    def _take(self, row: list[Any], as_of: str) -> None:
        one, other, labels, other_labels, forward, fact, by, on, grounds, provider, since, until = row
        self._ever[one].add(other)
        self._ever[other].add(one)
        days = {day for day in (max(since), min(until)) if day <= as_of}
        self._days[one] |= days
        self._days[other] |= days
        if not max(since) <= as_of < min(until):
            return
        self.__dict__.pop("stands_for", None)
        self._beside[one].add(other)
        self._beside[other].add(one)
        self.kinds |= {one: kind_among(labels), other: kind_among(other_labels)}
        ends = (one, other) if forward else (other, one)
        self._decided[fact] = Decided(*ends, fact, by, on, grounds, provider)
