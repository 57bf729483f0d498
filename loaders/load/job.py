"""One file to load, and the batch it makes or mends."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from loaders.check.checker import RowChecker
from loaders.check.children import child_tables, forms_of, of_heads
from loaders.check.effects import Effects
from loaders.load.reading import OpenFile, Reading, checked
from loaders.read import Table, open_tables
from models.catalogue import Catalogue, Category

SHANGHAI = ZoneInfo("Asia/Shanghai")
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """A file of one category. `own` is the batch its bytes make; mended rejects go to the batch they came from, `mends`.

    `catalogue` has the categories to whose records rows may do something.
    """

    path: Path
    document: str
    category: Category
    reading: Reading
    own: str
    content: str
    progress: Progress | None = None
    secret: bytes = b""
    mends: str | None = None
    catalogue: Catalogue | None = None

    @property
    def batch(self) -> str:
        """The batch its rows arrive in."""
        return self.mends or self.own

    @property
    def arrival(self) -> str | None:
        """The batch its bytes make, where its rows arrive in another one."""
        return self.own if self.mends else None

    @property
    def source(self) -> str:
        """The identity of these bytes read in this way, whatever the version of the category."""
        return self.reading.source_id(self.category, self.content)


def checker_of(job: Job, of_heads: bool = False) -> RowChecker:
    """The checker of the file's rows, or of the rows in which its child rows stand.

    Raises InputError where no provider or day can be had.
    """
    reading, category = job.reading, job.category
    if of_heads and reading.of and reading.head:
        category, reading = reading.of.head, reading.head
    checker = RowChecker(
        category,
        provider=reading.provider,
        day=reading.day,
        columns=reading.columns,
        lenient=reading.lenient,
        secret=job.secret,
        document=job.document,
        lists=reading.lists,
        units=reading.units,
        effects=Effects(job.catalogue, category) if job.catalogue else None,
    )
    forms = forms_of(category, job.catalogue) if job.catalogue else ()
    checker.elsewhere = lambda name: any(form.reads(name) for form in forms)
    return checker


def tables_of(job: Job) -> Iterator[Table]:
    """The tables of the file in which rows of the job's category may stand."""
    of, head, known = job.reading.of, job.reading.head, job.catalogue
    forms = forms_of(of.head if of else job.category, known) if known else ()
    if of is None or head is None:
        tables = open_tables(job.path, job.document, job.reading.asked)
        return of_heads(tables, forms, checker_of(job)) if forms else tables
    tables = open_tables(job.path, job.document, replace(head.asked, lists=True))
    return child_tables(of, forms, tables, checker_of(job, of_heads=True))


def open_file_of(job: Job) -> OpenFile:
    """The file of a job with its first chunk of rows checked. Raises InputError where its headers do not do."""
    checker = checker_of(job)
    chunks = checked(tables_of(job), checker)
    return OpenFile(checker, chunks, next(chunks, None))


def batch_props(job: Job) -> dict[str, Any]:
    """What is stored of a batch; `at` is its wall time, for people."""
    reading = job.reading
    given = {
        "category": job.category.name,
        "version": job.category.version,
        "document": job.document,
        "sha256": job.content,
        "source": job.source,
        "at": datetime.now(SHANGHAI).isoformat(timespec="seconds"),
        "lenient": reading.lenient,
        "columns": json.dumps(dict(reading.columns), ensure_ascii=False, sort_keys=True) if reading.columns else None,
        "code_lists": [f"{name}={known.document}" for name, known in sorted(reading.lists.items())] or None,
        "units": json.dumps(dict(reading.units), ensure_ascii=False, sort_keys=True) if reading.units else None,
        "provider": reading.provider,
        "day": reading.day,
        "reissue": reading.reissue,
        "table": reading.table,
        "encoding": reading.encoding,
        "mends": job.mends,
        "head": reading.head.batch_id(reading.of.head, job.content) if reading.of and reading.head else None,
    }
    return {k: v for k, v in given.items() if v is not None}
