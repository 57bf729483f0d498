"""What was taken back, by a row or with its batch: no moment asked for brings it back to the public. Pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from loaders.derive.endings import is_ending
from models.catalogue import Category, Mode
from models.facts import Arrival, Cover, LinkedStatement
from models.statements import OPEN_TICK, Action

PUBLIC = 0


@dataclass(frozen=True, slots=True)
class Published:
    """Of the statements and coverages of one group, those that the public may be shown at any moment asked for.

    A statement counts for the public from its arrival in a batch that is not withdrawn today, and not at all where a row
    takes it back today (it is not among `statements`).
    """

    statements: Sequence[LinkedStatement]
    covers: Sequence[Cover]

    def at(self, tick: int) -> tuple[list[LinkedStatement], list[Cover]]:
        """What had arrived by a tick."""
        covers = [c for c in self.covers if stays(c.arrivals, tick) and c.held(tick)]
        return [t for t in self.statements if stays(t.arrivals, tick)], covers


def anything_taken_back(statements: Sequence[LinkedStatement], covers: Sequence[Cover]) -> bool:
    """Whether a row of withdrawal, or the withdrawal of a batch, may have taken back any of these."""
    arrivals = [*(t.arrivals for t in statements), *(c.arrivals for c in covers)]
    by_row = any(t.statement.action is Action.WITHDRAW for t in statements)
    return by_row or any(a.withdrawn_at < OPEN_TICK for found in arrivals for a in found)


def taken_back(category: Category, ordered: Iterable[LinkedStatement]) -> frozenset[str]:
    """The ids of the statements that rows of withdrawal take back, of these rows too.

    A row of withdrawal takes back the latest entry, with all that had been stated of it: what it replaced on its day, its
    corrections and ends. In `append` a provider takes back all that it stated of the record before, but no removal that names
    it without its whole key.
    """
    statements = list(ordered)
    if category.mode is Mode.APPEND:
        statements = [t for t in statements if not is_ending(category, t.statement)]
        by_provider = groupby(sorted(statements, key=lambda t: t.statement.provider), key=lambda t: t.statement.provider)
        return frozenset[str]().union(*(_gone(list(mine), one_record=True) for _, mine in by_provider))
    return frozenset(_gone(statements, one_record=False))


def _gone(statements: Iterable[LinkedStatement], *, one_record: bool) -> set[str]:
    gone: set[str] = set()
    entries: list[tuple[str, set[str]]] = []
    for t in statements:
        s = t.statement
        if s.action is Action.REPAIR:
            continue
        if s.action is Action.WITHDRAW:
            if entries:
                gone |= entries.pop()[1]
            gone.add(s.id)
        elif entries and (one_record or s.action is not Action.STATE or entries[-1][0] == s.day):
            entries[-1][1].add(s.id)
        elif s.action is not Action.END:
            entries.append((s.day, {s.id}))
    return gone


def stays(arrivals: Sequence[Arrival], tick: int) -> bool:
    """Whether it had arrived at a tick in a batch that is still believed today."""
    return any(a.recorded_at <= tick and a.withdrawn_at >= OPEN_TICK for a in arrivals)
