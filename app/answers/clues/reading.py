"""Reads what clues rest on: who states what, and which departments hold which records."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.analytics.clues.arriving import HeldRecord
from app.analytics.risk.found import PartyRecord, meets
from app.answers.reading.session import Reader
from app.rules.clues import ClueRules
from models.caller import PUBLIC_LEVEL
from models.catalogue import Catalogue
from models.clues.parts import ClueKind
from models.statements import OPEN_DAY
from models.values.bare_names import BARE, named_in
from models.values.slices import slices

PAGE = 1_000
MOST_ROWS = 50_000
DEPARTMENT = "dept:"
_SCHEMES = {
    kind.value: kind for kind in (ClueKind.ADDRESS, ClueKind.PHONE, ClueKind.EMAIL, ClueKind.AGENT, ClueKind.DOCUMENT)
} | {"record": ClueKind.DOCUMENT, "serial": ClueKind.SERIAL}


@dataclass(slots=True)
class Bearings:
    """Who has which values: of a value its bearers, each with the facts that state it, and when the first of these came.

    `shown` is a value as the caller may be shown it; `cut`: there was more than was read.
    """

    facts: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    arrived: dict[tuple[str, str], int] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    cut: bool = False

    def take(self, value: str, party: str, fact: str, arrived: int | None) -> None:
        """Take a fact that states a value of a party."""
        facts = self.facts.setdefault(value, {}).setdefault(party, [])
        if fact not in facts:
            facts.append(fact)
        if arrived is not None:
            self.arrived[value, party] = min(arrived, self.arrived.get((value, party), arrived))


def kind_of_value(value: str) -> ClueKind:
    """The kind of a value by its id: traits and documents begin with theirs; else it is a person or another party."""
    scheme = value.partition(":")[0]
    if scheme in _SCHEMES:
        return _SCHEMES[scheme]
    return ClueKind.PERSON if scheme in ("pid", "person") else ClueKind.LINK


def pages_of(ids: Iterable[str], size: int = PAGE) -> list[list[str]]:
    """These ids in order, so many at a time."""
    return slices(sorted(ids), size)


async def read_bearers(reader: Reader, values: Iterable[str], people: Iterable[str], parties: Collection[str] = ()) -> Bearings:
    """Who has these values, and of whom these persons are; of these parties alone where some are given."""
    found = Bearings()
    asked = [{"values": page, "people": []} for page in pages_of(values)]
    asked += [{"values": [], "people": page} for page in pages_of(people)]
    for one in asked:
        answer = await reader.ask("clues.bearers", **one, parties=sorted(parties), most=MOST_ROWS)
        found.cut |= max(len(answer["stated"]), len(answer["links"])) > MOST_ROWS
        for value, party, fact, prop, arrived, record in answer["stated"]:
            found.take(value, party, fact, arrived)
            found.shown.setdefault(value, str(record["values"].get(prop, "")))
        for person, party, fact, _, arrived in answer["links"]:
            found.take(person, party, fact, arrived)
    return found


def number_of(catalogue: Catalogue, record: Mapping[str, Any]) -> str:
    """The number of a record's document as the caller may be shown it; empty where it has none."""
    about = catalogue[record["category"]].record
    return str(record["values"].get(about.number, "")) if about is not None and about.number is not None else ""


def categories_held(catalogue: Catalogue, level: int) -> list[str]:
    """The categories of records that a caller of this level may see."""
    return sorted(one.name for one in catalogue.categories.values() if one.record is not None and one.level <= level)


def window_begins(rules: ClueRules, as_of: str) -> str:
    """The day before the first of the window that ends on a day."""
    return date.fromordinal(max(date.fromisoformat(as_of).toordinal() - rules.window_days, 1)).isoformat()


async def read_held(
    reader: Reader, parties: Collection[str], categories: Sequence[str], rules: ClueRules, since: str = ""
) -> tuple[list[HeldRecord], bool]:
    """The records of parties in some categories whose first day is after `since`, and whether there were more than are read."""
    found: list[HeldRecord] = []
    cut, waiting = False, pages_of(parties)
    while waiting:
        some = waiting.pop()
        asked = {"party_ids": some, "categories": list(categories), "since": since, "most": MOST_ROWS}
        rows = (await reader.ask("clues.records", **asked))["records"]
        if len(rows) > MOST_ROWS and len(some) > 1:
            waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
            continue
        cut |= len(rows) > MOST_ROWS
        found += [one for row in rows[:MOST_ROWS] if (one := _held(reader, row, rules)) is not None]
    return found, cut


def _held(reader: Reader, row: Sequence[Any], rules: ClueRules) -> HeldRecord | None:
    """A record as it counts; None of what the public may be shown no longer, which counts no longer either."""
    party, fact, statement, day, until, provider, authority, name, public_until, arrived, stated = row
    on, catalogue = reader.stamp["as_of"], reader.questions.catalogue
    category = stated["category"]
    if catalogue[category].level == PUBLIC_LEVEL and public_until is not None and public_until <= on:
        return None
    department = name_of_department(name, authority, provider)
    ends = None if until is None or until == OPEN_DAY else date.fromisoformat(until)
    record = PartyRecord(category, "party", fact, date.fromisoformat(day), ends, stated["values"])
    where = rules.adverse.get(category)
    adverse = where is not None and meets(where, record, date.fromisoformat(on))
    family = rules.family_of(department)
    return HeldRecord(party, category, fact, day, department, family, arrived or 0, adverse, statement)


def name_of_department(name: str | None, authority: str | None, provider: str | None) -> str:
    """The department that holds a record: its authority, by name or by the name in its id; else who provided it."""
    return name or _name_in(authority) or provider or ""


def _name_in(authority: str | None) -> str | None:
    """The name in the id of a department that is known by it."""
    if authority is None:
        return None
    if authority.startswith(BARE):
        return named_in(authority)[0].split(":", 4)[-1]
    return authority.removeprefix(DEPARTMENT) if authority.startswith(DEPARTMENT) else None


async def every_page(reader: Reader, name: str, most: int) -> AsyncIterator[Mapping[str, Any]]:
    """All pages of a question that goes through the graph by id."""
    past: str | None = ""
    while past is not None:
        answer = await reader.ask(name, past=past, most=most)
        yield answer
        past = answer["next"]


async def days_of_arrival(reader: Reader, ticks: Iterable[int]) -> dict[int, str]:
    """The days, in China, on which these ticks were."""
    found: dict[int, str] = {}
    for page in pages_of(map(str, set(ticks))):
        found |= {tick: at[:10] for tick, at in (await reader.ask("clues.arrivals", ticks=page))["moments"]}
    return found
