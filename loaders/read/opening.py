"""Opens files safely: a pipe, device, socket or folder, which could hang or never end, is refused."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from app.errors import InputError
from app.harmless import harmless_name

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe, which is read from standard input: give - and pipe it in"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def refusal(path: Path, name: str) -> str | None:
    """The reason why a path cannot be read as a file; None where it can. A device, pipe or socket is not opened for that."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        return f"{name}: cannot be read: {_reason(error)}"
    if not stat.S_ISREG(mode):
        return f"{name}: not a file but {_kind(mode)}"
    return None if os.access(path, os.R_OK) else f"{name}: cannot be read: Permission denied"


@contextmanager
def open_file(path: Path, name: str | None = None) -> Iterator[BufferedReader]:
    """Open a file to read its bytes, for the time of a block.

    Raises InputError where it cannot be opened, or is a pipe, device, socket or folder; it may have become one since it was
    listed.
    """
    name = name or harmless_name(path.name)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise InputError(f"{name}: cannot be read: {_reason(error)}", document=name) from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise InputError(f"{name}: not a file but {_kind(mode)}", document=name)
    with os.fdopen(handle, "rb") as file:
        yield file


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror or "no reason given") if isinstance(error, OSError) else "no name of a file"


def _kind(mode: int) -> str:
    return next((words for is_kind, words in _KINDS if is_kind(mode)), "something else")
