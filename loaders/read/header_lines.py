"""Reads headers of several lines: groups above columns, as merged cells leave them."""

from collections.abc import Sequence
from typing import NamedTuple

from loaders.read.several import is_data, is_word

HIGHEST = 3
"""The most lines of a header."""
_Columns = tuple[tuple[str, ...], ...]


class HeaderLines(NamedTuple):
    """A header over `height` lines: the cells above each column, from the top; none where a column has no name."""

    columns: _Columns
    height: int

    @property
    def names(self) -> list[str]:
        """The names of the columns in one line: 认缴 above 金额 is 认缴金额. Unnamed columns at the end are left out."""
        names = ["".join(cells) for cells in self.columns]
        while names and not names[-1]:
            names.pop()
        return names


def read_header(lines: Sequence[Sequence[str]]) -> HeaderLines:
    """The header that begins in the first of these lines, with those of the others that belong to it."""
    columns: _Columns = tuple((cell.strip(),) if cell.strip() else () for cell in lines[0])
    height = 1
    for line in lines[1:HIGHEST]:
        joined = _under(columns, line)
        if joined is None:
            break
        columns, height = joined, height + 1
    if height == 1 and len(lines) > 1:
        return _under_groups(columns, read_header(lines[1:HIGHEST])) or HeaderLines(columns, 1)
    return HeaderLines(columns, height)


def _under(columns: _Columns, below: Sequence[str]) -> _Columns | None:
    """The columns with the line `below` added, where it fills exactly the gaps that merged cells leave above; else None."""
    size = max(len(columns), len(below))
    above = [*columns, *[()] * (size - len(columns))]
    low = [cell.strip() for cell in [*below, *[""] * (size - len(below))]]
    low = ["" if cells and cell == cells[-1] else cell for cells, cell in zip(above, low, strict=True)]  # merged
    gaps = [i for i in range(1, size) if not above[i] and low[i]]
    if not gaps or not any(above[i] and not low[i] for i in range(size)) or any(map(is_data, low)):
        return None
    joined: list[tuple[str, ...]] = []
    group: tuple[str, ...] = ()
    for i in range(size):
        if above[i]:
            group = above[i]
            opens = i + 1 < size and not above[i + 1] and bool(low[i + 1])
            if low[i] and not opens and not is_word(low[i]):
                return None
        joined.append((*group, low[i]) if low[i] else above[i])
    return tuple(joined)


def _under_groups(groups: _Columns, lower: HeaderLines) -> HeaderLines | None:
    """A header whose first line only groups columns, each of which the lower lines name; None where that is not so."""
    names = [cells for cells in lower.columns if cells]
    words = sum(is_word(cells[-1]) for cells in names)
    filled = sum(1 for cells in groups if cells)
    if (
        not 1 < filled < len(names)
        or 2 * words <= len(names)
        or not groups[0]
        or any(is_data(c) for cells in names for c in cells)
    ):
        return None
    size = max(len(groups), len(lower.columns))
    above = [*groups, *[()] * (size - len(groups))]
    below = [*lower.columns, *[()] * (size - len(lower.columns))]
    joined: list[tuple[str, ...]] = []
    group: tuple[str, ...] = ()
    for top, cells in zip(above, below, strict=True):
        group = top or group
        if not cells:
            joined.append(top)
        else:
            joined.append(cells if cells[: len(group)] == group else (*group, *cells))
    return HeaderLines(tuple(joined), lower.height + 1)
