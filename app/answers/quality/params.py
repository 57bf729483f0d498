"""Parameters of questions about quality, and the months they speak of."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.answers.reading.session import Reader
from app.errors import InputError
from models.base import NO_NUL
from models.caller import CallerRole
from models.times import Times
from models.values.durations import after_months

MOST_LINES = 2_000


def _month(given: str) -> str:
    try:
        return date.fromisoformat(f"{given}-01").strftime("%Y-%m")
    except ValueError:
        raise PydanticCustomError("month", "is no month of the form YYYY-MM") from None


Month = Annotated[
    Annotated[str, AfterValidator(_month)] | None,
    Field(max_length=7, description="The month in which it came, YYYY-MM; default that of the day asked about."),
]
Provider = Annotated[str | None, Field(max_length=200, pattern=NO_NUL, description="Only what this provider sent.")]
OfCategory = Annotated[str | None, Field(max_length=40, pattern=NO_NUL, description="Only this category, by name or title.")]


class OfMonth(Times):
    """What a question about a month takes."""

    month: Month = None


async def month_of(reader: Reader, given: str | None) -> str:
    """The month asked about."""
    await reader.begin()
    return given or str(reader.stamp["as_of"])[:7]


def before(month: str, months: int) -> str:
    """The month so many months before. Raises InputError where the calendar has none."""
    try:
        return after_months(date.fromisoformat(f"{month}-01"), -months).strftime("%Y-%m")
    except (ValueError, OverflowError):
        raise InputError("no month so far back or ahead is measured", parameter="as_of") from None


def sees_rows(reader: Reader, provider: str) -> bool:
    """Whether the caller may look at the rows of a provider: its own, an operator everybody's, and who runs the service."""
    caller = reader.caller
    return caller.id is None or CallerRole.OPERATOR in caller.roles or caller.department == provider
