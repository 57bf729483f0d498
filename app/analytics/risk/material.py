"""All that was read around parties, and the graph of risk that follows from it by a method: indicators, strengths, conduct."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from app.analytics.risk.conduct import RiskStop
from app.analytics.risk.found import PartyRecord, events_of
from app.analytics.risk.ledger import RiskEvent, ledger
from app.analytics.risk.network import HOPS, RiskEdge, RiskGraph, surroundings
from app.analytics.risk.strengths import RiskLink, risk_edges
from app.rules.risk_edges import RiskEdgeRules
from app.rules.risk_indicators import IndicatorSet, RiskKind


@dataclass(frozen=True)
class RiskMaterial:
    """What was read on a day.

    `links` join parties, `records` and `kinds` are those of parties whose own risk is worked out (of no kind: none), `stops`
    who does not conduct all risk, `loaded` the categories of which anything is loaded. `through` are the parties of which all
    links were read, `counted` those whose records were.
    """

    on: date
    loaded: frozenset[str]
    links: tuple[RiskLink, ...]
    records: Mapping[str, Sequence[PartyRecord]] = field(default_factory=dict)
    kinds: Mapping[str, RiskKind] = field(default_factory=dict)
    stops: Mapping[str, RiskStop] = field(default_factory=dict)
    through: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()

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
            for link in self.links
            if (link.first in through or link.second in through) and link.fact not in without
            for edge in risk_edges(rules, link)
            if edge.target in through
        )

    def graph(self, party: str, own: Mapping[str, int], edges: tuple[RiskEdge, ...]) -> RiskGraph:
        """The graph around a party, in which those are marked about whom more would have to be read."""
        conduct = {one: stop.conduct for one, stop in self.stops.items()}
        graph = RiskGraph(own, edges, conduct)
        away = surroundings(graph, party).away
        looked_at = {
            one for one, hops in away.items() if one in self.counted and (one in self.through or one in conduct or hops == HOPS)
        }
        return RiskGraph(own, edges, conduct, away.keys() - looked_at)
