"""How much risk reaches a party over 0, 1, … 4 edges: the sum of best paths, capped by what the edges into it can carry.

With s the own risk of a party, H its hazard, q the strength of an edge, and the sums over the parties u and neighbours w of v:

    L_h(v) = sum of -ln(1 - c_h(u, v)),  c_h = s_u times the greatest product of q over paths of at most h edges, 0 below 0.01
    K_h(v) = sum of -ln(1 - q(w, v) U_(h-1)(w)),  U_0 = s
    T_h = min(L_h, K_h),  U_h = 1 - exp(-H - T_h)

L keeps risk from coming back to where it came from, K keeps sources that share an edge from being counted as if each had one of
its own. Both only grow with s, with q and with every further edge, and so does the lesser of them. On trees whose edges all
lead towards the party the result is the chance of the independent cascade (Kempe, Kleinberg, Tardos, "Maximizing the spread of
influence through a social network", 2003), but for paths that are left out as too weak. F is the recursion over K alone: no way
of counting paths comes above it.
"""

import math
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.analytics.giving_up import checkpoint
from app.analytics.risk.nats import ONE, chance, contribution, passed
from app.analytics.risk.network import HOPS, Conduct, RiskGraph, RiskInput, Surroundings

LEAST = 0.01
"""The weakest risk that is followed, as a chance: what falls below on its way is dropped at once."""

CERTAIN = 64 * ONE
"""A hazard, in units, that comes to a chance of 1."""

ROUNDING = 2
"""Units by which rounding may move the sum of the costs of four edges, so that exactly 0.01 is still followed."""


@dataclass(frozen=True, slots=True)
class Levels:
    """Sums of units around one party, by the most edges used and by party.

    `by_paths[h]` is L_h, `everything[h]` the own risk with T_h, `bound[h]` the own risk with that of the recursion over K
    alone, in which parties that are not read are certain. They are known of a party as far as it matters: h edges, with those
    from it to the party asked about, are 4 at most.
    """

    graph: RiskGraph
    by_paths: tuple[Mapping[str, int], ...]
    everything: tuple[Mapping[str, int], ...]
    bound: tuple[Mapping[str, int], ...]

    def carried(self, into: RiskInput, hops: int) -> int:
        """What an edge can carry as the last of so many (1 or more), in units."""
        return _carried(self.graph, into, self.everything[hops - 1])


def levels(around: Surroundings) -> Levels:
    """The sums around one party. The time is that of following each source until it is too weak, and four times the edges."""
    graph = around.graph
    own = {party: graph.own.get(party, 0) for party in around.away}
    sure = dict.fromkeys(graph.unread & own.keys(), CERTAIN)
    by_paths, everything, bound = [dict.fromkeys(own, 0)], [own], [own | sure]
    grown = _growth(around)
    for hops in range(1, HOPS + 1):
        checkpoint()
        near = [party for party, away in around.away.items() if away + hops <= HOPS]
        paths = {party: by_paths[-1][party] + grown[hops].get(party, 0) for party in near}
        so_far, most = dict[str, int](), dict[str, int]()
        for party in near:
            inputs = graph.inputs.get(party, ()) if party == around.party or graph.passes(party) else ()
            capped = min(paths[party], sum(_carried(graph, into, everything[-1]) for into in inputs)) if paths[party] else 0
            so_far[party] = own[party] + capped
            most[party] = sure.get(party) or own[party] + sum(_carried(graph, into, bound[-1], sure) for into in inputs)
        by_paths.append(paths)
        everything.append(so_far)
        bound.append(most)
    return Levels(graph, tuple(by_paths), tuple(everything), tuple(bound))


def furthest_of_any() -> int:
    """The most, in units, that a path may cost so that something can arrive over it, however much its source has."""
    return weakest(CERTAIN)


def weakest(own: int) -> int:
    """The most, in units, that a path from a source of so much own risk may cost; below 0 where it is too weak at once."""
    return round(math.log(chance(own) / LEAST) * ONE) + ROUNDING if own > 0 else -1


@lru_cache(1 << 16)  # few amounts of own risk and few costs there are, in as many pairs as there are ways from each source
def arriving(own: int, cost: int) -> int:
    """What of a source's own risk arrives over a path of such a cost, all in units."""
    return contribution(chance(own) * passed(cost))


def _carried(graph: RiskGraph, into: RiskInput, sent: Mapping[str, int], sure: Container[str] = ()) -> int:
    only_own = graph.conduct.get(into.source) is Conduct.OWN and into.source not in sure
    return contribution(passed(into.cost) * chance(graph.own.get(into.source, 0) if only_own else sent[into.source]))


def _growth(around: Surroundings) -> list[Mapping[str, int]]:
    """Of each number of edges what it adds to L of each party."""
    grown: list[dict[str, int]] = [defaultdict(int) for _ in range(HOPS + 1)]
    ways = [_ways(around, hops) for hops in range(HOPS + 1)]
    for source in around.outward:
        own = around.graph.own.get(source, 0)
        limit = weakest(own)
        if limit < 0:
            continue
        checkpoint()
        best, fresh = {source: 0}, {source: 0}
        for hops in range(1, HOPS + 1):
            fresh = _farther(ways[hops], fresh, best, limit)
            for party, cost in fresh.items():
                grown[hops][party] += arriving(own, cost) - (arriving(own, best[party]) if party in best else 0)
            best.update(fresh)
    return list(grown)


def _ways(around: Surroundings, hops: int) -> dict[str, list[tuple[int, str]]]:
    """The edges that can be so many from a source: those from whose end the party asked about is near enough."""
    ways = {
        party: [(cost, target) for cost, target in found if around.away[target] + hops <= HOPS]
        for party, found in around.outward.items()
        if hops < 2 or around.graph.passes(party)
    }
    return {party: found for party, found in ways.items() if found}


def _farther(
    ways: Mapping[str, Sequence[tuple[int, str]]], fresh: Mapping[str, int], best: Mapping[str, int], limit: int
) -> dict[str, int]:
    """The parties that the last parties reached lead to for less than before, with the cost."""
    found: dict[str, int] = {}
    beyond = limit + 1
    for party, so_far in fresh.items():
        for cost, target in ways.get(party, ()):
            total = so_far + cost
            if total > limit:
                break
            if total < found.get(target, beyond) and total < best.get(target, beyond):
                found[target] = total
    return found
