"""Fills cells that a spreadsheet merged downwards: the value of the first counts for every row of the range."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_RANGES = 200_000
"""The most merged ranges of a sheet: past it none is filled, and the sheet has a remark."""
_TAIL = 4_096
_RANGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')


class MergedCells(NamedTuple):
    """Rows `first` to `last` of a sheet (from 1) whose cells in `column` (from 0) are one."""

    first: int
    last: int
    column: int


class TooMany(ValueError):
    """Raised for a sheet with more merged ranges than MOST_RANGES."""


@dataclass(slots=True)
class Merged:
    """Fills the rows of a sheet, given in order. Ranges that begin above the first row, in headers, fill nothing."""

    ranges: Sequence[MergedCells] = ()
    filled: set[int] = field(default_factory=set)
    _next: int = 0
    _open: dict[int, tuple[int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ranges = sorted(self.ranges)

    def begin(self, line: int) -> None:
        """Skip the ranges that begin before this row."""
        while self._next < len(self.ranges) and self.ranges[self._next].first < line:
            self._next += 1

    def fill(self, line: int, cells: Sequence[str]) -> Sequence[str]:
        """The cells of a row, merged ones with the value of the cell above; a row without any cell of its own stays empty."""
        ranges, opened = self.ranges, self._open
        while self._next < len(ranges) and ranges[self._next].first <= line:
            first, last, column = ranges[self._next]
            self._next += 1
            if first == line and column < len(cells) and cells[column].strip():
                opened[column] = (last, cells[column])
        if not opened or not any(map(str.strip, cells)):
            return cells
        filled_cells = list(cells)
        for column, (last, value) in list(opened.items()):
            if last < line:
                del opened[column]
            elif column >= len(filled_cells) or not filled_cells[column].strip():
                filled_cells += [""] * (column + 1 - len(filled_cells))
                filled_cells[column] = value
                self.filled.add(column)
        return filled_cells


def merged_downwards(chunks: Iterable[bytes]) -> Iterator[MergedCells]:
    """The ranges over several rows that the XML of a sheet declares after its rows. Raises TooMany."""
    tail, count = b"", 0
    for chunk in chunks:
        text, at = tail + chunk, 0
        if b"mergeCell" in text:
            for match in _RANGE.finditer(text):
                at = match.end()
                first, last = int(match[2]), int(match[3])
                if last > first:
                    count += 1
                    if count > MOST_RANGES:
                        raise TooMany
                    yield MergedCells(first, last, column_index(match[1].decode()))
        tail = text[max(at, len(text) - _TAIL) :]


def column_index(letters: str) -> int:
    """The number of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(index: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
