"""The schema of a graph (labels, uniqueness, indexes), from cypher/schema/graph.yml and the catalogue, for any engine."""

import hashlib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from app.paths import CYPHER
from models.base import Model
from models.catalogue import Category

GRAPH_FILE = CYPHER / "schema" / "graph.yml"
STATEMENT = "Statement"

PropertyType = Literal["string", "integer", "boolean"]


class Node(Model):
    """One label: its unique and indexed properties, the one in the full-text index, and the labels that stand beside it."""

    unique: dict[str, PropertyType] = {}
    index: dict[str, PropertyType] = {}
    fulltext: str | None = None
    subtypes: dict[str, "Node"] = {}


class Storage(Model):
    """The storage of a standing analysis: properties of a party whose names begin with `stem`, and `relationships` to it."""

    stem: str
    relationships: tuple[str, ...] = ()


class GraphShape(Model):
    """All labels and relationship types of a graph; `version` is that of the form of the data itself.

    `standing` is what each standing analysis stores, by its name; `relationships` has none of those.
    """

    version: int
    nodes: dict[str, Node]
    relationships: tuple[str, ...]
    standing: dict[str, Storage] = {}

    @property
    def stored(self) -> frozenset[str]:
        """The relationships between parties that standing analyses store: no facts of the record."""
        return frozenset(one for storage in self.standing.values() for one in storage.relationships)

    @property
    def fingerprint(self) -> str:
        """A SHA-256 of the whole shape: a graph that stores the same one needs no change."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def with_categories(self, categories: Collection[Category]) -> "GraphShape":
        """This shape with what categories add, and what standing analyses store."""
        own = self.of_categories(categories)
        grown = self.nodes[STATEMENT].model_copy(
            update={"subtypes": own.nodes[STATEMENT].subtypes | self.nodes[STATEMENT].subtypes}
        )
        edges = tuple(sorted(self.stored.union(own.relationships).difference(self.relationships)))
        return self.model_copy(update={"nodes": self.nodes | {STATEMENT: grown}, "relationships": self.relationships + edges})

    def of_categories(self, categories: Collection[Category]) -> "GraphShape":
        """What categories alone add: a label for each one's statements, and their relationship types between parties."""
        labels = {label: Node() for label in sorted({c.label for c in categories})}
        edges = tuple(sorted({c.edge.type for c in categories if c.edge}))
        statement = Node(unique=self.nodes[STATEMENT].unique, subtypes=labels)
        return GraphShape(version=self.version, nodes={STATEMENT: statement}, relationships=edges)


@cache
def read_shape(path: Path = GRAPH_FILE) -> GraphShape:
    """The shape of every graph, without the labels that a catalogue adds."""
    return GraphShape.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
