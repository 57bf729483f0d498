"""What an answer leaves out, and why: one form for every answer."""

from collections.abc import Iterable
from enum import StrEnum

from pydantic import Field

from models.answers.party_ref import PartyRef
from models.base import Model
from models.catalogue import UNWRITTEN, Title


class IncompleteReason(StrEnum):
    """Why an answer leaves something out.

    length: a list is cut for its length. depth: only so many steps are shown. not_counted: there are more, and they were not
    counted. read: more is recorded than one answer reads. work: the work that one answer may take was spent. hub: a party has
    more links than are followed. nominee: it holds for owners unknown. state: a body of the state relates nobody. name: it is
    known by a bare name, which others may bear. withheld: not for this caller, whichever party is asked about.
    """

    LENGTH = "length"
    DEPTH = "depth"
    NOT_COUNTED = "not_counted"
    READ = "read"
    WORK = "work"
    HUB = "hub"
    NOMINEE = "nominee"
    STATE = "state"
    NAME = "name"
    WITHHELD = "withheld"


CUTS = frozenset(
    {
        IncompleteReason.LENGTH,
        IncompleteReason.DEPTH,
        IncompleteReason.NOT_COUNTED,
        IncompleteReason.READ,
        IncompleteReason.WORK,
    }
)
"""Reasons that are limits of the answer: asked with others, or of less, it would hold more. The rest are rules."""


class Incomplete(Model):
    """One thing that an answer leaves out, why, and the same in words. An answer without any is complete."""

    reason: IncompleteReason
    part: str | None = Field(default=None, description="The list of the answer, or the kind of record, that is not whole.")
    party: PartyRef | None = Field(default=None, description="The party behind which something is left out.")
    other: PartyRef | None = Field(default=None, description="The other end, where something between two parties is left out.")
    shown: int | None = Field(default=None, description="How many are shown, or were looked at.")
    total: int | None = Field(default=None, description="How many there are; of a hub, how many links it has.")
    limit: int | None = Field(default=None, description="The limit that was met.")
    fields: tuple[str, ...] = Field(default=(), description="What is withheld: properties, or kinds of signal, by name.")
    titles: tuple[Title, ...] = Field(default=(), description="The titles of these, where the catalogue has them.")
    text: Title = UNWRITTEN


def is_cut(gaps: Iterable[Incomplete]) -> bool:
    """Whether an answer was cut by one of its limits."""
    return any(gap.reason in CUTS for gap in gaps)


def beyond(gaps: Iterable[Incomplete], reason: IncompleteReason) -> tuple[PartyRef, ...]:
    """The parties behind which something was left out for this reason."""
    return tuple(gap.party for gap in gaps if gap.reason is reason and gap.party is not None)
