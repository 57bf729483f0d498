"""The best simple paths between two parties, one after the other, with bounded work.

Subspaces of paths (a beginning, and steps it must not go on with) wait by a lower bound of what is in them and are looked into
only when they come first: Yen, "Finding the k shortest loopless paths in a network" (1971); Lawler, "A procedure for computing
the k best solutions" (1972). The search inside one is A*, with the exact distances of the whole graph as bounds.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from app.analytics.relations.path_distances import FAR, SearchBudget
from app.analytics.relations.path_graph import HOP, NEVER, PathGraph

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Subspace:
    """All paths that begin with `prefix`, which costs `cost`, and do not go on with a party of `barred`."""

    prefix: Path
    cost: int
    barred: frozenset[int]


class PathSearch:
    """Simple paths from one party to another, in the order of cost, then hops, then ids of the parties on the way."""

    def __init__(self, graph: PathGraph, towards: list[list[int]], source: int, target: int, work: SearchBudget) -> None:
        """`towards` are the distances to the target, a row for each number of hops left, the last for all allowed."""
        self._graph = graph
        self._towards = towards
        self._hops = len(towards) - 1
        self._source = source
        self._target = target
        self._work = work

    def best(self) -> Iterator[tuple[int, Path]]:
        """Paths with their costs, best first.

        Raises:
            WorkSpentError: the work is spent. The paths given so far are the best there are.
        """
        if (bound := self._towards[-1][self._source]) >= FAR:
            return
        # A subspace not looked into goes before a path of the same cost: its own may have lesser ids.
        waiting: list[tuple[int, int, Path, _Subspace]] = [(bound, 0, (), _Subspace((self._source,), 0, frozenset()))]
        while waiting:
            cost, found, path, space = heapq.heappop(waiting)
            if not found:
                if best := self._best_in(space):
                    heapq.heappush(waiting, (best[0], 1, best[1], space))
                continue
            yield cost, path
            for part in self._parts(space, path):
                if (bound := self._bound(part)) < FAR:
                    heapq.heappush(waiting, (bound, 0, part.prefix, part))

    def _parts(self, space: _Subspace, path: Path) -> Iterator[_Subspace]:
        """The subspace without one path of it, as disjoint subspaces."""
        cost = space.cost
        for at in range(len(space.prefix) - 1, len(path) - 1):
            barred = space.barred if at == len(space.prefix) - 1 else frozenset[int]()
            yield _Subspace(path[: at + 1], cost, barred | {path[at + 1]})
            cost += self._step(path[at], path[at + 1])

    def _step(self, v: int, u: int) -> int:
        return next(weight for w, weight in self._graph.steps[v] if w == u) + self._passing(u)

    def _passing(self, v: int) -> int:
        return 0 if v == self._target else self._graph.passing[v]

    def _rest(self, v: int, cost: int) -> int:
        """The least that the rest of a path costs, once it has come to `v` for `cost`; FAR where there is none."""
        left = self._hops - cost % HOP
        return self._towards[left][v] if left >= 0 else FAR

    def _bound(self, space: _Subspace) -> int:
        """A cost that no path of the subspace is under."""
        last = space.prefix[-1]
        self._work.spend(len(self._graph.steps[last]))
        return min((f for f, _, _ in self._onward(last, space.prefix, space.cost, space.barred)), default=FAR)

    def _onward(self, v: int, path: Path, cost: int, barred: frozenset[int]) -> Iterator[tuple[int, int, int]]:
        """Steps on from v: a bound of the whole path, the party come to, the cost so far."""
        for u, weight in self._graph.steps[v]:
            if u not in barred and u not in path:
                so_far = cost + weight + self._passing(u)
                if so_far < NEVER and (rest := self._rest(u, so_far)) < FAR:
                    yield so_far + rest, u, so_far

    def _best_in(self, space: _Subspace) -> tuple[int, Path] | None:
        """The best path of a subspace."""
        reached: dict[int, list[int]] = {}
        waiting: list[tuple[int, Path, int]] = [(0, space.prefix, space.cost)]
        while waiting:
            bound, path, cost = heapq.heappop(waiting)
            last = path[-1]
            if last == self._target:
                return bound, path
            # Whoever came here before for no more cost and hops has all the ways on that this one has, and comes first.
            before = reached.setdefault(last, [])
            if any(c <= cost and c % HOP <= cost % HOP for c in before):
                continue
            before.append(cost)
            self._work.spend(len(self._graph.steps[last]))
            barred = space.barred if len(path) == len(space.prefix) else frozenset[int]()
            for further, u, so_far in self._onward(last, path, cost, barred):
                heapq.heappush(waiting, (further, (*path, u), so_far))
        return None
