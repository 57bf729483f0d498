"""Reads XML spreadsheets of 2003, which programs still write under the name .xls: sheets as tables, merged cells filled."""

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from app.errors import InputError
from loaders.read.formats.xlsx_file import MAX_CELL, MAX_COLUMNS, MAX_ROW, chosen_sheets
from loaders.read.formats.xlsx_parts import MAX_TAG, WorkbookSheet, local, new_parser
from loaders.read.merged import MergedCells
from loaders.read.opening import open_file
from loaders.read.options import ANY, ReadOptions
from loaders.read.rows import Table
from loaders.read.several import Line
from loaders.read.tables import make_tables

SLICE = 1 << 14
MOST_MERGED = 200_000


def read_xml_2003(path: Path, name: str, options: ReadOptions = ANY) -> Iterator[Table]:
    """The tables of the sheets of an XML spreadsheet. Raises InputError where it is damaged or empty."""
    empty = True
    sheets, merged = _sheets(path, name)
    for sheet in chosen_sheets([WorkbookSheet(title, str(i), True) for i, title in enumerate(sheets)], options.table, name):
        number = int(sheet.part)
        lines = (line for at, line in _rows(path, name, _Reader()) if at == number)
        for table in make_tables(sheet.name, lines, name, options, merged.get(number, ())):
            empty = False
            yield table
    if empty:
        raise InputError(f"{name}: the file is empty", document=name)


def _sheets(path: Path, name: str) -> tuple[list[str], dict[int, list[MergedCells]]]:
    """The names of the sheets, and by number of a sheet the cells that it merges downwards."""
    reader = _Reader()
    for _ in _rows(path, name, reader):
        pass
    return reader.sheets, reader.merged


def _rows(path: Path, name: str, reader: "_Reader") -> Iterator[tuple[int, Line]]:
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = reader.start, reader.end, reader.text
    fed = 0
    try:
        with open_file(path, name) as file:
            while chunk := file.read(SLICE):
                fed += len(chunk)
                parser.Parse(chunk)
                if fed - parser.CurrentByteIndex > MAX_TAG:
                    raise ValueError("a tag without an end")
                yield from reader.ready
                reader.ready.clear()
            parser.Parse(b"", True)
            yield from reader.ready
    except (expat.ExpatError, ValueError) as error:
        raise InputError(f"{name}: a damaged XML spreadsheet after row {reader.row}: {error}", document=name) from None


class _Reader:
    """Turns the elements of the document into rows, each with the number of its sheet."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.merged: dict[int, list[MergedCells]] = {}
        self.ready: list[tuple[int, Line]] = []
        self.row = 0
        self._cells: list[str] = []
        self._column = 0
        self._size = 0
        self._error: str | None = None
        self._type = ""
        self._pieces: list[str] | None = None
        self._across = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle the beginning of an element."""
        tag = local(tag)
        given = {local(name): value for name, value in attributes.items()} if attributes else {}
        if tag == "Worksheet":
            self.sheets.append(given.get("Name", f"Sheet{len(self.sheets) + 1}"))
            self.row = 0
        elif tag == "Row":
            self.row = _number(given.get("Index"), self.row + 1)
            self._cells, self._column, self._size, self._error = [], 0, 0, None
        elif tag == "Cell":
            self._column = _number(given.get("Index"), self._column + 1)
            self._across = _number(given.get("MergeAcross"), 0)
            down = _number(given.get("MergeDown"), 0)
            merged = self.merged.setdefault(len(self.sheets) - 1, []) if down else []
            if down and len(merged) < MOST_MERGED:
                merged.append(MergedCells(self.row, self.row + down, self._column - 1))
        elif tag == "Data":
            self._type, self._pieces = given.get("Type", "String"), []

    def text(self, data: str) -> None:
        """Add text to the open cell, if there is one."""
        if self._pieces is not None:
            self._size += len(data)
            if self._size <= MAX_ROW:
                self._pieces.append(data)

    def end(self, tag: str) -> None:
        """Handle the end of an element."""
        tag = local(tag)
        if tag == "Data" and self._pieces is not None:
            self._put(_value("".join(self._pieces), self._type))
            self._pieces = None
        elif tag == "Cell":
            self._column += self._across
        elif tag == "Row" and self.sheets:
            if self._size > MAX_ROW:
                self._cells, self._error = [], f"a row of more than {MAX_ROW:,} characters"
            if self._cells or self._error:
                self.ready.append((len(self.sheets) - 1, (self.row, self._cells, self._error)))

    def _put(self, text: str) -> None:
        if self._column > MAX_COLUMNS:
            self._error = f"a cell beyond column {MAX_COLUMNS:,}"
            return
        if len(text) > MAX_CELL:
            self._error, text = f"a cell of more than {MAX_CELL:,} characters", ""
        self._cells += [""] * (self._column - len(self._cells))
        self._cells[self._column - 1] = text


def _number(given: str | None, otherwise: int) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 9 else otherwise


def _value(text: str, kind: str) -> str:
    """A value as text: a moment at midnight is its day, a boolean is written as by the XLSX reader."""
    if kind == "DateTime":
        return text.removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
    if kind == "Boolean":
        return "true" if text == "1" else "false"
    return text
