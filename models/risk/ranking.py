"""Parties ranked by exposure, as the last analysis of all parties left it."""

from models.answers.parts import Stamp
from models.answers.shapes import PartyEntry


class RankedRisk(PartyEntry):
    """A party with own risk and exposure, from 0 to 1, and in nats what others bring (`carried`) and what it sends to them."""

    own_risk: float
    exposure: float
    carried: float
    sent: float


class RiskRanking(Stamp):
    """The first of all parties of a kind by a figure, `shown` of `total`, as of the day and tick of the analysis.

    Without an analysis there is neither day nor anybody. Figures are those of that day and tick, whatever day is asked for.
    `unfinished`: nobody is shown because an analysis is being written, or broke off while it was, and is to be run again.
    """

    by: str
    items: tuple[RankedRisk, ...]
    shown: int
    total: int
    analysed_as_of: str | None
    data_tick: int | None
    unfinished: bool = False
