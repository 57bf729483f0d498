"""Exact costs from every party to one, for each number of hops left: the bounds of the search for paths."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analytics.giving_up import checkpoint
from app.analytics.relations.path_graph import HOP, NEVER, PathGraph

FAR = 1 << 58
"""The cost to where no path leads."""
AT_ONCE = 32
"""Steps of an array that count as one step of work."""

Numbers = NDArray[np.int64]


class WorkSpentError(Exception):
    """The steps that a search may take are spent."""


@dataclass(slots=True)
class SearchBudget:
    """Steps that may be taken, and how many were: one for each neighbour looked at."""

    most: int
    spent: int = 0

    def spend(self, steps: int) -> None:
        """Count steps.

        Raises:
            WorkSpentError: there are more than may be taken.
            GivenUpError: nobody waits for what is searched for.
        """
        checkpoint()
        self.spent += steps
        if self.spent > self.most:
            raise WorkSpentError


@dataclass(frozen=True, slots=True)
class _Steps:
    """Steps of a graph as arrays, by the party they start from: `starts[i]` is the first step of `sources[i]`."""

    sources: Numbers
    starts: Numbers
    targets: Numbers
    weights: Numbers

    def lower(self, reached: Numbers, into: Numbers, work: SearchBudget) -> bool:
        """Lower `into` to the best that one step more makes of `reached`; whether anything changed."""
        if not len(self.sources):
            return False
        work.spend(len(self.targets) // AT_ONCE + 1)
        best = np.minimum.reduceat(self.weights + reached[self.targets], self.starts)
        before = into[self.sources]
        into[self.sources] = np.minimum(before, best)
        return bool((best < before).any())


class Distances:
    """Exact costs between the parties of a graph."""

    def __init__(self, graph: PathGraph) -> None:
        self._graph = graph
        self._hops = _steps(graph, 1)
        self._identity = _steps(graph, 0)

    def towards(self, target: int, hops: int, work: SearchBudget) -> list[list[int]]:
        """Row r: the least cost from each party to `target` in at most r hops, that of passing its own start aside; FAR: none.

        Costs are positive, so that the cheapest walk visits nobody twice.

        Raises:
            WorkSpentError: it takes more work than is left.
        """
        # Steps count what passing through their end costs, and nobody passes through the target: start by taking it off.
        row = np.full(len(self._graph.ids), FAR, np.int64)
        row[target] = -self._graph.passing[target]
        rows = []
        for left in range(hops + 1):
            if left:
                before, row = row, row.copy()
                self._hops.lower(before, row, work)
            while self._identity.lower(row, row, work):
                pass
            rows.append(self._cleared(row, target, work))
        return rows

    def _cleared(self, row: Numbers, target: int, work: SearchBudget) -> list[int]:
        work.spend(len(row) // AT_ONCE + 1)
        cleared = np.where(row < NEVER, row, FAR)
        cleared[target] = 0
        numbers: list[int] = cleared.tolist()
        return numbers


def _steps(graph: PathGraph, hop: int) -> _Steps:
    """The steps that make that many hops, none or one."""
    sources: list[int] = []
    starts: list[int] = []
    targets: list[int] = []
    weights: list[int] = []
    for v, neighbours in enumerate(graph.steps):
        chosen = [(u, weight + graph.passing[u]) for u, weight in neighbours if weight % HOP == hop]
        if chosen:
            sources.append(v)
            starts.append(len(targets))
            targets += [u for u, _ in chosen]
            weights += [weight for _, weight in chosen]
    return _Steps(*(np.array(column, np.int64) for column in (sources, starts, targets, weights)))
