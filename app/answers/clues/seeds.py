"""Finds what seeds stand for in the graph: parties, persons, and values that parties state."""

import re
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


async def find_seeds(reader: Reader, texts: Sequence[str], rules: ClueRules) -> FoundSeeds:
    """What each of these texts stands for."""
    found = FoundSeeds()
    await reader.begin()
    for text in dict.fromkeys(texts):
        await _find(reader, text, rules, found)
    return found


async def _find(reader: Reader, text: str, rules: ClueRules, found: FoundSeeds) -> None:
    seen, before = recognised(text), len(found.seeds) + len(found.common)
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
        await _parties(reader, one, seen, found)
    await _values(reader, _trait_ids(seen), rules, found)
    await _persons(reader, rules, found)
    await _records(reader, seen, found)
    if len(found.seeds) + len(found.common) == before and not seen.identity_number:
        found.unused.append(UnusedSeed(value=seen.text[:40], reason=UnusedReason.UNKNOWN))


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


async def _parties(reader: Reader, text: str, seen: RecognisedText, found: FoundSeeds) -> None:
    """The parties that a code or a name surely means: else those whose whole name stands in the text."""
    items = (await reader.ask("search.parties", text=text[:200], limit=MOST_FOUND))["items"]
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
        found.persons.setdefault(one["id"], 1 if one["match"] == Match.IDENTIFIER else len(persons))


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


async def _records(reader: Reader, seen: RecognisedText, found: FoundSeeds) -> None:
    """Records whose document has a number, or that a statement states: all whom they name are what it leads to."""
    numbers = seen.documents or ((seen.text,) if _may_number(seen) else ())
    statements = [seen.text] if _STATEMENT.fullmatch(seen.text) else []
    if not numbers and not statements:
        return
    # In a prose words may stand before a number that begins with its year.
    ways = {spelt: number for number in numbers for way in spellings(number) for spelt in (way, normalise_name(way))}
    asked = {"numbers": sorted(ways), "statements": statements, "most": MOST_NUMBERED}
    rows = (await reader.ask("clues.numbered", **asked))["records"]
    found.bearings.cut |= len(rows) > MOST_NUMBERED
    bearers: dict[str, list[str]] = {}
    longest = dict[str, int]()
    for *_, record in rows:
        for stated in ways.keys() & set(filter(_is_text, record["values"].values())):
            longest[ways[stated]] = max(len(stated), longest.get(ways[stated], 0))
    for party, fact, _, record in rows:
        given = ways.keys() & set(filter(_is_text, record["values"].values()))
        if not given or any(len(one) == longest[ways[one]] for one in given):
            bearers.setdefault(party, []).append(fact)
    if bearers:
        kind, named = (SeedKind.RECORD, statements[0]) if statements else (SeedKind.DOCUMENT, " ".join(numbers))
        _seeded(found, f"{kind}:{named}", ClueKind.DOCUMENT, kind, named, bearers)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
