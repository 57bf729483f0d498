"""Whether a file speaks for its sender alone: the providers its rows state, and the batch that mended rows go to."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from app.engine import Engine
from app.errors import Forbidden, InputError
from loaders.check.checker import RowChecker
from loaders.check.choosing import chosen
from loaders.load.children import child_readings
from loaders.load.job import Job, checker_of, tables_of
from loaders.load.reading import Reading, bind
from loaders.read import Table
from loaders.store.queries import query
from models.catalogue import Catalogue, Category
from models.statements import Reject


def refuse_others(
    path: Path, name: str, category: Category, reading: Reading, secret: bytes, catalogue: Catalogue | None = None
) -> None:
    """Refuse a file with a row, or a child row, that states another provider than `reading`'s.

    A file that cannot be read is left to the loader. Raises Forbidden.
    """
    job = Job(path, name, category, reading, "", "", secret=secret, catalogue=catalogue)
    children = child_readings(path, name, category, reading, catalogue) if catalogue else ()
    for one in (job, *(replace(job, category=of, reading=how) for of, how in children)):
        checker = checker_of(one)
        with suppress(InputError):
            for provider in _stated(tables_of(one), checker):
                if provider != checker.provider:
                    why = f"a push states what its own department provides ({checker.provider}), nothing of {provider}"
                    raise Forbidden(why)


def _stated(tables: Iterator[Table], checker: RowChecker) -> Iterator[str]:
    for table in chosen(tables, checker):
        rows = bind(checker, table).rows
        states = checker.states_provider
        for raw in rows:
            if states and not checker.is_summary(raw):
                row = checker(raw)
                if not isinstance(row, Reject):
                    yield from {statement.provider for statement in row.statements}


async def refuse_others_batch(engine: Engine, batch: str | None, provider: str) -> None:
    """Refuse a batch that is another provider's, or of several. One that is not there is left to who asks for it.

    Raises Forbidden.
    """
    rows = await engine.read(query("batch_find"), {"id": batch}) if batch else []
    if rows and provider_of(rows[0]) != provider:
        raise Forbidden("this batch is not of your department")


def provider_of(batch: dict[str, object]) -> object:
    """Who provided a batch, as its loading or its receipt states; None where it has several providers."""
    receipt = json.loads(str(batch["receipt"])) if batch["receipt"] else {}
    return batch["provider"] or receipt.get("provider")
