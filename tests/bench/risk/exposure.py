"""Exposure of every party of a large made-up graph ÷ one sweep of Dijkstra from all its sources (scipy, `min_only`).

    python -m tests.bench.risk.exposure [parties] [edges] [sources]

Both run in turn on the same arrays, three times; the best of each counts. Costs are those of strengths from 0.05 to 0.95, and
some parties have more than ten thousand edges; those with more than 1,000 pass nothing on, as in the rules.
"""

import resource
import sys
import time
from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from app.analytics.risk.nats import ONE, of_points
from app.analytics.risk.whole import RiskArrays, risk_arrays, whole_exposure

POINTS = (10, 25, 60, 80, 120)
LINKS_ABOVE = 1_000


def made_up(parties: int, edges: int, sources: int, seed: int = 7) -> RiskArrays:
    """A graph of so many parties, directed edges and sources of risk, with a few very large parties."""
    rng = np.random.default_rng(seed)
    heavy = np.minimum(parties * rng.power(0.35, edges), parties - 1).astype(np.int64)
    other = rng.integers(0, parties, edges)
    turned = rng.random(edges) < 0.5
    source, target = np.where(turned, heavy, other), np.where(turned, other, heavy)
    costs = np.rint(-np.log(rng.choice((0.05, 0.06, 0.1, 0.1, 0.15, 0.3, 0.3, 0.4, 0.5, 0.7, 0.95), edges)) * ONE)
    own = np.zeros(parties, np.int64)
    own[rng.choice(parties, sources, replace=False)] = rng.choice([of_points(one) for one in POINTS], sources)
    links = np.bincount(source, minlength=parties) + np.bincount(target, minlength=parties)
    return risk_arrays(own, links <= LINKS_ABOVE, source, target, costs.astype(np.int64))


def best_of(times: int, work: Callable[[], object]) -> float:
    """The least processor time of some runs, in seconds."""
    found = []
    for _ in range(times):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def main(parties: int = 1_000_000, edges: int = 3_000_000, sources: int = 100_000) -> None:
    """Print both times and their ratio."""
    arrays = made_up(parties, edges, sources)
    graph = csr_matrix((arrays.cost / ONE, arrays.target, arrays.first), shape=(parties, parties))
    starts = np.flatnonzero(arrays.own)
    sweep = best_of(3, lambda: dijkstra(graph, indices=starts, min_only=True))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours = best_of(3, lambda: whole_exposure(arrays))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = whole_exposure(arrays)
    reached = int((found.carried > 0).sum())
    less = int((found.carried < found.by_paths).sum())
    print(f"{parties} parties, {len(arrays.cost)} edges, largest degree {int(np.diff(arrays.first).max())}, {sources} sources")
    print(f"sweep {sweep:.2f} s, exposure {ours:.2f} s: {ours / sweep:.1f} times")
    print(f"peak {peak / 1e6:.2f} GB, {before / 1e6:.2f} of it before")
    print(f"{reached} parties exposed, of {less} shared edges carry less than paths bring")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
