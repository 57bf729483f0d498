"""Reads Excel files of the old binary form (BIFF), by calamine; other contents of such a container are refused by name."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from app.errors import InputError
from loaders.read.formats.xlsx_file import MAX_CELL, chosen_sheets
from loaders.read.formats.xlsx_parts import WorkbookSheet
from loaders.read.merged import MergedCells
from loaders.read.opening import open_file
from loaders.read.options import ANY, ReadOptions
from loaders.read.rows import Table
from loaders.read.several import Line
from loaders.read.tables import make_tables

MAX_SIZE = 64 << 20
"""The most bytes of a file: all of it is in memory at once, and the format holds 65,536 rows a sheet."""
_INSIDE = (
    ("EncryptedPackage", "an Excel file protected by a password: save it without one"),
    ("WordDocument", "a Word document: save its table as XLSX or CSV"),
    ("PowerPoint Document", "a presentation: save its table as XLSX or CSV"),
    ("__substg1.0", "a mail: save what is attached to it"),
)


def read_xls(path: Path, name: str, options: ReadOptions = ANY) -> Iterator[Table]:
    """The tables of the visible sheets. Raises InputError where it is no workbook, damaged, protected, too large or empty."""
    if path.stat().st_size > MAX_SIZE:
        raise InputError(f"{name}: an old Excel file of more than {MAX_SIZE >> 20} MiB: save it as XLSX", document=name)
    _refuse_others(path, name)
    try:
        book = CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(f"{name}: a damaged or protected old Excel file ({error}): save it as XLSX", document=name) from None
    with book:
        sheets = [WorkbookSheet(m.name, m.name, m.visible is SheetVisibleEnum.Visible) for m in book.sheets_metadata]
        empty = True
        for sheet in chosen_sheets(sheets, options.table, name):
            try:
                cells = book.get_sheet_by_name(sheet.name)
            except (CalamineError, ValueError) as error:
                raise InputError(f"{name}: sheet {sheet.name} is damaged ({error})", document=name) from None
            merged = [
                MergedCells(top + 1, low + 1, left) for (top, left), (low, _) in cells.merged_cell_ranges or () if low > top
            ]
            for table in make_tables(sheet.name, _lines(cells), name, options, merged):
                empty = False
                yield table
    if empty:
        raise InputError(f"{name}: the file is empty", document=name)


def _refuse_others(path: Path, name: str) -> None:
    """Raise an InputError that names what a compound file holds, by its directory, where that is no workbook."""
    with open_file(path, name) as file:
        content = file.read()
    for inside, what in _INSIDE:
        if inside.encode("utf-16-le") in content:
            raise InputError(f"{name}: {what}", document=name)


def _lines(sheet: Any) -> Iterator[Line]:
    left = [""] * (sheet.start or (0, 0))[1]
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_text(value) for value in row]
        error = f"a cell of more than {MAX_CELL:,} characters" if any(len(cell) > MAX_CELL for cell in cells) else None
        yield number, left + cells, error


def _text(value: Any) -> str:
    """A value as text, in the form of the XLSX reader: whole numbers without a point, a moment at midnight as its day."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, time | timedelta | int) else ""
