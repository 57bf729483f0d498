"""What is read of the records that risk is found in. Rows are lists, for speed; cypher/risk states what their columns are."""

from typing import Any

from models.answers.parts import Stamp


class RiskRecords(Stamp):
    """Usable records of some parties, and edges that they are an end of."""

    records: list[list[Any]]
    edges: list[list[Any]]


class RiskLinkRows(Stamp):
    """What stands below parties, how many links they have, and the guarantees and pledges that they have a part in."""

    below: list[list[Any]]
    degrees: list[list[Any]]
    guarantees: list[list[Any]]
    pledges: list[list[Any]]


class RiskAgents(Stamp):
    """Which of some names are those of registration agents, by the traits that registrations state."""

    agents: list[str]


class RiskRanked(Stamp):
    """Parties in the order of a figure of the last analysis, and how many have one; its day and tick.

    `unfinished`: one is being written, or broke off while it was.
    """

    analysed_as_of: str | None
    data_tick: int | None
    unfinished: bool
    total: int
    ranked: list[list[Any]]


class RiskAnalysed(Stamp):
    """The day and tick of the last analysis of the exposure of all parties; absent where there is none.

    `unfinished`: one is being written, or broke off while it was.
    """

    analysed_as_of: str | None
    data_tick: int | None
    unfinished: bool
