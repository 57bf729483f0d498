"""Exposure of a party to the risk of others: who contributes, over which paths, and what it would be without something."""

from typing import ClassVar

from pydantic import ConfigDict, Field

from models.answers.parts import Stamp
from models.answers.shapes import Incomplete, PartyRef
from models.base import Model
from models.risk.own import NotLookedFor


class ExposureStep(Model):
    """One edge of a path: the parties it leads from and to, the kind of what joins them, its strength q and its fact."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)
    by_id: ClassVar = ("source", "target")

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    kind: str
    q: float
    fact: str


class RiskContributor(Model):
    """A party whose own risk reaches the one asked about, by its best path.

    `own_risk` is that of the contributor, from 0 to 1, and `strength` the product of q over the path. In nats: `contribution`
    is what arrives over this path by itself, `share` its part of the exposure.
    """

    by_id: ClassVar = ("id",)

    id: str
    own_risk: float
    strength: float
    contribution: float
    share: float
    path: tuple[ExposureStep, ...]


class SharedStep(ExposureStep):
    """An edge over which more would come, counted by contributors, than it can carry: both in nats.

    So many `hops` lead over it to the party asked about, itself included.
    """

    hops: int
    counted: float
    carried: float


class RiskStopped(Model):
    """A party at which risk stops: `neither` receives nor sends, or sends its `own` only; and why."""

    by_id: ClassVar = ("id",)

    id: str
    conduct: str = Field(description="neither, own.")
    cause: str = Field(description="state, nominee, product, agent, many_firms, many_links.")


class ExposureWithout(Model):
    """The figures worked out anew without one thing: an edge or a record by its fact, or an indicator of all parties."""

    without: str = Field(description="edge, record, indicator.")
    id: str
    own_risk: float
    exposure: float
    carried: float
    change: float = Field(description="What the exposure changes by; never above 0 for an edge or an indicator.")


class ExposureSensitivity(Model):
    """What the exposure is with one strength (`edge`) or one indicator's points a fifth less and a fifth more."""

    of: str = Field(description="edge, indicator.")
    id: str = Field(description="The kind of what joins two parties, or the id of the indicator.")
    less: float
    more: float


class ExposureModel(Model):
    """By what it was worked out: versions of the rules, the most edges of a path, and the weakest risk that is followed."""

    indicators: int
    edges: int
    conduct: int
    hops: int
    least: float


class ExposureAnswer(Stamp):
    """How far a party is exposed to the risk of others, as of a day: own risk, and what reaches it over links.

    `own_risk` and `exposure` are indices from 0 to 1 and not probabilities; `exposure` has own risk in it. In nats: `own_nats`,
    `carried` (what reaches it), `by_paths` (the same before shared edges are taken into account), the `share` of each
    contributor, and `rest`, that of those not shown. `own_nats`, shares and `rest` add up to −ln(1 − `exposure`). `at_most` is
    what no way of counting paths exceeds, what was not read counted as certain, and `residual` how far the exposure is below
    it. `shared` are the edges that hold it down; `stops` who does not pass all risk on. `parties` are all that stand by ids.

    A share is not what would be gone without its contributor: that is asked with `without_edge` and `without_record`.
    It helps to decide whom to inspect first; it is no evaluation and no ground for a measure, and is never public.
    """

    id: str
    party: PartyRef
    own_risk: float
    exposure: float
    own_nats: float
    carried: float
    by_paths: float
    contributors: tuple[RiskContributor, ...]
    shown: int
    total: int
    rest: float
    at_most: float
    residual: float
    shared: tuple[SharedStep, ...]
    stops: tuple[RiskStopped, ...]
    without: tuple[ExposureWithout, ...] = ()
    sensitivity: tuple[ExposureSensitivity, ...] = ()
    model: ExposureModel
    parties: tuple[PartyRef, ...]
    not_looked_for: tuple[NotLookedFor, ...]
    incomplete: tuple[Incomplete, ...] = ()
