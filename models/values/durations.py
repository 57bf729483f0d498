"""Durations of years, months and days as ISO 8601 writes them, and whole calendar months."""

import re
from calendar import monthrange
from datetime import date, timedelta

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


def duration_parts(duration: str) -> tuple[int, int, int]:
    """The years, months and days of a duration such as P1Y6M. Raises ValueError for what is none."""
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(f"not a duration: {duration!r}")
    years, months, days = (int(x or 0) for x in match.groups())
    return years, months, days


def after_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that month is too short. Raises ValueError past 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def later(day: date, duration: str) -> date:
    """A day so much later, of a duration such as P1Y, P24M or P60D. Raises ValueError for what is none, and past 9999."""
    years, months, days = duration_parts(duration)
    return after_months(day, years * 12 + months) + timedelta(days=days)


def earlier(day: date, duration: str) -> date:
    """A day so much before; of months, the same day of the month, or its last. Raises ValueError for what is none."""
    years, months, days = duration_parts(duration)
    return after_months(day, -(years * 12 + months)) - timedelta(days=days)
