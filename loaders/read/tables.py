"""From rows of cells to a table: titles above the header, headers of two lines, short and long rows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from loaders.read.rows import RawRow, Table, keys

Line = tuple[int, Sequence[str], str | None]
"""Line number, cells, and why the row could not be read."""
PEEK = 10


def make_table(sheet: str | None, lines: Iterator[Line]) -> Table | None:
    """The table in a sheet or text file; None where it holds nothing.

    Lines of one cell above the header are titles. A header of two lines, as merged cells leave it, is read as one:
    认缴 over 金额 is 认缴金额.
    """
    peeked: list[Line] = []
    for line in lines:
        if any(cell.strip() for cell in line[1]) or line[2]:
            peeked.append(line)
        if len(peeked) == PEEK:
            break
    if not peeked:
        return None
    flags: list[str] = []
    widest = max(_filled(cells) for _, cells, _ in peeked)
    start = next((i for i, (_, cells, _) in enumerate(peeked) if _filled(cells) > 1), 0) if widest > 1 else 0
    if start:
        flags.append(f"{start} title line{'s' if start > 1 else ''} above the header")
    headers = [cell.strip() for cell in peeked[start][1]]
    rest = peeked[start + 1 :]
    if rest and (joined := _two_lines(headers, rest[0][1])):
        headers, rest = joined, rest[1:]
        flags.append("header of two lines read as one")
    while headers and not headers[-1]:
        headers.pop()
    return Table(sheet, headers, _rows(sheet, headers, chain(rest, lines)), flags, peeked[start][0])


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _two_lines(above: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """The joined header, where the second line fills exactly the gaps that merged cells leave in the first."""
    size = max(len(above), len(below))
    top = [*above, *[""] * (size - len(above))]
    low = [cell.strip() for cell in [*below, *[""] * (size - len(below))]]
    gaps = [i for i in range(1, size) if not top[i] and low[i]]
    if not gaps or not any(top[i] and not low[i] for i in range(size)) or any(map(_is_data, low)):
        return None
    joined, group = [], ""
    for i in range(size):
        if top[i]:
            group = top[i]
            opens = i + 1 < size and not top[i + 1] and bool(low[i + 1])
            if low[i] and not opens:
                return None
        joined.append((group if low[i] or not top[i] else top[i]) + low[i] if low[i] else top[i])
    return joined


def _is_data(cell: str) -> bool:
    """Whether a cell can be no header: it has a digit, or is long."""
    return len(cell) > 20 or any(char.isdigit() for char in cell)


def _rows(sheet: str | None, headers: Sequence[str], lines: Iterable[Line]) -> Iterator[RawRow]:
    """Rows by header. A row with filled cells past the header is refused: its columns have shifted."""
    names = keys(headers)
    size = len(names)
    for line, cells, error in lines:
        if len(cells) > size and error is None and any(cell.strip() for cell in cells[size:]):
            error = f"{len(cells)} cells in a table of {size} columns"
        row = dict(zip(names, cells, strict=False))
        if error is None and not any(map(str.strip, row.values())):
            continue
        yield RawRow(sheet, line, row, error)
