"""The job of an export: what its caller may read of a division is written to a file, for its term."""

import asyncio
from typing import IO

from app.desk.approvals.register import may_export
from app.desk.callers.register import caller_named
from app.desk.jobs.kinds import JobContext
from app.desk.store import Desk
from app.engine.clock import now_tick
from app.errors import Forbidden, InputError
from app.questions import Questions
from app.questions.moments import parse_day
from app.work.exporting.files import writer_of
from app.work.exporting.reading import Source
from app.work.resources import Resources
from models.base import Model
from models.caller import Caller
from models.work.exports import Exported, ExportForm

BEYOND = "records beyond one's own region need an approval to leave in bulk: ask for one at /v1/approvals"


class ExportParams(Model):
    """The parameters of an export, with the division that it is bound to; an empty one is everywhere."""

    of: str
    region: str = ""
    form: ExportForm = ExportForm.CSV
    as_of: str | None = None
    lang: str = "zh"
    parties: tuple[str, ...] = ()


async def check_division(desk: Desk, caller: Caller, region: str) -> None:
    """Check that a caller may take records of a division out in bulk. Raises Forbidden."""
    if not await desk.read(may_export, caller, region):
        raise Forbidden(BEYOND)


async def export(context: JobContext[Resources], params: ExportParams) -> Exported:
    """Write the file of an export. Its bounds are those of its caller at this moment, whatever they were when it was asked for.

    Raises NotFound or Conflict where the caller is no more; Forbidden where the division is not theirs and no approval holds;
    InputError where there is too much.
    """
    work = context.resources
    caller: Caller = await context.desk.read(caller_named, context.job.caller)
    await check_division(context.desk, caller, params.region)
    day = parse_day(params.as_of) if params.as_of else caller.today
    tick = await now_tick(work.engine)
    questions = Questions(work.catalogue, work.engine)
    source = Source(questions, work.engine, caller, params.of, params.region, day, tick, params.parties)
    name = f"{context.job.id}.{params.form}"
    coming = work.exports.begin(name)
    try:
        with coming.open("wb") as out:
            parties, rows = await _written(context, params, source, out)
        size, digest = await asyncio.to_thread(work.exports.keep, coming, name)
    finally:
        coming.unlink(missing_ok=True)
    return Exported(
        of=params.of,
        region=params.region,
        form=params.form,
        as_of=day,
        known_at=tick,
        parties=parties,
        rows=rows,
        left_out=source.left_out,
        bytes=size,
        sha256=digest,
        file=name,
    )


async def _written(context: JobContext[Resources], params: ExportParams, source: Source, out: IO[bytes]) -> tuple[int, int]:
    """Write all rows; gives how many parties have any, and how many rows there are."""
    most = context.resources.settings.export_rows
    writer = writer_of(params.form, out, source.columns, params.lang)
    parties = rows = 0
    context.step(what="rows")
    async for count, some in source.rows():
        parties, rows = parties + count, rows + len(some)
        if rows > most:
            raise InputError(f"an export has at most {most:,} rows: ask for a smaller division, or a list of parties")
        for row in some:
            writer.write(row)
        context.step(rows, what="rows")
    await asyncio.to_thread(writer.close)
    return parties, rows
