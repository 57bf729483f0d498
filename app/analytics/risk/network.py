"""Own risk of parties, and the directed edges over which it reaches others; what of them can reach one party."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from app.analytics.errors import RiskOutOfRange
from app.analytics.risk.nats import cost

HOPS = 4
"""Over how many edges risk is followed at most."""

MOST = 0.95
"""The strongest that an edge can be: every edge costs something, so the best paths are simple."""


class Conduct(StrEnum):
    """How a party conducts risk that is not its own.

    NEITHER: it neither receives nor sends (a government body, a nominee, a product). OWN: it receives, and sends only its own
    (whoever has a great many links): no path passes through it.
    """

    NEITHER = "neither"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class RiskEdge:
    """That risk of `source` reaches `target` with strength q in (0, 0.95]. `kind` is the relationship, `fact` its fact id."""

    source: str
    target: str
    q: float
    kind: str
    fact: str


@dataclass(frozen=True, slots=True)
class RiskInput:
    """The best of parallel edges, by what it costs in units, and the party that it comes from."""

    source: str
    cost: int
    edge: RiskEdge


@dataclass(frozen=True)
class RiskGraph:
    """Own risk and edges, as given.

    `own` is the own risk of parties in units of `nats` (of a party that is not named: none), `conduct` who does not conduct
    all risk. Edges may be parallel; one from a party to itself carries nothing. `unread` are parties of which neither own risk
    nor the edges into them are known: where a bound is worked out they count as certain. Raises RiskOutOfRange for a strength
    outside (0, 0.95] and for own risk below nothing.
    """

    own: Mapping[str, int]
    edges: tuple[RiskEdge, ...]
    conduct: Mapping[str, Conduct] = field(default_factory=dict)
    unread: Set[str] = frozenset()

    def __post_init__(self) -> None:
        for edge in self.edges:
            if not 0 < edge.q <= MOST:
                raise RiskOutOfRange("strength", edge.fact)
        for party, nats in self.own.items():
            if nats < 0:
                raise RiskOutOfRange("own", party)

    @cached_property
    def inputs(self) -> Mapping[str, tuple[RiskInput, ...]]:
        """Of each party that receives risk the best edge from each neighbour, by the neighbours' ids."""
        best: dict[str, dict[str, RiskInput]] = defaultdict(dict)
        for edge in self.edges:
            if edge.source != edge.target and not self._apart(edge):
                found = RiskInput(edge.source, cost(edge.q), edge)
                known = best[edge.target].get(edge.source)
                if known is None or _order(found) < _order(known):
                    best[edge.target][edge.source] = found
        return {party: tuple(found[source] for source in sorted(found)) for party, found in best.items()}

    def passes(self, party: str) -> bool:
        """Whether paths pass through a party."""
        return party not in self.conduct

    def without(self, facts: Set[str] = frozenset(), own: Mapping[str, int] | None = None) -> "RiskGraph":
        """The graph less all edges of some facts, and less so many units of the own risk of some parties.

        Raises RiskOutOfRange where more is taken off than there is.
        """
        left = {**self.own, **{party: self.own.get(party, 0) - nats for party, nats in (own or {}).items()}}
        return replace(self, own=left, edges=tuple(edge for edge in self.edges if edge.fact not in facts))

    def _apart(self, edge: RiskEdge) -> bool:
        return Conduct.NEITHER in (self.conduct.get(edge.source), self.conduct.get(edge.target))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What of a graph can reach one party: `away` has the hops from each such party to it, `outward` the edges between them.

    `outward[w]` are the parties that an edge from w leads to, on the way to the party, each after what the edge costs, the
    cheapest first.
    """

    graph: RiskGraph
    party: str
    away: Mapping[str, int]
    outward: Mapping[str, Sequence[tuple[int, str]]]


def surroundings(graph: RiskGraph, party: str) -> Surroundings:
    """What can reach a party over at most four edges."""
    away = {party: 0}
    outward: dict[str, list[tuple[int, str]]] = defaultdict(list)
    level = [party]
    for hop in range(HOPS):
        reached = []
        for target in level:
            if target != party and not graph.passes(target):
                continue
            for into in graph.inputs.get(target, ()):
                outward[into.source].append((into.cost, target))
                if into.source not in away:
                    away[into.source] = hop + 1
                    reached.append(into.source)
        level = reached
    return Surroundings(graph, party, away, {source: sorted(found) for source, found in outward.items()})


def _order(found: RiskInput) -> tuple[int, str, str]:
    return found.cost, found.edge.fact, found.edge.kind
