"""Parties and the links between them, as relations, networks and their exports see them on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.analytics.structure.network import Bounds, Party


@dataclass(frozen=True, slots=True)
class Link:
    """A fact that links two parties. It leads both ways; `source` and `target` say how it was stated.

    `kind` is the type of relationship (INVESTS_IN, HOLDS_POSITION, RESOLVES_TO, …), `fact` its fact id, `share` a fraction or
    its range where one is stated, `since` and `until` (exclusive) days, `by_name` the rule that linked a bare name.
    """

    source: str
    target: str
    kind: str
    fact: str
    share: Bounds | None = None
    since: str | None = None
    until: str | None = None
    by_name: str | None = None

    def other(self, party: str) -> str:
        """The end that is not `party`."""
        return self.target if party == self.source else self.source


@dataclass(frozen=True, slots=True)
class LinkGraph:
    """Parties by id, and links between them. A link to a party that is not among `nodes` is left aside.

    `degrees` are numbers of links in the whole graph on the day, also where only some of them are here; a party without one
    counts by its links here.
    """

    nodes: Mapping[str, Party]
    links: tuple[Link, ...] = ()
    degrees: Mapping[str, int] = field(default_factory=dict)
