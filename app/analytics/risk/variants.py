"""Exposure worked out anew without an edge, a record or an indicator, and with strengths and points a fifth more and less."""

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.analytics.errors import UnknownIndicator
from app.analytics.risk.exposure import Exposure, exposure
from app.analytics.risk.ledger import RiskEvent
from app.analytics.risk.material import RiskMaterial
from app.analytics.risk.network import MOST, RiskGraph
from app.rules.risk_edges import RiskEdgeRules, RiskLinkKind, Strength
from app.rules.risk_indicators import IndicatorSet

FIFTH = 0.2
"""By which part strengths and points are changed, up and down, to see how an exposure hangs on them."""
MOST_POINTS = 100.0


@dataclass(frozen=True, slots=True)
class Less:
    """What is taken out: edges and records by their facts, indicators by their ids."""

    edges: Set[str] = frozenset()
    records: Set[str] = frozenset()
    indicators: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How an exposure moves with one strength (`kind`) or one indicator's points: what it is with a fifth less, and more."""

    kind: RiskLinkKind | None
    indicator: str | None
    less: Exposure
    more: Exposure


@dataclass(frozen=True)
class ExposureWork:
    """What is worked out for one party from what was read, by indicators and strengths.

    `base` is what it differs from, where it was made from another: in the party asked about, and in the own risk of parties in
    `touched` at most.
    """

    material: RiskMaterial
    party: str
    indicators: IndicatorSet
    edges: RiskEdgeRules
    less: Less = field(default_factory=Less)
    base: "ExposureWork | None" = None
    touched: frozenset[str] = frozenset()

    @cached_property
    def events(self) -> Mapping[str, tuple[RiskEvent, ...]]:
        """The events of each party that has any."""
        base = {} if self.base is None else {k: found for k, found in self.base.events.items() if k not in self.touched}
        parties = self.material.records if self.base is None else self.touched
        new = {party: self.material.events(self.indicators, party, self.less.records) for party in parties}
        return base | {party: found for party, found in new.items() if found}

    @cached_property
    def own(self) -> Mapping[str, int]:
        """The own risk of each party that has any, in units of `nats`."""
        base = {} if self.base is None else {k: units for k, units in self.base.own.items() if k not in self.touched}
        parties = self.events if self.base is None else self.touched & self.events.keys()
        new = {party: self.material.own(self.indicators, party, self.events[party]) for party in parties}
        return base | {party: units for party, units in new.items() if units > 0}

    @cached_property
    def graph(self) -> RiskGraph:
        """The graph that it is worked out on."""
        # A record may join parties too, as a pledge does: without it the edge is gone as well.
        less = self.less.edges | self.less.records
        if self.base is not None and not less and self.edges is self.base.edges and self.party == self.base.party:
            return replace(self.base.graph, own=self.own)
        return self.material.graph(self.party, self.own, self.material.edges(self.edges, less))

    @cached_property
    def found(self) -> Exposure:
        """The exposure."""
        return exposure(self.graph, self.party)

    @property
    def needs_more(self) -> bool:
        """Whether it may hang on what was not read: where edges are shared, what is too weak to contribute counts in them."""
        return self.found.exposed < self.found.by_paths and bool(self.graph.unread)

    def of(self, party: str) -> "ExposureWork":
        """The same for another party, from the same records."""
        return replace(self, party=party, base=self, touched=frozenset())

    def without(self, less: Less) -> "ExposureWork":
        """The same, less some of what counts.

        Raises UnknownIndicator for one that the rules do not have.
        """
        rules = without_indicators(self.indicators, less.indicators)
        having = {
            party
            for party, records in self.material.records.items()
            if less.records and any(record.fact in less.records for record in records)
        }
        touched = frozenset(having | self._with_events(less.indicators))
        return replace(self, indicators=rules, less=less, base=self, touched=touched)

    @property
    def ways(self) -> int:
        """About how many times `sensitivities` work the exposure out."""
        indicators = {event.indicator for found in self.events.values() for event in found}
        return 1 + 2 * (len({link.kind for link in self.material.links}) + len(indicators))

    def sensitivities(self) -> Iterator[Sensitivity]:
        """How the exposure moves with each strength and each indicator that moves it."""
        kinds = {link.kind for link in self.material.links}
        for kind in (one for one in RiskLinkKind if one in kinds):
            less, more = (
                replace(self, edges=_scaled_edges(self.edges, kind, by), base=self).found for by in (1 - FIFTH, 1 + FIFTH)
            )
            if self._moves(less) or self._moves(more):
                yield Sensitivity(kind, None, less, more)
        for name in self.indicators.indicators:
            touched = frozenset(self._with_events((name,)))
            if not touched:
                continue
            less, more = (
                replace(self, indicators=_scaled_points(self.indicators, name, by), base=self, touched=touched).found
                for by in (1 - FIFTH, 1 + FIFTH)
            )
            if self._moves(less) or self._moves(more):
                yield Sensitivity(None, name, less, more)

    def _with_events(self, names: Collection[str]) -> set[str]:
        return {party for party, found in self.events.items() if any(event.indicator in names for event in found)}

    def _moves(self, other: Exposure) -> bool:
        return (other.own, other.exposed) != (self.found.own, self.found.exposed)


def without_indicators(rules: IndicatorSet, names: Collection[str]) -> IndicatorSet:
    """The indicators less some. Raises UnknownIndicator for one that there is not."""
    for name in names:
        if name not in rules.indicators:
            raise UnknownIndicator(name)
    if not names:
        return rules
    return rules.model_copy(update={"indicators": {k: one for k, one in rules.indicators.items() if k not in names}})


def _scaled_points(rules: IndicatorSet, name: str, by: float) -> IndicatorSet:
    one = rules.indicators[name]
    changed = one.model_copy(
        update={
            "points": min(MOST_POINTS, one.points * by),
            "grades": {grade: min(MOST_POINTS, points * by) for grade, points in one.grades.items()},
            "most": None if one.most is None else one.most * by,
        }
    )
    return rules.model_copy(update={"indicators": {**rules.indicators, name: changed}})


def _scaled_edges(rules: RiskEdgeRules, kind: RiskLinkKind, by: float) -> RiskEdgeRules:
    rule = rules.edges[kind]

    def scaled(strength: Strength | None) -> Strength | None:
        return None if strength is None else strength.model_copy(update={"q": min(MOST, strength.q * by)})

    cases = {
        name: case.model_copy(update={"forward": scaled(case.forward), "back": scaled(case.back)})
        for name, case in rule.cases.items()
    }
    changed = rule.model_copy(update={"forward": scaled(rule.forward), "back": scaled(rule.back), "cases": cases})
    return rules.model_copy(update={"edges": {**rules.edges, kind: changed}})
