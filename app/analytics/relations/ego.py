"""What surrounds a party: its links by kind, so many of each, and theirs in turn."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from app.analytics.errors import OutOfRange, UnknownParty
from app.analytics.relations.costs import stops
from app.analytics.relations.shapes import gap_order, not_followed, shown_links, shown_node, shown_ref
from app.analytics.structure.graph import Link, LinkGraph
from app.rules.relations import RelationRules, relation_rules
from models.answers.network import Direction, Ego, LinkCount, Why
from models.answers.shapes import Incomplete, IncompleteReason

DEEPEST = 3

LinkKey = tuple[str, str, Direction]
"""A party, a kind, and whether the link leads to the party or from it."""


def ego(
    graph: LinkGraph,
    party: str,
    *,
    depth: int = 1,
    limit: int = 20,
    limits: Mapping[str, int] | None = None,
    exclude: Set[str] = frozenset(),
    through: Set[Why] = frozenset(),
    most_degree: int = 1_000,
    most_links: int = 2_000,
    totals: Mapping[LinkKey, int] | None = None,
    left: Sequence[Incomplete] = (),
    rules: RelationRules | None = None,
) -> Ego:
    """The parties up to `depth` links from a party, nearest first, with at most `limits[kind]` (else `limit`) links of a kind.

    Of each kind and direction the greatest shares come first, then the latest, then by the other party's id. Hubs, nominees
    and bodies of the state are shown and not looked beyond, unless they are the party itself; `most_links` bounds the whole.
    `totals` are numbers of links where not all of them are in the graph; `left` are parties that the reader did not follow.

    Raises:
        UnknownParty: the party is not in the graph.
        OutOfRange: depth or limits are out of range.
    """
    if party not in graph.nodes:
        raise UnknownParty(party)
    if not 1 <= depth <= DEEPEST:
        raise OutOfRange("depth", 1, DEEPEST)
    by_kind = limits or {}
    if min((limit, most_links, *by_kind.values())) < 0:
        raise OutOfRange("limit", 0)
    rules = rules or relation_rules()
    groups = _grouped(graph, exclude)
    away, shown, opened = {party: 0}, dict[Link, None](), dict[str, None]()
    skipped = {gap.party.id or "": gap for gap in left if gap.party}
    queue = deque([party])
    while queue:
        here = queue.popleft()
        if here in opened or away[here] >= depth or here in skipped:
            continue
        if here != party and (why := _stops(graph, here, rules, through, most_degree, most_links - len(shown))):
            limits_met: dict[str, int] = {Why.HUB: most_degree, IncompleteReason.LENGTH: most_links}
            skipped[here] = not_followed(graph, here, why, limits_met.get(why))
            continue
        opened[here] = None
        for kind, links in _first(groups[here], by_kind, limit):
            for link in links[: most_links - len(shown)] if len(shown) < most_links else ():
                shown[link] = None
                there, farther = link.other(here), away[here] + (not rules.is_identity(kind))
                if farther < away.get(there, depth + 1):
                    away[there] = farther
                    (queue.append if farther > away[here] else queue.appendleft)(there)
    counts = tuple(_counts(opened, groups, shown.keys(), totals or {}))
    own = [count for count in counts if count.party == party]
    return Ego(
        party=shown_ref(graph, party),
        depth=depth,
        parties=tuple(shown_node(graph, p) for p in sorted({party, *(end for x in shown for end in (x.source, x.target))})),
        links=shown_links(shown),
        counts=counts,
        shown=sum(count.shown for count in own),
        total=sum(count.total for count in own),
        incomplete=(*_not_shown(counts), *sorted(skipped.values(), key=gap_order)),
    )


def _not_shown(counts: Sequence[LinkCount]) -> Iterator[Incomplete]:
    """That of the links of the parties looked beyond not all are shown, where that is so."""
    shown, total = sum(count.shown for count in counts), sum(count.total for count in counts)
    if shown < total:
        yield Incomplete(reason=IncompleteReason.LENGTH, part="links", shown=shown, total=total)


Groups = Mapping[tuple[str, Direction], list[Link]]


def _grouped(graph: LinkGraph, exclude: Set[str]) -> Mapping[str, Groups]:
    """Links of each party by kind and direction, in the order in which they are shown."""
    found: dict[str, dict[tuple[str, Direction], list[Link]]] = defaultdict(lambda: defaultdict(list))
    for link in dict.fromkeys(graph.links):
        if link.kind not in exclude and link.source in graph.nodes and link.target in graph.nodes:
            found[link.source][link.kind, Direction.OUT].append(link)
            found[link.target][link.kind, Direction.IN].append(link)
    for party, groups in found.items():
        for links in groups.values():
            # Sorting is stable: the last key sorted by counts most.
            links.sort(key=lambda link: (link.other(party), link.fact))
            links.sort(key=lambda link: link.since or "", reverse=True)
            links.sort(key=lambda link: -1.0 if link.share is None else link.share.high, reverse=True)
    return found


def _first(groups: Groups, limits: Mapping[str, int], limit: int) -> Iterator[tuple[str, list[Link]]]:
    for (kind, _), links in sorted(groups.items()):
        yield kind, links[: limits.get(kind, limit)]


def _stops(graph: LinkGraph, party: str, rules: RelationRules, through: Set[Why], most_degree: int, left: int) -> str | None:
    if (why := stops(rules, graph.nodes[party], through)) is not None:
        return why
    if graph.degrees.get(party, 0) > most_degree:
        return Why.HUB
    return IncompleteReason.LENGTH if left <= 0 else None


def _counts(
    opened: Iterable[str], groups: Mapping[str, Groups], shown: Set[Link], totals: Mapping[LinkKey, int]
) -> Iterator[LinkCount]:
    for party in opened:
        kinds = groups[party].keys() | {(kind, direction) for p, kind, direction in totals if p == party}
        for kind, direction in sorted(kinds):
            links = groups[party].get((kind, direction), [])
            total = max(totals.get((party, kind, direction), 0), len(links))
            yield LinkCount(
                party=party, kind=kind, direction=direction, shown=sum(link in shown for link in links), total=total
            )
