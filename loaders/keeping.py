"""The writer at work: transactions over the store, one after the other, and what waits drained between them."""

from collections.abc import Sequence

from app.engine import Tx, Writer
from loaders.derive import Outcome
from loaders.rederive import PAGE, Progress, rederive, resume
from loaders.store.graph import GraphStore
from loaders.store.queries import query
from loaders.write import LIMIT, Written, drain, write_rows
from models.catalogue import Catalogue
from models.statements import OPEN_TICK, Row


class Keeper:
    """Holds the writer lease and writes rows, withdrawals and what waits."""

    def __init__(self, writer: Writer, catalogue: Catalogue) -> None:
        self._writer = writer
        self.catalogue = catalogue

    async def rows(self, batch: str, rows: Sequence[Row]) -> Written:
        """Write rows of a batch in one transaction; then what waits, where who is who changed."""

        async def work(tx: Tx, tick: int) -> Written:
            return await write_rows(GraphStore(tx, self.catalogue, tick), self.catalogue, batch, rows)

        written = await self._writer.transact(work)
        if written.waiting:
            written.outcome.add(await self.drain())
        return written

    async def drain(self, limit: int = LIMIT) -> Outcome:
        """Derive everything that waits, a transaction at a time."""

        async def work(tx: Tx, tick: int) -> tuple[int, Outcome]:
            return await drain(GraphStore(tx, self.catalogue, tick), self.catalogue, limit)

        total = Outcome()
        while True:
            count, outcome = await self._writer.transact(work)
            total.add(outcome)
            if not count:
                return total

    async def open_batch(self, batch: str, props: dict[str, object]) -> str:
        """Begin a batch or go on with it; gives its state."""

        async def work(tx: Tx, tick: int) -> str:
            rows = await tx.run(query("batch_open"), {"id": batch, "open": OPEN_TICK, "tick": tick, "props": props})
            return str(rows[0]["state"])

        return await self._writer.transact(work)

    async def complete_batch(self, batch: str, receipt: str) -> None:
        """Mark a batch complete and keep its receipt (JSON)."""

        async def work(tx: Tx, tick: int) -> None:
            await tx.run(query("batch_complete"), {"id": batch, "tick": tick, "receipt": receipt})

        await self._writer.transact(work)

    async def resume(self) -> None:
        """Finish what a killed writer left: statements that wait, and a rederivation under way."""
        await resume(self._writer, self.catalogue, self.drain)
        await self.drain()

    async def rederive(self, progress: Progress | None = None, page: int = PAGE) -> Outcome:
        """Derive everything again from statements and arrivals, `page` nodes at a time."""
        return await rederive(self._writer, self.catalogue, self.drain, progress, page)

    async def withdraw_batch(self, batch: str) -> int:
        """Believe a batch no more, for good; gives how many of its statements are derived again."""

        async def work(tx: Tx, tick: int) -> int:
            if not await tx.run(query("batch_withdraw"), {"id": batch, "tick": tick}):
                return 0
            rows = await tx.run(query("dirty_batch"), {"id": batch})
            return int(rows[0]["statements"]) if rows else 0

        count = await self._writer.transact(work)
        await self.drain()
        return count
