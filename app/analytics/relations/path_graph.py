"""The part of a graph in which paths between given parties can run, compact: whole numbers for parties and costs.

A cost and a number of hops are one number, `cost * HOP + hops`: adding adds both, and less means cheaper, then shorter.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

from app.analytics.relations.costs import step, stops
from app.analytics.structure.graph import Link, LinkGraph
from app.rules.relations import RelationRules
from models.answers.network import Why

HOP = 16
MOST_HOPS = 6
NEVER = 1 << 40
"""What passing through a party costs that no path passes through. Every path that can be taken costs less."""

Near = dict[str, dict[str, int]]
Between = dict[tuple[str, str], list[Link]]


@dataclass(frozen=True, slots=True)
class PathGraph:
    """Parties by number, in the order of their ids, so that comparing numbers compares ids.

    `steps[v]` are the neighbours of v in that order, each with what the step costs; `passing[v]` what passing through v adds;
    `links[v, u]` (v < u) the links between two neighbours, the one that the step takes first. `stopped` are parties that no
    path passes through, with the reason.
    """

    ids: tuple[str, ...]
    index: Mapping[str, int]
    steps: tuple[tuple[tuple[int, int], ...], ...]
    passing: tuple[int, ...]
    links: Mapping[tuple[int, int], tuple[Link, ...]]
    stopped: Mapping[str, Why]


def path_graph(
    graph: LinkGraph,
    parties: Collection[str],
    rules: RelationRules,
    *,
    hops: int = MOST_HOPS,
    exclude: Set[str] = frozenset(),
    through: Set[Why] = frozenset(),
) -> PathGraph:
    """What of the graph can lie on a path of at most `hops` between two of the parties; each of them is in it, joined or not.

    Left out are links of the excluded kinds, parties too far from two of the parties, dead ends, and what no path passes
    through (except as one of the parties): nothing that could be on a path. Time is linear in the links.
    """
    wanted = frozenset(parties)
    between = _between(graph, exclude)
    met = {p for pair in between for p in pair}
    stopped = {p: why for p in met if (why := stops(rules, graph.nodes[p], through)) is not None}
    shut = stopped.keys() - wanted
    near: Near = {p: {} for p in wanted}
    for (a, b), links in between.items():
        if a not in shut and b not in shut:
            if len(links) > 1:
                links.sort(key=lambda link: (_weight(link, rules), link.kind, link.fact))
            near.setdefault(a, {})[b] = near.setdefault(b, {})[a] = _weight(links[0], rules)
    kept = set(near)
    _strip(near, kept, wanted)
    kept = _in_reach(near, kept, wanted, stopped.keys(), hops) | wanted
    _strip(near, kept, wanted)
    return _numbered(graph, near, kept, between, rules, stopped)


def _between(graph: LinkGraph, exclude: Set[str]) -> Between:
    found: Between = defaultdict(list)
    for link in graph.links:
        a, b = link.source, link.target
        if a != b and link.kind not in exclude and a in graph.nodes and b in graph.nodes:
            found[(a, b) if a < b else (b, a)].append(link)
    return found


def _weight(link: Link, rules: RelationRules) -> int:
    return step(rules, link) * HOP + (not rules.is_identity(link.kind))


def _in_reach(near: Near, kept: Set[str], wanted: Set[str], stopped: Set[str], hops: int) -> set[str]:
    """Those kept whose two nearest of the wanted are at most `hops` away together: no path can pass through another."""
    nearest: dict[str, dict[str, int]] = {p: {p: 0} for p in wanted}
    queue = deque((0, p, p) for p in sorted(wanted))
    while queue:
        away, here, origin = queue.popleft()
        if away > nearest[here].get(origin, -1) or (here in stopped and here != origin):
            continue
        for there, weight in near[here].items():
            farther = away + weight % HOP
            if there in kept and farther <= hops and _is_nearer(nearest.setdefault(there, {}), origin, farther):
                (queue.append if farther > away else queue.appendleft)((farther, there, origin))
    return {p for p, ways in nearest.items() if len(ways) == 2 and sum(ways.values()) <= hops}


def _is_nearer(ways: dict[str, int], origin: str, away: int) -> bool:
    """Keep the two nearest origins of a party; whether this one is new or nearer."""
    if away >= ways.get(origin, MOST_HOPS + 1):
        return False
    if origin not in ways and len(ways) == 2:
        farthest = max(ways, key=lambda o: (ways[o], o))
        if away >= ways[farthest]:
            return False
        del ways[farthest]
    ways[origin] = away
    return True


def _strip(near: Near, kept: set[str], wanted: Set[str]) -> None:
    """Take dead ends out of `kept`: parties, not themselves wanted, with fewer than two neighbours in it, time and again."""
    joined = {p: sum(q in kept for q in near[p]) for p in kept}
    ends = [p for p, n in joined.items() if n < 2 and p not in wanted]
    while ends:
        end = ends.pop()
        kept.discard(end)
        for other in near[end]:
            if other in kept:
                joined[other] -= 1
                if joined[other] == 1 and other not in wanted:
                    ends.append(other)


def _numbered(
    graph: LinkGraph, near: Near, kept: Set[str], between: Between, rules: RelationRules, stopped: Mapping[str, Why]
) -> PathGraph:
    ids = tuple(sorted(kept))
    index = {p: n for n, p in enumerate(ids)}
    here = Counter(end for link in graph.links for end in (link.source, link.target))
    steps = tuple(tuple(sorted((index[q], weight) for q, weight in near[p].items() if q in index)) for p in ids)
    passing = tuple(NEVER if p in stopped else rules.passing(graph.degrees.get(p, here[p])) * HOP for p in ids)
    links = {(v, u): tuple(between[ids[v], ids[u]]) for v, us in enumerate(steps) for u, _ in us if v < u}
    return PathGraph(ids, index, steps, passing, links, stopped)
