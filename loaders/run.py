"""Loading a file: read → normalise → check → state → identify → derive → assert → receipt."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.engine import Engine, writer
from app.errors import InputError
from loaders.check import Checker
from loaders.coverage import Coverages, registry_complete
from loaders.keeping import Keeper
from loaders.reading import Reading, ahead, content_hash
from loaders.rejects import RejectFile
from loaders.sanity import Sanity
from loaders.store.queries import query
from loaders.tally import Tally
from loaders.write import LIMIT
from models.catalogue import Catalogue, Category
from models.receipt import Receipt
from models.statements import OPEN_TICK, Row, Statement

SHANGHAI = ZoneInfo("Asia/Shanghai")
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads files through one writer. `secret` keys the hashes of document numbers; rejects go to files in `rejects`."""

    engine: Engine
    keeper: Keeper
    secret: bytes
    rejects: Path

    async def load(
        self, path: Path, category: Category, reading: Reading, *, name: str | None = None, progress: Progress | None = None
    ) -> Receipt:
        """Load one file; a killed load is completed by loading the same file again.

        Bytes that were loaded in the same way answer the receipt of then. Bad rows are kept in a file of rejects; what makes
        the whole file unreadable stands in the receipt's `error`. Raises GraphError and its kinds, and LeaseLost.
        """
        document = name or path.name
        try:
            content = content_hash(path)
        except OSError as error:
            return Receipt(batch=None, category=category.name, document=document, error=f"{document}: {error.strerror}")
        batch = reading.batch_id(category, content)
        past = await self._past(batch)
        if past is not None:
            return past
        try:
            return await self._read(path, document, category, reading, batch, content, progress)
        except InputError as error:
            return Receipt(batch=None, category=category.name, document=document, error=str(error))

    async def _past(self, batch: str) -> Receipt | None:
        """The receipt of a batch that is over."""
        rows = await self.engine.read(query("batch_find"), {"id": batch})
        if not rows or rows[0]["state"] not in ("complete", "withdrawn"):
            return None
        stored = json.loads(rows[0]["receipt"]) if rows[0]["receipt"] else {"batch": batch, "category": "", "document": ""}
        over = {"repeated": True} if rows[0]["state"] == "complete" else {"withdrawn": True}
        return Receipt.model_validate(stored | over)

    async def _read(
        self,
        path: Path,
        document: str,
        category: Category,
        reading: Reading,
        batch: str,
        content: str,
        progress: Progress | None,
    ) -> Receipt:
        checker = Checker(
            category,
            provider=reading.provider,
            day=reading.day,
            columns=reading.columns,
            lenient=reading.lenient,
            secret=self.secret,
            document=document,
        )
        tally = Tally(batch, category.name, document)
        coverages = Coverages(category, reading.coverage or category.coverage)
        sanity = Sanity(category)
        opened = False
        with RejectFile(self.rejects, document, batch) as rejects:
            async for chunk in ahead(path, document, checker):
                if not opened:
                    await self._open(batch, document, category, reading, content)
                    opened = True
                if chunk.rows:
                    tally.wrote(await self.keeper.rows(batch, chunk.rows))
                for reject in chunk.rejects:
                    rejects.write(reject)
                tally.read(chunk)
                coverages.see(chunk.rows, chunk.rejects)
                sanity.see(chunk.rows)
                if progress:
                    progress(tally.rows)
            if tally.error is None:
                await self._cover(batch, coverages, category, reading, tally)
            tally.notes += sanity.notes()
            receipt = tally.receipt(reading, str(rejects.path) if rejects.path else None)
        if tally.error is None:
            await self.keeper.complete_batch(batch, receipt.model_dump_json())
            await self._supersede(batch, reading.source_id(category, content))
        return receipt

    async def _open(self, batch: str, document: str, category: Category, reading: Reading, content: str) -> None:
        props = {
            "category": category.name,
            "version": category.version,
            "document": document,
            "sha256": content,
            "source": reading.source_id(category, content),
            "at": datetime.now(SHANGHAI).isoformat(timespec="seconds"),
        }
        props |= {k: v for k, v in (("provider", reading.provider), ("day", reading.day), ("reissue", reading.reissue)) if v}
        await self.keeper.open_batch(batch, props)

    async def _cover(self, batch: str, coverages: Coverages, category: Category, reading: Reading, tally: Tally) -> None:
        statements = list(coverages.statements())
        if reading.complete is not None:
            statements += [registry_complete(category, p, d, reading.complete) for p, d in sorted(tally.sources)[:1]]
        for chunk in _cut(statements, LIMIT // 4):
            written = await self.keeper.rows(batch, [Row("end of document", 0, (s,)) for s in chunk])
            tally.covered += len(chunk)
            tally.outcome.add(written.outcome)
        left = coverages.left_out()
        if left:
            tally.notes.append(f"{left} lists are not closed, since rows of theirs were refused or name their enterprise only")

    async def _supersede(self, batch: str, source: str) -> None:
        """Withdraw what the same bytes said under an older version of their category."""
        rows = await self.engine.read(query("batch_older"), {"source": source, "id": batch, "open": OPEN_TICK})
        for row in rows:
            await self.keeper.withdraw_batch(row["id"])


def _cut(statements: list[Statement], size: int) -> Iterator[list[Statement]]:
    for i in range(0, len(statements), size):
        yield statements[i : i + size]


@asynccontextmanager
async def loader(
    engine: Engine, catalogue: Catalogue, *, secret: bytes, rejects: Path, holder: str, ttl: float, wait: float = 0.0
) -> AsyncIterator[Loader]:
    """A loader that holds the writer lease, after it has finished what a killed writer left waiting.

    Raises LeaseHeld where another writer works and does not end within `wait` seconds.
    """
    async with writer(engine, holder, ttl, wait=wait) as lease:
        keeper = Keeper(lease, catalogue)
        await keeper.resume()
        yield Loader(engine, keeper, secret, rejects)
