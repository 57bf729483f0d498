"""What a category file states besides its properties: time, publicity, deadlines, sane files, splits, senders, changes."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from models.base import Model

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Title(Model):
    """A title in both languages."""

    zh: str
    en: str


class Change(Model):
    """What a version of a category reads or keeps otherwise than the one before, and the day on which it was made."""

    version: Annotated[int, Field(ge=2)]
    day: Day
    what: Title


def _in_versions(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    if any(one.version >= other.version or one.day > other.day for one, other in pairwise(changes)):
        raise ValueError("changes stand in order of their versions, one each, and of their days")
    return changes


Changes = Annotated[tuple[Change, ...], AfterValidator(_in_versions)]


class Group(Model):
    """Categories that stand together in the catalogue, and who they are collected from where a category says nothing else."""

    name: Name
    title: Title
    collected_from: Title | None = None
    categories: tuple[Name, ...] = ()


class Validity(Model):
    """Properties that bound a fact in time, in every mode. Absent: the statement's day, and open.

    `until` includes its day (有效期至); `removed` is the first day without (移出, 注销, 解除日期).
    `unstated` (mode append) is a boolean that is set where a row states no start: what it says is then known from the first day
    it was reported for, and may be older.
    """

    start: Name | None = None
    until: Name | None = None
    removed: Name | None = None
    unstated: Name | None = None


Duration = Annotated[str, Field(pattern=r"^P(\d+Y)?(\d+M)?(\d+D)?$")]
"""An ISO 8601 duration of years, months and days."""


class TermVersion(Model):
    """The terms of publicity that a rule sets from a day on: durations by the value of a property, `otherwise` for the rest.

    `since` is the first day on which the rule is in force, `law` names it. A record is judged by the rule in force on the day
    from which its term is counted, and keeps that one, unless a later rule is `running`: it judges the publicity that is still
    running on its first day too, which then ends on that day at the earliest.
    """

    since: Day
    law: str
    terms: dict[str, Duration] = {}
    otherwise: Duration | None = None
    running: bool = False

    def duration(self, value: str | None) -> str | None:
        """How long a record of this value is public; None for good."""
        return self.terms.get(value or "") or self.otherwise


class Term(Model):
    """How long a record is public: by the value of the property `by`, counted from the date property `start`.

    `until` names a date property that says the last public day outright. `versions` are the rules, the earliest first; what is
    older than all of them is judged by the first.
    """

    start: Name | None = None
    until: Name | None = None
    by: Name | None = None
    versions: Annotated[tuple[TermVersion, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [version.since for version in self.versions]
        if days != sorted(set(days)):
            raise ValueError("versions of public_for stand in order of the days since which they are in force, one a day")
        return self


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


class Delegates(Model):
    """Where a party's name may give a delegate behind it (X公司（委派代表：张三）): two records, of partner and delegate.

    `of` is the party property, `in` the choice property in which each is stated by its own word.
    """

    of: Name
    role: Annotated[Name, Field(alias="in")]
    partner: str
    delegate: str

    def lost(self, choices: Iterable[str]) -> set[str]:
        """The words that these choices lack."""
        return {self.partner, self.delegate} - set(choices)


class Record(Model):
    """The record form: the statement is the record, linked to the parties it is about.

    `about` maps a role to the party property that fills it. A category that identifies has the role `party`
    filled by its own identifiers and names no property for it. `issued_by` is the property that names the department,
    `number` the text of the key that is the number of the document: what distinguishes two of one number and day is looked at.
    """

    label: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z]{1,39}$")]
    about: dict[Name, Name] = {}
    issued_by: Name | None = None
    number: Name | None = None


class Edge(Model):
    """The edge form: a relationship between two parties. `anchor` is the end with few relationships."""

    label: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z]{1,39}$")]
    type: Annotated[str, Field(pattern=r"^[A-Z][A-Z_]{1,39}$")]
    source: Name
    target: Name
    anchor: Literal["source", "target"] = "source"
