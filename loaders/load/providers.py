"""Whether a file speaks for its sender alone: the providers its rows state, and the batch that mended rows go to."""

import json
from collections.abc import Iterator
from pathlib import Path

from app.engine import Engine
from app.errors import Forbidden, InputError
from loaders.check.checker import RowChecker
from loaders.check.choosing import chosen
from loaders.load.job import Job, checker_of
from loaders.load.reading import Reading, bind
from loaders.read import open_tables
from loaders.store.queries import query
from models.catalogue import Category
from models.statements import Reject


def refuse_others(path: Path, name: str, category: Category, reading: Reading, secret: bytes) -> None:
    """Refuse a file with a row that states another provider than `reading`'s. A file that cannot be read is left to the loader.

    Raises Forbidden.
    """
    checker = checker_of(Job(path, name, category, reading, "", "", secret=secret))
    try:
        for provider in _stated(path, name, checker, reading):
            if provider != checker.provider:
                raise Forbidden(f"a push states what its own department provides ({checker.provider}), nothing of {provider}")
    except InputError:
        return


def _stated(path: Path, name: str, checker: RowChecker, reading: Reading) -> Iterator[str]:
    for table in chosen(open_tables(path, name, reading.asked), checker):
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
