"""The writer at work: transactions over the store, one after the other, and what waits drained between them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, TypeVar

from app.engine import Tx, Writer
from loaders.brought.claims import Claims
from loaders.brought.keeping import KnownClaims, fill_page, keep_claims
from loaders.derive.groups import DeriveResult
from loaders.feed.days import keep_feed
from loaders.feed.writing import write_feed
from loaders.identity.who import anchors, parties_of
from loaders.load.counting import fill_counts
from loaders.load.write import LIMIT, Written, drain, identifiers_of, write_rows
from loaders.registered.filling import fill_registered
from loaders.registered.keeping import keep_registered
from loaders.store.first_rows import FirstRows
from loaders.store.graph import GraphStore
from loaders.store.identities import Identities
from loaders.store.prefetched import Prefetched
from loaders.store.queries import query
from loaders.upkeep.dropping import drop_pending
from loaders.upkeep.rederive import PAGE, Progress, rederive, resume
from models.catalogue import Catalogue
from models.statements import OPEN_TICK, Row

T = TypeVar("T")


class Keeper:
    """Holds the writer lease and writes rows, withdrawals and what waits.

    The change feed comes with it; its entries older than `changes_days`, if given, are deleted.
    """

    def __init__(self, writer: Writer, catalogue: Catalogue, changes_days: int | None = None) -> None:
        self._writer = writer
        self._changes_days = changes_days
        self._deriving_all = False
        self.catalogue = catalogue
        self._identities = Identities()
        self._claims = KnownClaims()
        self._opening: list[dict[str, object]] = []
        self._erased: bool | None = None
        self._writing: set[str] = set()
        self._looking: list[Prefetched] = []
        self._defined: set[str] = set()
        self.first_rows = FirstRows()

    async def transact(self, work: Callable[[GraphStore], Awaitable[T]], prefetched: Prefetched | None = None) -> T:
        """Run `work` in one transaction, after the batches that begin; remember who is who once it is committed."""
        committed = self._writer.committed
        stores: list[GraphStore] = []
        claims: dict[str, Claims | None] = {}

        async def once(tx: Tx, tick: int) -> T:
            stores[:] = [
                GraphStore(
                    tx,
                    self.catalogue,
                    tick,
                    self._identities,
                    committed=committed,
                    prefetched=prefetched,
                    first=self.first_rows,
                )
            ]
            for batch in self._opening:
                await tx.run(query("batch_open"), {**batch, "open": OPEN_TICK, "tick": tick})
            value = await work(stores[0])
            await keep_registered(stores[0])
            await write_feed(stores[0], entries=not self._deriving_all)
            claims.clear()
            claims.update(await keep_claims(stores[0], self._claims))
            return value

        try:
            done = await self._writer.transact(once)
        except BaseException:
            self._identities.clear()
            self._claims.clear()
            self._looking.clear()
            raise
        self._opening.clear()
        self._identities.keep(stores[0].identified)
        self._claims.keep(claims)
        return done

    async def read(self, name: str, params: dict[str, object]) -> list[dict[str, Any]]:
        """Run one of the writer's reading statements on what is committed."""
        return await self._writer.committed.run(query(name), params)

    async def prefetch(self, batch: str, rows: Sequence[Row]) -> Prefetched:
        """Read who the rows speak of and which of them are there, while other rows are written; they are to be written next."""
        found = Prefetched(self._identities.generation, set(self._writing))
        for unused in self._looking[:-1]:
            unused.void = True
        self._looking = [*self._looking[-1:], found]
        store = GraphStore(self._writer.committed, self.catalogue, 0, self._identities)
        names = {s.id: identifiers_of(s) for row in rows for s in row.statements}
        new = {s.id for row in rows for s in row.statements if self.first_rows.lacks(s.category, s.id)}
        asked = set[str]().union(*names.values())
        found.parties = await parties_of(store, asked)
        found.asked = frozenset(asked | anchors(asked))
        there = [sid for sid, of in names.items() if sid not in new and found.parties.keys() >= of]
        found.known = await store.known(there, batch)
        found.looked_for = frozenset(there)
        return found

    async def rows(
        self,
        batch: str,
        rows: Sequence[Row],
        prefetched: Prefetched | None = None,
        also: Callable[[GraphStore], Awaitable[None]] | None = None,
    ) -> Written:
        """Write rows of a batch in one transaction, with what is `also` to be done in it; then what waits."""
        await self._define({s.category for row in rows for s in row.statements})
        self._writing = {s.id for row in rows for s in row.statements}
        self._looking = [one for one in self._looking if one is not prefetched]
        for one in self._looking:
            one.since |= self._writing

        async def work(store: GraphStore) -> Written:
            done = await self._write(store, batch, rows)
            if also:
                await also(store)
            return done

        written = await self.transact(work, prefetched)
        if written.waiting:
            written.outcome.add(await self.drain())
        self._writing = set()
        return written

    async def parts(self, batch: str, rows: Sequence[Row], size: int) -> AsyncIterator[Written]:
        """Write rows of a batch, so many in a transaction; what is known of the next ones is read while some are written."""
        parts = [rows[i : i + size] for i in range(0, len(rows), size)]
        prefetched: Prefetched | None = None
        for part, next_one in zip_longest(parts, parts[1:]):
            coming = asyncio.create_task(self.prefetch(batch, next_one)) if next_one else None
            try:
                written = await self.rows(batch, part, prefetched)
            finally:
                if coming:
                    await asyncio.wait([coming])
                    coming.exception()  # looked at, for where the rows failed too
            prefetched = coming.result() if coming else None
            yield written

    async def _define(self, categories: set[str]) -> None:
        """Create the labels of categories of which these are the first rows."""
        if new := categories - self._defined:
            self.first_rows.begin(await self._writer.define([self.catalogue[name] for name in sorted(new)]))
            self._defined |= new

    async def _write(self, store: GraphStore, batch: str, rows: Sequence[Row]) -> Written:
        if self._erased is None:
            self._erased = bool(await store.run("tombstone_any", {}))
        gone = await store.erased([s.id for row in rows for s in row.statements]) if self._erased else {}
        return await write_rows(store, self.catalogue, batch, rows, gone)

    async def finish_erasures(self) -> None:
        """Derive what is left of what was erased, then drop the statements that went."""
        self._erased = None
        self._identities.clear()
        await self.drain()
        while await self.transact(drop_pending):
            pass
        self._identities.clear()

    async def drain(self, limit: int = LIMIT) -> DeriveResult:
        """Derive everything that waits, a transaction at a time."""

        async def work(store: GraphStore) -> tuple[int, DeriveResult]:
            done = await drain(store, self.catalogue, limit)
            if not done[0]:
                await store.run("settling", {"settling": False})
            return done

        total = DeriveResult()
        while True:
            count, outcome = await self.transact(work)
            total.add(outcome)
            if not count:
                return total

    async def open_batch(self, batch: str, props: dict[str, object]) -> None:
        """Begin a batch, or go on with it: with the next transaction."""
        self._opening.append({"id": batch, "props": props})

    async def complete_batch(
        self, batch: str, receipt: str, counts: Mapping[str, object], newest: Mapping[str, str] | None = None
    ) -> None:
        """Mark a batch complete and keep its receipt (JSON) and counts; `newest` is the newest day rows speak of, by batch."""

        async def work(store: GraphStore) -> None:
            props = {"id": batch, "tick": store.tick, "receipt": receipt, "counts": dict(counts)}
            await store.run("batch_complete", props)
            for filled, day in (newest or {}).items():
                await store.run("batch_newest", {"id": filled, "day": day})

        await self.transact(work)

    async def keep_receipt(self, batch: str, receipt: str) -> None:
        """Keep the receipt (JSON) of a batch that stays open, since its file broke off."""

        async def work(store: GraphStore) -> None:
            await store.run("batch_receipt", {"id": batch, "receipt": receipt})

        await self.transact(work)

    async def resume(self) -> None:
        """Finish what a killed writer left: statements that wait, and a rederivation under way."""
        self._identities.clear()
        self._claims.clear()
        await resume(self._writer, self.catalogue, self._drain_all)
        await self._fill_claims()
        while await self.transact(fill_counts):
            pass
        (state,) = await self.read("registered_state", {}) or ({"filled": False},)
        await fill_registered(state["filled"], self.transact)
        await self.finish_erasures()
        await keep_feed(self.transact, self._changes_days)

    async def _fill_claims(self) -> None:
        """Look once through what was loaded by a program that did not keep what batches brought."""
        (state,) = await self._writer.committed.run(query("brought_state")) or ({"filled": False},)
        after: str | None = None if state["filled"] else ""
        while after is not None:

            async def work(store: GraphStore, start: str = after) -> str | None:
                return await fill_page(store, start, PAGE)

            after = await self.transact(work)

    async def rederive(self, progress: Progress | None = None, page: int = PAGE) -> DeriveResult:
        """Derive everything again from statements and arrivals, `page` nodes at a time."""
        self._identities.clear()
        self._claims.clear()
        return await rederive(self._writer, self.catalogue, self._drain_all, progress, page)

    async def _drain_all(self) -> DeriveResult:
        """Derive everything that waits, for those who follow the change feed start over afterwards."""
        self._deriving_all = True
        try:
            return await self.drain()
        finally:
            self._deriving_all = False

    async def withdraw_batch(self, batch: str) -> int:
        """Believe a batch no more, for good, nor those of its child rows; gives how many statements are derived again."""
        within = await self.read("batch_children", {"id": batch, "open": OPEN_TICK})
        children = [await self.withdraw_batch(row["id"]) for row in within]

        async def work(store: GraphStore) -> int:
            if not await store.run("batch_withdraw", {"id": batch, "tick": store.tick}):
                return 0
            await store.run("brought_withdrawn", {"id": batch})
            rows = await store.run("dirty_batch", {"id": batch, "tick": store.tick})
            await store.run("settling", {"settling": True})
            return int(rows[0]["statements"]) if rows else 0

        count = await self.transact(work)
        self._identities.clear()
        self._claims.clear()
        await self.drain()
        return count + sum(children)
