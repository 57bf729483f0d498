"""Reads XLSX as a stream: one row of a sheet at a time, with stored values, dates in ISO form, and formulas never run."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.errors import InputError
from loaders.read.formats.xlsx_parts import (
    CellStyles,
    Strings,
    WorkbookSheet,
    chunks,
    local,
    new_parser,
    open_package,
    parse,
    read_cell_styles,
    read_strings,
    read_workbook,
)
from loaders.read.merged import MergedCells, TooMany, column_index, merged_downwards
from loaders.read.options import ANY, ReadOptions
from loaders.read.rows import Table
from loaders.read.several import Line
from loaders.read.tables import make_tables

MAX_COLUMNS = 1_024
SLICE = 1 << 14
"""Bytes of a sheet parsed at once: few, since the shared strings of its cells can be many times more."""
MAX_CELL = 32_767
"""The most characters in a cell, which is a spreadsheet's own limit; a row with a longer one is refused."""
MAX_ROW = 1_000_000
"""The most characters in a row; a longer one is refused."""
_NOTES = re.compile(r"说明|字典|填报|数据项|指南|instructions?|readme|notes?\Z|lists?\Z", re.IGNORECASE)
_WHOLE = re.compile(r"-?\d{1,18}\Z")


def read_xlsx(path: Path, name: str, options: ReadOptions = ANY) -> Iterator[Table]:
    """The tables of the visible sheets; sheets that explain or list choices are skipped, unless one is requested.

    Raises InputError where the file is damaged, expands too far, or holds no row.
    """
    with open_package(path, name) as package:
        sheets, since_1904 = read_workbook(package, name)
        styles = read_cell_styles(package, name)
        empty = True
        with closing(read_strings(package, name)) as strings:
            for sheet in chosen_sheets(sheets, options.table, name):
                lines = _SheetReader(package, sheet, name, strings, styles, since_1904).lines()
                merged, flags = _merged(package, sheet, name)
                for table in make_tables(sheet.name, lines, name, options, merged):
                    table.flags += flags
                    empty = False
                    yield table
    if empty:
        raise InputError(f"{name}: the file is empty", document=name)


def chosen_sheets(sheets: Sequence[WorkbookSheet], wanted: str | None, name: str) -> list[WorkbookSheet]:
    """The sheets to read: the `wanted` one, else all visible ones with data. Raises InputError where it does not exist."""
    shown = [sheet for sheet in sheets if sheet.visible]
    if wanted is not None:
        chosen = [sheet for sheet in sheets if wanted == sheet.name or wanted.rpartition("!")[0] == sheet.name]
        if not chosen:
            listed = ", ".join(sheet.name for sheet in shown)
            raise InputError(f"{name}: there is no table {wanted!r}; its sheets: {listed}", document=name)
        return chosen
    if len(shown) > 1:
        shown = [sheet for sheet in shown if not _NOTES.search(sheet.name)] or shown
    return shown


def _merged(package: zipfile.ZipFile, sheet: WorkbookSheet, name: str) -> tuple[list[MergedCells], list[str]]:
    try:
        return list(merged_downwards(chunks(package, sheet.part, name))), []
    except TooMany:
        return [], [f"sheet {sheet.name}: too many merged cells to fill"]
    except InputError:
        return [], []  # reading its rows reports what is damaged, and where


