"""The spool: the bytes of pushes as files for this user alone, each on the disk before its push is answered."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.errors import TooLarge

FOLDER = "spool"
COMING = ".coming"
"""How the names of files end that are not yet whole."""


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that are on the disk under a name of their own, not yet that of a push: their file, SHA-256 and number."""

    file: Path
    sha256: str
    size: int

    def drop(self) -> None:
        """Delete them."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)


class Spool:
    """The folder with the bytes of pushes, in the home of the settings."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER

    async def receive(self, pieces: AsyncIterator[bytes], most: int) -> Received:
        """Write what comes to the disk. What breaks off, or is too large, leaves nothing.

        Raises TooLarge past `most` bytes; OSError where the disk does not take it; and what `pieces` raises.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=COMING, dir=self.folder)  # mode 0600
        digest, size = hashlib.sha256(), 0
        try:
            with os.fdopen(handle, "wb") as file:
                async for piece in pieces:
                    size += len(piece)
                    if size > most:
                        raise TooLarge(f"a push has at most {most:,} bytes: part it")
                    digest.update(piece)
                    file.write(piece)
                file.flush()
                await asyncio.to_thread(os.fsync, file.fileno())
        except BaseException:
            with suppress(OSError):
                os.unlink(name)  # noqa: PTH108 - a bare name is at hand
            raise
        return Received(Path(name), digest.hexdigest(), size)

    def keep(self, received: Received, name: str) -> None:
        """Give received bytes the name of their push, durably."""
        received.file.replace(self.folder / name)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def path(self, name: str) -> Path:
        """The file of a push."""
        return self.folder / name

    def drop(self, name: str) -> None:
        """Delete the file of a push that is over."""
        with suppress(OSError):
            self.path(name).unlink(missing_ok=True)

    def left(self, older_than: float) -> list[str]:
        """The names of files last written before a moment (seconds since 1970)."""
        if not self.folder.is_dir():
            return []
        return [file.name for file in self.folder.iterdir() if file.is_file() and file.stat().st_mtime < older_than]
