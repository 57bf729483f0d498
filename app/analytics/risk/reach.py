"""From where risk can reach a party at all: who has to be looked at, going backwards from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.analytics.risk.levels import furthest_of_any
from app.analytics.risk.network import HOPS, RiskGraph


@dataclass(frozen=True, slots=True)
class RiskReach:
    """Who is within reach of a party, with the least cost in units; of those in `through`, edges into them matter too."""

    costs: Mapping[str, int]
    through: frozenset[str]


def reach(graph: RiskGraph, party: str, *, whole: bool = False) -> RiskReach:
    """Who is within four edges of a party, over paths on which something may arrive; with `whole`, over any.

    Strengths only fall along a path, so that whoever is left out is no contributor, whatever its own risk.
    """
    limit = None if whole else furthest_of_any()
    best = {party: 0}
    fresh: Mapping[str, int] = best
    through: set[str] = set()
    for _ in range(HOPS):
        found: dict[str, int] = {}
        for target, cost in fresh.items():
            if target != party and not graph.passes(target):
                continue
            through.add(target)
            for into in graph.inputs.get(target, ()):
                source, total = into.source, cost + into.cost
                if (limit is None or total <= limit) and (source not in best or total < best[source]):
                    found[source] = min(total, found.get(source, total))
        best = {**best, **found}
        fresh = found
    return RiskReach(best, frozenset(through))
