"""Which parties to read next, so that all paths between given parties come to light: a plan for whoever reads the graph."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set

from app.analytics.relations.costs import stops
from app.analytics.relations.path_graph import MOST_HOPS
from app.analytics.relations.shapes import not_followed
from app.analytics.structure.graph import Link, LinkGraph
from app.analytics.structure.network import Party
from app.rules.relations import RelationRules, relation_rules
from models.answers.network import Why
from models.answers.shapes import Incomplete, IncompleteReason


class Explorer:
    """Reads a graph in rounds from all parties at once, half the length of the paths from each.

        explorer = Explorer(parties)
        while not explorer.done():
            if uncounted := explorer.uncounted():
                explorer.count(count(uncounted))
            elif wanted := explorer.wants():
                explorer.take(*read(wanted))
        explorer.count(count(explorer.between()))
        graph, left = explorer.graph(), explorer.not_followed()

    Where nobody is left out, every path of at most `hops` between two of the parties is in the graph. A party is never asked
    for twice, nor where it has more than `most_degree` links or relates nobody, unless it is one of the parties themselves;
    nor where its links would be more than what is left of `most_links`. Whoever is left out is named; paths through it show
    only where they were met from both its sides. Not `identities`: there are no links that are no hop, and it reads less far.
    """

    def __init__(
        self,
        parties: Iterable[str],
        *,
        hops: int = MOST_HOPS,
        most_degree: int = 1_000,
        most_links: int = 100_000,
        batch: int = 500,
        through: Set[Why] = frozenset(),
        rules: RelationRules | None = None,
        degrees: Mapping[str, int] | None = None,
        identities: bool = True,
    ) -> None:
        self._rules = rules or relation_rules()
        # Two ways of equal length may meet over an identity, which is no hop: only one of its ends leads to it.
        self._radius = hops // 2 + 1 if identities else (hops + 1) // 2
        self._most_degree = most_degree
        self._most_links = self._left = most_links
        self._batch = batch
        self._through = through
        self._origins = frozenset(parties)
        self._away = dict.fromkeys(self._origins, 0)
        self._level = 0
        self._waiting = set(self._origins)
        self._nodes: dict[str, Party] = {}
        self._links: set[Link] = set()
        self._here: Counter[str] = Counter()
        self._degrees: dict[str, int] = dict(degrees or {})
        self._asked: set[str] = set()
        self._skipped: dict[str, str] = {}

    def done(self) -> bool:
        """Whether all is read that is to be read."""
        while not self._waiting and self._level < self._radius:
            self._level += 1
            self._waiting = {p for p, away in self._away.items() if away == self._level and self._is_to_read(p)}
        return self._level >= self._radius

    def uncounted(self) -> tuple[str, ...]:
        """The parties whose links are to be counted before any more are read; nobody where all that wait are counted."""
        if self.done():
            return ()
        return tuple(sorted(p for p in self._waiting if p not in self._degrees and p not in self._origins))

    def between(self) -> tuple[str, ...]:
        """The parties not yet counted that more than one other leads to: paths may run through them."""
        beside: dict[str, set[str]] = {}
        for link in self._links:
            beside.setdefault(link.source, set()).add(link.target)
            beside.setdefault(link.target, set()).add(link.source)
        return tuple(sorted(p for p, others in beside.items() if len(others) > 1 and p not in self._degrees))

    def count(self, degrees: Mapping[str, int]) -> None:
        """The number of links that parties have on the day, of all kinds."""
        self._degrees.update(degrees)
        self._waiting = {p for p in self._waiting if self._is_to_read(p)}

    def wants(self) -> tuple[str, ...]:
        """The parties to read next, those with the fewest links first; nobody where others are to be counted before."""
        while not self.done() and not self.uncounted():
            if ready := self._ready():
                self._asked.update(ready)
                self._waiting.difference_update(ready)
                return ready
        return ()

    def take(self, parties: Iterable[Party], links: Iterable[Link], degrees: Mapping[str, int]) -> None:
        """All links of the parties last wanted, the parties at both ends of them, and what is known of numbers of links."""
        self._nodes.update((party.id, party) for party in parties)
        self._degrees.update(degrees)
        for link in links:
            if link not in self._links:
                self._links.add(link)
                self._left -= 1
                self._here.update((link.source, link.target))
                self._reach(link)

    def cut(self, parties: Iterable[str]) -> None:
        """Note that not all links of these parties were read."""
        self._skipped.update(dict.fromkeys(parties, IncompleteReason.READ))

    def graph(self) -> LinkGraph:
        """What has been read."""
        links = sorted(self._links, key=lambda link: (link.source, link.target, link.kind, link.fact))
        return LinkGraph(dict(self._nodes), tuple(links), dict(self._degrees))

    def not_followed(self) -> tuple[Incomplete, ...]:
        """Parties that were reached and not read, with the reason, sorted by id."""
        graph = LinkGraph(self._nodes, (), self._degrees)
        limits: dict[str, int] = {Why.HUB: self._most_degree, IncompleteReason.READ: self._most_links}
        skipped = sorted(self._skipped.items())
        return tuple(not_followed(graph, p, why, limits.get(why)) for p, why in skipped if p in self._nodes)

    def _ready(self) -> tuple[str, ...]:
        """A batch of this round that there is work left for."""
        ready: list[str] = []
        left = self._left
        for party in sorted(self._waiting, key=lambda p: (self._degrees.get(p, 0), p)):
            if len(ready) == self._batch:
                break
            left -= self._degrees.get(party, 0)
            if left < 0:
                # All that wait have at least as many links. What was chosen may yet turn out to have fewer new ones.
                if not ready:
                    self._skipped.update(dict.fromkeys(self._waiting, IncompleteReason.READ))
                    self._waiting.clear()
                break
            ready.append(party)
        return tuple(ready)

    def _reach(self, link: Link) -> None:
        """Note how far the ends of a link are, and whether they are to be read in this round."""
        for here in (link.source, link.target):
            there = link.other(here)
            if here not in self._asked:
                continue
            away = self._away[here] + (not self._rules.is_identity(link.kind))
            if away < self._away.get(there, self._radius + 1):
                self._away[there] = away
                if away == self._level and self._is_to_read(there):
                    self._waiting.add(there)

    def _is_to_read(self, party: str) -> bool:
        """Whether a party may have links that are not here yet, and may be asked for."""
        if party in self._asked:
            return False
        degree = self._degrees.get(party)
        if party not in self._origins:
            if (why := self._stops(party, degree)) is not None:
                self._skipped[party] = why
                return False
            if degree is not None and self._here[party] >= degree:
                return False
        return True

    def _stops(self, party: str, degree: int | None) -> Why | None:
        node = self._nodes.get(party)
        if node is not None and (why := stops(self._rules, node, self._through)) is not None:
            return why
        return Why.HUB if degree is not None and degree > self._most_degree else None
