"""Takes entries of the audit log off the request's way and writes them in batches, the public's as counts."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection

from app.desk.audit.chain import append, let_go
from app.desk.store import Desk
from app.desk.store.tables.metadata import now
from app.errors import Conflict, DeskUnavailable, QuanjingError
from models.work.audit import AuditEntry

LOG = structlog.get_logger("quanjing.audit")
WRITTEN_SECONDS = 0.5
"""How long an entry waits at most before it is written: what a process that is killed may lose."""
COUNTED_SECONDS = 60.0
"""How often the counts of what the public asked are written."""
TIDIED_SECONDS = 3600.0
MOST_AT_ONCE = 1000
MOST_WAITING = 10_000
"""So many entries wait while the desk does not take them; then nobody with a key is served."""
PUBLIC = "public"
Work = Callable[[], Awaitable[Any]]


class Recorder:
    """The audit log as one process of the service writes it; `key` seals it, `days` is the term for which entries are kept."""

    def __init__(self, desk: Desk, key: str, days: int) -> None:
        self._desk, self.key, self._days = desk, key, days
        self._waiting: deque[AuditEntry] = deque()
        self._counts: dict[tuple[str, int], list[int]] = {}
        self._since: datetime = now()
        self._writing = asyncio.Lock()

    def check(self) -> None:
        """Check that what a caller does can still be kept.

        Raises:
            DeskUnavailable: too much waits to be written.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise DeskUnavailable("the audit log cannot be written")

    def note(self, entry: AuditEntry) -> None:
        """Have an entry written within half a second."""
        self._waiting.append(entry)

    def count(self, action: str, status: int, rows: int | None, size: int) -> None:
        """Count a request of the public: by route and status, with the records and bytes that left."""
        counted = self._counts.setdefault((action, status), [0, 0, 0])
        for place, more in enumerate((1, rows or 0, size)):
            counted[place] += more

    async def write_now(self, entry: AuditEntry) -> None:
        """Write an entry, after all that wait; when this returns, it is durable.

        Raises:
            DeskUnavailable: it could not be written.
        """
        self._waiting.append(entry)
        await self.write()

    async def write(self) -> None:
        """Write all that waits; what the desk does not take goes on waiting."""
        async with self._writing:
            while self._waiting:
                batch = [self._waiting[place] for place in range(min(len(self._waiting), MOST_AT_ONCE))]
                try:
                    await self._desk.write(append, batch, self.key)
                except Conflict:  # another process has just begun the log
                    continue
                for _ in batch:
                    self._waiting.popleft()

    async def write_counts(self) -> None:
        """Write what was counted of the public since this was last done."""
        counts, self._counts = self._counts, {}
        since, self._since = self._since, now()
        for (action, status), (times, rows, size) in sorted(counts.items()):
            told = {"since": since.isoformat(timespec="seconds")}
            entry = AuditEntry(at=self._since, caller=PUBLIC, action=action, status=status, times=times)
            self.note(entry.model_copy(update={"parameters": told, "rows": rows, "bytes": size}))
        await self.write()

    async def tidy(self) -> int:
        """Let entries go whose term is over; returns how many went."""
        return await self._desk.write(_let_go, self._days, self.key)

    @contextlib.asynccontextmanager
    async def recording(self) -> AsyncIterator[None]:
        """Write what is noted, for the time of a block, and at its end all that is left."""
        tasks = [
            asyncio.create_task(_again(every, work))
            for every, work in (
                (WRITTEN_SECONDS, self.write),
                (COUNTED_SECONDS, self.write_counts),
                (TIDIED_SECONDS, self.tidy),
            )
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await _if_it_can(self.write_counts)


def _let_go(connection: Connection, days: int, key: str) -> int:
    return let_go(connection, now() - timedelta(days=days), key)


async def _again(every: float, work: Work) -> None:
    while True:
        await asyncio.sleep(every)
        await _if_it_can(work)


async def _if_it_can(work: Work) -> None:
    try:
        await work()
    except QuanjingError as error:
        LOG.error("the audit log could not be written", problem=error.type)
