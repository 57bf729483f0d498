"""Reads the tables of an HTML page, as programs save them under the name of an Excel file; fills cells over several rows."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from app.errors import InputError
from loaders.read.encoding import detect
from loaders.read.options import ANY, ReadOptions
from loaders.read.rows import Table
from loaders.read.several import Line
from loaders.read.tables import make_tables

CHUNK = 1 << 16
MAX_TAG = 4 << 20
"""The most characters of a page without the end of a tag: past it reading stops."""
MAX_CELL = 32_767
MAX_COLUMNS = MAX_SPAN = 1_024
_PLACE = re.compile(r"(?:(\d+)!)?([A-Z]{1,3}\d{1,7})")
"""The name of one of several tables within an HTML table: the cell in which its headers begin."""
_SILENT = frozenset(("script", "style", "title", "head", "xml"))
_BREAKS = frozenset(("br", "p", "div"))


def read_html(path: Path, name: str, options: ReadOptions = ANY) -> Iterator[Table]:
    """The table of a page: the only one with rows of several cells, else the one whose number (from 1) is requested.

    Where an HTML table holds several, one is requested by the cell in which its headers begin (`A2`; `2!A9` in table 2).

    Raises InputError where there is none, or several and none is requested.
    """
    wanted, encoding = options.table, detect(path, options.encoding)
    cell = None
    sizes = _sizes(path, name, encoding)
    tables = [n for n, (rows, widest, _) in sizes.items() if widest > 1 and rows > 1] or list(sizes)
    if not tables:
        frames = " It only frames other files: save the workbook as XLSX." if _frames(path) else ""
        raise InputError(f"{name}: an HTML page without a table.{frames}", document=name)
    if wanted is not None and (place_match := _PLACE.fullmatch(wanted)) and (place_match[1] or len(tables) == 1):
        wanted, cell = place_match[1] or str(tables[0]), place_match[2]
    chosen = tables if options.every else tables[:1]
    if wanted is not None or len(chosen) < len(tables):
        if wanted not in {str(n) for n in tables}:
            listed = "; ".join(f"{n} ({sizes[n][2][:80]})" for n in tables)
            message = (
                f"{name}: an HTML page with {len(tables)} tables: {listed}. Name the one that is meant: --table {tables[0]}"
            )
            raise InputError(message, document=name)
        chosen = [int(wanted)]
    for number in chosen:
        place = str(number) if len(tables) > 1 else None
        within = ReadOptions(f"{place}!{cell}" if cell and place else cell, every=options.every)
        for table in make_tables(None, _lines(path, name, encoding, number), name, within, place=place):
            table.flags.insert(0, "an HTML page, read as a table")
            table.name = table.name or str(number)
            yield table


def _sizes(path: Path, name: str, encoding: str) -> dict[int, tuple[int, int, str]]:
    """Of each table that has rows, by number: how many rows, the most cells of one, and its first row."""
    sizes: dict[int, tuple[int, int, str]] = {}
    for number, (_, cells, _) in _rows(path, name, encoding):
        rows, widest, first = sizes.get(number, (0, 0, ""))
        sizes[number] = rows + 1, max(widest, len(cells)), first or ", ".join(filter(None, cells))
    return sizes


def _frames(path: Path) -> bool:
    with path.open("rb") as file:
        return b"<frame" in file.read(CHUNK).lower()


def _lines(path: Path, name: str, encoding: str, chosen: int) -> Iterator[Line]:
    return (line for number, line in _rows(path, name, encoding) if number == chosen)


def _rows(path: Path, name: str, encoding: str) -> Iterator[tuple[int, Line]]:
    page = _Page()
    with path.open(encoding=encoding, errors="replace") as file:
        while text := file.read(CHUNK):
            page.feed(text)
            yield from page.taken()
            if len(page.rawdata) > MAX_TAG:
                raise InputError(f"{name}: HTML with a tag that does not end", document=name)
        page.close()
        page.end()
        yield from page.taken()


class _Page(HTMLParser):
    """An HTML parser that collects the rows of tables, each with the number of its table; a nested table is one of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._ready: list[tuple[int, Line]] = []
        self._stack: list[_Rows] = []
        self._count = 0
        self._silent = 0

    def taken(self) -> list[tuple[int, Line]]:
        """The rows that are complete by now, each once."""
        ready, self._ready = self._ready, []
        return ready

    def end(self) -> None:
        """Complete the last rows at the end of the page, whether its tables were closed or not."""
        while self._stack:
            self._stack.pop().end_row(self._ready)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._silent = 0
            self._count += 1
            self._stack.append(_Rows(self._count))
        elif self._stack and tag == "tr":
            self._stack[-1].begin_row(self._ready)
        elif self._stack and tag in ("td", "th"):
            given = dict(attrs)
            self._stack[-1].begin_cell(_span(given.get("colspan")), _span(given.get("rowspan")))
        elif self._stack and tag in _BREAKS:
            self._stack[-1].text("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a table, a row or a cell."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._stack:
            self._stack.pop().end_row(self._ready)
        elif self._stack and tag == "tr":
            self._stack[-1].end_row(self._ready)
        elif self._stack and tag in ("td", "th"):
            self._stack[-1].end_cell()

    def handle_data(self, data: str) -> None:
        """Add text to the open cell, if there is one."""
        if self._stack and not self._silent:
            self._stack[-1].text(data)


class _Rows:
    """The rows of one table. A cell over several rows counts in each of them that has a cell of its own."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._line = 0
        self._cells: list[str] = []
        self._pieces: list[str] | None = None
        self._wide = 1
        self._high = 1
        self._size = 0
        self._error: str | None = None
        self._own = False
        self._within = False
        self._below: dict[int, tuple[int, str]] = {}

    def text(self, data: str) -> None:
        """Add to the text of the open cell."""
        if self._pieces is not None and self._size <= MAX_CELL:
            self._pieces.append(data)
            self._size += len(data)

    def begin_row(self, ready: list[tuple[int, Line]]) -> None:
        """Begin a row, and end the one before."""
        self.end_row(ready)
        self._within = True

    def begin_cell(self, wide: int, high: int) -> None:
        """Begin a cell over so many columns and rows."""
        self.end_cell()
        self._within = True
        self._skip_filled()
        self._pieces, self._size, self._wide, self._high = [], 0, wide, high

    def end_cell(self) -> None:
        """End a cell, where one is open."""
        if self._pieces is None:
            return
        text = " ".join("".join(self._pieces).replace("\xa0", " ").split())
        if self._size > MAX_CELL:
            text, self._error = "", f"a cell of more than {MAX_CELL:,} characters"
        self._own = self._own or bool(text)
        column = len(self._cells)
        if column + self._wide > MAX_COLUMNS:
            self._error = f"a cell beyond column {MAX_COLUMNS:,}"
        else:
            self._cells += [text] + [""] * (self._wide - 1)
            if self._high > 1:
                for at in range(self._wide):
                    self._below[column + at] = (self._high - 1, text if at == 0 else "")
        self._pieces = None

    def end_row(self, ready: list[tuple[int, Line]]) -> None:
        """End a row, where one is open: it is empty where all it has reaches down from above."""
        self.end_cell()
        if not self._within:
            return
        self._skip_filled()
        self._line += 1
        ready.append((self.number, (self._line, self._cells if self._own else [], self._error)))
        self._cells, self._error, self._own, self._within = [], None, False, False

    def _skip_filled(self) -> None:
        """Insert the cells that reach down from rows above, up to the column of the next cell."""
        while (above := self._below.get(column := len(self._cells))) is not None:
            rows, text = above
            self._cells.append(text)
            if rows > 1:
                self._below[column] = (rows - 1, text)
            else:
                del self._below[column]


def _span(given: str | None) -> int:
    return min(max(int(given), 1), MAX_SPAN) if given and given.isascii() and given.isdigit() and len(given) < 9 else 1
