"""A dry run: everything that loading a file does, but writing."""

from asyncio import to_thread
from contextlib import aclosing

from app.engine import Engine
from loaders.check.sanity import Sanity
from loaders.derive.coverage import Coverages
from loaders.load.job import Job, open_file_of
from loaders.load.preview import preview
from loaders.load.reading import Chunk, ahead
from loaders.load.tally import Tally
from loaders.load.write import Written
from loaders.store.queries import query
from models.statements import Reject, Row
from models.work.receipt import Receipt

FIRST = 5
"""Rows that are shown in words."""


async def rehearse(engine: Engine, job: Job) -> Receipt:
    """The receipt a load would give now, without what it would change in the graph (facts, merges, resolutions, conflicts),
    and with the first rows in words.

    Raises InputError where the file cannot be read at all.
    """
    tally, sanity = Tally(job.batch, job.category, job.document), Sanity(job.category)
    coverages = Coverages(job.category, job.reading.coverage)
    seen: set[str] = set()
    opened = await to_thread(open_file_of, job)
    async with aclosing(ahead(opened)) as chunks:
        async for chunk in chunks:
            if len(tally.preview) < FIRST:
                read: list[Row | Reject] = [*chunk.rows, *chunk.rejects]
                first = sorted(read, key=lambda row: row.line)
                tally.preview += [preview(row, job.category) for row in first[: FIRST - len(tally.preview)]]
            tally.wrote(await _written(engine, chunk, seen))
            tally.read(chunk)
            coverages.see(chunk.rows, chunk.rejects)
            sanity.see(chunk.rows)
            tally.notes += [f"line {r.where}, {r.column or 'row'}: {r.message}" for r in chunk.rejects]
            if job.progress:
                job.progress(tally.rows)
    if tally.error is None:
        tally.lists = coverages.counts(coverages.statements())
    tally.notes += sanity.notes()
    return tally.receipt(job.reading, None, opened.checker.targets, dry_run=True)


async def _written(engine: Engine, chunk: Chunk, seen: set[str]) -> Written:
    ids = sorted({s.id for row in chunk.rows for s in row.statements} - seen)
    known = {r["id"] for r in await engine.read(query("known"), {"ids": ids})} if ids else set()
    written = Written()
    for row in chunk.rows:
        new = {s.id for s in row.statements} - seen - known
        written.outcome.statements += len(new)
        (written.accepted if new else written.unchanged).append(row)
        seen |= {s.id for s in row.statements}
    return written
