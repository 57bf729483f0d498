"""How much risk reaches every party of a graph over at most four edges, and how much each sends: one answer for all of them.

It is the definition of `levels`, worked out for all parties at once: sources are followed in blocks over a frontier of pairs of
source and party, and four passes over the edges cap what paths bring by what the edges into a party carry. Sums are whole units
of `nats`, so that neither the order of the edges nor the size of a block, nor what else is in the graph, changes a digit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analytics.giving_up import checkpoint
from app.analytics.risk.levels import weakest
from app.analytics.risk.nats import ONE, chance, cost
from app.analytics.risk.network import HOPS, Conduct, RiskEdge

Units = NDArray[np.int64]
Numbers = NDArray[np.int64]
Chances = NDArray[np.float64]
Flags = NDArray[np.bool_]

BLOCK = 20_000
"""So many sources are followed at once."""


@dataclass(frozen=True, slots=True)
class RiskArrays:
    """A graph of risk as arrays over parties 0 to n-1: see `risk_arrays`.

    `own` is own risk in units of `nats`, `passes` whether paths pass through a party. Edge i leads from `source[i]` to
    `target[i]` for `cost[i]` units; edges are sorted by source, then target, and no two join the same parties in one direction.
    `first[v]` is the number of the first edge from v, `first[n]` that of all.
    """

    own: Units
    passes: Flags
    source: Numbers
    target: Numbers
    cost: Units
    first: Numbers


@dataclass(frozen=True, slots=True)
class WholeExposure:
    """What reaches each party, in units of `nats`, by the number of the party.

    `by_paths` is the sum over its contributors, `carried` what is left of it where edges are shared. `sent` is what a party's
    own risk brings to all others together, by its best path to each.
    """

    own: Units
    by_paths: Units
    carried: Units
    sent: Units


def risk_arrays(own: Units, passes: Flags, source: Numbers, target: Numbers, costs: Units) -> RiskArrays:
    """The arrays of a graph from edges in any order; of parallel edges the cheapest counts, one to itself not at all."""
    apart = source != target
    source, target, costs = source[apart], target[apart], costs[apart]
    order = np.lexsort((costs, target, source))
    source, target, costs = source[order], target[order], costs[order]
    best = np.ones(len(source), np.bool_)
    best[1:] = (source[1:] != source[:-1]) | (target[1:] != target[:-1])
    source, target, costs = source[best], target[best], costs[best]
    return RiskArrays(own, passes, source, target, costs, np.searchsorted(source, np.arange(len(own) + 1)))


def arrays_of(
    own: Mapping[str, int], edges: Iterable[RiskEdge], conduct: Mapping[str, Conduct], number: Mapping[str, int]
) -> RiskArrays:
    """The arrays of own risk and edges, by the numbers of the parties; over whom conducts nothing no edge leads.

    Raises KeyError for a party without a number.
    """
    units, passes = np.zeros(len(number), np.int64), np.ones(len(number), np.bool_)
    for party, amount in own.items():
        units[number[party]] = amount
    neither = {party for party, how in conduct.items() if how is Conduct.NEITHER}
    for party in conduct.keys() & number.keys():
        passes[number[party]] = False
    ends = [
        (number[one.source], number[one.target], cost(one.q))
        for one in edges
        if one.source not in neither and one.target not in neither
    ]
    source, target, costs = np.array(ends, np.int64).reshape(-1, 3).T.copy()
    return risk_arrays(units, passes, source, target, costs)


def whole_exposure(arrays: RiskArrays, block: int = BLOCK) -> WholeExposure:
    """What reaches every party, and what every party sends."""
    grown, sent = _growth(arrays, block)
    count = len(arrays.own)
    into = np.argsort(arrays.target, kind="stable")
    source, strength = arrays.source[into], _passed(arrays.cost[into])
    starts = np.searchsorted(arrays.target[into], np.arange(count))
    only_own = _chance(arrays.own)
    by_paths, carried = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for hops in range(HOPS):
        checkpoint()
        by_paths = by_paths + grown[hops]
        sends = np.where(arrays.passes, _chance(arrays.own + carried), only_own)
        through = _summed(_contribution(strength * sends[source]), starts)
        carried = np.minimum(by_paths, through)
    return WholeExposure(arrays.own, by_paths, carried, sent)


def _growth(arrays: RiskArrays, block: int) -> tuple[list[Units], Units]:
    """Of each number of edges what it adds to what paths bring each party; and what each party sends."""
    count = len(arrays.own)
    grown, sent = [np.zeros(count, np.int64) for _ in range(HOPS)], np.zeros(count, np.int64)
    amounts, of_amount = np.unique(arrays.own, return_inverse=True)
    limit = np.array([weakest(int(one)) for one in amounts], np.int64)[of_amount]
    strength = np.array([chance(int(one)) for one in amounts], np.float64)[of_amount]
    sources = np.flatnonzero((limit >= 0) & (arrays.first[1:] > arrays.first[:-1]))
    for at in range(0, len(sources), block):
        _follow(arrays, sources[at : at + block], limit, strength, grown, sent)
    return grown, sent


def _follow(arrays: RiskArrays, sources: Numbers, limit: Units, strength: Chances, grown: list[Units], sent: Units) -> None:
    """Follow some sources until they are too weak, and add what they bring to `grown` and `sent`."""
    count = len(arrays.own)
    fresh, so_far = np.arange(len(sources)) * count + sources, np.zeros(len(sources), np.int64)
    known, least = fresh, so_far
    for hops in range(HOPS):
        checkpoint()
        if hops:
            passing = arrays.passes[fresh % count]
            fresh, so_far = fresh[passing], so_far[passing]
        fresh, so_far = _farther(arrays, sources, limit, fresh, so_far)
        at = np.searchsorted(known, fresh)
        there = known[np.minimum(at, len(known) - 1)] == fresh
        better = ~there
        better[there] = so_far[there] < least[at[there]]
        fresh, so_far, at, there = fresh[better], so_far[better], at[better], there[better]
        source = sources[fresh // count]
        brought = _contribution(strength[source] * _passed(so_far))
        brought[there] -= _contribution(strength[source[there]] * _passed(least[at[there]]))
        np.add.at(grown[hops], fresh % count, brought)
        np.add.at(sent, source, brought)
        least = least.copy()
        least[at[there]] = so_far[there]
        known, least = np.insert(known, at[~there], fresh[~there]), np.insert(least, at[~there], so_far[~there])


def _farther(arrays: RiskArrays, sources: Numbers, limit: Units, fresh: Numbers, so_far: Units) -> tuple[Numbers, Units]:
    """The pairs that the last pairs of source and party lead to, sorted, with the least cost of each that is not too much."""
    count = len(arrays.own)
    party = fresh % count
    many = arrays.first[party + 1] - arrays.first[party]
    which = np.repeat(np.arange(len(fresh)), many)
    edge = np.arange(len(which)) + np.repeat(arrays.first[party] - (np.cumsum(many) - many), many)
    total = so_far[which] + arrays.cost[edge]
    near = total <= limit[sources[fresh[which] // count]]
    which, edge, total = which[near], edge[near], total[near]
    pair = fresh[which] - party[which] + arrays.target[edge]
    order = np.argsort(pair, kind="stable")
    pair, total = pair[order], total[order]
    starts = np.flatnonzero(np.diff(pair, prepend=-1))
    return pair[starts], np.minimum.reduceat(total, starts) if len(starts) else total


def _summed(amounts: Units, starts: Numbers) -> Units:
    """Sums of runs of amounts, the run of each party beginning at `starts`."""
    total = np.concatenate((np.zeros(1, np.int64), np.cumsum(amounts)))
    return np.asarray(np.diff(total[np.append(starts, len(amounts))]))


def _chance(units: Units) -> Chances:
    return np.asarray(np.abs(np.expm1(-units / ONE)))


def _passed(costs: Units) -> Chances:
    return np.asarray(np.exp(-costs / ONE))


def _contribution(chances: Chances) -> Units:
    return np.asarray(np.rint(-np.log1p(-chances) * ONE).astype(np.int64))
