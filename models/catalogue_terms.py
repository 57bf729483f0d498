"""What a category file states besides its properties: headers, time, publicity, deadlines, sane files, splits."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from models.base import Model

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


Part = Literal[
    "name", "code", "uscc", "reg", "org", "stock", "dept", "src", "kind", "region", "pid_type", "pid_country", "pid", "currency"
]
PARTS: tuple[str, ...] = tuple(part for part in get_args(Part) if part != "currency")
"""Parts of a reference to a party; `currency` is the only part of an amount of money."""
SHARED_PARTS = frozenset({"kind", "region", "pid_type", "pid_country", "currency"})


class Header(Model):
    """An accepted header; `unit` states what one in the column stands for (0.01 for per cent, 10000 for 万元).

    `part` addresses one part of a party reference. A header may serve two properties only where it is the kind,
    region, document type or country of a reference to one of them, or the currency of an amount.
    """

    header: Annotated[str, Field(min_length=1)]
    unit: Annotated[float, Field(gt=0)] = 1.0
    part: Part | None = None


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


class Approval(Model):
    """Records that the public is shown once the approver of their provider has approved it (公示前审核).

    Until then they are shown from `level` on. `reasons` are why they may be held back: secrets of state or trade, privacy.
    """

    level: Annotated[int, Field(ge=1, le=3)] = 1
    reasons: Annotated[tuple[Literal["secrets", "privacy"], ...], Field(min_length=1)]


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
    """When a record must have been sent: so many working days, or days of the calendar (自然日), after its day, or by a day of
    the next month or (`06-30`) year.

    `since` is the date property after which the term runs, where that is not the day of the record; a row without it is judged
    neither way.
    """

    working_days: Annotated[int | None, Field(ge=0, le=260)] = None
    days: Annotated[int | None, Field(ge=0, le=3660)] = None
    day_of_next_month: Annotated[int | None, Field(ge=1, le=28)] = None
    day_of_next_year: Annotated[str | None, Field(pattern=r"^\d{2}-\d{2}$")] = None
    since: Name | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        terms = (self.working_days, self.days, self.day_of_next_month, self.day_of_next_year)
        if sum(term is not None for term in terms) != 1:
            raise ValueError("a term has one of working_days, days, day_of_next_month and day_of_next_year")
        return self


class Assertion(Model):
    """What a sane file holds: the least share of rows in which a property is filled."""

    property: Name
    filled: Annotated[float, Field(ge=0, le=1)]


class RecordEffect(Model):
    """What a record does to one of another category: from `day` on it ends it, or repairs it.

    The category is named outright, or by a row, with its name or title in the text property `named_by`. `match` maps properties
    by which the other is found (its `matched_by`) to own ones; of a category that a row names, `party` and `number` stand for
    its party and its text. It does so where each property of `when` has one of the values given.
    """

    action: Literal["end", "repair"]
    category: Name | None = None
    named_by: Name | None = None
    match: Annotated[dict[Name, Name], Field(min_length=1)]
    when: dict[Name, tuple[str, ...]] = {}
    day: Name

    @property
    def own(self) -> frozenset[str]:
        """The own properties it reads."""
        named = (self.named_by,) if self.named_by else ()
        return frozenset((*self.match.values(), *self.when, self.day, *named))

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.category is None) == (self.named_by is None):
            raise ValueError("an effect names a category, or the property that names it")
        if self.named_by and not self.match.keys() <= {"party", "number"}:
            raise ValueError("of a category that a row names, party and number are matched")
        return self


class Split(Model):
    """One cell holds several values: one statement each. Every character of `by` separates."""

    property: Name
    by: Annotated[str, Field(min_length=1)]


class RowChoice(Model):
    """Columns in which an enterprise chooses whether a row is published (isPubFlag 0): else it is shown from `level` on."""

    headers: Annotated[tuple[str, ...], Field(min_length=1)]
    level: Annotated[int, Field(ge=1, le=3)] = 1


class SpreadRow(Model):
    """One child row that stands in columns of its own in the row of its head: so110, so210, … of an annual report.

    `given` are words that the child states, by property; `columns` maps a header of the child to the one under which the head's
    row has the cell. There is such a child where one of these cells states something.
    """

    given: Annotated[dict[Name, str], Field(min_length=1)]
    columns: Annotated[dict[str, str], Field(min_length=1)]


class ChildRows(Model):
    """Rows of another category that stand within a row, its head: the guarantees of an annual report, a mortgage's collateral.

    They stand in a list of objects (JSON) under one of the keys `lists`, in a cell that holds such a list, on a sheet with one
    of these names or the title of the category, in columns of the head's row (`spread`), or, without any of these, in the row
    of the head itself, which then stands once for each child. `entry` is the property that is stated by an entry of a list that
    is no object, and by a part of a cell between commas. `inherits` are properties (or `_day`) that a child takes from its
    head, by the head's; its provider, day, level and action are taken too. `given` are words that each child states.
    """

    category: Name
    lists: tuple[str, ...] = ()
    entry: Name | None = None
    inherits: Annotated[dict[Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]{0,39}|_day)$")], Name], Field(min_length=1)]
    given: dict[Name, str] = {}
    spread: tuple[SpreadRow, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The properties of the children that are stated of them all."""
        words = (self.given, *(one.given for one in self.spread))
        return frozenset((*self.inherits, *(name for given in words for name in given))) - {"_day"}


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


class Domicile(Model):
    """Which property (type region) says where the party is registered, from when the record holds.

    A record with one of the words given under `unless`, by property, does not say so (迁出 is no registration here).
    """

    region: Name
    unless: dict[Name, tuple[str, ...]] = {}


class Record(Model):
    """The record form: the statement is the record, linked to the parties it is about.

    `about` maps a role to the party property that fills it. A category that identifies has the role `party`
    filled by its own identifiers and names no property for it. `issued_by` is the property that names the department,
    `number` the text of the key that is the number of the document: what distinguishes two of one number and day is looked at.
    `registered_in` is where it says that its party is registered: what is stated of that party is filed there (docs/nodes.md).
    """

    label: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z]{1,39}$")]
    about: dict[Name, Name] = {}
    issued_by: Name | None = None
    number: Name | None = None
    registered_in: Domicile | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The properties that it names."""
        place = (self.registered_in.region, *self.registered_in.unless) if self.registered_in else ()
        return (*self.about.values(), *(n for n in (self.issued_by, self.number) if n), *place)


class Edge(Model):
    """The edge form: a relationship between two parties. `anchor` is the end with few relationships."""

    label: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z]{1,39}$")]
    type: Annotated[str, Field(pattern=r"^[A-Z][A-Z_]{1,39}$")]
    source: Name
    target: Name
    anchor: Literal["source", "target"] = "source"
