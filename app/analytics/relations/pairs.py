"""How several parties are related: for each pair its best paths, and the network they make up together."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from app.analytics.errors import OutOfRange
from app.analytics.relations.path_distances import Distances, SearchBudget, WorkSpentError
from app.analytics.relations.path_graph import HOP, MOST_HOPS, PathGraph, path_graph
from app.analytics.relations.path_search import Path, PathSearch
from app.analytics.relations.shapes import gap_order, not_followed, shown_links, shown_node, shown_ref
from app.analytics.structure.graph import Link, LinkGraph
from app.rules.relations import SCALE, RelationRules, relation_rules
from models.answers.network import Why
from models.answers.relations import PathStep, RelatedPair, RelationPath, Relations
from models.answers.shapes import Incomplete, IncompleteReason

FEWEST, MOST = 2, 200
MOST_PATHS = 20


@dataclass(frozen=True, slots=True)
class RelationsAsked:
    """What is asked: parties (each once, sorted), hops at most, paths for each pair, kinds left out, reasons to stop set aside.

    Work is counted in steps, one for each neighbour looked at, so that the same question is cut at the same place on every
    machine: `pair_steps` for one pair, `page_steps` and `page_paths` for one answer.

    Raises:
        OutOfRange: fewer than 2 or more than 200 parties, or another number out of its range.
    """

    parties: tuple[str, ...]
    hops: int = MOST_HOPS
    paths: int = 3
    exclude: frozenset[str] = frozenset()
    through: frozenset[Why] = frozenset()
    pair_steps: int = 1_000_000
    page_steps: int = 8_000_000
    page_paths: int = 5_000
    rules: RelationRules = field(default_factory=relation_rules)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parties", tuple(sorted(set(self.parties))))
        if not FEWEST <= len(self.parties) <= MOST:
            raise OutOfRange("parties", FEWEST, MOST)
        if not 1 <= self.hops <= MOST_HOPS:
            raise OutOfRange("hops", 1, MOST_HOPS)
        if not 1 <= self.paths <= MOST_PATHS:
            raise OutOfRange("paths", 1, MOST_PATHS)
        if min(self.pair_steps, self.page_steps, self.page_paths) < 1:
            raise OutOfRange("steps", 1)


def best_paths(graph: LinkGraph, asked: RelationsAsked, *, start: int = 0, left: Sequence[Incomplete] = ()) -> Relations:
    """The best paths between each two of the parties, and the network they make up.

    Paths visit nobody twice; they are ordered by cost, then hops, then ids on the way from the pair's lesser id. A page ends
    after the pair at which its work is spent, and always makes progress; a pair that needs more than a pair may is cut with
    the best of its paths. `start` is how many pairs earlier pages searched (`searched` of the last of them); `left` are parties
    that the fetcher did not look beyond. `next` is left to whoever asks: more follows where `searched` is less than `total`.
    """
    present = [p for p in asked.parties if p in graph.nodes]
    compact = path_graph(graph, present, asked.rules, hops=asked.hops, exclude=asked.exclude, through=asked.through)
    page = _Page(compact, asked, len(present))
    page.fill(start)
    on_paths = {compact.ids[v] for pair in page.found for _, path in pair.paths for v in path}
    links = [link for key in page.joined() for link in compact.links[key]]
    return Relations(
        parties=tuple(shown_node(graph, p) for p in sorted(on_paths | set(present))),
        links=shown_links(links),
        asked=asked.parties,
        unknown=tuple(p for p in asked.parties if p not in graph.nodes),
        hops=asked.hops,
        pairs=tuple(pair.shown(compact) for pair in page.found),
        searched=page.at,
        total=page.total,
        clusters=_clusters(present, page, compact),
        steps=page.spent,
        incomplete=_incomplete(graph, page, compact, left),
    )


@dataclass(slots=True)
class _Pair:
    """A pair with paths, or one whose search was cut."""

    source: int
    target: int
    paths: list[tuple[int, Path]] = field(default_factory=list)
    complete: bool = True

    def shown(self, graph: PathGraph) -> RelatedPair:
        paths = tuple(_path(graph, cost, path) for cost, path in self.paths)
        return RelatedPair(a=graph.ids[self.source], b=graph.ids[self.target], paths=paths)


class _Page:
    """The pairs of one answer. Pairs are numbered: (0,1), (0,2), (1,2), (0,3), … by the places of their parties."""

    def __init__(self, graph: PathGraph, asked: RelationsAsked, parties: int) -> None:
        self._graph = graph
        self._asked = asked
        self._distances = Distances(graph)
        self._places = [graph.index[p] for p in asked.parties if p in graph.index]
        self.total = parties * (parties - 1) // 2
        self.at = 0
        self.spent = 0
        self.found: list[_Pair] = []

    def fill(self, start: int) -> None:
        """Search pairs from number `start` on until the work of a page is spent, one pair at least."""
        self.at = start
        shown = 0
        for target in range(1, len(self._places)):
            first = target * (target - 1) // 2
            if first + target <= start:
                continue
            work = SearchBudget(self._asked.pair_steps)
            towards = self._towards(self._places[target], work)
            self.spent += work.spent
            for source in range(max(0, start - first), target):
                pair = self._search(self._places[source], self._places[target], towards)
                if pair.paths or not pair.complete:
                    self.found.append(pair)
                shown += len(pair.paths)
                self.at = first + source + 1
                if self.spent >= self._asked.page_steps or shown >= self._asked.page_paths:
                    return

    def _towards(self, target: int, work: SearchBudget) -> list[list[int]] | None:
        try:
            return self._distances.towards(target, self._asked.hops, work)
        except WorkSpentError:
            return None

    def _search(self, source: int, target: int, towards: list[list[int]] | None) -> _Pair:
        pair = _Pair(source, target, complete=towards is not None)
        if towards is None:
            return pair
        work = SearchBudget(self._asked.pair_steps, 1)
        try:
            for found in PathSearch(self._graph, towards, source, target, work).best():
                pair.paths.append(found)
                if len(pair.paths) == self._asked.paths:
                    break
        except WorkSpentError:
            pair.complete = False
        self.spent += work.spent
        return pair

    def joined(self) -> Iterator[tuple[int, int]]:
        """Neighbours on the paths of the page, each two once, the lesser number first."""
        yield from {(min(step), max(step)) for pair in self.found for _, path in pair.paths for step in pairwise(path)}


def _path(graph: PathGraph, cost: int, path: Path) -> RelationPath:
    ids = tuple(graph.ids[v] for v in path)
    steps = tuple(_step(graph.links[min(v, u), max(v, u)], graph.ids[v]) for v, u in pairwise(path))
    return RelationPath(parties=ids, steps=steps, hops=cost % HOP, cost=cost // HOP / SCALE)


def _step(links: Sequence[Link], source: str) -> PathStep:
    best, *also = links
    return PathStep(
        kind=best.kind, fact=best.fact, forward=best.source == source, also=tuple(dict.fromkeys(link.fact for link in also))
    )


def _clusters(parties: Sequence[str], page: _Page, graph: PathGraph) -> tuple[tuple[str, ...], ...]:
    """The parties, grouped by the paths found, groups of two and more."""
    leader = {p: p for p in parties}

    def find(party: str) -> str:
        while leader[party] != party:
            leader[party] = leader[leader[party]]
            party = leader[party]
        return party

    for pair in page.found:
        if pair.paths:
            leader[find(graph.ids[pair.source])] = find(graph.ids[pair.target])
    groups: dict[str, list[str]] = {}
    for party in parties:
        groups.setdefault(find(party), []).append(party)
    return tuple(sorted(tuple(group) for group in groups.values() if len(group) > 1))


def _incomplete(graph: LinkGraph, page: _Page, compact: PathGraph, left: Sequence[Incomplete]) -> tuple[Incomplete, ...]:
    """The pairs that are left for other pages, those whose search was cut, and the parties that were not looked beyond."""
    waiting = Incomplete(reason=IncompleteReason.LENGTH, part="pairs", shown=page.at, total=page.total)
    cut = [
        Incomplete(reason=IncompleteReason.WORK, part="paths", party=shown_ref(graph, a), other=shown_ref(graph, b))
        for a, b in ((compact.ids[pair.source], compact.ids[pair.target]) for pair in page.found if not pair.complete)
    ]
    reported: Set[str] = {gap.party.id or "" for gap in left if gap.party}
    stopped = [not_followed(graph, p, why) for p, why in compact.stopped.items() if p not in reported]
    return (
        *([waiting] if page.at < page.total else []),
        *sorted(cut, key=gap_order),
        *sorted((*left, *stopped), key=gap_order),
    )
