"""What two parties have in common, weighed.

A signal weighs log2(m / u): how much likelier it is between related parties (m) than between unrelated ones (u, from how common
the very value is): Fellegi and Sunter, "A Theory for Record Linkage" (1969), with the term frequencies of Winkler (1989). A
share a of related parties, from the rules, has it in common because they are related, and the others as often as anybody:
m = a + (1 - a)·u. So what both state and do not share weighs log2((1 - m) / (1 - u)) = log2(1 - a). Signals are taken as
independent of each other, except within a group, of which the strongest counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp2, log2

from app.analytics.linkage.traits import Frequencies, Trait, sequence_of
from app.rules.linkage import SignalRule, SuspicionRules
from models.answers.linkage import Band, CommonValues, Signal, SignalKind, SignalState, Suspicion, SuspicionKind

Traits = Mapping[SignalKind, Sequence[Trait]]


@dataclass(frozen=True, slots=True)
class Weighing:
    """What signals are weighed by: rules, how common each value is, and the values that are not followed."""

    rules: SuspicionRules
    frequencies: Frequencies
    common: frozenset[tuple[SignalKind, str]]

    @classmethod
    def of(cls, rules: SuspicionRules, found: Frequencies, common: CommonValues) -> "Weighing":
        """With a list of common values."""
        return cls(rules, found, frozenset((item.kind, item.value) for item in common.items))

    def weight(self, agreement: float, kind: SignalKind, count: int) -> float:
        """Bits that sharing a value adds which `count` of all that state such a thing have; never less than 0."""
        by_chance = min(1.0, max(count, 2) / max(self.frequencies.total(kind), 2))
        return log2(agreement / by_chance + 1 - agreement)

    def suspicion(self, kind: SuspicionKind, one: str, two: str, signals: Sequence[Signal], prior: float) -> Suspicion:
        """What signals come to, before a probability assumed before."""
        score = sum(signal.weight for signal in signals)
        probability = probability_of(score + prior)
        a, b = sorted((one, two))
        return Suspicion(
            kind=kind,
            a=a,
            b=b,
            score=score,
            prior=prior,
            probability=probability,
            band=self._band(probability, kind, signals),
            signals=tuple(signals),
        )

    def counts(self, kind: SuspicionKind, signal: Signal) -> bool:
        """Whether a signal is such that two parties are compared for it; no other alone makes them suspected."""
        if signal.state is not SignalState.SHARED:
            return False
        if kind is SuspicionKind.SAME_PERSON:
            return signal.kind is SignalKind.PERSON
        return self.rules.signals[signal.kind].follow

    def _band(self, probability: float, kind: SuspicionKind, signals: Iterable[Signal]) -> Band:
        if probability < self.rules.suspected_from or not any(self.counts(kind, signal) for signal in signals):
            return Band.BELOW
        return Band.STRONG if probability >= self.rules.strong_from else Band.SUSPECTED

    def prior(self, others: float, of: int) -> float:
        """Bits assumed before: `others` of `of` are what is looked for."""
        most = self.rules.prior.at_most
        return log2(min(others / max(of, 1), most / (1 - most)))


def probability_of(bits: float) -> float:
    """The probability that log-odds of that many bits stand for."""
    return 1 / (1 + exp2(-max(-1000.0, min(1000.0, bits))))


def traits_by_party(traits: Iterable[Trait]) -> Mapping[str, Traits]:
    """Traits by party and kind, in an order of their own."""
    found: dict[str, dict[SignalKind, list[Trait]]] = defaultdict(lambda: defaultdict(list))
    for each in sorted(set(traits), key=lambda t: (t.party, t.kind, t.value, t.via or "", t.fact)):
        found[each.party][each.kind].append(each)
    return found


def pair_signals(one: Traits, two: Traits, linked: bool, weighing: Weighing) -> list[Signal]:
    """All signals between two parties, in the order of the rules. `linked`: records link them, or their neighbourhoods."""
    rules = weighing.rules.signals
    found = {kind: _signal(kind, rule, one.get(kind, ()), two.get(kind, ()), weighing) for kind, rule in rules.items()}
    others = linked or any(s.state is SignalState.SHARED and rules[k].follow for k, s in found.items())
    for kind, signal in found.items():
        if rules[kind].by_name and signal.state is SignalState.SHARED and not others:
            found[kind] = signal.model_copy(update={"state": SignalState.NAME_ALONE, "weight": 0.0})
    _only_strongest(found, rules)
    return list(found.values())


def _signal(kind: SignalKind, rule: SignalRule, one: Sequence[Trait], two: Sequence[Trait], weighing: Weighing) -> Signal:
    total = weighing.frequencies.total(kind)
    if not one or not two:
        return Signal(kind=kind, state=SignalState.NOT_STATED if total else SignalState.NOT_LOADED, total=total)
    best: Signal | None = None
    compared = False
    for mine in one:
        for theirs in two:
            signal = _agreement(kind, rule, mine, theirs, weighing)
            compared |= signal is not None or not rule.gap or _same_run(mine, theirs)
            if signal is not None and (best is None or _rank(signal) > _rank(best)):
                best = signal
    if best is not None:
        return best
    if not compared:
        return Signal(kind=kind, state=SignalState.NOT_STATED, total=total)
    return Signal(kind=kind, state=SignalState.NOT_SHARED, total=total, weight=log2(1 - rule.agreement))


_ORDER = (SignalState.BY_RECORD, SignalState.TOO_COMMON, SignalState.SHARED)


def _rank(signal: Signal) -> tuple[int, float]:
    return _ORDER.index(signal.state), signal.weight


def _agreement(kind: SignalKind, rule: SignalRule, one: Trait, two: Trait, weighing: Weighing) -> Signal | None:
    """What two traits of a kind say of their parties; None where they do not agree."""
    found, total = weighing.frequencies, weighing.frequencies.total(kind)
    facts = tuple(dict.fromkeys((one.fact, two.fact)))
    if rule.gap:
        here, there = sequence_of(one.value), sequence_of(two.value)
        if here is None or there is None or here[0] != there[0] or not 0 < abs(here[1] - there[1]) <= rule.gap:
            return None
        # At most twice the gap of others are so near, whoever they are.
        near, value = 2 * rule.gap, f"{one.value} {two.value}"
        weight = weighing.weight(rule.agreement, kind, near)
        return Signal(kind=kind, state=SignalState.SHARED, value=value, count=near, total=total, weight=weight, facts=facts)
    if one.value != two.value:
        return None
    count = found.count(kind, one.value)
    state, weight = SignalState.SHARED, weighing.weight(rule.agreement, kind, count)
    if one.via is not None and one.via == two.via:
        state, weight = SignalState.BY_RECORD, 0.0
    elif (kind, one.value) in weighing.common:
        state, weight = SignalState.TOO_COMMON, 0.0
    return Signal(kind=kind, state=state, value=one.value, count=count, total=total, weight=weight, facts=facts)


def _same_run(one: Trait, two: Trait) -> bool:
    here, there = sequence_of(one.value), sequence_of(two.value)
    return here is not None and there is not None and here[0] == there[0]


def _only_strongest(found: dict[SignalKind, Signal], rules: Mapping[SignalKind, SignalRule]) -> None:
    """Of signals of one group, let the strongest that is shared count; else the one that speaks most against."""
    groups: dict[str, list[SignalKind]] = defaultdict(list)
    for kind in found:
        if (group := rules[kind].group) is not None:
            groups[group].append(kind)
    for kinds in groups.values():
        shared = [k for k in kinds if found[k].state is SignalState.SHARED]
        counts = max(shared, key=lambda k: found[k].weight) if shared else min(kinds, key=lambda k: found[k].weight)
        for kind in kinds:
            if kind != counts:
                state = SignalState.WEAKER if kind in shared else found[kind].state
                found[kind] = found[kind].model_copy(update={"state": state, "weight": 0.0})