class _SheetReader:
    """Reads one sheet. The XML parser's handlers fill `_ready`, which `lines` drains chunk by chunk."""

    def __init__(
        self,
        package: zipfile.ZipFile,
        sheet: WorkbookSheet,
        name: str,
        strings: Strings,
        styles: CellStyles,
        since_1904: bool,
    ) -> None:
        self._package = package
        self._sheet = sheet
        self._name = name
        self._strings = strings
        self._styles = styles
        self._start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        self._ready: list[Line] = []
        self._columns: dict[str, int] = {}
        self._row: list[str] = []
        self._size = 0
        self._error: str | None = None
        self._number = 0
        self._type = ""
        self._style = ""
        self._column = -1
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._taking: list[str] | None = None

    def lines(self) -> Iterator[Line]:
        """Rows with their number in the sheet and cells as texts."""
        parser = new_parser()
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._text
        try:
            for _ in parse(self._package, self._sheet.part, self._name, parser, None, SLICE):
                yield from self._ready
                self._ready.clear()
        except InputError as error:
            yield from self._ready
            place = f"sheet {self._sheet.name!r} after row {self._number}"
            raise InputError(f"{error.message} ({place})", **error.context) from None

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c" or (":" in tag and (tag := local(tag)) == "c"):
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            reference = attributes.get("r")
            self._column = self._index(reference.rstrip("0123456789")) if reference else len(self._row)
            self._value = []
            self._formula = None
        elif tag in {"v", "t"}:
            self._taking = self._value
        elif tag == "f":
            self._formula = self._taking = []
        elif tag == "row":
            number = attributes.get("r", "")
            self._number = int(number) if number.isdigit() else self._number + 1
            self._row = []
            self._size = 0
            self._error = None
        elif tag == "rPh":
            self._value = self._value[:]

    def _text(self, data: str) -> None:
        if self._taking is not None:
            self._size += len(data)
            if self._size <= MAX_ROW:
                self._taking.append(data)

    def _close(self, tag: str) -> None:
        if ":" in tag:
            tag = local(tag)
        if tag in {"v", "t", "f"}:
            self._taking = None
        elif tag == "c":
            if self._value or self._formula is not None:
                self._put(self._cell("".join(self._value)))
        elif tag == "row" and self._row:
            if self._size > MAX_ROW:
                self._row, self._error = [], f"a row of more than {MAX_ROW:,} characters"
            self._ready.append((self._number, self._row, self._error))

    def _put(self, text: str) -> None:
        row, column = self._row, self._column
        if len(text) > 20:
            if len(text) > MAX_CELL:
                self._error, text = f"a cell of more than {MAX_CELL:,} characters", ""
            elif self._size > MAX_ROW:
                text = ""
        if column >= MAX_COLUMNS:
            self._error = f"a cell beyond column {MAX_COLUMNS:,}"
            return
        missing = column - len(row)
        if missing == 0:
            row.append(text)
        elif missing > 0:
            row += [""] * missing
            row.append(text)
        else:
            row[column] = text

    def _cell(self, text: str) -> str:
        kind = self._type
        if kind == "s":
            try:
                shared = self._strings[int(text)]
            except (ValueError, IndexError):
                self._error = "a cell refers to a text that the file does not hold"
                return ""
            if len(shared) > 20:
                self._size += len(shared)
            return shared
        if not text and self._formula is not None:
            return "=" + "".join(self._formula)
        if kind == "n":
            if self._style in self._styles.percents:
                return _percent(text, self._styles.percents[self._style])
            if self._style in self._styles.dates:
                return self._moment(text)
            before, after = self._styles.units.get(self._style, ("", ""))
            return f"{before}{_number(text)}{after}" if text else text
        if kind == "b":
            return "true" if text == "1" else "false"
        return text

    def _moment(self, text: str) -> str:
        """A serial day as ISO text, with its time where it has one."""
        try:
            moment = self._start + timedelta(days=float(text))
        except (ValueError, OverflowError):
            return text
        if float(text) < 61 and self._start.year == 1899 and float(text) >= 1:
            moment += timedelta(days=1)
        moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(sep=" ")

    def _index(self, letters: str) -> int:
        index = self._columns.get(letters)
        if index is None:
            if not letters.isalpha() or not letters.isascii() or len(letters) > 3:
                raise ValueError(f"no column {letters[:10]!r}")
            index = self._columns[letters] = column_index(letters.upper())
        return index


def _number(text: str) -> str:
    """A stored number as a spreadsheet shows it: fifteen digits, so that 0.28000000000000003 is 0.28."""
    if _WHOLE.match(text):
        return text
    try:
        return format(float(text), ".15g")
    except ValueError:
        return text


def _percent(text: str, factor: int) -> str:
    """A stored number as a cell with a per cent sign shows it, unrounded: 0.6 is 60%."""
    try:
        shown = Decimal(_number(text)) * factor
    except InvalidOperation:
        return text
    return f"{shown.normalize():f}%" if shown.is_finite() else text
