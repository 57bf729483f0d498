"""A whole graph of shareholdings, without an engine: how long, how much memory, and components against the best C library.

Run by itself, `python -m tests.bench.whole NODES EDGES` prints its figures as JSON: each run has a process of its own, so that
its peak memory is its own.
"""

import importlib
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from app.analytics.bulk.control import control_arrays
from app.analytics.bulk.levels import linked
from app.analytics.bulk.shares import WholeShares, integrated_shares
from app.analytics.bulk.vote_edges import vote_edges
from app.rules.rule_sets import rule_set
from tests.bench.ratios import Report

NODES, EDGES = 2_000_000, 3_000_000
TOUCHED = 1_000
ROUNDS = 3


def edges(nodes: int, count: int, seed: int = 1) -> tuple[Any, Any, Any]:
    """Holders, held and shares: holders drawn with a heavy tail, mostly above what they hold, some shares in circles."""
    rng = np.random.default_rng(seed)
    target = rng.integers(nodes // 4, nodes, count)
    rank = rng.power(0.35, count)
    source = (rank * target).astype(np.int64)
    back = rng.random(count) < 0.002
    source = np.where(back, rng.integers(0, nodes, count), source)
    other = source != target
    source, target = source[other], target[other]
    weight = rng.exponential(1.0, len(source))
    total = np.bincount(target, weights=weight, minlength=nodes)
    return source, target, weight / total[target] * 0.999


def measure(nodes: int, count: int) -> dict[str, Any]:
    """All figures of one run."""
    source, target, share = edges(nodes, count)
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    before = integrated_shares(source, target, share, nodes)
    owned = time.perf_counter() - begun
    rules = rule_set("company_law_265")
    begun = time.perf_counter()
    votes = vote_edges(nodes, source, target, share)
    control_arrays(votes, rules)
    controlled = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # The holders of some enterprises change places, so that every one of their lists is another.
    touched = np.random.default_rng(2).choice(np.unique(target), TOUCHED if count > TOUCHED * 10 else 10, replace=False)
    changed = share.copy()
    mine = np.isin(target, touched)
    changed[mine] *= 0.9
    below, part = touched_part(source, target, nodes, touched)
    begun = time.perf_counter()
    again = integrated_shares(source[part], target[part], changed[part], nodes)
    refresh = time.perf_counter() - begun
    begun = time.perf_counter()
    ultimate_again = control_arrays(vote_edges(nodes, source[part], target[part], changed[part]), rules)
    refresh_control = time.perf_counter() - begun
    full = integrated_shares(source, target, changed, nodes)
    return {
        "edges": len(source),
        "shares of at least 1 %": len(before.share),
        "closed": len(before.closed),
        "integrated shares, s": owned,
        "controllers, s": controlled,
        "peak MB, of which the edges": f"{peak / 1024:.0f}, {start / 1024:.0f}",
        "refresh after 1,000 lists changed, shares / control, s": f"{refresh:.2f} / {refresh_control:.2f}",
        "of which worked out again, read": f"{int(below.sum())}, {int(part.sum())} edges",
        "refresh equals full": bool(
            np.array_equal(shares_in(below, again), shares_in(below, full))
            and np.array_equal(ultimate_again[below], control_arrays(vote_edges(nodes, source, target, changed), rules)[below])
        ),
    } | components(source, target, nodes)


def touched_part(source: Any, target: Any, nodes: int, touched: Any) -> tuple[Any, Any]:
    """What stands below the touched parties, themselves included, and the edges above that: masks of parties and of edges."""
    down = csr_array((np.ones(len(source), dtype=np.int8), (source, target)), shape=(nodes, nodes))
    below = reached_from(down, touched)
    above = reached_from(csr_array(down.T), np.flatnonzero(below))
    return below, above[target]


def reached_from(table: csr_array, seeds: Any) -> Any:
    """A mask of what is come to from the seeds, themselves included, along the entries of the table."""
    found = np.zeros(table.shape[0], dtype=np.bool_)
    found[seeds] = True
    front: Any = np.flatnonzero(found)
    while len(front):
        reached = np.unique(table[front].indices)
        front = reached[~found[reached]]
        found[front] = True
    return found


def shares_in(some: Any, found: WholeShares) -> Any:
    """The shares in some enterprises: held, holder, share."""
    mine = some[found.target]
    return np.stack((found.target[mine], found.holder[mine], found.share[mine]))


def components(source: Any, target: Any, nodes: int) -> dict[str, Any]:
    """Weak and strong components by scipy, as here, and by networkit where it is installed; the best of some rounds, in turn.

    Each side works on a graph that it has built before.
    """
    try:
        nk = importlib.import_module("networkit")
    except ImportError:
        return {"components": "networkit is not installed: not compared"}
    table = csr_array((np.ones(len(source)), (target, source)), shape=(nodes, nodes))
    weak = linked(source, target, nodes)
    directed = nk.GraphFromCoo((source, target), n=nodes, directed=True)
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, work in (
            ("weak, ours", lambda: connected_components(weak, directed=False)),
            ("weak, networkit", lambda: nk.components.WeaklyConnectedComponents(directed).run()),
            ("strong, ours", lambda: connected_components(table, directed=True, connection="strong")),
            ("strong, networkit", lambda: nk.components.StronglyConnectedComponents(directed).run()),
        ):
            begun = time.perf_counter()
            work()
            times.setdefault(name, []).append(time.perf_counter() - begun)
    best = {name: min(found) for name, found in times.items()}
    return {f"components, {name}, s": round(t, 3) for name, t in best.items()} | {
        "weak / networkit": best["weak, ours"] / best["weak, networkit"],
        "strong / networkit": best["strong, ours"] / best["strong, networkit"],
    }


def whole_graph(nodes: int = NODES, count: int = EDGES) -> Report:
    """The figures of a run in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.whole", str(nodes), str(count)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        check=True,
        text=True,
    )
    report = Report("whole graph", "no engine", nodes)
    for what, value in json.loads(run.stdout).items():
        report.add(what, value)
    return report


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
