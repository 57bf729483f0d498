"""Networks as they are answered and exported: parties, links, and what was not followed or not shown."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from models.answers.shapes import Incomplete, PartyEntry, PartyRef
from models.base import Model


class NetworkNode(PartyEntry):
    """A party of a network. `degree` counts its links in the whole graph on the day, not only those shown."""

    form: str | None = None
    degree: int | None = None


class NetworkLink(Model):
    """A fact between two parties of a network. Shares are fractions; `until` is exclusive."""

    by_id: ClassVar = ("source", "target")

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
    """Why no path passes through a party.

    hub: it has more links than are followed. nominee: it holds for unknown owners. state: a body of the state relates nobody.
    name: it is known by a bare name, which others may bear.
    """

    HUB = "hub"
    NOMINEE = "nominee"
    STATE = "state"
    NAME = "name"


class NetworkShape(Model):
    """Parties and links. Every link joins two of the parties, which it names by their ids alone."""

    parties: tuple[NetworkNode, ...]
    links: tuple[NetworkLink, ...]


class Direction(StrEnum):
    """Whether a link leads to a party or from it."""

    IN = "in"
    OUT = "out"


class LinkCount(Model):
    """How many links of a kind and direction one party has, and how many of them are shown."""

    by_id: ClassVar = ("party",)

    party: str
    kind: str
    direction: Direction
    shown: int
    total: int


class Ego(NetworkShape):
    """What surrounds a party, up to `depth` links away; `counts` say how many links each party looked beyond has."""

    party: PartyRef
    depth: int
    counts: tuple[LinkCount, ...]
    shown: int = Field(description="Links of the party itself that are shown.")
    total: int = Field(description="Links that the party itself has.")
    incomplete: tuple[Incomplete, ...] = ()


class ExportFormat(StrEnum):
    """The forms a network can be written in. `csv` is a zip of the two tables; `nodes.csv` and `edges.csv` are one each."""

    JSON = "json"
    CSV = "csv"
    NODES_CSV = "nodes.csv"
    EDGES_CSV = "edges.csv"
    GRAPHML = "graphml"
    GEXF = "gexf"
