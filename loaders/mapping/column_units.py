"""The unit of a column whose header states none: one for the whole column, judged by its cells together, never one by one."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from app.errors import InputError
from loaders.mapping.headers import Target
from loaders.read.rows import RawRow
from loaders.types.figures.money import is_bare
from models.catalogue import Category, TypeName

LOOK = 1_000
"""Rows that are looked at before the first is read."""
FURTHER = 20_000
"""Rows that are looked at where the first ones state nothing of a column."""
NEAR = 0.0051
"""How far a rounded list may be from the whole."""
CLEAR = 10
"""How many times more lists must speak for one unit than for the other."""
FRACTION, PER_CENT, YUAN = "fraction", "%", "元"
_BARE = re.compile(r"(?:\d{1,9}(?:\.\d{0,20})?|\.\d{1,20})\Z")


@dataclass(slots=True)
class _Sum:
    """The entries of one list: what their per cent come to as fractions, what bare numbers come to, how many, the largest."""

    stated: float = 0.0
    bare: float = 0.0
    count: int = 0
    largest: float = 0.0
    line: int = 0

    @property
    def of_fractions(self) -> bool:
        """Whether several bare numbers add up to 1, as fractions do and per cent hardly ever."""
        return self.count > 1 and self.largest <= 1 and abs(self.stated + self.bare - 1) <= NEAR

    @property
    def of_per_cent(self) -> bool:
        """Whether bare numbers add up to 100."""
        return self.count > 0 and abs(self.stated + self.bare / 100 - 1) <= NEAR


@dataclass(slots=True)
class ShareColumn:
    """What the cells of one column of shares show of its unit, list by list. `lists` are the headers that tell lists apart."""

    header: str
    lists: Sequence[str]
    sums: dict[tuple[str | None, ...], _Sum] = field(default_factory=dict)

    def see(self, row: RawRow) -> None:
        """Add one row."""
        text = row.cells.get(self.header)
        if not text:
            return
        plain = text.strip()
        if not plain.isascii():
            plain = unicodedata.normalize("NFKC", plain)
        sign = plain.endswith("%")
        plain = plain.rstrip("% ")
        if not _BARE.match(plain):
            return
        number = float(plain)
        found = self.sums.setdefault(tuple(row.cells.get(header) for header in self.lists), _Sum(line=row.line))
        if sign:
            found.stated += number / 100
        else:
            found.bare += number
            found.count += 1
            found.largest = max(found.largest, number)

    @property
    def stated(self) -> bool:
        """Whether the rows seen state anything of the unit."""
        return any(s.largest > 1 or s.of_fractions or s.of_per_cent for s in self.sums.values())

    def unit(self) -> str | None:
        """The unit of the whole column; None where no cell needs one. Raises InputError where lists contradict each other."""
        bare = [s for s in self.sums.values() if s.count]
        if not bare:
            return None
        whole = sum(1 for s in bare if s.of_per_cent)
        over = sum(1 for s in bare if s.largest > 1 and not s.of_per_cent)
        fractions = [s for s in bare if s.of_fractions]
        if not fractions:
            return PER_CENT if whole or over else FRACTION
        if whole * CLEAR <= len(fractions) and over < len(fractions):
            return FRACTION  # what is over 1 is then wrong, and stated so row by row
        if len(fractions) * CLEAR <= whole + over:
            return PER_CENT
        raise InputError(
            f"column {self.header!r}: {whole + over} lists speak of per cent and {len(fractions)} of fractions (such as line "
            f"{fractions[0].line}); say which in the header, as {self.header}(%), or part the file",
            column=self.header,
        )

    def doubts(self) -> str | None:
        """What is to be stated of lists that add up to 1 in a column of per cent; None where there are none."""
        lines = [s.line for s in self.sums.values() if s.of_fractions]
        if not lines:
            return None
        shown = ", ".join(map(str, lines[:5])) + (", …" if len(lines) > 5 else "")
        return f"{self.header}: read as per cent, but the numbers of {len(lines)} lists add up to 1: from line {shown}"


class ColumnUnits:
    """The units of one table's columns, decided before its rows are read, and watched for what contradicts them.

    `passed` says which rows only sum up others. `rows` are all rows, those included that were looked at; `taken` is the unit of
    each column that needs one and whose header states none. Raises InputError where a column speaks of both per cent and
    fractions.
    """

    def __init__(
        self, category: Category, targets: Sequence[Target], rows: Iterator[RawRow], passed: Callable[[RawRow], bool]
    ) -> None:
        known = category.by_name
        places = {*category.scope, *category.day, category.later, "_day", "_provider"}
        unstated = [t for t in targets if not t.unit_stated and not t.part and t.property in known]
        amounts = [t.header for t in unstated if known[t.property].type is TypeName.MONEY]
        shares = [t.header for t in unstated if known[t.property].type is TypeName.SHARE]
        lists = [t.header for t in targets if t.property in places]
        self.rows = rows
        self.taken: dict[str, str] = {}
        self._watched: list[ShareColumn] = []
        if amounts or shares:
            columns = [ShareColumn(header, lists) for header in shares]
            seen, broken = _look(rows, columns, passed)
            self.taken |= {c.header: unit for c in columns if (unit := c.unit())}
            self.taken |= {h: YUAN for h in amounts if any(is_bare((row.cells.get(h) or "").strip()) for row in seen)}
            self._watched = [ShareColumn(header, lists) for header in shares if self.taken.get(header) == PER_CENT]
            self.rows = _watching(chain(seen, _again(broken), rows), self._watched, passed)

    def doubts(self) -> list[str]:
        """What the rows that were read have stated against the units taken."""
        return [doubt for column in self._watched if (doubt := column.doubts())]


def _look(
    rows: Iterator[RawRow], columns: Sequence[ShareColumn], passed: Callable[[RawRow], bool]
) -> tuple[list[RawRow], InputError | None]:
    """The first rows, further ones while they state nothing of a column, and the error at which they broke off."""
    seen: list[RawRow] = []
    while True:
        more, broken = _peek(rows, LOOK)
        for row in more:
            _see(columns, row, passed)
        seen += more
        if len(more) < LOOK or broken or len(seen) >= FURTHER or all(c.stated or not c.sums for c in columns):
            return seen, broken


def _see(columns: Iterable[ShareColumn], row: RawRow, passed: Callable[[RawRow], bool]) -> None:
    if columns and row.error is None and not passed(row):
        for column in columns:
            column.see(row)


def _peek(rows: Iterator[RawRow], count: int) -> tuple[list[RawRow], InputError | None]:
    seen: list[RawRow] = []
    try:
        seen += islice(rows, count)
    except InputError as error:
        return seen, error
    return seen, None


def _again(error: InputError | None) -> Iterator[RawRow]:
    """Raises the error of the reader where the rows before it have been taken."""
    if error is not None:
        raise error
    yield from ()


def _watching(rows: Iterable[RawRow], columns: Sequence[ShareColumn], passed: Callable[[RawRow], bool]) -> Iterator[RawRow]:
    if not columns:
        yield from rows
        return
    for row in rows:
        _see(columns, row, passed)
        yield row
