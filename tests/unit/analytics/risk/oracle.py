"""What reaches a party, worked out from the definition by listing every path, in floating point.

It shares nothing with the program but the classes of its input.
"""

from math import exp, expm1, log, log1p
from typing import NamedTuple

from app.analytics.risk.network import Conduct, RiskEdge, RiskGraph

UNITS = 2.0**44


class Listed(NamedTuple):
    """The best path of a source: its order among paths (cost, edges, ids backwards), its edges, what arrives in nats."""

    order: tuple[float, int, tuple[tuple[str, str], ...]]
    edges: tuple[RiskEdge, ...]
    arrives: float


class Oracle:
    """All paths of a graph."""

    def __init__(self, graph: RiskGraph) -> None:
        self.conduct = graph.conduct
        self.parties = sorted({end for e in graph.edges for end in (e.source, e.target)} | set(graph.own))
        self.hazard = {party: graph.own.get(party, 0) / UNITS for party in self.parties}
        out = {party for party, how in graph.conduct.items() if how is Conduct.NEITHER}
        self.edges = [e for e in graph.edges if e.source != e.target and not {e.source, e.target} & out]

    def s(self, party: str) -> float:
        return -expm1(-self.hazard[party])

    def paths(self, source: str, target: str, most: int) -> list[tuple[RiskEdge, ...]]:
        """Every simple path of at most `most` edges, parallel edges told apart."""
        found: list[tuple[RiskEdge, ...]] = []
        waiting: list[tuple[tuple[RiskEdge, ...], set[str]]]
        waiting = [((edge,), {source, edge.target}) for edge in self.edges if edge.source == source]
        while waiting:
            path, seen = waiting.pop()
            end = path[-1].target
            if end == target:
                found.append(path)
            elif len(path) < most and self.conduct.get(end) is not Conduct.OWN:
                waiting += [((*path, e), seen | {e.target}) for e in self.edges if e.source == end and e.target not in seen]
        return found

    def contributors(self, target: str, most: int = 4) -> dict[str, Listed]:
        """Of each source whose risk arrives, its best path."""
        found = {}
        for source in self.parties:
            s = self.s(source)
            if source == target or s < 0.01:
                continue
            ways = []
            for path in self.paths(source, target, most):
                product = 1.0
                for edge in path:
                    product *= edge.q
                # Rounded, so that equal products by another order of factors are equal.
                cost = round(-sum(log(edge.q) for edge in path), 11)
                order = (cost, len(path), tuple((edge.source, edge.fact) for edge in reversed(path)))
                ways.append(Listed(order, path, -log1p(-s * product)))
            if ways and (best := min(ways)).arrives >= -log1p(-0.01) - 1e-12:
                found[source] = best
        return found

    def capacity(self, target: str, sent: dict[str, float]) -> float:
        """What the edges into a party can carry, of what its neighbours send."""
        best: dict[str, float] = {}
        for e in self.edges:
            if e.target == target:
                best[e.source] = max(best.get(e.source, 0), e.q)
        send = {w: self.s(w) if self.conduct.get(w) is Conduct.OWN else sent[w] for w in best}
        return -sum(log1p(-q * send[w]) for w, q in best.items())

    def exposed(self) -> dict[str, float]:
        """T_4 of each party, in nats."""
        sent = {party: self.s(party) for party in self.parties}
        reached: dict[str, float] = {}
        for most in range(1, 5):
            for party in self.parties:
                by_paths = sum(one.arrives for one in self.contributors(party, most).values())
                reached[party] = min(by_paths, self.capacity(party, sent))
            sent = {party: 1 - exp(-self.hazard[party] - reached[party]) for party in self.parties}
        return reached

    def bound(self) -> dict[str, float]:
        """F_4 of each party, as a hazard in nats."""
        sent = {party: self.s(party) for party in self.parties}
        hazard: dict[str, float] = {}
        for _ in range(4):
            hazard = {party: self.hazard[party] + self.capacity(party, sent) for party in self.parties}
            sent = {party: -expm1(-hazard[party]) for party in self.parties}
        return hazard
