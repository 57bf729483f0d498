"""Loading a file: read → normalise → check → state → identify → derive → assert → receipt."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from app.engine import Engine, writer
from app.errors import InputError
from app.harmless import harmless_name
from loaders.check.rejects import RejectsFile, batch_of, delete_old
from loaders.check.sanity import Sanity
from loaders.derive.amounts import depends
from loaders.derive.coverage import Coverages, registry_complete
from loaders.load.begun import FileToLoad
from loaders.load.children import child_readings
from loaders.load.counted import CountedRows
from loaders.load.job import Job, Progress, batch_props
from loaders.load.keeper import Keeper
from loaders.load.reading import Reading, ahead
from loaders.load.rehearsal import rehearse
from loaders.load.tally import Tally
from loaders.load.write import LIMIT
from loaders.store.queries import query
from loaders.upkeep.approvals import check_approvals
from models.caller import today
from models.catalogue import Catalogue, Category, CoverageKind
from models.statements import OPEN_TICK, Row
from models.work.receipt import Receipt

MOST_STEM = 160
"""Bytes of a document's name that stand in the name of its file of rejects; most file systems take 255 for the whole."""


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads files through one writer. `secret` keys the hashes of document numbers; rejects go to files in `rejects`.

    `words` puts the messages in these files into a language; they are in English otherwise.
    """

    engine: Engine
    keeper: Keeper
    secret: bytes
    rejects: Path
    words: Callable[[str], str] = str

    async def load(
        self,
        path: Path,
        category: Category,
        reading: Reading,
        *,
        name: str | None = None,
        progress: Progress | None = None,
        dry_run: bool = False,
    ) -> Receipt:
        """Load one file. See `load_file`."""
        file = self.file(path, category, reading, name=name)
        return await self.load_file(file, progress=progress, dry_run=dry_run)

    def file(self, path: Path, category: Category, reading: Reading, *, name: str | None = None) -> FileToLoad:
        """A file for `load_file`. `name` is what it is called where that is not the path's last part."""
        return FileToLoad(path, category, reading, self.secret, name, self.keeper.prefetch, self.keeper.catalogue)

    async def load_file(
        self,
        file: FileToLoad,
        *,
        following: FileToLoad | None = None,
        progress: Progress | None = None,
        dry_run: bool = False,
    ) -> Receipt:
        """Load one file; a killed load is completed by loading the same file again.

        Bytes that were loaded in the same way answer the receipt of then. Bad rows are kept in a file of rejects, which can be
        mended and loaded in its turn: it completes the batch it came from. Child rows that stand in its rows are loaded after
        them, each category as a batch of its own, and have their receipts in `children`. What makes the whole file unreadable
        stands in the receipt's `error`. `dry_run` does everything but write. `following` is the file to be loaded next: it is
        begun to be read while the end of this one is written. Raises GraphError and its kinds, and LeaseLost.
        """
        document = file.document
        try:
            job = await self._mending(replace(await file.job(), progress=progress))
            receipt = await self._past(job)
            if receipt is None:
                receipt = await rehearse(self.engine, job) if dry_run else await self._read(job, file, following)
            if not file.category.children or receipt.error or receipt.withdrawn or job.mends:
                return receipt
            return receipt.model_copy(update={"children": await self._children(file, dry_run)})
        except OSError as error:
            return Receipt(batch=None, category=file.category.name, document=document, error=f"{document}: {error.strerror}")
        except InputError as error:
            named = error.message.startswith((f"{document}:", f"{file.path.name}:", f"{harmless_name(file.path.name)}:"))
            message = error.message if named else f"{document}: {error.message}"
            return Receipt(batch=None, category=file.category.name, document=document, error=message)
        except BaseException:
            if following:
                await following.settled()
            raise
        finally:
            await file.settled()

    async def _children(self, file: FileToLoad, dry_run: bool) -> tuple[Receipt, ...]:
        """Load the child rows in the rows of a file, and give their receipts; none of a form of which it holds no row."""
        given = (file.path, file.document, file.category, file.reading, self.keeper.catalogue)
        receipts = []
        for category, reading in await asyncio.to_thread(lambda: list(child_readings(*given))):
            child = self.file(file.path, category, reading, name=file.name)
            receipt = await self.load_file(child, dry_run=dry_run)
            if receipt.rows or receipt.error:
                receipts.append(receipt)
        return tuple(receipts)

    async def _mending(self, job: Job) -> Job:
        """Where the file holds mended rejects: the same job for the batch they came from, read as that was."""
        batch = batch_of(job.path)
        if batch is None:
            return job
        rows = await self.engine.read(query("batch_find"), {"id": batch})
        if not rows or rows[0]["category"] != job.category.name:
            raise InputError(f"{job.document}: its rows belong to batch {batch}, which is not here as {job.category.name}")
        given = job.reading
        lost = [text for text in rows[0]["code_lists"] or () if text.partition("=")[0] not in given.lists]
        if lost:
            raise InputError(f"{job.document}: its batch was read by code lists; give them again: --codes {','.join(lost)}")
        reading = Reading(
            given.provider or rows[0]["provider"],
            given.day or rows[0]["day"],
            given.columns or json.loads(rows[0]["columns"] or "{}"),
            given.lenient or bool(rows[0]["lenient"]),
            CoverageKind.PARTIAL,
            lists=given.lists,
            units=given.units or _units(rows[0]),
        )
        return replace(job, reading=reading, mends=batch)

    async def _past(self, job: Job) -> Receipt | None:
        """The receipt of a batch that is over: the one that the bytes make, or the withdrawn one that their rows belong to."""
        over = ("complete", "withdrawn")
        for batch, states in (*([(job.mends, over[1:])] if job.mends else []), (job.own, over)):
            rows = await self.engine.read(query("batch_find"), {"id": batch})
            if rows and rows[0]["state"] in states:
                never = {"batch": batch, "category": job.category.name, "document": job.document}
                stored = json.loads(rows[0]["receipt"]) if rows[0]["receipt"] else never
                how = "repeated" if rows[0]["state"] == "complete" else "withdrawn"
                arrival = {"arrival": job.arrival} if batch == job.own else {}
                return Receipt.model_validate(stored | arrival | {how: True})
        return None

    async def _read(self, job: Job, file: FileToLoad, following: FileToLoad | None) -> Receipt:
        category, reading = job.category, job.reading
        source = await file.opened(job)
        if reading.of and source.first and not source.first.count and not source.first.error:
            return Receipt(batch=None, category=category.name, document=job.document)
        tally, counted = Tally(job.batch, category, job.document), CountedRows(category, reading)
        coverages = Coverages(category, reading.coverage)
        sanity = Sanity(category)
        stem = os.fsencode(Path(job.document).stem)[:MOST_STEM].decode(errors="ignore")
        path = self.rejects / f"{stem}.{job.own[:12]}.rejects.csv"
        rejects = RejectsFile(path, job.batch, self.words)
        opened = False
        try:
            prefetch = partial(self.keeper.prefetch, job.batch)
            async with aclosing(ahead(source, prefetch, following.start if following else None)) as chunks:
                async for chunk in chunks:
                    if not opened:
                        await self._open(job)
                        opened = True
                    if chunk.rows:
                        written = await self.keeper.rows(job.batch, chunk.rows, chunk.prefetched)
                        tally.wrote(written)
                        counted.wrote(written)
                    for reject in chunk.rejects:
                        rejects.add(reject)
                        counted.refuse(reject)
                    tally.read(chunk)
                    coverages.see(chunk.rows, chunk.rejects)
                    sanity.see(chunk.rows)
                    if job.progress:
                        job.progress(tally.rows)
        except BaseException:
            rejects.discard()
            raise
        if tally.error is None:
            await self._cover(job, coverages, tally)
        tally.notes += sanity.notes()
        kept = rejects.close()
        receipt = tally.receipt(reading, str(kept) if kept else None, source.checker.targets)
        receipt = receipt.model_copy(update={"arrival": job.arrival})
        if tally.error is None:
            newest = {job.batch: tally.newest} if tally.newest else {}
            await self.keeper.complete_batch(job.own, receipt.model_dump_json(), counted.props(receipt), newest)
            await self._supersede(job)
        elif opened:
            await self.keeper.keep_receipt(job.own, receipt.model_dump_json())
        return receipt

    async def _open(self, job: Job) -> None:
        await self.keeper.open_batch(job.own, batch_props(job))

    async def _cover(self, job: Job, coverages: Coverages, tally: Tally) -> None:
        statements = list(coverages.statements())
        tally.lists = coverages.counts(statements)
        if job.reading.complete is not None:
            region = job.reading.complete
            statements += [registry_complete(job.category, p, d, region) for p, d in sorted(tally.sources)[:1]]
        async for written in self.keeper.parts(job.batch, [Row("end of document", 0, (s,)) for s in statements], LIMIT // 4):
            tally.outcome.add(written.outcome)
        tally.covered += sum(not depends(s) for s in statements)

    async def _supersede(self, job: Job) -> None:
        """Withdraw what the same bytes stated under an older version of their category."""
        params = {"source": job.source, "id": job.own, "open": OPEN_TICK}
        for row in await self.engine.read(query("batch_older"), params):
            await self.keeper.withdraw_batch(row["id"])


def _units(batch: Mapping[str, Any]) -> dict[str, str]:
    """The units that a batch's columns were read in: those its sender gave, and those that were taken."""
    taken: dict[str, str] = json.loads(batch["receipt"]).get("units", {}) if batch["receipt"] else {}
    return {**taken, **json.loads(batch["units"] or "{}")}


async def settle(engine: Engine, catalogue: Catalogue, *, holder: str, ttl: float, wait: float = 0.0) -> bool:
    """Work in what counts from today, or since a day when nobody wrote; False where nothing waited for its day.

    Facts that change by themselves with the day are written to the change feed. Another writer is waited for `wait` seconds.

    Raises LeaseHeld where another writer works, SettingsError as `check_approvals`, GraphError and its kinds, and LeaseLost.
    """
    day = {"today": today()}
    if not await engine.read(query("ripe_days"), day) and not await engine.read(query("feed_days_come"), day):
        return False
    async with writer(engine, holder, ttl, wait=wait) as lease:
        await check_approvals(lease, catalogue)
        await Keeper(lease, catalogue).resume()
    return True


@asynccontextmanager
async def loader(
    engine: Engine,
    catalogue: Catalogue,
    *,
    secret: bytes,
    rejects: Path,
    holder: str,
    ttl: float,
    wait: float = 0.0,
    keep: int = 30,
    changes_days: int | None = None,
    words: Callable[[str], str] = str,
    rederiving: bool = False,
) -> AsyncIterator[Loader]:
    """A loader that holds the writer lease, after it has finished what a killed writer left waiting.

    Files of rejects older than `keep` days are deleted, and entries of the change feed older than `changes_days` (None: none).
    `words` puts the messages in new files of rejects into a language. `rederiving`: everything will be derived again, so that
    other categories may be approved first than before. Raises LeaseHeld where another writer works and does not end within
    `wait` seconds, SettingsError as `check_approvals`.
    """
    async with writer(engine, holder, ttl, wait=wait) as lease:
        await asyncio.to_thread(delete_old, rejects, keep)
        if not rederiving:
            await check_approvals(lease, catalogue)
        keeper = Keeper(lease, catalogue, changes_days)
        await keeper.resume()
        yield Loader(engine, keeper, secret, rejects, words)
