"""Rejected rows as a file that can be mended and sent again as it is: what was wrong, then the sender's columns.

The file is CSV in UTF-8 with mark, mode 0600: it holds what the sender sent, sensitive values included. A cell that
a spreadsheet would take for a formula has an apostrophe before it, which is taken off when the file comes back.
"""

import csv
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from app.errors import InputError
from models.statements import Reject

BATCH, DOCUMENT, SHEET, LINE, COLUMN, RULE, MESSAGE = OWN = (
    "_batch",
    "_document",
    "_sheet",
    "_line",
    "_column",
    "_rule",
    "_message",
)
_ACTIVE = ("=", "+", "-", "@", "'", "\t", "\r")


class RejectsFile:
    """Collects the rejects of one batch; the file appears, complete, on `close`, and only if there were any."""

    def __init__(self, path: Path, batch: str) -> None:
        self.path = path
        self.count = 0
        self._batch = batch
        self._columns: dict[str, None] = {}
        self._spool: IO[str] | None = None

    def add(self, reject: Reject) -> None:
        """Keep one reject."""
        if self._spool is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._spool = _private(self.path.with_name(self.path.name + ".part"))
        cells = {name: text for name, text in reject.cells.items() if name not in OWN}
        self._columns |= dict.fromkeys(cells)
        place = reject.cells if is_resent(reject.cells) else {}
        own = (
            self._batch,
            place.get(DOCUMENT) or reject.document,
            place.get(SHEET) or reject.sheet or "",
            place.get(LINE) or str(reject.line),
            reject.column or "",
            reject.rule,
            reject.message,
        )
        self._spool.write(json.dumps([own, cells], ensure_ascii=True) + "\n")
        self.count += 1

    def close(self) -> Path | None:
        """Write the file out; None where nothing was rejected."""
        if self._spool is None:
            return None
        self._spool.seek(0)
        ready = self.path.with_name(self.path.name + ".ready")
        with self._spool as spool, _private(ready, "utf-8-sig") as out:
            writer = csv.writer(out)
            writer.writerow([*OWN, *self._columns])
            for line in spool:
                own, cells = json.loads(line)
                writer.writerow([_guard(text) for text in (*own, *(cells.get(name, "") for name in self._columns))])
        ready.replace(self.path)
        self.path.with_name(self.path.name + ".part").unlink()
        self._spool = None
        return self.path

    def discard(self) -> None:
        """Forget what was collected."""
        if self._spool is not None:
            self._spool.close()
            self.path.with_name(self.path.name + ".part").unlink(missing_ok=True)
            self._spool = None


def _private(path: Path, encoding: str = "utf-8") -> IO[str]:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    return open(handle, "w+", encoding=encoding, errors="replace", newline="")  # noqa: PTH123


def _guard(text: str) -> str:
    text = text.replace("\x00", "")
    return "'" + text if text.startswith(_ACTIVE) else text


def is_resent(headers: Sequence[str] | Mapping[str, str]) -> bool:
    """Whether headers are those of a rejects file."""
    return BATCH in headers and RULE in headers


def restore(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells as the sender had them, without the apostrophes before what looks like a formula."""
    return {k: v[1:] if v[:1] == "'" and v[1:2] and v[1] in _ACTIVE else v for k, v in cells.items()}


def original_place(cells: Mapping[str, str]) -> str | None:
    """Where a row stood in the file it was first sent in."""
    line = cells.get(LINE, "")
    sheet = cells.get(SHEET)
    return (f"{sheet}!{line}" if sheet else line) or None


def batch_of(path: Path) -> str | None:
    """The batch that a rejects file completes; None where the file is none.

    Raises InputError where its rows name several batches or none.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            headers = next(reader, [])
            if not is_resent(headers):
                return None
            at = headers.index(BATCH)
            named = {row[at].strip() if len(row) > at else "" for row in reader if any(row)}
    except (UnicodeDecodeError, csv.Error):
        return None
    if len(named) > 1 or "" in named:
        raise InputError(f"{path.name}: the rows of a rejects file name one batch; these name {len(named)}", document=path.name)
    return named.pop() if named else None
