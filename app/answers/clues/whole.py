"""Departments that meet, over the whole graph: read once after each write for all callers who see the same."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from app.analytics.clues.arriving import HeldRecord
from app.analytics.clues.meeting import (
    NOWHERE,
    CluePopulation,
    SharedValues,
    StratumLevel,
    ValueMeeting,
    ValuesLookedAt,
    departments_meeting,
)
from app.answers.clues.reading import Bearings, every_page, kind_of_value, read_bearers, read_held, window_begins
from app.answers.reading.session import Reader
from app.answers.reading.working import worked_out
from app.questions import Questions
from app.questions.once import OncePerTick
from app.rules.clues import ClueRules, clue_rules
from loaders.registered.regions import division_of
from loaders.types.industry import section_of
from loaders.values.addresses import is_shared_premises
from models.clues.parts import ClueKind

PAGE = 5_000
MOST_COMMON = 200
"""How many common values are named, the commonest first."""


@dataclass(frozen=True, slots=True)
class MetDepartments:
    """A meeting with its parties and values by id, its records, and the region and section of its stratum."""

    found: ValueMeeting
    expected: float
    parties: tuple[str, ...]
    values: tuple[str, ...]
    records: tuple[HeldRecord, ...]
    region: str | None
    industry: str | None


@dataclass(frozen=True, slots=True)
class WholeMeetings:
    """All meetings that are listed, the number of values looked at and of parties, and what common values there are.

    `cut`: of some parties not all records were read.
    """

    met: tuple[MetDepartments, ...]
    looked_at: int
    population: int
    common: tuple[tuple[str, int], ...]
    common_total: int
    bearings: Bearings
    cut: bool


_KEPT: WeakKeyDictionary[Questions, OncePerTick[WholeMeetings]] = WeakKeyDictionary()


async def whole_meetings(reader: Reader) -> WholeMeetings:
    """The meetings of the whole graph as the caller sees it."""
    stamp, caller = reader.stamp, reader.caller
    key = (caller.level, caller.today, caller.unmasked, stamp["as_of"], stamp["known_at"], stamp["view"])
    return await _KEPT.setdefault(reader.questions, OncePerTick()).get(key, stamp["tick"], lambda: _read(reader))


@dataclass(slots=True)
class _Numbered:
    """Names by number, in the order in which they were met."""

    numbers: dict[str, int]

    def of(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers))

    @property
    def names(self) -> list[str]:
        return list(self.numbers)


async def _read(reader: Reader) -> WholeMeetings:
    rules, parties, values = clue_rules(), _Numbered({}), _Numbered({})
    places, provinces, place_numbers = list[int](), list[int](), _Numbered({})
    held, cut = await _population(reader, rules, parties, places, provinces, place_numbers)
    pairs = [np.zeros((2, 0), np.int64)]
    for name in ("clues.values", "clues.people"):
        async for page in every_page(reader, name, PAGE):
            known = [(values.of(value), parties.numbers[party]) for value, party in page["pairs"] if party in parties.numbers]
            pairs.append(np.asarray(known, np.int64).reshape(-1, 2).T)
    of_values, of_parties = np.concatenate(pairs, axis=1)
    shared = SharedValues(of_values, of_parties, _limits(values.names, rules))
    people = CluePopulation(_sets(held, parties), np.asarray(places, np.int64), np.asarray(provinces, np.int64))
    looked = await worked_out(
        len(of_values), lambda: departments_meeting(people, shared, rules.least_departments, rules.strata.least)
    )
    met = _listed(looked, rules, parties.names, values.names, held, place_numbers.names)
    common = sorted(((values.names[value], count) for value, count in looked.common), key=lambda one: (-one[1], one[0]))
    bearings = await _evidence(reader, met, [value for value, _ in common[:MOST_COMMON]])
    return WholeMeetings(met, looked.looked_at, len(parties.numbers), tuple(common[:MOST_COMMON]), len(common), bearings, cut)


async def _population(
    reader: Reader, rules: ClueRules, parties: _Numbered, places: list[int], provinces: list[int], named: _Numbered
) -> tuple[dict[str, list[HeldRecord]], bool]:
    """Number all enterprises with where each is, and give the adverse records of those that have any."""
    catalogue, level = reader.questions.catalogue, reader.caller.level
    adverse = sorted(name for name in rules.adverse if name in catalogue.categories and catalogue[name].level <= level)
    since, held, cut = window_begins(rules, reader.stamp["as_of"]), defaultdict[str, list[HeldRecord]](list), False
    async for page in every_page(reader, "clues.registered", PAGE):
        latest: dict[str, tuple[str, str | None, str | None]] = {}
        for party, region, industry, day in sorted(page["registered"], key=lambda row: (row[3], str(row[1]), str(row[2]))):
            latest[party] = (day, region, industry)
        for party, (_, stated, industry) in sorted(latest.items()):
            parties.of(party)
            region = stated if stated and stated.isdigit() and len(stated) == 6 else division_of(party)
            section = section_of(industry) if industry else None
            places.append(named.of(f"{region[:4]} {section}") if region and section else NOWHERE)
            provinces.append(int(region[:2]) if region else NOWHERE)
        records, more = await read_held(reader, latest, adverse, rules, since)
        cut |= more
        for one in records:
            if one.adverse:
                held[one.party].append(one)
    return held, cut


def _sets(held: Mapping[str, Sequence[HeldRecord]], parties: _Numbered) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    sets = np.zeros(len(parties.numbers), np.int64)
    for party, records in held.items():
        for one in records:
            sets[parties.numbers[party]] |= 1 << one.family
    return sets


def _limits(values: Sequence[str], rules: ClueRules) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    def limit(value: str) -> int:
        kind = kind_of_value(value)
        return rules.common_from(kind, premises=kind is ClueKind.ADDRESS and is_shared_premises(value.partition(":")[2]))

    return np.fromiter(map(limit, values), np.int64, len(values))


def _listed(
    looked: ValuesLookedAt,
    rules: ClueRules,
    parties: Sequence[str],
    values: Sequence[str],
    held: Mapping[str, Sequence[HeldRecord]],
    places: Sequence[str],
) -> tuple[MetDepartments, ...]:
    """The meetings that chance alone would hardly show: the least expected first, then the newest record, then ids."""
    found = []
    for one in looked.meetings:
        if (expected := looked.expected(one)) > rules.expected.list_up_to:
            continue
        who = tuple(sorted(parties[n] for n in one.parties))
        records = tuple(record for party in who for record in held.get(party, ()))
        region, industry = _stratum(one, places)
        found.append(
            MetDepartments(one, expected, who, tuple(sorted(values[n] for n in one.values)), records, region, industry)
        )
    found.sort(key=lambda one: one.parties)
    found.sort(key=lambda one: max(r.day for r in one.records), reverse=True)
    return tuple(sorted(found, key=lambda one: one.expected))


def _stratum(one: ValueMeeting, places: Sequence[str]) -> tuple[str | None, str | None]:
    if one.level is StratumLevel.ALL:
        return None, None
    if one.level is StratumLevel.PROVINCE:
        return f"{one.stratum:02}", None
    region, _, industry = places[one.stratum].partition(" ")
    return region, industry


async def _evidence(reader: Reader, met: Sequence[MetDepartments], common: Sequence[str]) -> Bearings:
    """Who states the values of these meetings, and how common values are shown."""
    wanted = Counter(value for one in met for value in one.values)
    everybody = sorted({party for one in met for party in one.parties})
    people = [value for value in wanted if kind_of_value(value) is ClueKind.PERSON]
    found = await read_bearers(reader, wanted.keys() - set(people), people, everybody) if wanted else Bearings()
    shown = await reader.ask("clues.shown", values=[value for value in common if kind_of_value(value) is not ClueKind.PERSON])
    for value, prop, record in shown["values"]:
        found.shown.setdefault(value, str(record["values"].get(prop, "")))
    return found
