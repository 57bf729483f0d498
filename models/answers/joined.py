"""Parties that count as one in an answer, because somebody decided that they are one."""

from models.answers.parts import Stamp
from models.answers.shapes import PartyRef
from models.base import Model
from models.catalogue import Title


class SameDecision(Model):
    """A decision that two parties are one: who took it, on which day, on what grounds, and who stated it (`fact`: its id)."""

    one: PartyRef
    other: PartyRef
    decided_by: str
    decided_on: str
    grounds: str | None
    provider: str
    fact: str


class Joined(Model):
    """Parties that count as one: the answer names `party` alone, for itself and the `others`, by these decisions."""

    party: PartyRef
    others: tuple[PartyRef, ...]
    decisions: tuple[SameDecision, ...]
    text: Title


class Counted(Stamp):
    """An answer in which parties that somebody decided to be one count as one: in the probable view, under one of their ids.

    `joined` are such parties among those that were read, of `joined_total` groups of them.
    """

    joined: tuple[Joined, ...] = ()
    joined_total: int = 0
