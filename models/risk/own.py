"""Own risk of a party: the lines of its ledger, which add up, and the class that follows from them."""

from enum import StrEnum

from pydantic import Field

from models.answers.parts import Stamp
from models.answers.shapes import Incomplete, PartyRef
from models.base import Model


class RiskLine(Model):
    """One event under one indicator.

    `points` are what counts of it on the day, `full` what would without the bounds of its indicator and other lines of its
    event; 100 are one nat. `nats` is what counts in whole units of 2⁻⁴⁴ nat, in which lines add up exactly. `root` is the
    event behind it: of all lines with one root only one counts, the others stand `under` the indicator of that one. It rests
    on `records`, facts of a `category`. `day` is that of the event, `until` the first on which it is in force no more,
    `next_step` when its points change.
    """

    indicator: str
    name: str
    title: str
    points: float
    full: float
    nats: int
    state: str = Field(description="counted, under, over (the indicator's bound), not_now, not_of_kind.")
    root: str
    under: str | None = None
    category: str
    records: tuple[str, ...]
    day: str
    until: str | None = None
    grade: str | None = None
    contested: bool
    next_step: str | None = None


class NotLookedForReason(StrEnum):
    """Why an indicator cannot be asked about: nothing of its categories is loaded, or this program does not look for it."""

    NOT_LOADED = "not_loaded"
    NOT_BUILT = "not_built"


class NotLookedFor(Model):
    """An indicator that could not be asked about; of one that is not loaded the categories that are lacking."""

    indicator: str
    name: str
    title: str
    reason: NotLookedForReason
    categories: tuple[str, ...] = ()


class RiskClassified(Model):
    """The class for inspection by a named rule set, with what it follows from: points by dimension within its bounds.

    `exposure` is what reaches the party from so many `contributors`, 100 points a nat; it counts in association (A) within the
    bound of that; both are 0 where `incomplete` of the answer says that exposure was not worked out. `without_exposure` is the
    class that own risk alone makes; `held`: exposure would have made it worse by more classes than it may. `direct` are
    indicators in force that make it D whatever the points; `not_best` why few points did not make it A, and `not_loaded` the
    categories in which something could have been found for that.
    """

    risk_class: str
    rules: str
    version: int
    points: float
    parts: dict[str, float]
    exposure: float
    contributors: int
    without_exposure: str
    held: bool = False
    direct: tuple[str, ...] = ()
    not_best: tuple[str, ...] = ()
    not_loaded: tuple[str, ...] = ()


class RiskAnswer(Stamp):
    """What a party did or is that counts as risk, as of a day; what others did is exposure, and counts in its class alone.

    `own_risk` is 1 − exp(−points/100), an index from 0 to 1 and not a probability. `nats` is the sum of the lines' units,
    exactly, and `points` the same in points. `without_contested`: points less what an open objection disputes. `dimensions`
    are points by the first letter of indicators. `kind` is that of the party (C company, P partnership, S sole
    proprietorship, T sole trader, F co-operative, B branch, N person; absent: none that indicators speak of). Until
    `next_step` the figures stay as they are while the records do. `indicators` is the version of the indicators.

    It helps to decide whom to inspect first; it is no evaluation and no ground for a measure, and is never public.
    """

    id: str
    party: PartyRef
    kind: str | None = None
    own_risk: float
    points: float
    nats: int
    without_contested: float
    dimensions: dict[str, float]
    lines: tuple[RiskLine, ...]
    classified: RiskClassified | None = Field(default=None, description="By own risk and exposure; absent without a kind.")
    next_step: str | None = None
    indicators: int
    not_looked_for: tuple[NotLookedFor, ...]
    incomplete: tuple[Incomplete, ...] = ()
