"""Reads the rows of a batch, as far as a caller may see them, and measures them."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from sys import intern
from typing import Any

from app.analytics.quality.measures import Measured, MeasuredRow, RefusedPlace, SentRows, Standard, measure
from app.answers.quality.measuring import judges_firsts, measured_row
from app.answers.reading.session import Reader
from app.answers.reading.working import worked_out
from models.catalogue import Category

PAGE = 2_000


@dataclass(frozen=True, slots=True)
class BatchQuality:
    """What was measured of the rows of a batch that a caller may see, by provider; `seen` of them there are.

    `places` are those of its refused rows at which a row was taken all the same, seen or not, by provider; `again` the seen
    statements of its repeated rows; `parties` whom its rows name. Not `whole`: there were more rows than were to be read.
    """

    measured: Mapping[str, Measured]
    seen: int
    places: Mapping[str, frozenset[str]]
    again: frozenset[str]
    parties: frozenset[str]
    whole: bool = True

    @property
    def weight(self) -> int:
        """How much it takes to remember it."""
        places = sum(map(len, self.places.values()))
        return 20 + len(self.parties) + len(self.again) + places + sum(20 + len(one.problems) for one in self.measured.values())


@dataclass(slots=True)
class _Read:
    """What has been read of a batch: its rows that are seen, their statements, and places of all rows by provider."""

    rows: list[MeasuredRow] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    places: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    parties: set[str] = field(default_factory=set)
    whole: bool = True

    def take(self, page: Mapping[str, Any], category: Category, batch: Mapping[str, Any], most: int) -> None:
        """Add a page of rows. One that is not seen was taken all the same: a row that withdraws or waits mends the refused one
        in whose place it stands."""
        seen, before = set(page["seen"]), {statement: (day, shown) for statement, day, shown in page["before"]}
        parties: dict[str, list[Any]] = defaultdict(list)
        for statement, *named in page["parties"]:
            parties[statement].append(named)
            self.parties.add(intern(named[-1]))
        for row in page["items"]:
            self.places[row["provider"]].add(row["place"] or "")
            if row["statement"] not in seen:
                continue
            if len(self.rows) >= most:
                self.whole = False
                return
            self.seen.add(row["statement"])
            first_on, later = before.get(row["statement"], (None, False))
            more = {"parties": parties.get(row["statement"], []), "first_on": first_on, "later": later}
            self.rows.append(measured_row(category, batch, {**row, **more}))


async def read_batch(
    reader: Reader, batch: Mapping[str, Any], category: Category, standard: Standard, most: int
) -> BatchQuality:
    """The quality of the rows of a batch; at most so many of those that are seen are read."""
    read = _Read()
    async for page in _pages(reader, batch["batch"], firsts=judges_firsts(category)):
        await worked_out(len(page["items"]), partial(read.take, page, category, batch, most))
        if not read.whole:
            break
    measured = await worked_out(len(read.rows), partial(measure, SentRows(read.rows), standard))
    refused = {place for _, place, _, _ in parts_of(batch["rejected_at"], 4)}
    again = {statement for statement, _, _ in parts_of(batch["again_at"], 3)}
    places = {provider: frozenset(there) for provider, at in read.places.items() if (there := at & refused)}
    return BatchQuality(measured, len(read.rows), places, frozenset(again & read.seen), frozenset(read.parties), read.whole)


async def _pages(reader: Reader, batch: str, *, firsts: bool) -> AsyncIterator[Mapping[str, Any]]:
    past = ""
    while True:
        page = await reader.ask("quality.rows", batch=batch, past=past, most=PAGE, firsts=firsts)
        yield page
        if len(page["items"]) < PAGE:
            return
        past = max(row["statement"] for row in page["items"])


def refused_of(batch: Mapping[str, Any], of: BatchQuality, standard: Standard) -> dict[str, Measured]:
    """The figures of the refused and repeated rows of a batch; a refused one in whose place a row was taken was mended."""
    sender = batch["provider"] or ""
    counts: dict[tuple[str, str], int] = {}
    for provider, rule, count in parts_of(batch["refused_of"], 3):
        key = (provider or sender, rule)
        counts[key] = counts.get(key, 0) + int(count)
    refusals = []
    for provider, place, column, rule in parts_of(batch["rejected_at"], 4):
        whose = provider or sender
        taken = any(_at(of.places.values(), place)) if not whose else place in of.places.get(whose, ())
        refusals.append(RefusedPlace(whose, batch["batch"], place, column, rule, taken))
    repeated = [
        (provider or sender, batch["batch"], place)
        for statement, provider, place in parts_of(batch["again_at"], 3)
        if statement in of.again
    ]
    return measure(SentRows((), counts, refusals, repeated), standard)


def _at(places: Collection[frozenset[str]], place: str) -> Iterator[bool]:
    return (place in of for of in places)


def parts_of(kept: Any, parts: int) -> Iterator[tuple[str, ...]]:
    """What a batch keeps, each in its parts; what is of another form is left out."""
    for one in kept or ():
        found = tuple(one.split("\t"))
        if len(found) == parts:
            yield found
