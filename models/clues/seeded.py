"""Answers about what departments hold on whom a seed leads to."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from models.answers.parts import Stamp
from models.answers.shapes import Incomplete, PartyRef
from models.base import Model
from models.clues.meeting import ClueValue, DepartmentClues
from models.clues.parts import ClueKind, SignalGroup


class SeedKind(StrEnum):
    """What a seed was taken for."""

    PARTY = "party"
    PERSON = "person"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    AGENT = "agent"
    DOCUMENT = "document"
    RECORD = "record"


class UnusedReason(StrEnum):
    """Why a seed leads nowhere: nothing is known of it, it is common, or it is an identity number, which is no seed."""

    UNKNOWN = "unknown"
    COMMON = "common"
    IDENTITY_NUMBER = "identity_number"


class ClueSeed(Model):
    """Something that a seed was taken for, masked as the caller sees it, and the parties it leads to at once."""

    by_id: ClassVar = ("parties",)

    kind: SeedKind
    value: str | None = None
    parties: tuple[str, ...]
    total: int


class UnusedSeed(Model):
    """What leads nowhere, and why."""

    value: str
    reason: UnusedReason


class ClueLink(Model):
    """A step of a path: `target` is one of `fan` others that have the value with the `source`, or with a seed that is no party.

    Of the kind `link` it is one of so many others that the source has links on record with. `bits` is what the step alone
    says; `facts` are those that state it.
    """

    by_id: ClassVar = ("source", "target", "party")

    source: str | None = None
    target: str
    kind: ClueKind
    group: SignalGroup
    value: str | None = None
    party: str | None = Field(default=None, description="The person over whom it leads.")
    fan: int
    count: int
    bits: float
    facts: tuple[str, ...] = ()


class GroupBits(Model):
    """What the strongest direct signal of a group says."""

    group: SignalGroup
    bits: float


class LinkedClue(Model):
    """A party that a seed leads to: by the best path, and by direct signals of several groups, which add up.

    `by_chance` is the product of the fans of its path: how many would be linked so by chance.
    """

    by_id: ClassVar = ("party",)

    party: str
    hops: int
    bits: float
    by_chance: int
    path: tuple[ClueLink, ...]
    signals: tuple[GroupBits, ...] = ()


class CluesAnswer(Stamp):
    """What seeds lead to within two steps, ranked by bits, and what departments hold on them and on the seeds.

    `populations`: how many parties state anything of each kind, from which bits are counted.
    """

    seeds: tuple[ClueSeed, ...]
    unused: tuple[UnusedSeed, ...]
    linked: tuple[LinkedClue, ...]
    shown: int
    total: int
    departments: tuple[DepartmentClues, ...]
    common: tuple[ClueValue, ...]
    populations: dict[str, int]
    rules_version: int
    parties: tuple[PartyRef, ...]
    incomplete: tuple[Incomplete, ...] = ()
