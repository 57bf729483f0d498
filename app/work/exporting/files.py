"""Writing rows into a file, in one of its forms, and the folder of these files."""

import csv
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

import orjson
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from app.errors import InputError
from app.harmless import no_formula
from app.work.exporting.columns import Column, Row, Value
from models.work.exports import ExportForm

FOLDER = "exports"
COMING = ".coming"
"""How the names of files end that are not yet whole."""
SHEET_ROWS = 1_048_575
"""Rows that a sheet of XLSX has, besides its header."""


class RowWriter(Protocol):
    """Takes rows one by one; what it wrote is whole once it is closed."""

    def write(self, row: Row) -> None:
        """Write a row."""

    def close(self) -> None:
        """Write the end."""


class JsonLines:
    """A row a line, as a JSON object."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, row: Row) -> None:
        """Write a row; what it does not state is left out."""
        self._out.write(orjson.dumps({k: v for k, v in row.items() if v is not None}) + b"\n")

    def close(self) -> None:
        """Nothing is left to write."""


class Csv:
    """CSV in UTF-8 with mark; a text that a spreadsheet would take for a formula has an apostrophe before it."""

    def __init__(self, out: IO[bytes], headers: Sequence[str]) -> None:
        self._out = out
        self._line: list[str] = []
        self._writer = csv.writer(_Lines(self._line.append))
        out.write("\ufeff".encode())
        self._put(headers)

    def _put(self, cells: Iterable[Value]) -> None:
        self._writer.writerow(cells)
        self._out.write(self._line.pop().encode())

    def write(self, row: Row) -> None:
        """Write a row."""
        self._put(no_formula(value) if isinstance(value, str) else value for value in row.values())

    def close(self) -> None:
        """Nothing is left to write."""


@dataclass(frozen=True, slots=True)
class _Lines:
    write: Callable[[str], Any]


class Xlsx:
    """One sheet; no text in it is a formula."""

    def __init__(self, out: IO[bytes], headers: Sequence[str]) -> None:
        self._out, self._rows = out, 0
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet("export")
        self._sheet.append([self._cell(header) for header in headers])

    def _cell(self, value: Value) -> Any:
        if not isinstance(value, str):
            return value
        cell = WriteOnlyCell(self._sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767])
        cell.data_type = "s"
        return cell

    def write(self, row: Row) -> None:
        """Write a row. Raises InputError where the sheet is full."""
        self._rows += 1
        if self._rows > SHEET_ROWS:
            raise InputError("an XLSX sheet has no room for so many rows: ask for csv or ndjson")
        self._sheet.append([self._cell(value) for value in row.values()])

    def close(self) -> None:
        """Write the file out."""
        self._book.save(self._out)


def writer_of(form: ExportForm, out: IO[bytes], columns: Sequence[Column], lang: str) -> RowWriter:
    """What writes rows of these columns in a form; headers in one language, where the form has headers."""
    headers = [column.title.en if lang == "en" else column.title.zh for column in columns]
    if form is ExportForm.NDJSON:
        return JsonLines(out)
    return Csv(out, headers) if form is ExportForm.CSV else Xlsx(out, headers)


@dataclass(frozen=True, slots=True)
class Exports:
    """The folder with the files of exports, in the home of the settings: for its user alone."""

    home: Path

    @property
    def folder(self) -> Path:
        """The folder."""
        return self.home / FOLDER

    def path(self, name: str) -> Path:
        """The file of this name."""
        return self.folder / Path(name).name

    def begin(self, name: str) -> Path:
        """The path of a file that is being written; it is empty, and for its user alone (0600)."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.path(name + COMING)
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return path

    def keep(self, coming: Path, name: str) -> tuple[int, str]:
        """Give a file that is whole its name; gives its number of bytes and its SHA-256."""
        with coming.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        coming.replace(self.path(name))
        return self.path(name).stat().st_size, digest

    def delete_old(self, days: float) -> int:
        """Delete files older than so many days; gives how many."""
        count = 0
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < time.time() - days * 86_400:
                    path.unlink()
                    count += 1
        return count
