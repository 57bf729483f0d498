"""Writes the entries of a day that has come: of facts that begin, end, or enter or leave publicity on it by themselves."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

import orjson

from app.engine.clock import stamp
from loaders.feed.entries import ChangeKind
from loaders.feed.touched import EVERYBODY, PUBLIC, Masks, seen_by
from loaders.feed.writing import FeedStore, write_days, write_entries
from models.statements import OPEN_TICK

T = TypeVar("T")
Transact = Callable[[Callable[[FeedStore], Awaitable[T]]], Awaitable[T]]
NODES, OLD = 5, 500
"""How many nodes of days to come, and of old entries, are dealt with in one transaction."""


async def keep_feed(transact: Transact[Any], days: int | None) -> None:
    """Make the feed where there is none, write what days that have come change; delete what is older than `days`, if given."""
    before = "" if days is None else stamp(datetime.now(UTC) - timedelta(days=days))

    async def begin(store: FeedStore) -> tuple[bool, bool]:
        await store.run("feed_begin", {"graph": uuid4().hex})
        come = await store.run("feed_days_come", {"today": store.today})
        return bool(come), bool(await store.run("feed_old", {"before": before}))

    async def trim(store: FeedStore) -> bool:
        rows = await store.run("feed_trim", {"before": before, "limit": OLD})
        return bool(rows) and rows[0]["deleted"] == OLD

    come, old = await transact(begin)
    while come:
        come = await transact(pass_days)
    while old:
        old = await transact(trim)


async def pass_days(store: FeedStore) -> bool:
    """Write the entries of some of what days that have come change, and write down the rest anew; False where none is left.

    What waits for later days is put together by month, so that a month's nodes are read in that month alone.
    """
    rows = await store.run("feed_days_take", {"today": store.today, "limit": NODES})
    come: list[dict[str, str]] = []
    months: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for day, statements in orjson.loads(row["body"]).items():
            if day <= store.today:
                come += [{"statement": statement, "day": day} for statement in statements]
            else:
                months[day[:7]][day] += statements
    for month in sorted(months):
        await write_days(store, months[month])
    if come:
        await write_entries(store, await _changed(store, come), ChangeKind.DAY)
    return bool(rows)


async def _changed(store: FeedStore, come: list[dict[str, str]]) -> Masks:
    """What changes by itself on these days of what these statements state, as it is believed now."""
    params = {"rows": come, "open": OPEN_TICK}
    masks: Masks = {}
    _add(masks, await store.run("feed_day_records", params), store.today)
    if types := "|".join(sorted(store.catalogue.edge_types)):
        rows = await store.run("feed_day_edges", params, types=types)
        _add(masks, ({**row, "party": party} for row in rows for party in row["parties"]), store.today)
    return masks


def _add(masks: Masks, rows: Iterable[Mapping[str, Any]], today: str) -> None:
    for row in rows:
        mask = seen_by(row, today) if row["holds"] else 0
        if row["shown"]:  # entering or leaving publicity is seen by the public, which alone is bound by it
            mask |= seen_by({**row, "public_from": "", "public_until": "~"}, today) & PUBLIC
        key = row["party"], row["category"]
        if mask & EVERYBODY and not row["party"].startswith(("person:", "pid:")):
            masks[key] = masks.get(key, 0) | mask
