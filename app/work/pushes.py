"""The job of a push: its bytes are loaded as a file is, once, for the department that sent them."""

import asyncio
from contextlib import suppress

from pydantic import JsonValue

from app.desk.cases.participants import PROGRAM
from app.desk.cases.register import open_once
from app.desk.jobs.kinds import JobContext
from app.desk.store import Desk
from app.errors import InputError
from app.work.resources import Resources
from loaders.check.rejects import batch_of
from loaders.load.providers import refuse_others, refuse_others_batch
from loaders.load.reading import Reading
from models.base import Model
from models.catalogue import Category, CoverageKind
from models.work.cases import NewCase
from models.work.receipt import Receipt


class PushParams(Model):
    """The parameters of a push: its file in the spool, the name of its document, and how it is to be read."""

    file: str
    document: str
    category: str
    provider: str
    day: str | None = None
    coverage: CoverageKind | None = None
    reissue: str | None = None
    encoding: str | None = None
    dry_run: bool = False


async def push(context: JobContext[Resources], params: PushParams) -> Receipt:
    """Load the bytes of a push under the writer lease, and give its receipt; of what was loaded before, the receipt of then.

    Raises Forbidden, before anything is written, where they speak for another provider; LeaseHeld while another writer works.
    """
    work = context.resources
    path = work.spool.path(params.file)
    if not path.exists():
        raise InputError("the bytes of this push are no longer kept: send it again")
    category = work.catalogue[params.category]
    reading = Reading(params.provider, params.day, coverage=params.coverage, reissue=params.reissue, encoding=params.encoding)
    context.step(what="checking")
    with suppress(InputError):  # the loader states what is wrong
        await refuse_others_batch(work.engine, batch_of(path), params.provider)
    secret = work.settings.key.encode()
    await asyncio.to_thread(refuse_others, path, params.document, category, reading, secret, work.catalogue)
    context.step(what="waiting to write")
    async with work.writing("push", context.desk) as loader:
        receipt = await loader.load(
            path,
            category,
            reading,
            name=params.document,
            progress=lambda rows: context.step(rows, what="rows"),
            dry_run=params.dry_run,
        )
    for one in () if params.dry_run else receipt.every:
        await ask_approval(context.desk, work.catalogue[one.category], one, params.provider)
    return receipt


async def ask_approval(desk: Desk, category: Category, receipt: Receipt, provider: str) -> None:
    """Open the case in which a provider's approver decides whether the public is shown what a file brought; once for a file.

    Mended rows come in the batch of the file that had them refused, and have a case of their own.
    """
    if receipt.batch is None or not receipt.brought or category.approval is None:
        return
    arrival = receipt.arrival or receipt.batch
    basis: dict[str, JsonValue] = {"batch": receipt.batch, "category": category.name, "rows": receipt.accepted}
    basis["reasons"] = [str(one) for one in category.approval.reasons]
    basis |= {"arrival": arrival} if arrival != receipt.batch else {}
    new = NewCase(kind="publicity", key=arrival, receiver=provider, basis=basis)
    # The same file loaded again may count other rows, and the reasons may be others since: its case stays as it is.
    await desk.write(open_once, new, PROGRAM)


def drop(resources: Resources, params: PushParams) -> None:
    """Delete the bytes of a push that is loaded."""
    resources.spool.drop(params.file)
