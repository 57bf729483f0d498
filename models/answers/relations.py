"""How several parties are related: the best paths of each pair, and the network they make up."""

from typing import ClassVar

from pydantic import Field

from models.answers.network import NetworkShape
from models.answers.shapes import Incomplete
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

    by_id: ClassVar = ("parties",)

    parties: tuple[str, ...]
    steps: tuple[PathStep, ...]
    hops: int
    cost: float


class RelatedPair(Model):
    """The best paths of a pair, by the ids of the two, the best first."""

    by_id: ClassVar = ("a", "b")

    a: str
    b: str
    paths: tuple[RelationPath, ...]


class Relations(NetworkShape):
    """How several parties are related: `parties` and `links` are those of the paths shown, those asked about among them.

    Pairs without a path of at most `hops` are not listed, except where their search was cut, as `incomplete` says: worse or
    other paths of theirs may be missing. `clusters` are the parties asked about that the paths shown join. More is found by
    going on from `next`.
    """

    by_id: ClassVar = ("asked", "clusters")

    asked: tuple[str, ...] = Field(description="The parties asked about, by their ids, sorted.")
    unknown: tuple[str, ...] = Field(default=(), description="Those of them that are not there.")
    hops: int
    pairs: tuple[RelatedPair, ...]
    searched: int = Field(description="Pairs searched up to and with this page.")
    total: int = Field(description="Pairs there are.")
    clusters: tuple[tuple[str, ...], ...]
    steps: int = Field(description="Steps of work spent on this page.")
    incomplete: tuple[Incomplete, ...] = ()
    next: str | None = Field(default=None, description="Opaque cursor of the next page; absent on the last.")
