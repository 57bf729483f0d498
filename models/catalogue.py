"""The form of a category file (loaders/catalogue/*.yml): what may be recorded, and how it is read.

The catalogue is the published resource directory of the network (归集资源目录). One file describes one record category.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from models.base import Model
from models.catalogue_checks import check_balances, check_changes, check_matching, check_stand_ins, check_types
from models.catalogue_terms import (
    Approval,
    Assertion,
    ChildRows,
    Day,
    Delegates,
    Due,
    Edge,
    Header,
    Name,
    Record,
    RecordEffect,
    RowChoice,
    Split,
    Term,
    Validity,
)
from models.reserved import RESERVED

Level = Annotated[int, Field(ge=0, le=3)]
SourceName = Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]{0,39}|_provider|_day|_seq|_action|_level)$")]
RESERVED_COLUMNS = ("_provider", "_day", "_seq", "_action", "_level")


class Title(Model):
    """A title in both languages."""

    zh: str
    en: str


UNWRITTEN = Title(zh="", en="")
"""In place of a sentence of an answer, which app.words writes."""


class VersionChange(Model):
    """What a version of a category reads or keeps otherwise than the one before, and the day on which it was made."""

    version: Annotated[int, Field(ge=2)]
    day: Day
    what: Title


class CategoryGroup(Model):
    """Categories that stand together in the catalogue, and who they are collected from where a category says nothing else."""

    name: Name
    title: Title
    collected_from: Title | None = None
    categories: tuple[Name, ...] = ()


class DisplayClass(StrEnum):
    """The five display classes (基础、许可资质、良好、提示、警示)."""

    BASIC = "basic"
    LICENCE = "licence"
    GOOD = "good"
    NOTICE = "notice"
    WARNING = "warning"


class Mode(StrEnum):
    """How statements of one group become facts."""

    APPEND = "append"
    UPSERT = "upsert"
    SNAPSHOT = "snapshot"


class CoverageKind(StrEnum):
    """What a file states about the rest of its scope: all of it, the largest n, or some."""

    FULL = "full"
    TOP_N = "top_n"
    PARTIAL = "partial"


class TimeKind(StrEnum):
    """A state is shown where valid on the day; an event once it has happened."""

    STATE = "state"
    EVENT = "event"


class Kind(StrEnum):
    """The kinds of party."""

    ENTERPRISE = "Enterprise"
    ORGANISATION = "Organisation"
    DEPARTMENT = "Department"
    PERSON = "Person"


class TypeName(StrEnum):
    """The closed set of property types; each is one file in loaders/types/."""

    TEXT = "text"
    TEXTS = "texts"
    CODE = "code"
    USCC = "uscc"
    REG = "reg"
    ORG = "org"
    STOCK = "stock"
    DEPT = "dept"
    SRC = "src"
    PID = "pid"
    DATE = "date"
    MONEY = "money"
    SHARE = "share"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    REGION = "region"
    INDUSTRY = "industry"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    AGENT = "agent"
    PARTY = "party"


IDENTIFIER_TYPES = frozenset(
    {TypeName.CODE, TypeName.USCC, TypeName.REG, TypeName.ORG, TypeName.STOCK, TypeName.DEPT, TypeName.SRC, TypeName.PID}
)
TEXT_TYPES = frozenset({TypeName.TEXT, TypeName.ADDRESS, TypeName.EMAIL, TypeName.AGENT})
"""Types stored as they were written."""

CODES_SUFFIX = "_codes"
"""What the name of a party property ends in where it holds the other codes that a row states: as stated, identifying nobody."""
AS_STATED_SUFFIX = "_told"
"""What the name of a property ends in where it holds a cell that could not be read, as the sender wrote it."""
STORED_SUFFIXES = {TypeName.MONEY: ("_currency",), TypeName.SHARE: ("_min", "_max"), TypeName.PARTY: (CODES_SUFFIX,)}
"""By type, what is stored beside a property's value, under its name and one of these."""


