"""A file to load whose first rows are checked while the file before it is still written."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import InputError
from app.harmless import harmless_name
from loaders.check.rejects import batch_of
from loaders.load.job import Job, open_file_of
from loaders.load.reading import OpenFile, Reading, content_hash
from loaders.store.prefetched import Prefetched
from models.catalogue import Catalogue, Category
from models.statements import Row


@dataclass(slots=True)
class FileToLoad:
    """One file, its category and how it is read. `name` is what it is called where that is not the path's last part.

    `start` begins to read it, in a thread; what is wrong with it is raised when it is loaded. `secret` keys the hashes of
    document numbers; `prefetch` reads from the graph what writing the first rows of a batch will ask for; `catalogue` has the
    categories to whose records rows may do something.
    """

    path: Path
    category: Category
    reading: Reading
    secret: bytes
    name: str | None = None
    prefetch: Callable[[str, Sequence[Row]], Awaitable[Prefetched]] | None = None
    catalogue: Catalogue | None = None
    _job: "asyncio.Task[Job] | None" = field(default=None, repr=False)
    _opened: "asyncio.Task[OpenFile | None] | None" = field(default=None, repr=False)

    @property
    def document(self) -> str:
        """What the file is called in receipts and messages."""
        return harmless_name(self.name or self.path.name)

    def start(self) -> None:
        """Begin to read the file."""
        if self._opened is None:
            self._opened = asyncio.create_task(self._open_early())

    async def settled(self) -> None:
        """Wait for what was begun to end, whatever came of it, and let go of it."""
        for task in (self._opened, self._job):
            if task:
                await asyncio.wait([task])
                found = None if task.cancelled() or task.exception() else task.result()
                if isinstance(found, OpenFile):
                    found.chunks.close()
        self._opened = self._job = None

    async def job(self) -> Job:
        """The job the file makes, with the digest of its bytes. Raises OSError and InputError where it cannot be opened."""
        if self._job is None:
            self._job = asyncio.create_task(asyncio.to_thread(self._hash))
        return await self._job

    async def opened(self, job: Job) -> OpenFile:
        """The file with its first chunk checked. Raises InputError where its headers do not do."""
        early = await self._opened if self._opened else None
        return early if early and not job.mends else await asyncio.to_thread(open_file_of, job)

    def _hash(self) -> Job:
        content = content_hash(self.path)
        batch = self.reading.batch_id(self.category, content)
        return Job(
            self.path, self.document, self.category, self.reading, batch, content, secret=self.secret, catalogue=self.catalogue
        )

    async def _open_early(self) -> OpenFile | None:
        if await asyncio.to_thread(_may_be_mended, self.path):
            return None
        job = await self.job()
        opened = await asyncio.to_thread(open_file_of, job)
        if opened.first and opened.first.rows and self.prefetch:
            opened.first.prefetched = await self.prefetch(job.batch, opened.first.rows)
        return opened


def _may_be_mended(path: Path) -> bool:
    """Whether a file has mended rejects, which the load of the file before may still write anew."""
    try:
        return batch_of(path) is not None
    except InputError:
        return True
