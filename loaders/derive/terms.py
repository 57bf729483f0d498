"""When a record holds and how long it is public, from the category's terms. Pure functions."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from models.catalogue import Category
from models.catalogue_terms import Term, TermVersion
from models.statements import FIRST_DAY, OPEN_DAY, Scalar, Statement
from models.values.durations import duration_parts, later


class TermDays(NamedTuple):
    """ISO days; `valid_to` and `public_until` are the first days after. Never shown: both public days are the same."""

    valid_from: str
    valid_to: str
    public_from: str
    public_until: str


def bounds(category: Category, day: str, values: Mapping[str, Scalar]) -> TermDays:
    """The bounds of a statement of `day` in its own words: properties of the category's `valid` and `public_for`.

    A date that states "until" includes its day; a day of removal is the first day without. A record is public from the start of
    its term, for the duration that the rule in force gives to its value of `by` (see models.catalogue_terms.TermVersion), or
    to the day `until` names outright. Without terms it is public for good.
    """
    start = _day(values, category.valid.start) or day
    until = _day(values, category.valid.until)
    removed = _day(values, category.valid.removed)
    valid_to = min(day_after(until) if until else OPEN_DAY, removed or OPEN_DAY)
    term = category.public_for
    if term is None:
        return TermDays(start, valid_to, FIRST_DAY, OPEN_DAY)
    public_from = _day(values, term.start) or start
    named = _day(values, term.until)
    if named:
        return TermDays(start, valid_to, public_from, max(day_after(named), public_from))
    return TermDays(start, valid_to, public_from, _last_shown(term, public_from, values.get(term.by) if term.by else None))


def begins(category: Category) -> frozenset[str]:
    """The dates on which something begins: a term, publicity, what a row speaks of."""
    term = category.public_for
    named = (category.valid.start, *category.day, category.later, term.start if term else None)
    by_name = (p.name for p in category.properties if p.name.endswith("_from"))
    return frozenset(name for name in (*named, *by_name) if name) - ends(category)


def ends(category: Category) -> frozenset[str]:
    """The dates on which a term or publicity ends, so that they may be open."""
    named = (category.valid.until, category.valid.removed, category.public_for.until if category.public_for else None)
    by_name = (p.name for p in category.properties if p.name.rpartition("_")[2] in ("until", "to"))
    return frozenset(name for name in (*named, *by_name) if name)


def _last_shown(term: Term, start: str, value: Scalar | None) -> str:
    """The first day on which a record whose term is counted from `start` is public no more.

    By the rule in force at its start; by each later one that judges what is still running, from the day on which that comes
    into force.
    """
    own = max((i for i, version in enumerate(term.versions) if version.since <= start), default=0)
    first, *later = term.versions[own:]
    end = _over(first, start, value)
    for version in later:
        if version.running and end > version.since:
            end = max(version.since, _over(version, start, value))
    return end


def _over(version: TermVersion, start: str, value: Scalar | None) -> str:
    duration = version.duration(None if value is None else str(value))
    return add_duration(start, duration) if duration else OPEN_DAY


def _day(values: Mapping[str, Scalar], name: str | None) -> str | None:
    found = values.get(name) if name else None
    return found if isinstance(found, str) else None


def counts_from(category: Category, statement: Statement) -> str:
    """The day from which a statement counts: the one it speaks of, or the start it states, where that is later.

    Until that day nothing follows from it.
    """
    start = _day(statement.values, category.valid.start)
    return max(statement.day, start) if start else statement.day


def announced(category: Category, values: Mapping[str, Scalar]) -> str:
    """The date that orders lists of one day, such as that of an announcement; empty where there is none."""
    return str(values.get(category.later, "")) if category.later else ""


@lru_cache(maxsize=65_536)
def day_after(day: str) -> str:
    """The next day; the open day stays open."""
    if day >= OPEN_DAY:
        return OPEN_DAY
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


@lru_cache(maxsize=65_536)
def add_duration(day: str, duration: str) -> str:
    """The day an ISO 8601 duration of years, months and days later: the first on which it is over.

    From the last day of a long month, a month ends at the last of a shorter one. Past the year 9999 it is the open day.
    """
    years, months, _ = duration_parts(duration)
    start = date.fromisoformat(day)
    if start.year + (start.month - 1 + months + years * 12) // 12 > 9998:
        return OPEN_DAY
    try:
        return later(start, duration).isoformat()
    except OverflowError:
        return OPEN_DAY
