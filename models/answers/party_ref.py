"""The one shape in which every answer names a party."""

from typing import Annotated

from pydantic import Field

from models.base import Model

RegistrationState = Annotated[
    str | None,
    Field(description="The state of its registration (登记状态) on the day, by its code; absent where none is stated."),
]
"""The state of a party's registration on the day of an answer, as the catalogue codes it: in_business, suspended, revoked,
ordered_closed, cancelled, deregistered, moved_out. It is that of the latest registration the caller may see that states one;
a stated day of deregistration or revocation states it too."""


class Candidate(Model):
    """A party that bore an ambiguous name."""

    id: str
    kind: str


class NamedParty(Model):
    """A party as every answer names one: its id, name and kind, and the state of its registration.

    `kind` is Enterprise, Organisation, Department or Person; Mention where only a name is known of it.
    """

    id: str | None = None
    name: str | None = None
    kind: str | None = None
    state: RegistrationState = None

    @property
    def label(self) -> str:
        """Its name, or its id where it has none."""
        return self.name or self.id or ""


class PartyRef(NamedParty):
    """A party that is referred to. `id` is absent where only a name is known; `by_name` is the rule that linked a name.

    `one_of`: so many parties bore the name on that day (200 stands for more), and it is linked to none; `candidates` are the
    first of them, not for the public.
    """

    by_name: str | None = None
    one_of: int | None = None
    candidates: tuple[Candidate, ...] = ()


class PartyEntry(NamedParty):
    """The base of an entry of a list that is a party with figures: the same fields, and always an id and a kind."""

    id: str
    kind: str

    @property
    def label(self) -> str:
        """Its name, or its id where it has none."""
        return self.name or self.id or ""
