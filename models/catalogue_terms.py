"""What a category file says of time and of sane files: validity, terms of publicity, deadlines, assertions, splits."""

from typing import Annotated

from pydantic import Field

from models.base import Model

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Validity(Model):
    """Properties that bound a fact in time, in every mode. Absent: the statement's day, and open.

    `until` includes its day (有效期至); `removed` is the first day without (移出, 注销, 解除日期).
    """

    start: Name | None = None
    until: Name | None = None
    removed: Name | None = None


class Term(Model):
    """How long a record is public: ISO 8601 durations by the value of a property, counted from a date property.

    `until` names a date property that says the last public day outright. `since` dates the rule; `law` names it.
    """

    start: Name | None = None
    until: Name | None = None
    by: Name | None = None
    terms: dict[str, Annotated[str, Field(pattern=r"^P(\d+Y)?(\d+M)?(\d+D)?$")]] = {}
    otherwise: Annotated[str, Field(pattern=r"^P(\d+Y)?(\d+M)?(\d+D)?$")] | None = None
    since: str | None = None
    law: str | None = None


class Due(Model):
    """When a record must have been sent: working days after the day, or a day of the next month."""

    working_days: int | None = None
    day_of_next_month: int | None = None


class Assertion(Model):
    """What a sane file holds: the least share of rows in which a property is filled."""

    property: Name
    filled: Annotated[float, Field(ge=0, le=1)]


class Split(Model):
    """One cell holds several values: one statement each. Every character of `by` separates."""

    property: Name
    by: Annotated[str, Field(min_length=1)]
