"""Writes the change feed in the transaction that changes: what changed now, and what days to come will change by themselves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import uuid4

import orjson

from loaders.feed.entries import ChangeKind, entries_of, parts_of
from loaders.feed.touched import LEVELS, MENTION, Masks, Touched, seen_by, through_changed_names, through_names
from models.catalogue import Catalogue, Kind
from models.facts import Meaning
from models.identity import PartyId
from models.statements import OPEN_TICK

UNCLEAR = "src:"
"""The beginning of identifiers that may be those of natural persons."""
DAYS_PART = 5000
"""The most statements of one node of days to come."""


class FeedStore(Protocol):
    """The transaction in which the feed is written."""

    catalogue: Catalogue
    tick: int
    today: str

    @property
    def touched(self) -> Touched:
        """What the transaction wrote."""
        ...

    async def run(self, name: str, params: dict[str, Any], **words: str) -> list[dict[str, Any]]:
        """Run one statement of cypher/write/."""
        ...

    async def meanings(self, mentions: Sequence[str]) -> dict[str, Meaning]:
        """What these names mean now."""
        ...

    async def parties(self, identifiers: Sequence[str]) -> dict[str, PartyId]:
        """Identifiers that are there, and their party."""
        ...


async def write_feed(store: FeedStore, *, entries: bool = True) -> None:
    """Write what the transaction changed, at its tick; without `entries`, what days to come will change alone."""
    touched = store.touched
    if touched.days:
        await write_days(store, touched.days)
    if not entries:
        return
    masks = touched.masks()
    if names := sorted(touched.meant):
        facts = masks_of(await store.run("feed_of_mentions", {"ids": names, "open": OPEN_TICK}), store.today)
        _join(masks, through_changed_names(facts, touched.meant, await store.meanings(names)))
    await write_entries(store, masks, ChangeKind.RECORD)


async def write_entries(store: FeedStore, masks: Masks, kind: ChangeKind) -> None:
    """Write entries of the feed at the tick of the transaction, one node for each thousand parties."""
    mentions = sorted({party for party, _ in masks if party.startswith(MENTION)})
    masks = through_names(masks, await store.meanings(mentions) if mentions else {})
    unclear = sorted({party for party, _ in masks if party.startswith(UNCLEAR)})
    if unclear:
        persons = {i for i, p in (await store.parties(unclear)).items() if p.kind is Kind.PERSON}
        masks = {key: mask for key, mask in masks.items() if key[0] not in persons}
    ends = [0] * LEVELS
    rows = []
    for number, part in enumerate(parts_of(entries_of(masks, kind))):
        row: dict[str, Any] = {"id": f"{store.tick}.{number}", "body": part.body}
        for level, count in enumerate(part.counts):
            if count:  # absent where nothing is seen, so that who sees nothing of it does not come by it
                row |= {f"start{level}": ends[level], f"end{level}": ends[level] + count}
                ends[level] += count
        rows.append(row)
    if rows:
        grown = {f"end{level}": end for level, end in enumerate(ends)}
        await store.run("feed_write", {"rows": rows, "tick": store.tick, "grown": grown, "graph": uuid4().hex})


async def write_days(store: FeedStore, days: Mapping[str, Iterable[str]]) -> None:
    """Write down statements by the days on which their facts change by themselves."""
    rows: list[dict[str, Any]] = []
    some: dict[str, list[str]] = {}
    size = 0
    for day in sorted(days):
        for statement in days[day]:
            some.setdefault(day, []).append(statement)
            size += 1
            if size == DAYS_PART:
                rows.append(_days_row(some))
                some, size = {}, 0
    if some:
        rows.append(_days_row(some))
    if rows:
        await store.run("feed_days_write", {"rows": rows})


def _days_row(days: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {"id": uuid4().hex, "first": min(days), "body": orjson.dumps(days).decode()}


def masks_of(rows: Iterable[Mapping[str, Any]], today: str) -> Masks:
    """The levels that see facts read from the graph, by party (or name alone) and category."""
    out: Masks = {}
    for row in rows:
        key = row["party"], row["category"]
        out[key] = out.get(key, 0) | seen_by(row, today)
    return out


def _join(into: Masks, more: Masks) -> None:
    for key, mask in more.items():
        into[key] = into.get(key, 0) | mask
