"""The two shapes that every answer has in common: how a party is named, and how an answer says what it leaves out."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from models.base import Model
from models.catalogue import UNWRITTEN, Title


def not_there(value: object) -> bool:
    """Whether a field has nothing to say, and is left out of the answer as JSON."""
    return value is None or value == ()


RegistrationState = Annotated[
    str | None,
    Field(
        exclude_if=not_there,
        description="The state of its registration (登记状态) on the day, by its code; absent where none is stated.",
    ),
]
"""The state of a party's registration on the day of an answer, as the catalogue codes it: in_business, suspended, revoked,
ordered_closed, cancelled, deregistered, moved_out. It is that of the latest registration the caller may see that states one;
a stated day of deregistration or revocation states it too."""


class Candidate(Model):
    """A party that bore an ambiguous name."""

    id: str
    kind: str


class NamedParty(Model):
    """A party as every answer names one: its id, name and kind, and the state of its registration."""

    id: str | None = Field(
        default=None, exclude_if=not_there, description="Its strongest identifier; absent where only a name is known."
    )
    name: str | None = Field(default=None, exclude_if=not_there, description="Its name on the day; absent where none is known.")
    kind: str | None = Field(
        default=None,
        exclude_if=not_there,
        description="Enterprise, Organisation, Department or Person; Mention where only a name is known of it.",
    )
    state: RegistrationState = None

    @property
    def label(self) -> str:
        """Its name, or its id where it has none."""
        return self.name or self.id or ""


class PartyRef(NamedParty):
    """A party that an answer refers to, and where a name was linked to it, how."""

    by_name: str | None = Field(
        default=None, exclude_if=not_there, description="The rule that linked a name to it; absent where a code did."
    )
    one_of: int | None = Field(
        default=None,
        exclude_if=not_there,
        description="So many parties bore the name on that day (200 stands for more), and it is linked to none.",
    )
    candidates: tuple[Candidate, ...] = Field(
        default=(), exclude_if=not_there, description="The first of these, not for the public."
    )


class PartyEntry(NamedParty):
    """The base of an entry of a list that is a party with figures: the same fields, and always an id and a kind."""

    id: str
    kind: str


class IncompleteReason(StrEnum):
    """Why an answer leaves something out.

    length: a list is cut for its length. depth: only so many steps are shown. not_counted: there are more, and they were not
    counted. read: more is recorded than one answer reads. work: the work that one answer may take was spent. hub: a party has
    more links than are followed. nominee: it holds for owners unknown. state: a body of the state relates nobody. name: it is
    known by a bare name, which others may bear. withheld: not for this caller, whichever party is asked about. not_loaded:
    nothing of a category that it rests on was ever loaded.
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
    NOT_LOADED = "not_loaded"


PARTS_CUT = frozenset({IncompleteReason.LENGTH, IncompleteReason.DEPTH, IncompleteReason.WORK})
"""Reasons for which a list of the answer is not whole: its length, how far it goes, how much was worked through."""
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

    reason: IncompleteReason = Field(description="Why.")
    part: str | None = Field(default=None, description="The list of the answer, or the kind of record, that is not whole.")
    party: PartyRef | None = Field(default=None, description="The party behind which something is left out.")
    other: PartyRef | None = Field(default=None, description="The other end, where something between two parties is left out.")
    shown: int | None = Field(default=None, description="How many are shown, or were looked at.")
    total: int | None = Field(default=None, description="How many there are; of a hub, how many links it has.")
    limit: int | None = Field(default=None, description="The limit that was met.")
    fields: tuple[str, ...] = Field(default=(), description="What is withheld: properties, or kinds of signal, by name.")
    titles: tuple[Title, ...] = Field(default=(), description="The titles of these, where the catalogue has them.")
    text: Title = Field(default=UNWRITTEN, description="The same in words.")


def is_cut(gaps: Iterable[Incomplete]) -> bool:
    """Whether an answer was cut by one of its limits."""
    return any(gap.reason in CUTS for gap in gaps)


def beyond(gaps: Iterable[Incomplete], reason: IncompleteReason) -> tuple[PartyRef, ...]:
    """The parties behind which something was left out for this reason."""
    return tuple(gap.party for gap in gaps if gap.reason is reason and gap.party is not None)


def not_read(parties: Iterable[PartyRef]) -> tuple[Incomplete, ...]:
    """That not all that stands above or below these parties was read, so that they were not looked beyond."""
    return tuple(Incomplete(reason=IncompleteReason.READ, party=one) for one in parties)
