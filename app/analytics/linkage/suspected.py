"""Suspected relations between parties: who shares what with whom, how strongly that speaks, and why two are not linked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from app.analytics.errors import OnePartyTwice
from app.analytics.linkage.signals import Traits, Weighing, pair_signals, traits_by_party
from app.analytics.linkage.traits import Frequencies, Trait, common_values
from app.analytics.relations.neighbourhood import Near
from app.analytics.structure.graph import Link, LinkGraph
from app.rules.linkage import SuspicionRules, suspicion_rules
from models.answers.linkage import (
    Band,
    CommonValues,
    SignalKind,
    SignalState,
    Suspected,
    Suspicion,
    SuspicionKind,
    Verdict,
    WhyNot,
)
from models.answers.shapes import Incomplete, IncompleteReason

SUSPICIONS = {SuspicionKind.RELATED: "SUSPECTED", SuspicionKind.SAME_PERSON: "SAME_AS"}
"""Of each kind of suspicion, the kind of link it makes where suspicions are taken for links."""


def suspected_relations(
    traits: Iterable[Trait],
    found: Frequencies,
    *,
    of: Collection[str] | None = None,
    graph: LinkGraph | None = None,
    common: CommonValues | None = None,
    limit: int = 100,
    most_pairs: int = 20_000,
    rules: SuspicionRules | None = None,
) -> Suspected:
    """Parties that share something, scored; the likeliest first, at most `limit` of them.

    `traits` are those of all parties to be compared, `found` how common each value is among everybody. `of`: only relations
    of these parties. `graph`: links on record, near which a common name counts. `common`: a list of common values to keep to;
    else it is made from `found`. Rarer values are followed first, to `most_pairs` pairs.
    """
    rules = rules or suspicion_rules()
    common = common or common_values(found, rules)
    weighing = Weighing.of(rules, found, common)
    parties = traits_by_party(traits)
    near = _near(graph, rules)
    pairs, cut = _pairs(parties, weighing, None if of is None else frozenset(of), most_pairs)
    scored = (_pair(a, b, parties, near, weighing) for a, b in pairs)
    items = sorted((s for s in scored if s.band is not Band.BELOW), key=likeliest)
    return listed_suspicions(items, len(pairs), common, rules, limit, not_compared(len(pairs)) if cut else ())


def likeliest(item: Suspicion) -> tuple[float, str, str]:
    """What suspicions are sorted by: the likeliest first, then ids."""
    return -(item.score + item.prior), item.a, item.b


def listed_suspicions(
    items: Sequence[Suspicion],
    compared: int,
    common: CommonValues,
    rules: SuspicionRules,
    limit: int,
    left_out: Sequence[Incomplete],
) -> Suspected:
    """Suspicions as they are answered; `left_out` is what was not read or not compared."""
    part = Incomplete(reason=IncompleteReason.LENGTH, part="suspicions", shown=limit, total=len(items))
    return Suspected(
        items=tuple(items[:limit]),
        shown=len(items[:limit]),
        total=len(items),
        compared=compared,
        common=common,
        rules=rules.name,
        rules_version=rules.version,
        suspected_from=rules.suspected_from,
        incomplete=(*([part] if len(items) > limit else []), *left_out),
    )


def not_compared(compared: int) -> tuple[Incomplete, ...]:
    """That only so many pairs were compared of those that share something."""
    return (Incomplete(reason=IncompleteReason.WORK, part="pairs", limit=compared),)


def why_not_linked(
    one: str,
    two: str,
    traits: Iterable[Trait],
    found: Frequencies,
    *,
    graph: LinkGraph | None = None,
    common: CommonValues | None = None,
    rules: SuspicionRules | None = None,
) -> WhyNot:
    """Why two parties are not linked by suspicion, or that they are: each signal, whether it is shared, and what it adds.

    Raises:
        OnePartyTwice: they are one party.
    """
    if one == two:
        raise OnePartyTwice(one, "parties")
    rules = rules or suspicion_rules()
    common = common or common_values(found, rules)
    weighing = Weighing.of(rules, found, common)
    suspicion = _pair(one, two, traits_by_party(traits), _near(graph, rules), weighing)
    return with_verdict(suspicion, weighing, common)


def with_verdict(suspicion: Suspicion, weighing: Weighing, common: CommonValues) -> WhyNot:
    """A suspicion with what it comes to, in a word."""
    return WhyNot(
        a=suspicion.a,
        b=suspicion.b,
        verdict=_verdict(suspicion, weighing),
        suspicion=suspicion,
        suspected_from=weighing.rules.suspected_from,
        common_version=common.version,
    )


def suspected_links(items: Iterable[Suspicion]) -> tuple[Link, ...]:
    """Suspicions as links, for networks that take likely ones in. They rest on no fact of their own, and nothing is merged."""
    return tuple(Link(s.a, s.b, SUSPICIONS[s.kind], f"suspected:{s.a}:{s.b}", by_name="likely") for s in items)


def _near(graph: LinkGraph | None, rules: SuspicionRules) -> Near | None:
    how = rules.same_person.neighbourhood
    return None if graph is None else Near(graph, how.hops, how.most_degree)


def _pairs(
    parties: Mapping[str, Traits], weighing: Weighing, of: frozenset[str] | None, most: int
) -> tuple[dict[tuple[str, str], None], bool]:
    """Pairs that share a value that is followed, rarer values first; and whether there are more than `most`."""
    pairs: dict[tuple[str, str], None] = {}
    for sharers in _blocks(parties, weighing):
        for n, b in enumerate(sharers):
            for a in sharers[:n]:
                if of is None or a in of or b in of:
                    if len(pairs) >= most and (a, b) not in pairs:
                        return pairs, True
                    pairs[a, b] = None
    return pairs, False


def _blocks(parties: Mapping[str, Traits], weighing: Weighing) -> Iterator[list[str]]:
    """Who shares a value that is followed, ids in order; rarer values first."""
    having: dict[tuple[SignalKind, str], set[str]] = defaultdict(set)
    for party, kinds in parties.items():
        for kind, rule in weighing.rules.signals.items():
            if rule.follow:
                for each in kinds.get(kind, ()):
                    having[kind, each.value].add(party)
    followed = ((key, who) for key, who in having.items() if len(who) > 1 and key not in weighing.common)
    for _, sharers in sorted(followed, key=lambda block: (weighing.frequencies.count(*block[0]), len(block[1]), block[0])):
        yield sorted(sharers)


def _pair(one: str, two: str, parties: Mapping[str, Traits], near: Near | None, weighing: Weighing) -> Suspicion:
    linked = near is not None and two in near.around(one)
    signals = pair_signals(parties.get(one, {}), parties.get(two, {}), linked, weighing)
    prior = weighing.prior(weighing.rules.prior.related, weighing.frequencies.parties)
    return weighing.suspicion(SuspicionKind.RELATED, one, two, signals, prior)


def _verdict(suspicion: Suspicion, weighing: Weighing) -> Verdict:
    if suspicion.band is not Band.BELOW:
        return Verdict.SUSPECTED
    states = {signal.state for signal in suspicion.signals}
    if SignalState.BY_RECORD not in states and any(weighing.counts(suspicion.kind, signal) for signal in suspicion.signals):
        return Verdict.BELOW
    return next((verdict for state, verdict in _VERDICTS if state in states), Verdict.NOTHING_STATED)


_VERDICTS: tuple[tuple[SignalState, Verdict], ...] = (
    (SignalState.BY_RECORD, Verdict.BY_RECORD),
    (SignalState.CONTRADICTED, Verdict.CONTRADICTED),
    (SignalState.TOO_COMMON, Verdict.ONLY_COMMON),
    (SignalState.NAME_ALONE, Verdict.NAME_ALONE),
    (SignalState.SHARED, Verdict.BELOW),
    (SignalState.NOT_SHARED, Verdict.NOTHING_SHARED),
)
