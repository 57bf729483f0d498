"""What is left of an event's points on a day: steps at whole calendar months, known beforehand."""

from dataclasses import dataclass
from datetime import date

from app.rules.risk_indicators import Decay
from models.values.durations import after_months


@dataclass(frozen=True, slots=True)
class StepState:
    """How often the points of an event have been halved (None: they count nothing), and the next day on which that changes."""

    halvings: int | None
    next_step: date | None


def whole_months(day: date, on: date) -> int:
    """How many whole calendar months have passed from one day to another that is not before it."""
    months = (on.year - day.year) * 12 + on.month - day.month
    return months if after_months(day, months) <= on else months - 1


def step_on(on: date, decay: Decay | None, day: date, until: date | None) -> StepState:
    """What is left on a day of the points of an event of `day` that is in force up to `until`, exclusive (None: no end known).

    Before its day and from `until` on it counts nothing.
    """
    if until is not None and (on >= until or until <= day):
        return StepState(None, None)
    if on < day:
        return StepState(None, day)
    if decay is None:
        return StepState(0, until)
    age = whole_months(day, on)
    if age >= decay.gone:
        return StepState(None, None)
    halvings = age // decay.halves
    following = after_months(day, min((halvings + 1) * decay.halves, decay.gone))
    return StepState(halvings, following if until is None else min(following, until))
