"""Finds what seeds stand for in the graph: parties, persons, and values that parties state."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.analytics.clues.paths import ClueStep
from app.analytics.clues.recognised import RecognisedText, recognised, spellings
from app.answers.clues.reading import Bearings, read_bearers
from app.answers.reading.session import Reader
from app.questions.search import folded
from app.rules.clues import ClueRules
from loaders.derive.traits import trait_id
from loaders.values.addresses import is_shared_premises
from loaders.values.normalise import normalise_name
from models.answers.search import Match
from models.catalogue import Kind, TypeName
from models.clues.parts import ClueKind
from models.clues.seeded import ClueSeed, SeedKind, UnusedReason, UnusedSeed

MOST_FOUND = 20
MOST_LOOKED_UP = 100
"""How many codes and names of all seeds together are searched for."""
MOST_PARTIES_SHOWN = 50
MOST_NUMBERED = 1_000
SURE = frozenset({Match.IDENTIFIER, Match.NAME})
_STATEMENT = re.compile(r"[0-9a-f]{32}")
_TRAITS = {
    TypeName.ADDRESS: SeedKind.ADDRESS,
    TypeName.PHONE: SeedKind.PHONE,
    TypeName.EMAIL: SeedKind.EMAIL,
    TypeName.AGENT: SeedKind.AGENT,
}


@dataclass(slots=True)
class FoundSeeds:
    """What seeds stand for: parties, the first steps from values and persons, what each was taken for, what leads nowhere.

    `sources` are the ids of parties, persons and values that paths begin at; `common` are values with too many bearers;
    `looked_up` counts searches.
    """

    parties: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    steps: list[ClueStep] = field(default_factory=list)
    seeds: list[ClueSeed] = field(default_factory=list)
    unused: list[UnusedSeed] = field(default_factory=list)
    common: dict[str, int] = field(default_factory=dict)
    bearings: Bearings = field(default_factory=Bearings)
    persons: dict[str, int] = field(default_factory=dict)
    looked_up: int = 0

    @property
    def people(self) -> dict[str, int]:
        """The persons that seeds may mean, each with how many bear the name."""
        return {one: times for one, times in self.persons.items() if one in self.sources}


@dataclass(slots=True)
class _Sought:
    """A text that is looked for, and whether it means anything, were it found by another text before."""

    seen: RecognisedText
    matched: bool = False


async def find_seeds(reader: Reader, texts: Sequence[str], rules: ClueRules) -> FoundSeeds:
    """What each of these texts stands for."""
    found = FoundSeeds()
    await reader.begin()
    sought = [_Sought(recognised(text)) for text in dict.fromkeys(texts)]
    for one in sought:
        await _find(reader, one, rules, found)
    await _records(reader, sought, found)
    found.unused += [
        UnusedSeed(value=one.seen.text[:40], reason=UnusedReason.UNKNOWN)
        for one in sought
        if not one.matched and not one.seen.identity_number
    ]
    return found


async def _find(reader: Reader, sought: _Sought, rules: ClueRules, found: FoundSeeds) -> None:
    seen = sought.seen
    found.bearings.cut |= seen.cut
    if seen.identity_number:
        found.unused.append(UnusedSeed(value=seen.text[:40], reason=UnusedReason.IDENTITY_NUMBER))
    wanted = [*seen.codes, *seen.names]
    if seen.is_value and seen.text and not (seen.identity_number and not wanted):
        wanted.insert(0, seen.text)
    for one in dict.fromkeys(wanted):
        if found.looked_up >= MOST_LOOKED_UP:
            found.bearings.cut = True
            break
        found.looked_up += 1
        sought.matched |= await _parties(reader, one, seen, found)
    values = _trait_ids(seen)
    await _values(reader, values, rules, found)
    sought.matched |= any(one in found.sources or one in found.common for one in values)
    await _persons(reader, rules, found)


def _may_number(seen: RecognisedText) -> bool:
    return seen.is_value and any(c.isdigit() for c in seen.text) and seen.text.endswith("号")


def _trait_ids(seen: RecognisedText) -> list[str]:
    """The ids of the values that a text holds, or that it is: each in the form in which values are compared."""
    stated = [(TypeName.PHONE, one) for one in seen.phones] + [(TypeName.EMAIL, one) for one in seen.emails]
    if seen.is_value and seen.text:
        stated += [(TypeName.ADDRESS, seen.text), (TypeName.AGENT, seen.text)]
        stated += [(TypeName.PHONE, seen.text)] if sum(c.isdigit() for c in seen.text) >= len(seen.text) / 2 else []
    ids = (trait_id(kind, one) for kind, one in stated)
    return list(dict.fromkeys(one for one in ids if one))


async def _parties(reader: Reader, text: str, seen: RecognisedText, found: FoundSeeds) -> bool:
    """Take the parties that a code or a name surely means, else those whose whole name is in the text; whether any are."""
    answer = await reader.ask("search.parties", text=text[:200], limit=MOST_FOUND)
    items = answer["items"]
    # Sure matches are the first: where the last that came is one, there may be more.
    more = answer["total"] - len(items) if items and items[-1]["match"] in SURE else 0
    found.bearings.cut |= more > 0
    whole = folded(seen.text)
    sure = [one for one in items if one["match"] in SURE] or [one for one in items if _stands_in(one, whole)]
    persons = [one for one in sure if one["kind"] == Kind.PERSON]
    for one in sure:
        if one["kind"] != Kind.PERSON and one["id"] not in found.parties:
            found.parties.add(one["id"])
            found.sources.add(one["id"])
            found.seeds.append(ClueSeed(kind=SeedKind.PARTY, value=one["name"], parties=(one["id"],), total=1))
    for one in persons:
        # A name alone may mean any of those who bear it: each is one of so many.
        found.persons.setdefault(one["id"], 1 if one["match"] == Match.IDENTIFIER else len(persons) + more)
    return bool(sure)


def _stands_in(one: dict[str, Any], whole: str) -> bool:
    return one["kind"] != Kind.PERSON and len(name := folded(one["name"] or "")) >= 4 and name in whole


async def _values(reader: Reader, ids: Iterable[str], rules: ClueRules, found: FoundSeeds) -> None:
    wanted = [one for one in ids if one not in found.sources and one not in found.common]
    if not wanted:
        return
    bearings = await read_bearers(reader, wanted, ())
    found.bearings.cut |= bearings.cut
    found.bearings.shown |= bearings.shown
    for value, bearers in bearings.facts.items():
        kind = ClueKind(value.partition(":")[0])
        found.bearings.facts[value] = bearers
        premises = kind is ClueKind.ADDRESS and is_shared_premises(value.partition(":")[2])
        if len(bearers) > rules.common_from(kind, premises=premises):
            found.common[value] = len(bearers)
            found.unused.append(UnusedSeed(value=bearings.shown.get(value, "")[:40], reason=UnusedReason.COMMON))
            continue
        _seeded(found, value, kind, _TRAITS[TypeName(kind.value)], bearings.shown.get(value), bearers)


async def _persons(reader: Reader, rules: ClueRules, found: FoundSeeds) -> None:
    wanted = [one for one in found.persons if one not in found.sources and one not in found.common]
    if not wanted:
        return
    bearings = await read_bearers(reader, (), wanted)
    found.bearings.cut |= bearings.cut
    for person in wanted:
        bearers = bearings.facts.get(person, {})
        found.bearings.facts[person] = bearers
        if len(bearers) > rules.common_from(ClueKind.PERSON):
            found.common[person] = len(bearers)
            continue
        _seeded(found, person, ClueKind.PERSON, SeedKind.PERSON, None, bearers, found.persons[person])


def _seeded(
    found: FoundSeeds,
    value: str,
    kind: ClueKind,
    seed: SeedKind,
    shown: str | None,
    bearers: dict[str, list[str]],
    times: int = 1,
) -> None:
    found.sources.add(value)
    count = len(bearers)
    found.steps += [
        ClueStep(value, party, kind, value, count * times, count, tuple(sorted(facts)))
        for party, facts in sorted(bearers.items())
    ]
    parties = tuple(sorted(bearers))[:MOST_PARTIES_SHOWN]
    stands_for = (value, *parties) if kind is ClueKind.PERSON else parties
    found.seeds.append(ClueSeed(kind=seed, value=shown, parties=stands_for, total=count))


async def _records(reader: Reader, sought: Sequence[_Sought], found: FoundSeeds) -> None:
    """Records whose document has a number, or that a statement states: all whom they name are what it leads to."""
    ways: dict[str, set[str]] = defaultdict(set)
    by: dict[str, list[_Sought]] = defaultdict(list)
    for one in sought:
        for number in one.seen.documents or ((one.seen.text,) if _may_number(one.seen) else ()):
            by[number].append(one)
            for way in spellings(number, in_prose=number != one.seen.text):
                ways[number] |= {way, normalise_name(way)}
    statements = {one.seen.text: one for one in sought if _STATEMENT.fullmatch(one.seen.text)}
    if not ways and not statements:
        return
    asked = {"numbers": sorted(set().union(*ways.values())), "statements": sorted(statements), "most": MOST_NUMBERED}
    rows = (await reader.ask("clues.numbered", **asked))["records"]
    found.bearings.cut |= len(rows) > MOST_NUMBERED
    for number, spelt in ways.items():
        if (recorded := _recorded(rows, spelt)) is not None:
            _named(found, SeedKind.DOCUMENT, *recorded)
            for one in by[number]:
                one.matched = True
    for statement, one in statements.items():
        bearers = _bearers(row for row in rows if row[2] == statement)
        if bearers:
            _named(found, SeedKind.RECORD, statement, bearers)
            one.matched = True


def _named(found: FoundSeeds, kind: SeedKind, name: str, bearers: dict[str, list[str]]) -> None:
    if (value := f"{kind}:{name}") not in found.sources:
        _seeded(found, value, ClueKind.DOCUMENT, kind, name, bearers)


def _recorded(rows: Sequence[Sequence[Any]], spelt: set[str]) -> tuple[str, dict[str, list[str]]] | None:
    """The longest of these spellings that records have, as they have it, with the parties of these records."""
    having: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for row in rows:
        for stated in spelt & set(filter(_is_text, row[3]["values"].values())):
            having[stated].append(row)
    if not having:
        return None
    most = max(map(len, having))
    longest = [stated for stated in sorted(having) if len(stated) == most]
    return longest[0], _bearers(row for stated in longest for row in having[stated])


def _bearers(rows: Iterable[Sequence[Any]]) -> dict[str, list[str]]:
    bearers: dict[str, list[str]] = {}
    for party, fact, *_ in rows:
        facts = bearers.setdefault(party, [])
        if fact not in facts:
            facts.append(fact)
    return bearers


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
