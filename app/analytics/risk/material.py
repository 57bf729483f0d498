"""All that was read around parties, and the graph of risk that follows from it by a method: indicators, strengths, conduct."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from app.analytics.risk.conduct import RiskStop
from app.analytics.risk.found import PartyRecord, events_of
from app.analytics.risk.ledger import RiskEvent, ledger
from app.analytics.risk.linked import REPORT, JoinedParties, list_links, other_links
from app.analytics.risk.network import HOPS, RiskEdge, RiskGraph, surroundings
from app.analytics.risk.strengths import RiskLink, risk_edges
from app.analytics.structure.network import Network
from app.rules.risk_edges import RiskEdgeRules, RiskLinkKind
from app.rules.risk_indicators import IndicatorSet, RiskKind


@dataclass(frozen=True)
class RiskMaterial:
    """What was read on a day.

    `links` join parties, `records` and `kinds` are those of parties whose own risk is worked out (of no kind: none), `stops`
    who does not conduct all risk, `loaded` the categories of which anything is loaded. `through` are the parties of which all
    links were read, `counted` those whose records were; of those in `links_cut` or `records_cut` not all were, so that what
    reaches them, or their own risk, may be more. `network` and `joined` are what the links follow from.
    """

    on: date
    loaded: frozenset[str]
    links: tuple[RiskLink, ...]
    records: Mapping[str, Sequence[PartyRecord]] = field(default_factory=dict)
    kinds: Mapping[str, RiskKind] = field(default_factory=dict)
    stops: Mapping[str, RiskStop] = field(default_factory=dict)
    through: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    links_cut: frozenset[str] = frozenset()
    records_cut: frozenset[str] = frozenset()
    network: Network = field(default_factory=lambda: Network({}))
    joined: JoinedParties = field(default_factory=JoinedParties)

    @cached_property
    def edge_facts(self) -> frozenset[str]:
        """The facts that links rest on."""
        return frozenset(fact for link in self.links for fact in link.facts)

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts that links rest on, and those of records."""
        return self.edge_facts.union(record.fact for some in self.records.values() for record in some)

    def events(self, rules: IndicatorSet, party: str, without: Set[str] = frozenset()) -> tuple[RiskEvent, ...]:
        """The events of a party that indicators are found in, looked for anew without some records."""
        if party not in self.kinds:
            return ()
        records = [one for one in self.records.get(party, ()) if one.fact not in without]
        return events_of(rules, self.kinds[party], records, self.on, self.loaded) if records else ()

    def own(self, rules: IndicatorSet, party: str, events: Collection[RiskEvent]) -> int:
        """The own risk that events of a party come to, in units of `nats`."""
        return ledger(rules, self.kinds[party], events, self.on).own if events else 0

    def edges(self, rules: RiskEdgeRules, without: Set[str] = frozenset()) -> tuple[RiskEdge, ...]:
        """The edges by the rules of strengths into those of whom all links were read, less those of some facts."""
        through = self.through
        return tuple(
            edge
            for link in (self._without(without) if without else self.links)
            if link.first in through or link.second in through
            for edge in risk_edges(rules, link)
            if edge.target in through
        )

    def _without(self, facts: Set[str]) -> Iterator[RiskLink]:
        """The links less some facts and records.

        A stake that rests on further facts is worked out anew, and so is a guarantee whose guarantor's net assets a record
        states.
        """
        left = {
            one: [record for record in some if record.fact not in facts]
            for one, some in self.records.items()
            if any(record.fact in facts and record.category == REPORT for record in some)
        }
        again: set[tuple[str, str]] = set()
        for link in self.links:
            if link.facts <= facts or (link.kind is RiskLinkKind.GUARANTEE and link.second in left):
                continue
            if link.facts.isdisjoint(facts):
                yield link
            else:
                again.add((link.first, link.second))
        network = (
            replace(self.network, rows=tuple(row for row in self.network.rows if row.fact not in facts)) if again else None
        )
        for links in list_links(network, {first for first, _ in again}).values() if network else ():
            yield from (one for one in links if one.kind is RiskLinkKind.HOLDING and (one.first, one.second) in again)
        given = [one for one in self.joined.guarantees if one.guarantor in left and one.fact not in facts]
        yield from other_links(JoinedParties(given), self.network.parties, left)

    def graph(self, party: str, own: Mapping[str, int], edges: tuple[RiskEdge, ...]) -> RiskGraph:
        """The graph around a party, in which those are marked about whom more would have to be read."""
        conduct = {one: stop.conduct for one, stop in self.stops.items()}
        graph = RiskGraph(own, edges, conduct)
        away = surroundings(graph, party).away
        counted, through = self.counted - self.records_cut, self.through - self.links_cut
        looked_at = {one for one, hops in away.items() if one in counted and (one in through or one in conduct or hops == HOPS)}
        return RiskGraph(own, edges, conduct, away.keys() - looked_at)
