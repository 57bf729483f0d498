"""The schema of a graph (labels, uniqueness, indexes), from cypher/schema/graph.yml and the catalogue, for any engine."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from app.paths import CYPHER
from models.base import Model
from models.catalogue import Catalogue

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

    def with_catalogue(self, catalogue: Catalogue) -> "GraphShape":
        """This shape with a label for each category's statements, and its relationship types between parties."""
        statement = self.nodes[STATEMENT]
        labels = {label: Node() for label in sorted(catalogue.labels)}
        grown = statement.model_copy(update={"subtypes": labels | statement.subtypes})
        edges = tuple(sorted((catalogue.edge_types | self.stored) - set(self.relationships)))
        return self.model_copy(update={"nodes": self.nodes | {STATEMENT: grown}, "relationships": self.relationships + edges})


@cache
def read_shape(path: Path = GRAPH_FILE) -> GraphShape:
    """The shape of every graph, without the labels that a catalogue adds."""
    return GraphShape.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
