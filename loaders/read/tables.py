"""Turns lines of cells into tables: skips titles above the header, joins headers of several lines, refuses shifted rows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, takewhile

from app.errors import InputError
from loaders.read.header_lines import HIGHEST, read_header
from loaders.read.merged import Merged, MergedCells, column_letters
from loaders.read.options import ANY, ReadOptions
from loaders.read.rows import RawRow, Table, keys
from loaders.read.several import Line, TablePart, below, beside, header_again

PEEK = 10
LOOK = 500
"""Lines of a sheet examined before its first row is returned; a second table further on ends the reading there."""
MOST_COLUMNS = 1 << 14
_NUMBERS = ("no", "one", "two", "three")
MOST_LOOKED = 2_000_000
"""The most characters of lines examined in advance."""


def make_tables(
    sheet: str | None,
    lines: Iterator[Line],
    document: str,
    options: ReadOptions = ANY,
    merged: Sequence[MergedCells] = (),
    place: str | None = None,
) -> Iterator[Table]:
    """The table in a sheet or text file, or the requested one of several; nothing where there is none.

    Lines of one cell above the header are titles. A header of two or three lines, as merged cells leave it, is read as one:
    认缴 above 金额 is 认缴金额. A repeated header is skipped. Cells `merged` downwards count for each row. `place` names the
    part of the document that holds the lines, where that is no sheet; its tables are requested by it.
    Raises InputError, which names the tables, where there are several and none of them, or an unknown one, is requested.
    With `options.every`, each of several tables has only the rows that were examined in advance.
    """
    wanted, place = options.table, place or sheet
    looked, damage = _look(lines)
    if not looked:
        next(damage, None)
        return
    start = _start(looked[:PEEK])
    parts = _parts(looked[start], looked[start + 1 :])
    every, beyond = chain(looked[start:], damage, lines), looked[-1][0]
    if len(parts) == 1:
        if wanted is not None and wanted not in (place, own := name_of(place, parts[0])):
            raise InputError(f"{document}: there is no table {wanted!r}, only {own}", document=document)
        flags = [f"{start} title line{'s' if start > 1 else ''} above the header"] if start else []
        yield _one(Table(sheet, (), iter(()), flags, name=sheet or ""), every, document, Merged(merged), beyond)
        return
    names = {name_of(place, part): part for part in parts}
    if options.every:
        for table_name, part in names.items():
            yield _part(Table(sheet, (), iter(()), name=table_name), part, iter(looked[start:]), document, merged, beyond)
        return
    if wanted not in names:
        listed = "; ".join(f"{name} ({', '.join(filter(None, part.headers))[:80]})" for name, part in names.items())
        where = f"sheet {sheet}" if sheet else "it"
        how = f"Name the one that is meant: --table '{next(iter(names))}'"
        message = f"{document}: {where} holds {len(parts)} tables: {listed}. {how}"
        raise InputError(message, document=document, line=parts[1].line)
    yield _part(Table(sheet, (), iter(()), name=wanted), names[wanted], every, document, merged, beyond)


def _part(
    table: Table, part: TablePart, lines: Iterator[Line], document: str, merged: Sequence[MergedCells], beyond: int
) -> Table:
    """Fill in one of several tables, from the lines of all."""
    size = (part.columns.stop or MOST_COLUMNS) - (left := part.columns.start or 0)
    moved = [MergedCells(r.first, r.last, r.column - left) for r in merged if 0 <= r.column - left < size]
    within = takewhile(
        lambda line: part.until is None or line[0] < part.until, (line for line in lines if line[0] >= part.line)
    )
    cut = ((number, cells[part.columns], error) for number, cells, error in within)
    return _one(table, cut, document, Merged(moved), beyond)


def name_of(sheet: str | None, part: TablePart) -> str:
    """The name of one of several tables of a sheet: the sheet, if any, and the cell in which its headers begin."""
    cell = f"{column_letters(part.columns.start or 0)}{part.line}"
    return f"{sheet}!{cell}" if sheet else cell


def _look(lines: Iterator[Line]) -> tuple[list[Line], Iterator[Line]]:
    """The first filled lines, and the further ones; where the file is damaged after the first, the further ones raise."""
    looked: list[Line] = []
    size = 0
    try:
        for line in lines:
            if any(cell.strip() for cell in line[1]) or line[2]:
                looked.append(line)
                size += sum(map(len, line[1]))
            if len(looked) == LOOK or size > MOST_LOOKED:
                break
    except InputError as error:
        return looked, _Damage(error)
    return looked, iter(())


class _Damage:
    """An iterator of lines that raises an error at once."""

    def __init__(self, error: InputError) -> None:
        self._error = error

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        raise self._error


def _start(peeked: Sequence[Line]) -> int:
    """The index of the header among the first lines."""
    widest = max(_filled(cells) for _, cells, _ in peeked)
    return next((i for i, (_, cells, _) in enumerate(peeked) if _filled(cells) > 1), 0) if widest > 1 else 0


def _parts(header: Line, rest: Sequence[Line]) -> list[TablePart]:
    """The tables of a sheet: those below a header, and beside it."""
    heads = [header, *below(header, rest, _height)]
    parts = []
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        until = following[0] if following else None
        inner = [line for line in rest if line[0] > head[0] and (until is None or line[0] < until)]
        for columns in beside(head, inner) or [slice(0, None)]:
            parts.append(TablePart(head[0], columns, until, tuple(cell.strip() for cell in head[1][columns])))
    return parts


def _one(table: Table, lines: Iterator[Line], document: str, merged: Merged, beyond: int) -> Table:
    """Fill in a table whose header begins in the first of these lines."""
    first = next(lines)
    table.line = first[0]
    following, damage = _ahead(lines, HIGHEST - 1)
    header = read_header(_adjoining([first, *following]))
    if header.height > 1:
        table.flags.append(f"header of {_NUMBERS[header.height]} lines read as one")
    table.headers = header.names
    table.parts = header.columns[: len(table.headers)]
    rest = following[header.height - 1 :]
    merged.begin(rest[0][0] if rest else table.line + header.height)
    table.rows = _rows(table, chain(rest, damage, lines), merged, document, beyond)
    return table


def _ahead(lines: Iterator[Line], count: int) -> tuple[list[Line], Iterator[Line]]:
    """The next `count` lines, and an iterator that raises where the file is damaged among them."""
    ahead: list[Line] = []
    try:
        ahead.extend(islice(lines, count))
    except InputError as error:
        return ahead, _Damage(error)
    return ahead, iter(())


def _adjoining(lines: Sequence[Line]) -> list[Sequence[str]]:
    """The cells of the first line and of those that follow it without a gap."""
    first = lines[0][0]
    whole = takewhile(lambda at: lines[at][0] == first + at and lines[at][2] is None, range(1, min(len(lines), HIGHEST)))
    return [lines[0][1], *(lines[at][1] for at in whole)]


def _height(lines: Sequence[Line]) -> int:
    """The number of lines of the header that begins in the first of these."""
    return read_header(_adjoining(lines)).height


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _rows(table: Table, lines: Iterable[Line], merged: Merged, document: str, beyond: int) -> Iterator[RawRow]:
    """Rows by header. A row with filled cells past the header is refused: its columns have shifted."""
    names, sheet = keys(table.headers), table.sheet
    size, before = len(names), table.line
    again: list[int] = []
    first = names[0] if names else ""
    filling = bool(merged.ranges)
    for line, cells, error in lines:
        if filling:
            cells = merged.fill(line, cells)
        if cells and cells[0] == first and error is None and _same(names, cells):
            again.append(line)
            continue
        if line > before + 1 and before > beyond and error is None and header_again(cells, strict=False):
            _refuse_second(table, line, cells, document)
        before = line
        if len(cells) > size and error is None and any(cell.strip() for cell in cells[size:]):
            error = f"{len(cells)} cells in a table of {size} columns"
        row = dict(zip(names, cells, strict=False))
        if error is None and not any(map(str.strip, row.values())):
            continue
        yield RawRow(sheet, line, row, error)
    if again:
        listed = ", ".join(map(str, again[:5])) + (", …" if len(again) > 5 else "")
        table.flags.append(f"the header stands again, passed over: line {listed}")
    if merged.filled:
        columns = ", ".join(table.headers[i] if i < size else column_letters(i) for i in sorted(merged.filled))
        table.flags.append(f"cells merged downwards count for each of their rows: {columns}")


def _same(names: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether cells repeat the header; a header of one column may be a value."""
    return len(names) > 1 and keys([cell.strip() for cell in cells[: len(names)]]) == list(names)


def _refuse_second(table: Table, line: int, cells: Sequence[str], document: str) -> None:
    where = f"sheet {table.sheet}, " if table.sheet else ""
    headers = ", ".join(cell.strip() for cell in cells if cell.strip())[:80]
    message = f"{document}: {where}line {line}: another table seems to begin ({headers}); save each in a file of its own"
    raise InputError(message, document=document, line=line)
