"""What refreshing a standing analysis came to, and what the one of ownership stores of a party."""

from typing import Any

from pydantic import Field

from models.answers.parts import Stamp
from models.answers.shapes import Incomplete, PartyEntry, PartyRef
from models.base import Model


class Refreshed(Model):
    """What refreshing a standing analysis came to.

    `as_of` is the day, `data_tick` the tick up to which statements were taken into account: the version of the data.
    """

    id: str = Field(description="The name of the analysis.")
    as_of: str
    data_tick: int
    parties: int = Field(description="Parties of which anything is stored.")
    read: int = Field(description="Parties read: those worked out again and all that their results follow from.")
    touched: int = Field(description="Parties for which what their own results follow from changed since the last refresh.")
    worked_out: int = Field(description="Parties worked out again: those that may have changed and all that these affect.")
    cut: tuple[str, ...] = Field(description="Parties too large to be read in full: taken as if nothing were recorded of them.")
    results: int
    written: int = Field(description="Results that came or went.")
    digest: str = Field(description="Of all results, whatever their order: equal where the results are.")


class OwnedShare(PartyEntry):
    """A party and its integrated share: a fraction of the whole, or the range it lies in."""

    share_min: float
    share_max: float


class AnalysedRow(Model):
    """What the graph returns of a party that was analysed, others by their ids; `known` states who these are, as far as known.

    Each of `known` is an id, a name, a kind and the state of a registration; an owner is an id and the ends of its share.
    """

    id: str
    name: str | None
    kind: str
    state: str | None
    analysed_as_of: str | None
    data_tick: int | None
    controllers: list[str]
    heads: list[str]
    owners: list[dict[str, Any]]
    owners_total: int
    holdings: list[dict[str, Any]]
    holdings_total: int
    controls: list[str]
    controls_total: int
    known: list[list[str | None]]


class AnalysedParty(Stamp):
    """What the last analysis found of a party, as of its own day and tick; absent where nothing was analysed yet.

    `controllers` is the ultimate controller by a majority (of those who control each other the first by id), `heads` the
    highest enterprise above it; neither where nobody is. `controls` are the enterprises of which it is the ultimate controller.
    States of registrations are those of the day asked of. What everybody may see was analysed, in the strict view whichever is
    asked for: parties that were decided to be one are two.
    """

    party: PartyRef
    analysed_as_of: str | None
    data_tick: int | None
    controllers: tuple[PartyRef, ...]
    heads: tuple[PartyRef, ...]
    owners: tuple[OwnedShare, ...]
    owners_total: int
    holdings: tuple[OwnedShare, ...]
    holdings_total: int
    controls: tuple[PartyRef, ...]
    controls_total: int
    incomplete: tuple[Incomplete, ...] = ()
