"""How near parties are by records: the few hops within which a common name may be one person's."""

from collections import defaultdict, deque
from collections.abc import Mapping, Set

from app.analytics.relations.costs import stops
from app.analytics.structure.graph import LinkGraph
from app.rules.relations import RelationRules, relation_rules

PERSON = "Person"


class Near:
    """Parties near each other, by links of any kind; not through hubs, nominees or bodies of the state."""

    def __init__(self, graph: LinkGraph, hops: int, most_degree: int, rules: RelationRules | None = None) -> None:
        self._rules = rules or relation_rules()
        self._hops = hops
        self._persons = {party for party, node in graph.nodes.items() if node.kind == PERSON}
        self._steps: dict[str, dict[str, int]] = defaultdict(dict)
        for link in graph.links:
            if link.source in graph.nodes and link.target in graph.nodes:
                hop = int(not self._rules.is_identity(link.kind))
                for here, there in ((link.source, link.target), (link.target, link.source)):
                    self._steps[here][there] = min(hop, self._steps[here].get(there, 1))
        self._shut = {
            party
            for party, node in graph.nodes.items()
            if stops(self._rules, node) or graph.degrees.get(party, len(self._steps.get(party, ()))) > most_degree
        }
        self._known: dict[tuple[str, frozenset[str]], Mapping[str, int]] = {}

    def around(self, party: str, without: Set[str] = frozenset()) -> Mapping[str, int]:
        """Parties within reach and their distances, the party itself at 0, on ways that pass through nobody of `without`."""
        key = party, frozenset(without)
        if key not in self._known:
            self._known[key] = self._around(party, key[1])
        return self._known[key]

    def within(self, around: Mapping[str, int], distance: int) -> int:
        """How many of those around, persons aside, are no farther than that."""
        return sum(away <= distance and party not in self._persons for party, away in around.items())

    def _around(self, party: str, without: frozenset[str]) -> Mapping[str, int]:
        away = {party: 0}
        queue = deque([(party, 0)])
        while queue:
            here, distance = queue.popleft()
            if distance > away[here] or (here in self._shut and here != party):
                continue
            for there, hop in self._steps.get(here, {}).items():
                farther = distance + hop
                if there not in without and farther <= self._hops and farther < away.get(there, self._hops + 1):
                    away[there] = farther
                    (queue.append if hop else queue.appendleft)((there, farther))
        return away
