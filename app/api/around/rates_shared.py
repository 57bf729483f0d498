"""Counts of requests in a file that processes share (SQLite): the storages that limits has for that need a server."""

import contextlib
import sqlite3
import time
from pathlib import Path
from typing import Any

from limits.storage import Storage

TABLE = "CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, n INTEGER NOT NULL, until REAL NOT NULL) WITHOUT ROWID"
COUNT = """
INSERT INTO counts VALUES (:key, :amount, :until) ON CONFLICT (key) DO UPDATE SET
  n = CASE WHEN until <= :now THEN :amount ELSE n + :amount END,
  until = CASE WHEN until <= :now THEN :until ELSE until END
RETURNING n
"""
WAIT_SECONDS = 0.05
SWEEP_SECONDS = 60.0


class SharedStorage(Storage):
    """A storage of `limits` in one SQLite file. Its counts are no record: they are not flushed to the disk.

    A process that does not get at the file in WAIT_SECONDS does not count: the limit is then a little higher.
    """

    def __init__(self, path: Path, **more: Any) -> None:
        super().__init__(None, **more)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._db = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        path.chmod(0o600)
        self._swept = 0.0
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(TABLE)

    @property
    def base_exceptions(self) -> type[Exception]:
        """The errors of this storage."""
        return sqlite3.Error

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count `amount` more under a key, whose count begins anew after `expiry` seconds; the count."""
        now = time.time()
        self._sweep(now)
        try:
            rows = self._db.execute(COUNT, {"key": key, "amount": amount, "now": now, "until": now + expiry}).fetchall()
        except sqlite3.OperationalError:
            return 0
        return int(rows[0][0])

    def get(self, key: str) -> int:
        """The count under a key."""
        row = self._db.execute("SELECT n FROM counts WHERE key = ? AND until > ?", (key, time.time())).fetchone()
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        """The moment at which the count under a key ends."""
        row = self._db.execute("SELECT until FROM counts WHERE key = ?", (key,)).fetchone()
        return float(row[0]) if row else time.time()

    def check(self) -> bool:
        """Whether the file can be read."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("SELECT 1 FROM counts LIMIT 1")
            return True
        return False

    def reset(self) -> int | None:
        """Forget all counts; how many there were."""
        return self._db.execute("DELETE FROM counts").rowcount

    def clear(self, key: str) -> None:
        """Forget the count under a key."""
        self._db.execute("DELETE FROM counts WHERE key = ?", (key,))

    def _sweep(self, now: float) -> None:
        if now - self._swept > SWEEP_SECONDS:
            self._swept = now
            with contextlib.suppress(sqlite3.OperationalError):
                self._db.execute("DELETE FROM counts WHERE until <= ?", (now,))
