"""Follows links from parties to others that share something with them, a step at a time, few questions each."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from app.analytics.clues.paths import ClueStep
from app.answers.clues.reading import Bearings, name_of_department, number_of, pages_of, read_bearers
from app.answers.reading.linkage import read_traits
from app.answers.reading.session import Reader
from app.questions import Questions
from app.questions.once import OncePerTick
from app.rules.clues import ClueRules
from app.rules.relations import relation_rules
from loaders.values.addresses import is_shared_premises
from models.answers.linkage import SignalKind
from models.catalogue import Kind
from models.clues.parts import ClueKind

COUNTED = 200_000
"""How many parties are counted in all; where there are more, bits are counted from this many."""
MOST_LINKS = 50_000
DOCUMENT_PAGE = 200
MOST_OF_DAY = 1_000
"""Of a day on which more were founded the number is not known, and it says nothing."""
_OF_TRAITS = {
    SignalKind.ADDRESS: ClueKind.ADDRESS,
    SignalKind.PHONE: ClueKind.PHONE,
    SignalKind.EMAIL: ClueKind.EMAIL,
    SignalKind.AGENT: ClueKind.AGENT,
}
_LINKED = frozenset({Kind.ENTERPRISE, Kind.ORGANISATION})


@dataclass(slots=True)
class Spread:
    """The steps that lead on from some parties, values too common to be followed with their numbers, and what was not read.

    `founded`: the day on which each was founded, and the fact; `day_counts`: how many were on that day.
    """

    steps: list[ClueStep] = field(default_factory=list)
    common: dict[str, int] = field(default_factory=dict)
    bearings: Bearings = field(default_factory=Bearings)
    founded: dict[str, tuple[str, str]] = field(default_factory=dict)
    day_counts: dict[str, int] = field(default_factory=dict)


_COUNTS: WeakKeyDictionary[Questions, OncePerTick[dict[str, int]]] = WeakKeyDictionary()


async def populations(reader: Reader) -> dict[ClueKind, int]:
    """How many parties state anything of each kind, COUNTED at most; of people, links and documents all parties."""
    caller, stamp = reader.caller, reader.stamp

    async def read() -> dict[str, int]:
        answer = await reader.ask("network.population", kinds=sorted(_OF_TRAITS.values()), counted=COUNTED)
        return dict(answer["totals"])

    key = caller.level, caller.today, stamp["as_of"], stamp["known_at"], reader.view
    totals = await _COUNTS.setdefault(reader.questions, OncePerTick()).get(key, stamp["tick"], read)
    stated = {kind: totals[kind.value] for kind in _OF_TRAITS.values()} | {ClueKind.SERIAL: totals["established"]}
    return {kind: stated.get(kind, totals["parties"]) for kind in ClueKind}


def serial_steps(sources: Collection[str], steps: Iterable[ClueStep], found: Iterable[Spread]) -> list[ClueStep]:
    """Between parties that a step links: that both were founded on one day, which few others were. It leads to nobody new."""
    founded, counts = dict[str, tuple[str, str]](), dict[str, int]()
    for one in found:
        founded |= one.founded
        counts |= one.day_counts
    made = []
    for source, target in sorted({(step.source, step.target) for step in steps if step.source in sources}):
        (day, fact), (other, same) = founded.get(source, ("", "")), founded.get(target, ("", ""))
        if day and day == other and 1 < (count := counts.get(day, 0)) <= MOST_OF_DAY:
            made.append(
                ClueStep(source, target, ClueKind.SERIAL, f"serial:{day}", count - 1, count, tuple(sorted((fact, same))))
            )
    return made


async def spread(reader: Reader, parties: Collection[str], rules: ClueRules) -> Spread:
    """The steps that lead on from these parties: over what they state, their people, documents, and links to other firms."""
    found = Spread()
    if not parties:
        return found
    await _over_values(reader, parties, rules, found)
    await _over_links(reader, parties, rules, found)
    await _over_documents(reader, parties, rules, found)
    return found


async def _over_values(reader: Reader, parties: Collection[str], rules: ClueRules, found: Spread) -> None:
    mine = await read_traits(reader, parties, counted=True)
    found.bearings.cut |= mine.cut
    wanted = set[str]()
    found.founded |= {t.party: (t.value, t.fact) for t in mine.traits if t.kind is SignalKind.ESTABLISHED}
    found.day_counts |= {day: count for (signal, day), count in mine.counts.items() if signal is SignalKind.ESTABLISHED}
    for (signal, value), count in mine.counts.items():
        if (kind := _OF_TRAITS.get(signal)) is None or count < 2:
            continue
        if count > _limit(rules, kind, value):
            found.common[value] = count
            found.bearings.shown.setdefault(value, mine.shown.get((signal, value), ""))
        else:
            wanted.add(value)
    _followed(found, await read_bearers(reader, wanted, ()), parties, rules)


def _limit(rules: ClueRules, kind: ClueKind, value: str) -> int:
    premises = kind is ClueKind.ADDRESS and is_shared_premises(value.partition(":")[2])
    return rules.common_from(kind, premises=premises)


def _followed(
    found: Spread, bearings: Bearings, parties: Collection[str], rules: ClueRules, kind: ClueKind | None = None
) -> None:
    """Make a step from each of the parties over each value to all others that have it."""
    found.bearings.cut |= bearings.cut
    found.bearings.shown |= bearings.shown
    mine = set(parties)
    for value, bearers in sorted(bearings.facts.items()):
        of = kind or ClueKind(value.partition(":")[0])
        found.bearings.facts[value] = bearers
        if len(bearers) > _limit(rules, of, value):
            found.common[value] = len(bearers)
            continue
        for source in sorted(mine & bearers.keys()):
            found.steps += _steps(source, value, of, bearers)


def _steps(source: str, value: str, kind: ClueKind, bearers: Mapping[str, list[str]]) -> Iterable[ClueStep]:
    count = len(bearers)
    for target in sorted(bearers.keys() - {source}):
        yield ClueStep(source, target, kind, value, count - 1, count, tuple(sorted({*bearers[source], *bearers[target]})))


async def _over_links(reader: Reader, parties: Collection[str], rules: ClueRules, found: Spread) -> None:
    """Over persons who are of several parties, and to other firms by links on record."""
    without = sorted(relation_rules().identity)
    people, others = set[str](), defaultdict[tuple[str, str], set[str]](set)
    for page in pages_of(parties):
        answer = await reader.ask("network.links", party_ids=page, most=MOST_LINKS, without=without)
        found.bearings.cut |= len(answer["links"]) > MOST_LINKS
        kinds = {one: set(labels) for one, labels in answer["parties"]}
        for here, there, _, _, fact, *_ in answer["links"]:
            if Kind.PERSON in kinds.get(there, ()):
                people.add(there)
            elif kinds.get(there, set()) & _LINKED:
                others[here, there].add(fact)
    # Whom a name alone is known of stands beside one party, and leads to no other.
    known = [one for one in people if not one.startswith("person:")]
    _followed(found, await read_bearers(reader, (), known), parties, rules, ClueKind.PERSON)
    reached = Counter(here for here, _ in others)
    for (here, there), facts in sorted(others.items()):
        if reached[here] > rules.common_from(ClueKind.LINK):
            found.common[here] = reached[here]
        else:
            found.steps.append(ClueStep(here, there, ClueKind.LINK, there, reached[here], reached[here], tuple(sorted(facts))))


async def _over_documents(reader: Reader, parties: Collection[str], rules: ClueRules, found: Spread) -> None:
    bearings = Bearings()
    for page in pages_of(parties, DOCUMENT_PAGE):
        rows = (await reader.ask("clues.documents", party_ids=page, most=MOST_LINKS))["bearers"]
        bearings.cut |= len(rows) > MOST_LINKS
        for document, party, fact, provider, authority, name, record in rows:
            # Authorities number alike: of one document are the rows of one of them.
            value = f"document:{document}:{name_of_department(name, authority, provider)}"
            bearings.take(value, party, fact, None)
            bearings.shown.setdefault(value, number_of(reader.questions.catalogue, record))
    bearings.facts = {one: bearers for one, bearers in bearings.facts.items() if len(bearers) > 1}
    _followed(found, bearings, parties, rules, ClueKind.DOCUMENT)