class Property(Model):
    """One property of a category.

    `level` is the least level of a caller who may see it; `sensitive` values are masked or hashed even then.
    `kinds` (type party) are the kinds the reference may have; the first is assumed where nothing else states.
    `person_in` (type party) names the party property in whose identifier a person known by name only is
    anchored. `choices` (type choice) maps each canonical word to the words accepted for it; `*` accepts any other.
    `default` is read where a row says nothing, as if it stood there. `empty` are texts by which a source says nothing.
    `falls_back` names another property of the same type: what a row says of it stands for this one where it says nothing else.
    `year` (type integer): it is a year, whose digits stay together, and which may be written 2025年 or 2025年度.
    """

    name: Name
    type: TypeName
    title: Title
    required: bool = False
    level: Level = 0
    sensitive: bool = False
    kinds: tuple[Kind, ...] = ()
    person_in: Name | None = None
    choices: dict[str, tuple[str, ...]] = {}
    default: str | None = None
    empty: tuple[str, ...] = ()
    falls_back: Name | None = None
    minimum: float | None = None
    maximum: float | None = None
    year: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.year and self.type is not TypeName.INTEGER:
            raise ValueError(f"property {self.name!r}: year belongs to type integer")
        if self.name in RESERVED:
            raise ValueError(f"property name {self.name!r} is reserved")
        if bool(self.kinds) != (self.type is TypeName.PARTY):
            raise ValueError(f"property {self.name!r}: kinds belong to type party, and type party needs them")
        if bool(self.choices) != (self.type is TypeName.CHOICE):
            raise ValueError(f"property {self.name!r}: choices belong to type choice, and type choice needs them")
        if self.default is not None and (self.type is TypeName.PARTY or (self.choices and self.default not in self.choices)):
            raise ValueError(f"property {self.name!r}: no value {self.default!r} to be the default")
        return self


class PartyForm(Model):
    """How a category that identifies names its party: kind, identifying properties, names (the first is shown)."""

    kind: Kind
    identifiers: Annotated[tuple[Name, ...], Field(min_length=1)]
    names: Annotated[tuple[Name, ...], Field(min_length=1)]


