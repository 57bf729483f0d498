"""Reads what suspected relations rest on: what parties state of themselves, who else does, and how common it all is."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from app.analytics.linkage.suspected import suspected_relations
from app.analytics.linkage.traits import Frequencies, Trait, common_values, trait
from app.analytics.structure.holders import with_form
from app.analytics.structure.network import Party
from app.answers.reading.rows import kind_among, stated_party
from app.answers.reading.session import Reader
from app.questions import Questions
from app.rules.linkage import SuspicionRules, suspicion_rules
from loaders.values.normalise import normalise_name
from models.answers.linkage import CommonValues, SignalKind, Suspected
from models.answers.shapes import Incomplete, IncompleteReason
from models.catalogue import Catalogue
from models.traits import TRAIT_TYPES, traits_of
from models.values.slices import slices

COUNTED = 1_000
"""How many parties that state one value are counted."""
POPULATION = 5_000
"""How many parties are counted in all: more make no single signal weigh more, and several together only a little."""
PAGE = 500
MOST_SHARERS = 20_000
MOST_PARTNERS = 500
KEPT = 64
OF_RECORDS = frozenset(SignalKind(kind.value) for kind in TRAIT_TYPES)
Value = tuple[SignalKind, str]


@dataclass(slots=True)
class StatedTraits:
    """What some parties state, how many parties state each value of those counted, and values as the caller may be shown them.

    `cut`: there was more than was read.
    """

    traits: set[Trait] = field(default_factory=set)
    counts: dict[Value, int] = field(default_factory=dict)
    shown: dict[Value, str] = field(default_factory=dict)
    cut: bool = False

    def of(self, party_id: str, kind: SignalKind) -> list[Trait]:
        """The traits of one kind of one party."""
        return [t for t in self.traits if t.party == party_id and t.kind is kind]


def not_disclosed(reader: Reader) -> tuple[Incomplete, ...]:
    """That some kinds of signal are not shown to the caller, where that is so."""
    hidden = withheld(reader.questions.catalogue, reader.caller.level)
    return (Incomplete(reason=IncompleteReason.WITHHELD, part="signals", fields=hidden),) if hidden else ()


def withheld(catalogue: Catalogue, level: int) -> tuple[SignalKind, ...]:
    """The kinds of traits that the catalogue has, but shows no caller of this level, whoever is asked about."""
    has = {p.type: False for c in catalogue.categories.values() for p in traits_of(c)}
    for c in catalogue.categories.values():
        has |= {p.type: True for p in traits_of(c) if max(c.level, p.level) <= level}
    return tuple(sorted(SignalKind(kind.value) for kind, shown in has.items() if not shown))


def rules_for(reader: Reader) -> SuspicionRules:
    """The rules without the signals that the caller may not be shown."""
    rules = suspicion_rules()
    hidden = withheld(reader.questions.catalogue, reader.caller.level)
    return rules.model_copy(update={"signals": {k: rule for k, rule in rules.signals.items() if k not in hidden}})


async def read_traits(reader: Reader, parties: Collection[str], *, counted: bool) -> StatedTraits:
    """What parties state; where `counted`, with how many others do, and in the form in which it may be shown."""
    found = StatedTraits()
    for page in slices(sorted(parties), PAGE):
        asked = {"party_ids": page, "most": MOST_SHARERS, "counted": COUNTED if counted else 0, "records": counted}
        answer = await reader.ask("network.traits", **asked)
        found.cut |= any(len(answer[part]) > MOST_SHARERS for part in ("traits", "people", "founded", "numbers"))
        _take(found, answer)
        if counted:
            kinds = {value: SignalKind(label.lower()) for _, label, value, *_ in answer["traits"]}
            found.counts |= {(kinds[value], value): count for value, count in answer["counts"] if value in kinds}
            found.counts |= {(SignalKind.ESTABLISHED, day): count for day, count in answer["days"]}
    if counted:
        await _count_names(reader, found)
    return found


def _take(found: StatedTraits, answer: Mapping[str, Any]) -> None:
    for party_id, label, value, fact, prop, record in answer["traits"]:
        kind = SignalKind(label.lower())
        found.traits.add(Trait(party_id, kind, value, fact))
        if record:
            found.shown.setdefault((kind, value), str(record["values"].get(prop, "")))
    for party_id, person, fact, name in answer["people"]:
        known = name or person_name(person)
        if known and (read := trait(party_id, SignalKind.PERSON, known, fact, person)):
            found.traits.add(read)
    for party_id, day, fact in answer["founded"]:
        found.traits.add(Trait(party_id, SignalKind.ESTABLISHED, day, fact))
    for party_id, identifier in answer["numbers"]:
        if read := trait(party_id, SignalKind.NUMBER, identifier, identifier):
            found.traits.add(read)


def person_name(person: str) -> str | None:
    """The name in the id of a person who is known by it."""
    return person.rpartition(":")[2] if person.startswith("person:") else None


async def _count_names(reader: Reader, found: StatedTraits) -> None:
    bearers: dict[str, set[str]] = {}
    for each in found.traits:
        if each.kind is SignalKind.PERSON and each.via:
            bearers.setdefault(each.value, set()).add(each.via)
    counted = await name_counts(reader, bearers)
    found.counts |= {(SignalKind.PERSON, name): max(counted.get(name, 0), len(who)) for name, who in bearers.items()}


async def name_counts(reader: Reader, names: Iterable[str]) -> dict[str, int]:
    """How many persons bear each name, of those who are known by a name in some party."""
    wanted = sorted({normalise_name(name) for name in names})
    out: dict[str, int] = {}
    for page in slices(wanted, PAGE):
        answer = await reader.ask("network.namesakes", names=page, counted=COUNTED)
        out |= dict(answer["counts"])
    return out


_POPULATIONS: WeakKeyDictionary[Questions, OrderedDict[tuple[Any, ...], dict[str, int]]] = WeakKeyDictionary()


async def read_frequencies(reader: Reader, counts: Mapping[Value, int]) -> Frequencies:
    """How common values are among all parties, once something was read; these are counted once for each tick, day and level."""
    known = _POPULATIONS.setdefault(reader.questions, OrderedDict())
    caller = reader.caller
    kinds = sorted(k for k in rules_for(reader).signals if k in OF_RECORDS)
    key = caller.level, caller.today, reader.stamp["as_of"], reader.stamp["known_at"], reader.view
    if key not in known:
        answer = await reader.ask("network.population", kinds=kinds, counted=POPULATION)
        known[key] = dict(answer["totals"])
        while len(known) > KEPT:
            known.popitem(last=False)
    totals = known[key]
    of_kinds = {k: totals[k] for k in (*map(SignalKind, kinds), SignalKind.PERSON, SignalKind.ESTABLISHED)}
    return Frequencies(totals["parties"], of_kinds | {SignalKind.NUMBER: totals["parties"]}, dict(counts))


async def partners(
    reader: Reader, mine: StatedTraits, common: CommonValues, rules: SuspicionRules
) -> tuple[dict[str, Party], bool]:
    """Who else states values that are followed, those of rarer values first; and whether there are more than are read."""
    listed = {(item.kind, item.value) for item in common.items}
    followed = sorted(
        ((count, value) for (kind, value), count in mine.counts.items() if count > 1 and _follows(rules, kind, value, listed))
    )
    own = {t.party for t in mine.traits}
    found: dict[str, Party] = {}
    cut = False
    for page in slices([value for _, value in followed], PAGE):
        pairs = (await reader.ask("network.sharing", traits=page, most=MOST_SHARERS))["pairs"]
        cut |= len(pairs) > MOST_SHARERS
        place = {value: n for n, value in enumerate(page)}
        for _, other, labels in sorted(pairs, key=lambda pair: (place[pair[0]], pair[1])):
            if other not in own and len(found) >= MOST_PARTNERS and other not in found:
                return found, True
            if other not in own:
                found[other] = with_form(stated_party(other, kind_among(labels), None))
    return found, cut


def _follows(rules: SuspicionRules, kind: SignalKind, value: str, listed: Collection[Value]) -> bool:
    return kind in rules.signals and rules.signals[kind].follow and (kind, value) not in listed


async def suspicions(
    reader: Reader, parties: Collection[str], mine: StatedTraits, *, limit: int
) -> tuple[Suspected, dict[str, Party]]:
    """Whom these parties may be related to, the likeliest first, by what they and others state; and those others."""
    rules = rules_for(reader)
    found = await read_frequencies(reader, mine.counts)
    common = common_values(found, rules)
    others, cut = await partners(reader, mine, common, rules)
    theirs = await read_traits(reader, others, counted=False)
    suspicions = suspected_relations(mine.traits | theirs.traits, found, of=parties, common=common, limit=limit, rules=rules)
    if not (cut or mine.cut or theirs.cut):
        return suspicions, others
    unread = Incomplete(reason=IncompleteReason.READ, part="signals")
    return suspicions.model_copy(update={"incomplete": (*suspicions.incomplete, unread)}), others
