"""Whether two records of one document number speak of one party: by their codes, else by the names they give."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from models.values.names import normalise_name


class PartyAsStated(NamedTuple):
    """A party as a record states it: its id, where a code or a name gives one; the name stated; whether the id is certain."""

    id: str | None
    name: str | None
    certain: bool = True

    @property
    def compared(self) -> str | None:
        """The name in the form in which names are compared."""
        return normalise_name(self.name) if self.name else None


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a stored or new row of one document number states: its parties, by property."""

    statement: str
    parties: Mapping[str, PartyAsStated]


def are_one(one: PartyAsStated, other: PartyAsStated) -> bool | None:
    """Whether two records mean one party; None where that is possible and not known."""
    if one.id and other.id:
        return (True if one.certain and other.certain else None) if one.id == other.id else False
    return None if not two_names(one, other) else False


def two_names(one: PartyAsStated, other: PartyAsStated) -> bool:
    """Whether two records give different names."""
    return None not in (one.compared, other.compared) and one.compared != other.compared
