"""Entries of the change feed: what changed at one tick, cut into parts of bounded size, each written as one text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import orjson

from loaders.feed.touched import LEVELS, Masks

PART = 1000
"""The most parties of one part."""


class ChangeKind(StrEnum):
    """Why facts of a party changed: something was recorded or taken back, or a day came."""

    RECORD = "record"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Entry:
    """One party whose facts changed: in which categories, and for which levels each (a mask with one bit for each level)."""

    party: str
    kind: ChangeKind
    categories: Mapping[str, int]

    @property
    def mask(self) -> int:
        """The levels that anything changed for."""
        mask = 0
        for one in self.categories.values():
            mask |= one
        return mask

    def seen(self, level: int) -> tuple[str, ...]:
        """The categories that changed for callers of a level, sorted."""
        return tuple(sorted(name for name, mask in self.categories.items() if mask >> level & 1))


def entries_of(masks: Masks, kind: ChangeKind) -> list[Entry]:
    """The entries of one tick, by party in one order, so that what is hidden changes no order of what is seen."""
    by_party: dict[str, dict[str, int]] = {}
    for (party, category), mask in masks.items():
        by_party.setdefault(party, {})[category] = mask
    return [Entry(party, kind, by_party[party]) for party in sorted(by_party)]


@dataclass(frozen=True, slots=True)
class Part:
    """Some entries of one tick, in order, as one text; `counts` says how many of them each level sees."""

    body: str
    counts: tuple[int, ...]


def parts_of(entries: Sequence[Entry]) -> Iterator[Part]:
    """Cut entries into parts."""
    for i in range(0, len(entries), PART):
        some = entries[i : i + PART]
        yield Part(body_of(some), tuple(sum(one.mask >> level & 1 for one in some) for level in range(LEVELS)))


def body_of(entries: Sequence[Entry]) -> str:
    """Entries as one text: what is alike of many (kind, categories, levels) is written once."""
    alike: dict[tuple[str, tuple[tuple[str, int], ...]], int] = {}
    which = []
    for one in entries:
        key = (str(one.kind), tuple(sorted(one.categories.items())))
        which.append(alike.setdefault(key, len(alike)))
    said = [[kind, dict(categories)] for kind, categories in alike]
    return orjson.dumps([said, [one.party for one in entries], which]).decode()


def read_body(body: str) -> list[Entry]:
    """The entries of a text that `body_of` wrote."""
    said, parties, which = orjson.loads(body)
    kinds = [(ChangeKind(kind), categories) for kind, categories in said]
    return [Entry(party, *kinds[i]) for party, i in zip(parties, which, strict=True)]
