"""The best path from each source of risk to one party, searched backwards from the party."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.analytics.giving_up import checkpoint
from app.analytics.risk.levels import arriving, weakest
from app.analytics.risk.network import RiskEdge, Surroundings

_Backwards = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RiskPath:
    """The edges from a source to the exposed party, what they cost in units, and what of the source's own risk arrives."""

    source: str
    own: int
    edges: tuple[RiskEdge, ...]
    cost: int
    arrives: int


@dataclass(frozen=True, slots=True)
class _Way:
    """A path so far, its edges backwards from the party; `named` are the ids that decide between paths of one cost."""

    cost: int
    named: _Backwards
    edges: tuple[RiskEdge, ...]

    def before(self, other: "_Way | None") -> bool:
        """Whether this one is preferred, of two with as many edges."""
        return other is None or (self.cost, self.named) < (other.cost, other.named)


def furthest(around: Surroundings) -> int:
    """The most that a path may cost, in units, so that the risk of the strongest source around still counts; -1 without any."""
    return max((weakest(around.graph.own.get(source, 0)) for source in around.away), default=-1)


def best_paths_to(around: Surroundings, party: str, hops: int, limit: int) -> tuple[RiskPath, ...]:
    """The best path of at most `hops` edges from each source whose risk arrives at `party`, by the sources' ids.

    No path that costs more than `limit` is followed: see `furthest`. Of several paths the one of less cost, then of fewer
    edges, is the best; then that on which, backwards from the exposed party, the smaller party id and fact id come first.
    """
    graph = around.graph
    best: dict[str, _Way] = {party: _Way(0, (), ())}
    fresh: Mapping[str, _Way] = best
    for _ in range(hops):
        found: dict[str, _Way] = {}
        for target, way in fresh.items():
            checkpoint()
            if target != party and not graph.passes(target):
                continue
            for into in graph.inputs.get(target, ()):
                source, edge = into.source, into.edge
                longer = _Way(way.cost + into.cost, (*way.named, (source, edge.fact)), (*way.edges, edge))
                cheaper = source not in best or longer.cost < best[source].cost
                if longer.cost <= limit and cheaper and longer.before(found.get(source)):
                    found[source] = longer
        best = {**best, **found}
        fresh = found
    ways = ((source, graph.own.get(source, 0), way) for source, way in sorted(best.items()) if source != party)
    return tuple(
        RiskPath(source, own, way.edges[::-1], way.cost, arriving(own, way.cost))
        for source, own, way in ways
        if way.cost <= weakest(own)
    )
