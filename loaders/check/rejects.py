"""Rejected rows as a file that can be mended and sent again as it is: what was wrong, then the sender's columns.

The file is CSV in UTF-8 with mark, mode 0600: it holds what the sender sent, sensitive values sealed under the secret (they are
opened when the file comes back, and may be written over in clear). A cell that a spreadsheet would take for a formula has an
apostrophe before it, which is taken off when the file comes back. Files older than their term are deleted by the next load.
"""

import csv
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from app.errors import InputError
from app.harmless import is_formula, no_formula
from loaders.check.sealing import seal, unseal
from loaders.types.codes.identity_numbers import is_identity_number
from loaders.values.cells import Refused
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
_PERSONAL = re.compile(r"身份证|证件号|护照|手机|电话|联系方式|id.?card|passport|phone|mobile", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
SUFFIX = ".rejects.csv"
DAY = 86_400
LEFT = 3_600
"""Seconds after which what a killed load left half-written is deleted."""


class RejectsFile:
    """Collects the rejects of one batch; the file appears, complete, on `close`, and only if there were any.

    `words` puts a message into the language of who reads the file; the rule is the same in every language.
    """

    def __init__(self, path: Path, batch: str, words: Callable[[str], str] = str) -> None:
        self.path = path
        self.count = 0
        self._batch = batch
        self._words = words
        self._columns: dict[str, None] = {}
        self._spool: IO[str] | None = None

    def add(self, reject: Reject) -> None:
        """Keep one reject."""
        cells = {name: text for name, text in reject.cells.items() if name not in OWN}
        self._columns |= dict.fromkeys(cells)
        place = reject.cells if is_resent(reject.cells) else {}
        own = (
            self._batch,
            place.get(DOCUMENT) or reject.document,
            place.get(SHEET) or reject.sheet or "",
            place.get(LINE) or reject.where,
            reject.column or "",
            reject.rule,
            self._words(reject.message),
        )
        with _said(self.path.parent):
            if self._spool is None:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._spool = tempfile.TemporaryFile("w+", dir=self.path.parent, encoding="utf-8")  # noqa: SIM115
            self._spool.write(json.dumps([own, cells], ensure_ascii=True) + "\n")
        self.count += 1

    def close(self) -> Path | None:
        """Write the file out; None where nothing was rejected."""
        if self._spool is None:
            return None
        try:
            with _said(self.path.parent), self._spool as spool, rewritten(self.path) as out:
                spool.seek(0)
                self._write(out, spool)
        finally:
            self._spool = None
        return self.path

    def _write(self, out: IO[str], spool: IO[str]) -> None:
        writer = csv.writer(out)
        writer.writerow([*OWN, *self._columns])
        for line in spool:
            own, cells = json.loads(line)
            writer.writerow([guarded(text) for text in (*own, *(cells.get(name, "") for name in self._columns))])
        out.flush()

    def discard(self) -> None:
        """Forget what was collected; it stood in a file without a name, of which nothing is left."""
        if self._spool is not None:
            with suppress(OSError):  # a full disk: what was buffered is not wanted any more
                self._spool.close()
            self._spool = None


@contextmanager
def rewritten(path: Path) -> Iterator[IO[str]]:
    """What is written takes the place of a rejects file once it is whole; else nothing of it stays."""
    ready = path.with_name(path.name + ".ready")
    try:
        with _private(ready, "utf-8-sig") as out:
            yield out
        ready.replace(path)
    except BaseException:
        with suppress(OSError):
            ready.unlink(missing_ok=True)
        raise


@contextmanager
def _said(folder: Path) -> Iterator[None]:
    """Say of a disk that is full, or cannot be written, that it is the rejects which it cannot keep."""
    try:
        yield
    except OSError as error:
        message = f"the refused rows cannot be kept in {folder}: {error.strerror}. Make room, then load the file again"
        raise InputError(message) from None


def delete_old(folder: Path, days: int) -> int:
    """Delete the files of rejects that are older than so many days, and what killed loads left; gives how many there were."""
    now, count = time.time(), 0
    for path in folder.glob("*") if folder.is_dir() else ():
        old = DAY * days if path.name.endswith(SUFFIX) else LEFT if path.name.endswith((".ready", ".part")) else None
        with suppress(FileNotFoundError):
            if old is not None and now - path.lstat().st_mtime > old:
                path.unlink()
                count += 1
    return count


def _private(path: Path, encoding: str = "utf-8") -> IO[str]:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    return open(handle, "w+", encoding=encoding, errors="replace", newline="")  # noqa: PTH123


def guarded(text: str) -> str:
    """A cell as it stands in a rejects file: with an apostrophe where a spreadsheet would take it for a formula."""
    return no_formula(text.replace("\x00", ""))


def is_resent(headers: Sequence[str] | Mapping[str, str]) -> bool:
    """Whether headers are those of a rejects file."""
    return BATCH in headers and RULE in headers


def personal(header: str) -> bool:
    """Whether a column that nothing reads seems to hold numbers of persons, by its header."""
    return _PERSONAL.search(header) is not None


def sealed_cells(cells: Mapping[str, str], hidden: Collection[str], secret: bytes, *, shifted: bool) -> dict[str, str]:
    """The cells of a row with those sealed that must not stand in clear: of `hidden` columns, and with a number of a person in
    any other. `shifted`: which cell stands in which column is not known, so a table with hidden columns has all of them sealed.
    """
    every = shifted and bool(hidden)
    return {
        name: seal(text, secret)
        if every or name in hidden or (len(text) > 10 and (_TELEPHONE.search(text) or is_identity_number(text)))
        else text
        for name, text in cells.items()
    }


def restore(cells: Mapping[str, str], secret: bytes = b"") -> dict[str, str]:
    """The cells as the sender had them: unsealed, and without the apostrophes before what looks like a formula.

    Raises Refused where one was sealed under another secret.
    """
    found = {}
    for name, text in cells.items():
        opened = as_sent(text, secret)
        if opened is None:
            raise Refused("sealed", "this cell was sealed under another secret: write its value over it", name)
        found[name] = opened
    return found


def as_sent(text: str, secret: bytes) -> str | None:
    """A cell of a rejects file as the sender had it; None where it was sealed under another secret."""
    opened = unseal(text, secret)
    return opened[1:] if opened and opened[:1] == "'" and is_formula(opened[1:]) else opened


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
