"""Reads what was sent in a month, as far as a caller may see it, and measures it; each month once after each write."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from app.analytics.quality.measures import Measured, MeasuredRow, RefusedPlace, SentRows, Standard, measure
from app.answers.reading.session import Reader
from app.answers.reading.working import worked_out
from app.questions import Questions
from app.questions.once import OncePerTick
from loaders.load.remarks import kind_of
from models.catalogue import Category, Mode, TypeName
from models.values.names import normalise_name
from models.work.receipt import RemarkKind

MOST_ROWS = 200_000
"""The most rows of a month that are read; past them the answer says that it is not whole."""
PAGE = 2_000
ODD = frozenset({RemarkKind.MENDED, RemarkKind.AS_STATED})
"""Remarks on rows that do not keep to the standard."""


@dataclass(slots=True)
class MonthQuality:
    """What was measured of a month by category and provider; the names of documents by batch; whether all of it was read."""

    measured: dict[str, dict[str, Measured]] = field(default_factory=dict)
    documents: dict[str, str | None] = field(default_factory=dict)
    whole: bool = True


_KEPT: WeakKeyDictionary[Questions, OncePerTick[MonthQuality]] = WeakKeyDictionary()


async def quality_of(reader: Reader, month: str) -> MonthQuality:
    """The quality of a month (YYYY-MM), counted over what the reader's caller may see.

    Raises:
        Overloaded: too many others are worked out already.
    """
    await reader.begin()
    stamp, caller = reader.stamp, reader.caller
    key = (month, caller.level, caller.today, stamp["as_of"], stamp["known_at"], stamp["view"])
    kept = _KEPT.setdefault(reader.questions, OncePerTick())
    return await kept.get(key, stamp["tick"], lambda: _read(reader, month))


async def sent_in(reader: Reader, start: str, end: str) -> list[dict[str, Any]]:
    """Who sent the batches of some months, of categories that the caller may see; those of mended rows are not among them."""
    return await _batches(reader, "quality.sent", start, end)


async def _batches(reader: Reader, name: str, start: str, end: str) -> list[dict[str, Any]]:
    batches = (await reader.ask(name, start=start, end=end))["items"]
    known = reader.questions.catalogue.categories
    return [
        one
        for one in batches
        if one["mends"] is None and one["category"] in known and known[one["category"]].level <= reader.caller.level
    ]


async def _read(reader: Reader, month: str) -> MonthQuality:
    found, left = MonthQuality(), MOST_ROWS
    sent: dict[str, _Gathered] = defaultdict(_Gathered)
    for batch in await _batches(reader, "quality.batches", month, month):
        found.documents[batch["batch"]] = batch["document"]
        category = reader.questions.catalogue[batch["category"]]
        gathered = sent[category.name]
        places: dict[str, set[str]] = defaultdict(set)
        seen: set[str] = set()
        async for row in _rows(reader, batch["batch"]):
            places[row["provider"]].add(row["place"] or "")
            if not row["seen"]:
                continue
            if left <= 0:
                found.whole = False
                break
            left -= 1
            seen.add(row["statement"])
            gathered.rows.append(measured_row(category, batch, row))
        gathered.add_refused(batch, places)
        gathered.repeated += _repeated(batch, seen)
    for name, one in sent.items():
        standard = standard_of(reader.questions.catalogue[name], reader.caller.level)
        found.measured[name] = await worked_out(len(one.rows), partial(measure, one.sent(), standard))
    return found


async def _rows(reader: Reader, batch: str) -> Any:
    """The rows of a batch up to the caller's level, page by page, each with whether something of it is `seen`.

    One that is not seen was taken all the same: a row that withdraws or waits mends the refused one in whose place it stands.
    """
    past = ""
    while True:
        page = await reader.ask("quality.rows", batch=batch, past=past, most=PAGE)
        seen = set(page["seen"])
        parties: dict[str, list[Any]] = defaultdict(list)
        for statement, *named in page["parties"]:
            parties[statement].append(named)
        for row in page["items"]:
            yield {**row, "seen": row["statement"] in seen, "parties": parties.get(row["statement"], [])}
        if len(page["items"]) < PAGE:
            return
        past = max(row["statement"] for row in page["items"])


@dataclass(slots=True)
class _Gathered:
    """What was sent of one category."""

    rows: list[MeasuredRow] = field(default_factory=list)
    refused: dict[tuple[str, str], int] = field(default_factory=dict)
    refusals: list[RefusedPlace] = field(default_factory=list)
    repeated: list[tuple[str, str, str]] = field(default_factory=list)

    def add_refused(self, batch: Mapping[str, Any], places: Mapping[str, set[str]]) -> None:
        """Add the refused rows of a batch; one in whose place a row was taken later was mended."""
        sender = batch["provider"] or ""
        for provider, rule, count in _parts(batch["refused_of"], 3):
            key = (provider or sender, rule)
            self.refused[key] = self.refused.get(key, 0) + int(count)
        for provider, place, column, rule in _parts(batch["rejected_at"], 4):
            whose = provider or sender
            taken = any(place in of for of in places.values()) if not whose else place in places.get(whose, ())
            self.refusals.append(RefusedPlace(whose, batch["batch"], place, column, rule, taken))

    def sent(self) -> SentRows:
        return SentRows(self.rows, self.refused, self.refusals, self.repeated)


def _repeated(batch: Mapping[str, Any], seen: set[str]) -> Iterator[tuple[str, str, str]]:
    sender = batch["provider"] or ""
    for statement, provider, place in _parts(batch["again_at"], 3):
        if statement in seen:
            yield provider or sender, batch["batch"], place


def _parts(kept: Any, parts: int) -> Iterator[tuple[str, ...]]:
    """What a batch keeps, each in its parts; what is of another form is left out."""
    for one in kept or ():
        found = tuple(one.split("\t"))
        if len(found) == parts:
            yield found


def standard_of(category: Category, level: int) -> Standard:
    """What a category asks of its rows, of the properties that a caller of this level may see."""
    seen = {p.name: p for p in category.properties if p.level <= level}
    required = sum(1 for p in seen.values() if p.required)
    expected = (one.property for one in category.asserts if one.filled > 0 and one.property in seen)
    lacking = frozenset(name for name in expected if not seen[name].required)
    return Standard(category.due, required, lacking, category.mode is Mode.APPEND)


def _event(category: Category, values: Mapping[str, Any], day: str) -> str:
    """The day from which a term runs: that of the record; of what is due in the next year, the end of the year it reports."""
    if category.due and category.due.day_of_next_year:
        years = [values[p.name] for p in category.properties if p.year and values.get(p.name)]
        return f"{max(years)}-12-31" if years else ""
    return max((str(values[name]) for name in category.day if values.get(name)), default=day)


def measured_row(category: Category, batch: Mapping[str, Any], row: Mapping[str, Any]) -> MeasuredRow:
    """A row as it is measured."""
    values: Mapping[str, Any] = row["stated"]["values"]
    roles = {role for role, *_ in row["parties"]}
    named, differing, alone, unresolved = 0, 0, 0, 0
    for _role, name, registered, is_alone, is_found in row["parties"]:
        if is_alone:
            alone, unresolved = alone + 1, unresolved + (not is_found)
        elif name and registered and not category.identifies:
            named += 1
            differing += normalise_name(name) not in {normalise_name(one) for one in registered.split("\n")}
    filled = {p.name for p in category.properties if _is_filled(p.name, p.type, values, roles)}
    return MeasuredRow(
        provider=row["provider"],
        batch=batch["batch"],
        place=row["place"] or "",
        received=batch["loaded_on"],
        event=_event(category, values, row["day"]),
        new=row["new"],
        odd=any(kind_of(remark) in ODD for remark in row["remarks"]),
        expected=frozenset(filled),
        named=named,
        differing=differing,
        alone=alone,
        unresolved=unresolved,
    )


def _is_filled(name: str, kind: TypeName, values: Mapping[str, Any], roles: set[str]) -> bool:
    return name in roles if kind is TypeName.PARTY else name in values or f"{name}_min" in values
