"""Persons of one name that may be one: never by the name alone, only where records link what they are of.

What comes out are suspicions: each can be taken back, and none merges anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2

from app.analytics.errors import OnePartyTwice
from app.analytics.linkage.signals import Weighing
from app.analytics.linkage.suspected import likeliest, listed_suspicions, not_compared, with_verdict
from app.analytics.linkage.traits import Frequencies, Trait
from app.analytics.relations.neighbourhood import Near
from app.analytics.structure.graph import LinkGraph
from app.rules.linkage import SuspicionRules, suspicion_rules
from models.answers.linkage import (
    Band,
    CommonValue,
    CommonValues,
    Signal,
    SignalKind,
    SignalState,
    Suspected,
    Suspicion,
    SuspicionKind,
    WhyNot,
)

NAME = SignalKind.PERSON
DOCUMENT = "pid:"
"""How the id of a person begins who is known by a document."""


@dataclass(frozen=True, slots=True)
class _Persons:
    """Persons by name, and what each is of."""

    named: Mapping[str, Sequence[str]]
    of: Mapping[str, Mapping[str, str]]
    names: Mapping[str, frozenset[str]]


def same_person(
    traits: Iterable[Trait],
    found: Frequencies,
    graph: LinkGraph,
    *,
    limit: int = 100,
    most_pairs: int = 20_000,
    rules: SuspicionRules | None = None,
) -> Suspected:
    """Pairs of persons of one name whose enterprises are linked within the neighbourhood of the rules, the likeliest first.

    `traits` of the kind person state each person (`via`), the name, and the enterprise that the person is of; others are not
    looked at. Two persons known by two documents are taken for two, though one may have two. Names that too many bear are
    listed, and not followed.
    """
    rules = rules or suspicion_rules()
    persons = _persons(traits)
    common = common_names(found, persons.named, rules)
    weighing, near = Weighing.of(rules, found, common), _near(graph, rules)
    items: list[Suspicion] = []
    compared, cut = 0, False
    for one, two in _pairs(persons, weighing):
        if compared == most_pairs:
            cut = True
            break
        compared += 1
        suspicion = _pair(one, two, persons, near, weighing)
        if suspicion.band is not Band.BELOW:
            items.append(suspicion)
    return listed_suspicions(
        sorted(items, key=likeliest), compared, common, rules, limit, not_compared(compared) if cut else ()
    )


def why_not_same(
    one: str, two: str, traits: Iterable[Trait], found: Frequencies, graph: LinkGraph, *, rules: SuspicionRules | None = None
) -> WhyNot:
    """Why two persons are not taken for one, or that they are suspected to be.

    Raises:
        OnePartyTwice: they are one node.
    """
    if one == two:
        raise OnePartyTwice(one, "persons")
    rules = rules or suspicion_rules()
    persons = _persons(traits)
    common = common_names(found, persons.named, rules)
    weighing = Weighing.of(rules, found, common)
    return with_verdict(_pair(one, two, persons, _near(graph, rules), weighing), weighing, common)


def common_names(found: Frequencies, names: Iterable[str], rules: SuspicionRules) -> CommonValues:
    """The names that more persons bear than are compared, the commonest first."""
    total, most = found.total(NAME), rules.same_person.common_above
    items = [CommonValue(kind=NAME, value=n, count=c, total=total) for n in names if (c := found.count(NAME, n)) > most]
    items.sort(key=lambda item: (-item.count, item.value))
    return CommonValues(version=f"{rules.name}-{rules.version}-{most}", items=tuple(items))


def _near(graph: LinkGraph, rules: SuspicionRules) -> Near:
    how = rules.same_person.neighbourhood
    return Near(graph, how.hops, how.most_degree)


def _persons(traits: Iterable[Trait]) -> _Persons:
    named: dict[str, set[str]] = defaultdict(set)
    of: dict[str, dict[str, str]] = defaultdict(dict)
    names: dict[str, set[str]] = defaultdict(set)
    for each in sorted((t for t in traits if t.kind is NAME and t.via), key=lambda t: (t.party, t.fact)):
        assert each.via is not None
        named[each.value].add(each.via)
        of[each.via].setdefault(each.party, each.fact)
        names[each.via].add(each.value)
    return _Persons({n: sorted(p) for n, p in named.items()}, of, {p: frozenset(n) for p, n in names.items()})


def _pairs(persons: _Persons, weighing: Weighing) -> Iterator[tuple[str, str]]:
    """Persons that share a name that is followed, rarer names first."""
    compared = set()
    for name in sorted(persons.named, key=lambda n: (weighing.frequencies.count(NAME, n), n)):
        if (NAME, name) not in weighing.common:
            for pair in combinations(persons.named[name], 2):
                if pair not in compared:
                    compared.add(pair)
                    yield pair


def _pair(one: str, two: str, persons: _Persons, near: Near, weighing: Weighing) -> Suspicion:
    rule = weighing.rules.same_person
    name, close = _name(one, two, persons, weighing), _closeness(one, two, persons, near, weighing)
    if name.state is SignalState.SHARED and one.startswith(DOCUMENT) and two.startswith(DOCUMENT):
        name = name.model_copy(update={"state": SignalState.CONTRADICTED, "weight": 0.0})
    elif name.state is SignalState.SHARED and close.state is not SignalState.SHARED:
        name = name.model_copy(update={"state": SignalState.NAME_ALONE, "weight": 0.0})
    # Without a name in common it says nothing that two persons are near each other.
    signals = (name, close) if name.state in (SignalState.SHARED, SignalState.NAME_ALONE) else (name,)
    prior = weighing.prior(rule.nodes, weighing.frequencies.total(NAME))
    return weighing.suspicion(SuspicionKind.SAME_PERSON, one, two, signals, prior)


def _name(one: str, two: str, persons: _Persons, weighing: Weighing) -> Signal:
    total = weighing.frequencies.total(NAME)
    mine, theirs = persons.names.get(one, frozenset()), persons.names.get(two, frozenset())
    if not mine or not theirs:
        return Signal(kind=NAME, state=SignalState.NOT_STATED if total else SignalState.NOT_LOADED, total=total)
    agreement = weighing.rules.same_person.name_agreement
    if not (shared := mine & theirs):
        return Signal(kind=NAME, state=SignalState.NOT_SHARED, total=total, weight=log2(1 - agreement))
    name = min(shared, key=lambda n: (weighing.frequencies.count(NAME, n), n))
    count = weighing.frequencies.count(NAME, name)
    facts = tuple(dict.fromkeys(fact for p in (one, two) for fact in persons.of[p].values()))
    if (NAME, name) in weighing.common:
        return Signal(kind=NAME, state=SignalState.TOO_COMMON, value=name, count=count, total=total, facts=facts)
    weight = weighing.weight(agreement, NAME, count)
    return Signal(kind=NAME, state=SignalState.SHARED, value=name, count=count, total=total, weight=weight, facts=facts)


def _closeness(one: str, two: str, persons: _Persons, near: Near, weighing: Weighing) -> Signal:
    """How near what the one is of is to what the other is of, by ways that pass through neither; and how few are so near."""
    kind, total = SignalKind.NEIGHBOURHOOD, weighing.frequencies.parties
    if not persons.of.get(one) or not persons.of.get(two):
        return Signal(kind=kind, state=SignalState.NOT_STATED, total=total)
    ways = [
        (around[there], near.within(around, around[there]), here, there)
        for here in persons.of[one]
        for around in (near.around(here, {one, two}),)
        for there in persons.of[two]
        if there in around
    ]
    agreement = weighing.rules.same_person.neighbourhood.agreement
    if not ways:
        return Signal(kind=kind, state=SignalState.NOT_SHARED, total=total, weight=log2(1 - agreement))
    hops, within, here, there = min(ways)
    weight = log2(agreement / min(1.0, within / max(total, 1)))
    facts = tuple(dict.fromkeys((persons.of[one][here], persons.of[two][there])))
    return Signal(
        kind=kind,
        state=SignalState.SHARED,
        value=f"{here} {there}",
        count=within,
        total=total,
        hops=hops,
        weight=weight,
        facts=facts,
    )
