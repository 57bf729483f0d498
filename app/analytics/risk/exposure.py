"""Whose risk reaches a party: each contributor with its path and its share, and the edges that several of them share.

A share is what the exposed party's hazard is made of: own risk and shares add up to it exactly. It is not what would be gone
without the contributor; for that the graph less an edge or a record (`RiskGraph.without`) is worked out anew.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from app.analytics.risk.levels import Levels, levels
from app.analytics.risk.nats import chance
from app.analytics.risk.network import HOPS, RiskEdge, RiskGraph, Surroundings, surroundings
from app.analytics.risk.risk_paths import RiskPath, best_paths_to, furthest

SLACK = 1e-9
"""The part of a sum that may be rounding: each part of it is above 0.01 nat, and off by a few units of 6e-14."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """A party whose own risk reaches the exposed party over a path; `share` is its part of the exposure, in units of `nats`."""

    path: RiskPath
    share: int


@dataclass(frozen=True, slots=True)
class SharedChannel:
    """An edge over which more risk would come, counted by sources, than it can carry.

    `hops`: how many edges, this one included, lead from it to the exposed party. `counted` and `carried` are units of `nats`.
    """

    edge: RiskEdge
    hops: int
    counted: int
    carried: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """What reaches one party, in units of `nats`.

    `own` is its own risk, `by_paths` the sum over its contributors, `exposed` what is left of it where edges are shared; own
    risk and `exposed` are its whole hazard, of which p = 1 - exp(-hazard) is an index, no calibrated probability. `bound` is a
    hazard that no counting of paths exceeds, weak ones included. Contributors come by share, greatest first, then by id.
    """

    party: str
    own: int
    by_paths: int
    exposed: int
    bound: int
    contributors: tuple[Contributor, ...]
    shared: tuple[SharedChannel, ...]

    @property
    def s(self) -> float:
        """The party's own risk, from 0 to 1."""
        return chance(self.own)

    @property
    def p(self) -> float:
        """Own risk and exposure, from s to 1."""
        return chance(self.own + self.exposed)

    @property
    def p_at_most(self) -> float:
        """What p cannot exceed, however paths are counted."""
        return chance(self.bound)


def exposure(graph: RiskGraph, party: str) -> Exposure:
    """What reaches a party over at most four edges; of a party that the graph does not name, nothing."""
    around = surroundings(graph, party)
    found = levels(around)
    own, by_paths = graph.own.get(party, 0), found.by_paths[HOPS][party]
    exposed = found.everything[HOPS][party] - own
    limit = furthest(around)
    paths = best_paths_to(around, party, HOPS, limit)
    shares = _parted(exposed, [path.arrives for path in paths])
    contributors = [Contributor(path, share) for path, share in zip(paths, shares, strict=True)]
    contributors.sort(key=lambda one: (-one.share, one.path.source))
    shared = tuple(_shared(around, found, paths, limit))
    return Exposure(party, own, by_paths, exposed, found.bound[HOPS][party], tuple(contributors), shared)


def _parted(whole: int, weights: Sequence[int]) -> list[int]:
    """A sum of units parted in proportion to weights, so that the parts add up to it; the largest remainders are rounded up."""
    total = sum(weights)
    parts = [whole * weight // total for weight in weights]
    rest = sorted(range(len(weights)), key=lambda at: (-(whole * weights[at] % total), at))
    for at in rest[: whole - sum(parts)]:
        parts[at] += 1
    return parts


def _shared(around: Surroundings, found: Levels, paths: Sequence[RiskPath], limit: int) -> list[SharedChannel]:
    """The edges that hold the exposure below the sum of its paths: the last ones, and those that hold what they carry."""
    shared: list[SharedChannel] = []
    seen: set[tuple[str, int]] = set()
    waiting = deque([(around.party, HOPS)])
    while waiting:
        party, hops = waiting.popleft()
        own = around.graph.own.get(party, 0)
        if (party, hops) in seen or not _less(found.everything[hops][party] - own, found.by_paths[hops][party]):
            continue
        seen.add((party, hops))
        counted: dict[str, int] = {}
        for path in paths if hops == HOPS else best_paths_to(around, party, hops, limit):
            last = path.edges[-1].source
            counted[last] = counted.get(last, 0) + path.arrives
        for into in around.graph.inputs.get(party, ()):
            carried = found.carried(into, hops)
            if _less(carried, counted.get(into.source, 0)):
                shared.append(SharedChannel(into.edge, HOPS - hops + 1, counted[into.source], carried))
                if hops > 1:
                    waiting.append((into.source, hops - 1))
    return shared


def _less(one: int, other: int) -> bool:
    """Whether a sum is less than another by more than rounding."""
    return other - one > other * SLACK
