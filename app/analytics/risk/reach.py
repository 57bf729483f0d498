"""From where risk can reach a party at all: who has to be looked at, going backwards from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.analytics.risk.levels import furthest_of_any
from app.analytics.risk.nats import cost
from app.analytics.risk.network import HOPS, Conduct, RiskEdge


@dataclass(frozen=True, slots=True)
class RiskReach:
    """Who is within reach of a party, with the least cost in units; of those in `through`, edges into them matter too."""

    costs: Mapping[str, int]
    through: frozenset[str]


class RiskInputs:
    """What an edge into each party costs at least, by where it comes from; edges are added as they become known."""

    def __init__(self, edges: Iterable[RiskEdge] = ()) -> None:
        self._into: dict[str, dict[str, int]] = defaultdict(dict)
        self.add(edges)

    def add(self, edges: Iterable[RiskEdge]) -> None:
        """Take further edges."""
        for edge in edges:
            if edge.source != edge.target:
                into, units = self._into[edge.target], cost(edge.q)
                into[edge.source] = min(units, into.get(edge.source, units))

    def of(self, party: str) -> Mapping[str, int]:
        """The costs of edges into a party, by their sources."""
        return self._into.get(party, {})


def reach(inputs: RiskInputs, conduct: Mapping[str, Conduct], party: str, *, whole: bool = False) -> RiskReach:
    """Who is within four edges of a party, over paths on which something may arrive; with `whole`, over any.

    Strengths only fall along a path, so that whoever is left out is no contributor, whatever its own risk.
    """
    limit = None if whole else furthest_of_any()
    best = {party: 0}
    fresh: Mapping[str, int] = best
    through: set[str] = set()
    for _ in range(HOPS):
        found: dict[str, int] = {}
        for target, so_far in fresh.items():
            if (target != party and target in conduct) or conduct.get(target) is Conduct.NEITHER:
                continue
            through.add(target)
            for source, units in inputs.of(target).items():
                total = so_far + units
                better = source not in best or total < best[source]
                if better and (limit is None or total <= limit) and conduct.get(source) is not Conduct.NEITHER:
                    found[source] = min(total, found.get(source, total))
        best = {**best, **found}
        fresh = found
    return RiskReach(best, frozenset(through))
