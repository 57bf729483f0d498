"""Which submissions a provider owes for a month, from when it sent before. Pure functions over days."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.values.durations import after_months
from models.values.working_days import YearNotKnown, working_days_between

Sender = tuple[str, str]
"""A provider and a category."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What a provider owes of a category for a month: by which day, and when it came first, if it did."""

    provider: str
    category: str
    due_on: date
    sent_on: date | None
    late: bool
    working_days_late: int | None


def due_day(month: date, day: int) -> date:
    """The day of the next month by which a month (its first day) is sent."""
    return after_months(month, 1).replace(day=day)


def owed_for(
    month: date, sent: Mapping[Sender, Collection[date]], days: Mapping[str, int], *, months: int, least: int, today: date
) -> Sequence[Owed]:
    """What is owed for a month (its first day): of who sent a category in at least `least` of the `months` before.

    `sent` are the days on which each came, `days` the day of the next month by which each category is due. What comes after
    the due day of a month and by that of the next one is the submission of the next; where the month owed one and has none, the
    first of these is its own, late, and counts for no other. That is followed from `months` months before, so that `sent` goes
    back twice as far and one more. Working days late are None where a year between is not known.
    """
    found = []
    for (provider, category), came in sorted(sent.items()):
        day = days[category]
        is_owed, sent_on = _submission(month, sorted(came), day, months, least)
        if not is_owed:
            continue
        due, end = due_day(month, day), sent_on or today
        found.append(Owed(provider, category, due, sent_on, end > due, _between(due, end) if end > due else None))
    return found


def _submission(month: date, came: Sequence[date], day: int, months: int, least: int) -> tuple[bool, date | None]:
    """Whether something is owed for a month, and when it came: what an empty month before it takes is not its own."""

    def of(one: date) -> list[date]:
        after, until = due_day(after_months(one, -1), day), due_day(one, day)
        return [when for when in came if after < when <= until]

    is_owed, first, taken = False, None, None
    for back in range(months, -1, -1):
        one = after_months(month, -back)
        is_owed = sum(bool(of(after_months(one, -n))) for n in range(1, months + 1)) >= least
        own = next((when for when in of(one) if when != taken), None)
        later = next(iter(of(after_months(one, 1))), None) if is_owed and own is None else None
        first, taken = own or later, later
    return is_owed, first


def _between(start: date, end: date) -> int | None:
    try:
        return working_days_between(start, end)
    except YearNotKnown:
        return None
