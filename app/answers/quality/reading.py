"""The quality of what was sent in a month, as far as a caller may see it; of each batch it is read once until it changes."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from app.analytics.quality.measures import Measured, joined
from app.answers.quality.batches import read_batch, refused_of
from app.answers.quality.measuring import judges_firsts, standard_of
from app.answers.quality.remembered import RememberedBatches
from app.answers.reading.session import Reader
from app.answers.reading.working import worked_out
from app.questions import Questions
from app.questions.once import OncePerTick

MOST_ROWS = 200_000
"""The most rows of a month that are read; past them the answer says that it is not whole."""


@dataclass(slots=True)
class MonthQuality:
    """What was measured of a month by category and provider; the names of documents by batch; whether all of it was read."""

    measured: dict[str, dict[str, Measured]] = field(default_factory=dict)
    documents: dict[str, str | None] = field(default_factory=dict)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Kept:
    months: OncePerTick[MonthQuality] = field(default_factory=OncePerTick)
    batches: RememberedBatches = field(default_factory=RememberedBatches)


_KEPT: WeakKeyDictionary[Questions, _Kept] = WeakKeyDictionary()


async def quality_of(reader: Reader, month: str) -> MonthQuality:
    """The quality of a month (YYYY-MM), counted over what the reader's caller may see.

    Raises:
        Overloaded: too many others are worked out already.
    """
    await reader.begin()
    stamp, caller = reader.stamp, reader.caller
    key = (month, caller.level, caller.today, stamp["as_of"], stamp["known_at"], stamp["view"])
    kept = _KEPT.setdefault(reader.questions, _Kept())
    return await kept.months.get(key, stamp["tick"], lambda: _read(reader, month, kept.batches))


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


async def _read(reader: Reader, month: str, remembered: RememberedBatches) -> MonthQuality:
    found, left = MonthQuality(), MOST_ROWS
    stamp, level = reader.stamp, reader.caller.level
    tick, key = stamp["tick"], (level, reader.caller.today, stamp["as_of"], stamp["view"])
    # What was known at a moment gone by or holds on another day, and what holds while statements wait, is worked out anew.
    steady = stamp["known_at"] >= tick and not stamp["settling"] and stamp["as_of"] == reader.caller.today
    steady = steady and await remembered.at(reader.questions.engine, tick)
    parts: dict[str, list[dict[str, Measured]]] = defaultdict(list)
    for batch in await _batches(reader, "quality.batches", month, month):
        name = batch["batch"]
        found.documents[name] = batch["document"]
        category = reader.questions.catalogue[batch["category"]]
        standard = standard_of(category, level)
        lasting = steady and not judges_firsts(category)  # whether a row is the first rests on other batches
        one = remembered.get(name, key, tick) if lasting else None
        if one is None or one.seen > left:
            one = await read_batch(reader, batch, category, standard, left)
            if lasting and one.whole:
                remembered.keep(name, key, tick, one)
        left -= one.seen
        found.whole = found.whole and one.whole
        places = len(batch["rejected_at"] or ()) + len(batch["again_at"] or ())
        refused = await worked_out(places, partial(refused_of, batch, one, standard))
        parts[category.name] += [dict(one.measured), refused]
    found.measured = {name: await worked_out(len(some), partial(joined, some)) for name, some in parts.items()}
    return found
