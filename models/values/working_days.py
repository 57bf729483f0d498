"""Working days of mainland China: the days on which offices work, make-up days included, as the State Council announces."""

from datetime import date, timedelta
from functools import lru_cache


class YearNotKnown(ValueError):
    """Nobody has announced yet (or the calendar does not go back far enough to say) which days of a year are worked."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the working days of {year} are not known")
        self.year = year


def is_working_day(day: date) -> bool:
    """Whether offices work on a day.

    Raises:
        YearNotKnown: the calendar (library chinesecalendar) does not have its year.
    """
    worked = _worked(day)
    if worked is None:
        raise YearNotKnown(day.year)
    return worked


# The library looks for its first and last year at each call, which takes 0.1 ms: thousands of rows ask about the same days.
@lru_cache(20_000)
def _worked(day: date) -> bool | None:
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return None


def working_days_after(day: date, count: int) -> date:
    """The last day of a term of so many working days that begins on the day after `day`; for 0 the day itself.

    Raises:
        YearNotKnown: the calendar does not have a year that the term touches.
    """
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days follow `start` up to `end`, that day included; negative where `end` comes first.

    Raises:
        YearNotKnown: the calendar does not have a year between them.
    """
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def working_days_before(day: date, count: int) -> date:
    """The last day after which more than so many working days have passed by `day`.

    Raises:
        YearNotKnown: the calendar does not have a year that is counted.
    """
    passed = 0
    while passed <= count:
        passed += is_working_day(day)
        day -= timedelta(days=1)
    return day
