"""One file to load, and the batch it makes or mends."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from loaders.check.checker import RowChecker
from loaders.check.effects import Effects
from loaders.load.reading import OpenFile, Reading, checked
from loaders.read import open_tables
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
    def source(self) -> str:
        """The identity of these bytes read in this way, whatever the version of the category."""
        return self.reading.source_id(self.category, self.content)


def checker_of(job: Job) -> RowChecker:
    """The checker of the file's rows. Raises InputError where no provider or day can be had."""
    reading = job.reading
    return RowChecker(
        job.category,
        provider=reading.provider,
        day=reading.day,
        columns=reading.columns,
        lenient=reading.lenient,
        secret=job.secret,
        document=job.document,
        lists=reading.lists,
        units=reading.units,
        effects=Effects(job.catalogue, job.category) if job.catalogue else None,
    )


def open_file_of(job: Job) -> OpenFile:
    """The file of a job with its first chunk of rows checked. Raises InputError where its headers do not do."""
    checker = checker_of(job)
    chunks = checked(open_tables(job.path, job.document, job.reading.asked), checker)
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
    }
    return {k: v for k, v in given.items() if v is not None}
