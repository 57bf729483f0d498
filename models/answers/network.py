"""Networks as they are answered and exported: parties, links, and what was not followed or not shown."""

from enum import StrEnum

from pydantic import Field

from models.answers.parts import RegistrationState
from models.base import Model


class NetworkNode(Model):
    """A party of a network. `degree` counts its links in the whole graph on the day, not only those shown."""

    id: str
    kind: str
    name: str | None = None
    form: str | None = None
    degree: int | None = None
    state: RegistrationState = None


class NetworkLink(Model):
    """A fact between two parties of a network. Shares are fractions; `until` is exclusive."""

    source: str
    target: str
    kind: str
    fact: str
    share_min: float | None = None
    share_max: float | None = None
    since: str | None = None
    until: str | None = None
    by_name: str | None = None


class Why(StrEnum):
    """Why a party was not looked beyond.

    hub: it has more links than are followed. nominee: it holds for unknown owners. state: a body of the state relates nobody.
    name: it is known by a bare name, which others may bear. budget: there was no work left for it.
    """

    HUB = "hub"
    NOMINEE = "nominee"
    STATE = "state"
    NAME = "name"
    BUDGET = "budget"


class NotFollowed(Model):
    """A party that was reached and not looked beyond, and why."""

    id: str
    name: str | None = None
    reason: Why
    degree: int | None = None
    state: RegistrationState = None


class NetworkShape(Model):
    """Parties and links. Every link joins two of the parties."""

    nodes: tuple[NetworkNode, ...]
    links: tuple[NetworkLink, ...]


class Direction(StrEnum):
    """Whether a link leads to a party or from it."""

    IN = "in"
    OUT = "out"


class LinkCount(Model):
    """How many links of a kind and direction one party has, and how many of them are shown."""

    party: str
    kind: str
    direction: Direction
    shown: int
    total: int


class Ego(NetworkShape):
    """What surrounds a party, up to `depth` links away; `counts` say what was left out, for each party looked beyond."""

    party: str
    depth: int
    counts: tuple[LinkCount, ...]
    shown: int = Field(description="Links of the party itself that are shown.")
    total: int = Field(description="Links that the party itself has.")
    truncated: bool
    not_followed: tuple[NotFollowed, ...] = ()


class ExportFormat(StrEnum):
    """The forms a network can be written in. `csv` is a zip of the two tables; `nodes.csv` and `edges.csv` are one each."""

    JSON = "json"
    CSV = "csv"
    NODES_CSV = "nodes.csv"
    EDGES_CSV = "edges.csv"
    GRAPHML = "graphml"
    GEXF = "gexf"
