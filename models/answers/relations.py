"""How several parties are related: the best paths of each pair, and the network they make up."""

from pydantic import Field

from models.answers.network import NetworkShape, NotFollowed
from models.base import Model


class PathStep(Model):
    """One step of a path: the link it takes, whether along its direction, and the facts of other links between the two."""

    kind: str
    fact: str
    forward: bool
    also: tuple[str, ...] = ()


class RelationPath(Model):
    """A path: the parties from the first of the pair to the second, the steps between them, its length and its cost.

    Steps of identity (a name to its party) are steps, and no hops. Less cost means closer.
    """

    parties: tuple[str, ...]
    steps: tuple[PathStep, ...]
    hops: int
    cost: float


class RelatedPair(Model):
    """The best paths of a pair, best first. `complete` false: its search was cut, and worse or other paths may be missing."""

    a: str
    b: str
    paths: tuple[RelationPath, ...]
    complete: bool = True


class Relations(NetworkShape):
    """How the parties are related: `nodes` and `links` are those of the paths shown, the parties among them.

    Pairs without a path of at most `hops` are not listed, except where their search was cut. `clusters` are the parties that
    the paths shown join. `truncated`: more could be found, by going on from `next` or with more work.
    """

    parties: tuple[str, ...]
    unknown: tuple[str, ...] = Field(default=(), description="Parties that were asked for and are not there.")
    hops: int
    pairs: tuple[RelatedPair, ...]
    searched: int = Field(description="Pairs searched up to and with this page.")
    total: int = Field(description="Pairs there are.")
    clusters: tuple[tuple[str, ...], ...]
    not_followed: tuple[NotFollowed, ...] = ()
    steps: int = Field(description="Steps of work spent on this page.")
    truncated: bool
    next: str | None = Field(default=None, description="Opaque cursor of the next page; absent on the last.")
