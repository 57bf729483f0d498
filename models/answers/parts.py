"""What every answer carries, and the forms of its parts that several answers share."""

from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import Field

from models.answers.shapes import Incomplete, PartyRef
from models.base import Model
from models.catalogue import Title

T = TypeVar("T")


class View(StrEnum):
    """Whether records by name count: `strict` takes codes and certain names only, `probable` likely ones too."""

    STRICT = "strict"
    PROBABLE = "probable"


RULES = {View.STRICT: ("certain",), View.PROBABLE: ("certain", "likely")}


class Stamp(Model):
    """When an answer holds.

    `as_of` is the day it speaks of, `known_at` the tick up to which statements were taken into account, and `tick` the newest
    tick of the graph when it was asked: asked again with this `known_at` it is the same answer. `settling`: the latest
    batches are still being worked in.
    """

    as_of: str
    known_at: int
    tick: int
    view: View
    settling: bool


class Listing(Stamp, Generic[T]):
    """A list of answers: what is shown of how many, and the cursor of what follows; `incomplete` where there may be more."""

    items: tuple[T, ...]
    shown: int
    total: int
    incomplete: tuple[Incomplete, ...] = ()
    next: str | None = Field(default=None, description="Opaque cursor of the next page; absent on the last.")


class Telling(Model):
    """Another statement of the same fact: who states it, for which day, in which document and line."""

    provider: str
    day: str
    document: str | None = None
    batch: str | None = None
    place: str | None = None


class SameNumber(Model):
    """Another record of the same document number and day: who stated it, and of whom, by property.

    `possibly_one`: it may be the same document, stated by a code here and by a name there whose bearer is not certain;
    else the number is stated of two.
    """

    provider: str
    day: str
    statement: str
    possibly_one: bool
    parties: dict[str, PartyRef]


class ObjectionMade(Model):
    """An objection to a fact: the days on which it was lodged and answered, and what the answer came to.

    No day of an answer: it was open on the day asked for.
    """

    lodged_on: str
    answered_on: str | None = None
    result: str | None = None


class Evidence(Model):
    """Where a fact comes from: who states it, in which document and line, for which day, and when it was recorded.

    `valid_from` and `valid_to` (exclusive, absent: open) are days. `recorded_at` is a tick and `recorded` its wall time.
    `by_name` is the rule by which a name alone was linked to the party; `statements` are ids, the one shown first.
    `remarks` are what was mended or noted in the row. `also` are other statements of the same fact, at most five of them.
    `same_number` are other records of the document's number, at most twenty of them; none where there are more than fifty,
    as of a decision on many parties: then `same_number_many` is true.
    `last_seen`, `ended_after`, `left_list` and `at_most` qualify what only lists of a day state.
    `objections` are those lodged by the day asked for; the fact is `contested` while one of them is open.
    `held_back`: the public is not shown it until its provider approves it.
    """

    provider: str
    document: str | None = None
    batch: str | None = None
    place: str | None = None
    remarks: tuple[str, ...] = ()
    day: str
    valid_from: str
    valid_to: str | None = None
    current: bool
    recorded_at: int
    recorded: str | None = None
    stated_as: str | None = None
    by_name: str | None = None
    also: tuple[Telling, ...] = ()
    same_number: tuple[SameNumber, ...] = ()
    same_number_many: bool | None = None
    statements: tuple[str, ...]
    last_seen: str | None = None
    ended_after: str | None = None
    left_list: bool | None = None
    at_most: float | None = None
    held_back: bool | None = None
    contested: bool | None = None
    objections: tuple[ObjectionMade, ...] = ()


class Item(Model):
    """One fact. `values` are its properties by name; a property that refers to a party holds a PartyRef.

    `party` is the other end of a relationship; `role` says in what part the asked party stands in a record.
    """

    category: str
    role: str | None = None
    party: PartyRef | None = None
    values: dict[str, Any]
    evidence: Evidence


class State(StrEnum):
    """Why a group of facts is as it is.

    filed: there are facts. not_filed: the category is loaded, and says nothing of this party. not_loaded: nothing of the
    category has been loaded. not_collected: no category of the catalogue records it. withheld: not for this caller, whoever is
    asked about.
    """

    FILED = "filed"
    NOT_FILED = "not_filed"
    NOT_LOADED = "not_loaded"
    NOT_COLLECTED = "not_collected"
    WITHHELD = "withheld"


class Group(Model):
    """The facts of one category about one party. `loaded_on` is the day anything of it was last loaded, `loaded_to` the
    newest day that what was loaded speaks of."""

    category: str
    title: Title
    display_class: str
    direction: str | None = None
    shown: int
    total: int | None
    state: State
    loaded_on: str | None = None
    loaded_to: str | None = None
    incomplete: tuple[Incomplete, ...] = Field(default=(), description="Properties that no such caller is shown.")
    items: tuple[Item, ...]