class Category(Model):
    """One record category: its meaning, its form, its time, and how foreign files spell it.

    `day` are date properties of which the latest in a row dates its statement: in `append` where neither a column nor the
    sender does, in other modes before what the sender states for the whole file. `source` lists accepted headers by property or
    reserved column (`_provider`, `_day`, …), beside names and titles.

    `coverage` (snapshot only) is what a list is taken for where its sender does not state: all of its scope, the largest, some.
    A list taken for some of its scope whose shares (the first that `adds`) come to the whole is all of it; so is one whose
    amounts (the first that `adds`) come to what its enterprise states as `adds_to`, its registered capital.
    `later` (snapshot only) names the date that orders several lists of one day, such as an announcement: the last counts.
    `adds` (snapshot only) are figures that add up: rows of one key and day are entries of one stake, each a fact of its own.
    `law` is what the collection rests on, `collected_from` who sends it where that is not its group's, `changes` what versions
    changed. `by_choice` are what its enterprise chooses to publish or not, in a column of its own (`assGroDis`, 是否公示);
    `row_choice` are the columns in which it chooses so for a row as a whole.
    `approval`: the public sees its records once their provider has approved each.
    `ranges` are columns that state two days in one cell, by their header: which property begins there, and which ends.
    `balances` (not in append) are figures of a day: of several rows about a party the latest counts, and they never add up.
    `matched_by` (not in snapshot) are those parts of its key by which a removal or a repair finds a record whose whole key it
    does not state; `effects` are what a record does to those of other categories. `children` are rows of other categories that
    stand within its rows.
    """

    name: Name
    title: Title
    version: int = 1
    changes: tuple[VersionChange, ...] = ()
    law: tuple[str, ...] = ()
    collected_from: Title | None = None
    display_class: DisplayClass
    level: Level = 0
    public_for: Term | None = None
    due: Due | None = None
    approval: Approval | None = None
    mode: Mode
    scope: tuple[Name, ...] = ()
    coverage: CoverageKind = CoverageKind.PARTIAL
    time: TimeKind
    valid: Validity = Validity()
    day: tuple[Name, ...] = ()
    later: Name | None = None
    identifies: bool = False
    party: PartyForm | None = None
    record: Record | None = None
    edge: Edge | None = None
    split: Split | None = None
    delegates: Delegates | None = None
    key: Annotated[tuple[Name, ...], Field(min_length=1)]
    measure: Name | None = None
    adds: tuple[Name, ...] = ()
    adds_to: Name | None = None
    by_choice: tuple[Name, ...] = ()
    row_choice: RowChoice | None = None
    balances: tuple[Name, ...] = ()
    ranges: dict[str, tuple[Name, Name]] = {}
    matched_by: tuple[Name, ...] = ()
    effects: tuple[RecordEffect, ...] = ()
    children: tuple[ChildRows, ...] = ()
    properties: Annotated[tuple[Property, ...], Field(min_length=1)]
    source: dict[SourceName, tuple[str | Header, ...]] = {}
    asserts: Annotated[tuple[Assertion, ...], Field(alias="assert")] = ()

    @property
    def label(self) -> str:
        """The label of the category's statements."""
        form = self.record or self.edge
        assert form is not None
        return form.label

    @property
    def by_name(self) -> dict[str, Property]:
        """Properties by name."""
        return {p.name: p for p in self.properties}

    @property
    def decisive(self) -> frozenset[str]:
        """The properties without which a record cannot stand, or would state another thing: what is required, what states it
        from others and whom it is about, which day it speaks of, that it is over, and how long the public may see it."""
        form = self.party.identifiers + self.party.names if self.party else ()
        split = (self.split.property,) if self.split else ()
        term = self.public_for
        shown = (term.start, term.until, term.by) if term else ()
        dated = (*self.day, self.later, self.valid.removed, *shown)
        about = self.roles.values() if self.edge else (self.record.about.values() if self.record else ())
        required = (p.name for p in self.properties if p.required)
        return frozenset(n for n in (*self.key, *self.scope, *form, *split, *dated, *about, *required) if n)

    @property
    def parties(self) -> tuple[Property, ...]:
        """The properties that refer to a party."""
        return tuple(p for p in self.properties if p.type is TypeName.PARTY)

    @property
    def roles(self) -> dict[str, str]:
        """Role to party property, for every reference that becomes a fact; `party` maps to itself where the row identifies."""
        if self.edge:
            return {"source": self.edge.source, "target": self.edge.target}
        assert self.record is not None
        own = {"party": "party"} if self.identifies else {}
        issued = {"issued_by": self.record.issued_by} if self.record.issued_by else {}
        return own | dict(self.record.about) | issued

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        names = [p.name for p in self.properties]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise ValueError(f"properties named twice: {', '.join(twice)}")
        if (self.record is None) == (self.edge is None):
            raise ValueError("a category has either a record or an edge form")
        if self.identifies != (self.party is not None):
            raise ValueError("a category that identifies has a party form, and only such a one")
        if self.identifies and (self.edge or (self.record and "party" in self.record.about)):
            raise ValueError("a category that identifies is a record about its own party")
        if self.approval and self.identifies:
            raise ValueError("records that say who is who are shown without approval")
        if bool(self.scope or self.adds or self.adds_to or self.later) and self.mode is not Mode.SNAPSHOT:
            raise ValueError("scope, adds and later belong to mode snapshot")
        known = {p.name: p for p in self.properties}
        self._check_names(known)
        for role, prop in self.roles.items():
            if (role, prop) != ("party", "party") and known[prop].type is not TypeName.PARTY:
                raise ValueError(f"role {role!r} needs a property of type party, {prop!r} is {known[prop].type}")
        check_types(self)
        check_changes(self)
        check_stand_ins(self)
        check_matching(self)
        check_balances(self)
        if self.delegates and self.delegates.lost(known[self.delegates.role].choices):
            raise ValueError("delegates: the choice has not both words")
        if "party" in known and self.identifies:
            raise ValueError("property name 'party' is the identifying role of this category")
        return self

    def _check_names(self, known: dict[str, Property]) -> None:
        used = {"key": self.key, "scope": self.scope, "source": tuple(n for n in self.source if n not in RESERVED_COLUMNS)}
        bounded = (self.valid.start, self.valid.until, self.valid.removed, self.valid.unstated)
        used["valid"] = tuple(n for n in (*bounded, *self.day, self.later, self.measure, *self.adds) if n)
        used["assert"] = tuple(a.property for a in self.asserts)
        used["ranges"] = tuple(name for pair in self.ranges.values() for name in pair)
        used["split"] = (self.split.property,) if self.split else ()
        used["children"] = tuple(name for child in self.children for name in child.inherits.values())
        used["falls_back"] = tuple(p.falls_back for p in self.properties if p.falls_back)
        used["delegates"] = (self.delegates.of, self.delegates.role) if self.delegates else ()
        used["person_in"] = tuple(p.person_in for p in self.properties if p.person_in)
        used["due"] = (self.due.since,) if self.due and self.due.since else ()
        if term := self.public_for:
            used["public_for"] = tuple(n for n in (term.start, term.until, term.by) if n)
        if self.party:
            used["party"] = self.party.identifiers + self.party.names
        if of := self.record:
            used["record"] = of.named
        if self.edge:
            used["edge"] = (self.edge.source, self.edge.target)
        own = {"party"} if self.identifies else set()
        for where, wanted in used.items():
            if lost := sorted(set(wanted) - set(known) - own):
                raise ValueError(f"{where} names unknown properties: {', '.join(lost)}")


class Catalogue(Model):
    """All categories by name, and the groups in which they are listed."""

    categories: dict[str, Category]
    groups: tuple[CategoryGroup, ...] = ()

    def __getitem__(self, name: str) -> Category:
        return self.categories[name]

    @property
    def labels(self) -> dict[str, Category]:
        """Categories by the label of their statements."""
        return {c.label: c for c in self.categories.values()}

    @property
    def edge_types(self) -> frozenset[str]:
        """Relationship types between parties."""
        return frozenset(c.edge.type for c in self.categories.values() if c.edge)

    @model_validator(mode="after")
    def _labels_differ(self) -> Self:
        labels = [c.label for c in self.categories.values()]
        twice = sorted({x for x in labels if labels.count(x) > 1})
        if twice:
            raise ValueError(f"labels used by two categories: {', '.join(twice)}")
        return self
