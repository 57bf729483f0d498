"""Parameters of warning rules: thresholds, windows and words, their types, and what a question takes of them on a day."""

import math
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, model_validator

from app.rules.files import read
from app.rules.risk_conditions import Duration
from models.base import Model
from models.values.durations import earlier, later
from models.values.working_days import working_days_before

Given = str | float | int | list[str]
"""A value as a question takes it."""


class ParamType(StrEnum):
    """What a parameter of a rule is; a question takes days as ISO text."""

    COUNT = "count"
    """A whole number."""
    DAYS = "days"
    """So many days between two events."""
    MONEY = "money"
    """Yuan."""
    SHARE = "share"
    """A fraction from 0 to 1."""
    NUMBER = "number"
    WORDS = "words"
    """Texts."""
    OFFICES = "offices"
    """Offices of `officers.yml`: the question takes their regular expressions, to be matched in either case."""
    WINDOW = "window"
    """A duration: the question takes the day so long before the day asked about."""
    WORKING_DAYS = "working_days"
    """The same, of working days."""
    DAY = "day"
    """A day of the calendar."""
    DUE_YEAR = "due_year"
    """A day of the year, as 06-30: the question takes the last year whose annual report was due by then."""


WHOLE = frozenset({ParamType.COUNT, ParamType.DAYS, ParamType.WORKING_DAYS})
FRACTIONS = frozenset({ParamType.MONEY, ParamType.SHARE, ParamType.NUMBER})
TAKEN: Mapping[ParamType, str] = {
    ParamType.COUNT: "int",
    ParamType.DAYS: "int",
    ParamType.MONEY: "float",
    ParamType.SHARE: "float",
    ParamType.NUMBER: "float",
    ParamType.WORDS: "list[str]",
    ParamType.OFFICES: "list[str]",
    ParamType.WINDOW: "str",
    ParamType.WORKING_DAYS: "str",
    ParamType.DAY: "str",
    ParamType.DUE_YEAR: "int",
}
"""The type that the question declares for each."""


class RuleParam(Model):
    """A threshold, a window or a list of words of a rule, and what it is.

    `is`: its type. `ahead`: of a window, so much later than so long before.
    """

    type: Annotated[ParamType, Field(alias="is")]
    value: Any
    ahead: Duration | None = None

    @model_validator(mode="after")
    def _of_its_type(self) -> "RuleParam":
        object.__setattr__(self, "value", read_value(self.type, self.value))
        return self

    def given(self, as_of: date) -> Given:
        """The value that a question takes on a day. Raises YearNotKnown where it touches a year without a calendar."""
        match self.type:
            case ParamType.WINDOW:
                from_day = later(as_of, self.ahead) if self.ahead else as_of
                return earlier(from_day, self.value).isoformat()
            case ParamType.WORKING_DAYS:
                return working_days_before(as_of, self.value).isoformat()
            case ParamType.OFFICES:
                stated = read("officers.yml")
                return [f"(?i){one}" for office in self.value for one in stated[office]]
            case ParamType.DUE_YEAR:
                return as_of.year - 1 if as_of.strftime("%m-%d") > self.value else as_of.year - 2
            case _:
                value: Given = self.value
                return value


def read_value(kind: ParamType, stated: Any) -> Given:
    """A value of a type, given as such or as text. Raises ValueError for what is none."""
    text = str(stated).strip()
    if kind in WHOLE:
        if not text.isdecimal():
            raise ValueError(f"{text!r} is no whole number ({kind.value})")
        return int(text)
    if kind in FRACTIONS:
        try:
            number = float(text)
        except ValueError:
            raise ValueError(f"{text!r} is no number ({kind.value})") from None
        if not math.isfinite(number) or number < 0 or (kind is ParamType.SHARE and number > 1):
            raise ValueError(f"{text!r} is out of bounds ({kind.value})")
        return number
    if kind in (ParamType.WORDS, ParamType.OFFICES):
        words = [str(one) for one in stated] if isinstance(stated, list | tuple) else text.split(",")
        if not all(word.strip() for word in words):
            raise ValueError("an empty word")
        if kind is ParamType.OFFICES and (strange := sorted(set(words) - set(read("officers.yml")))):
            raise ValueError(f"there is no office {', '.join(strange)}")
        return words
    try:
        if kind is ParamType.WINDOW:
            earlier(date(2024, 1, 31), text)
        else:
            date.fromisoformat(f"2024-{text}" if kind is ParamType.DUE_YEAR else text)
    except ValueError:
        raise ValueError(f"{text!r} is no {kind.value}") from None
    return text
