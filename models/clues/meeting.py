"""Answers about departments that meet over what parties share."""

from typing import ClassVar

from pydantic import Field

from models.answers.parts import Stamp
from models.answers.shapes import Incomplete, PartyRef
from models.base import Model
from models.catalogue import Title
from models.clues.parts import ClueKind


class HeldClue(Model):
    """A record that a department holds about a party.

    `statement` states it; `day` is the first on which it holds, `came_on` that on which the record came; `adverse` whether it
    counts for meetings. Of a party that a seed leads to, `bits` is how much that says.
    """

    by_id: ClassVar = ("party",)

    party: str
    category: str
    fact: str
    statement: str
    day: str
    department: str
    adverse: bool
    came_on: str | None = None
    bits: float | None = None


class DepartmentClues(Model):
    """What a department, or its family, holds: the first `shown` of `total` records, and how many of these are adverse."""

    family: str
    title: Title
    departments: tuple[str, ...] = Field(description="The departments of the family that hold a record.")
    total: int
    shown: int
    adverse: int
    records: tuple[HeldClue, ...]


class ValueBearer(Model):
    """A party that has a value, and the facts that state it."""

    by_id: ClassVar = ("party",)

    party: str
    facts: tuple[str, ...]


class ClueValue(Model):
    """A value that parties share, masked as the caller sees it; `party`: the person who is it.

    `count` is how many parties have it, `bearers` some of them with the facts that state it.
    """

    by_id: ClassVar = ("party",)

    kind: ClueKind
    value: str | None = None
    party: str | None = None
    count: int
    bearers: tuple[ValueBearer, ...] = ()


class MeetingNull(Model):
    """Against what a meeting is judged: `drawn` parties at random of the `population` of a stratum, each with its departments.

    `level` is place (one city and section of industry), province, or all; `region` and `industry` say which.
    """

    drawn: int
    population: int
    level: str
    region: str | None = None
    industry: str | None = None


class DepartmentsMeeting(Model):
    """Departments that meet over parties who share a value; several values where they are those of the same parties.

    `chance` is P(D >= departments) under the null, an upper bound, since no one party is known to all of these; `surprise` is
    it in bits, and `expected` E = V * P the number of such meetings that chance alone would show. `key` names the same parties
    always, for a case about them. They came to meet on `met_on`, by the record `met_by`.
    """

    by_id: ClassVar = ("parties",)

    key: str
    values: tuple[ClueValue, ...]
    parties: tuple[str, ...]
    departments: int
    chance: float
    surprise: float
    expected: float
    flagged: bool
    null: MeetingNull
    met_on: str | None = None
    met_by: str | None = None
    newest: str = Field(description="The day of the newest record.")
    held: tuple[DepartmentClues, ...]


class MeetingsAnswer(Stamp):
    """Where departments meet, the least expected first, among the `looked_at` values (V) that several parties have.

    Records count whose day is after `since_day` and not after `as_of`. Meetings of at least `least_departments` are listed up
    to `list_up_to` expected by chance, and flagged up to `flag_up_to`. `common` values are named and not followed.
    """

    items: tuple[DepartmentsMeeting, ...]
    shown: int
    total: int
    looked_at: int
    population: int
    window_days: int
    since_day: str
    since: str | None = Field(default=None, description="Only meetings that came about on this day or later.")
    least_departments: int
    list_up_to: float
    flag_up_to: float
    common: tuple[ClueValue, ...]
    common_total: int
    not_loaded: tuple[str, ...] = Field(description="Adverse categories of which nothing is loaded: nobody can meet by these.")
    rules_version: int
    parties: tuple[PartyRef, ...]
    incomplete: tuple[Incomplete, ...] = ()
