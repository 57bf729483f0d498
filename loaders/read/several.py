"""Detects several tables in one sheet or text, by their headers, so that they are never read as one."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

Line = tuple[int, Sequence[str], str | None]
"""Line number, cells, and the reason why the row could not be read (None: it could)."""
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(
    r"(名称|姓名|代码|日期|时间|金额|比例|类型|类别|编号|号码|文号|证号|号|地址|住所|职务|状态|机关|单位|内容|方式|序号|备注|"
    r"股东|企业|事由|依据|原因|性质|币种|资本|name|code|date|amount|type|no\.?|number|status|share|address|title)\s*(\(.*\)|（.*）)?\Z",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"(名称|姓名|代码|号|name|code|no\.?|number)\s*\Z", re.IGNORECASE)


class TablePart(NamedTuple):
    """One of several tables: the line of its headers, its columns, and the line before which it ends (None: the end)."""

    line: int
    columns: slice
    until: int | None
    headers: tuple[str, ...]


def is_word(cell: str) -> bool:
    """Whether a cell ends in a word that is usual in headers: 名称, 日期, 金额(万元)."""
    return _WORDS.search(cell.strip()) is not None


def is_data(cell: str) -> bool:
    """Whether a cell cannot be a header: it has a digit, or is long."""
    return len(cell) > 20 or any(char.isdigit() for char in cell)


def header_again(cells: Sequence[str], *, strict: bool) -> bool:
    """Whether a line under a header reads as another header: words usual in headers, none of them a value.

    `strict`: no gap separates it from the rows above, so every cell must be such a word.
    """
    if _DIGIT.search("".join(cells)):  # nearly every row of data
        return False
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < (3 if strict else 2) or any(map(is_data, filled)) or len(set(filled)) < len(filled):
        return False
    words = sum(map(is_word, filled))
    return words == len(filled) if strict else 2 * words >= len(filled)


def below(header: Line, lines: Sequence[Line], height: Callable[[Sequence[Line]], int]) -> Iterator[Line]:
    """The headers of further tables under one, among lines of the same sheet: each with at least a line under it.

    `height` gives the number of lines of a header that begins in the first of some lines.
    """
    before, titled = header[0], False
    until = header[0] + height([header, *lines]) - 1
    counts = [len([cell for cell in cells if cell and not cell.isspace()]) for _, cells, _ in lines]
    for at, (number, cells, error) in enumerate(lines[:-1]):
        if number <= until:
            before = number
            continue
        apart = number > before + 1 or titled
        following = lines[at + 1]
        filled_below = following[0] == number + 1 and counts[at + 1] > 1
        if filled_below and error is None and list(cells) != list(header[1]) and header_again(cells, strict=not apart):
            yield number, cells, None
            until = number + height(lines[at:]) - 1
        titled = counts[at] == 1 and apart
        before = number


def beside(header: Line, lines: Sequence[Line]) -> list[slice]:
    """The columns of each table where two stand side by side, an empty column between them; else none.

    They are two where both have a column of names, and their headers repeat or one of them ends above the other.
    """
    cells = [cell.strip() for cell in header[1]]
    for gap in range(2, len(cells) - 2):
        if cells[gap] or any(len(row) > gap and row[gap].strip() for _, row, _ in lines):
            continue
        left, right = slice(0, gap), slice(gap + 1, None)
        heads = [[cell for cell in cells[side] if cell] for side in (left, right)]
        if min(map(len, heads)) < 2 or not all(any(_IDENTITY.search(cell) for cell in side) for side in heads):
            continue
        if set(heads[0]) & set(heads[1]) or _uneven(lines, left, right):
            return [left, right]
    return []


def _uneven(lines: Sequence[Line], left: slice, right: slice) -> bool:
    """Whether one side fills the first rows only, at least two, and the other at least two more."""
    sides = [[any(cell.strip() for cell in row[side]) for _, row, _ in lines] for side in (left, right)]
    ends = [max((i for i, filled in enumerate(side) if filled), default=-1) + 1 for side in sides]
    return all(all(side[:end]) for side, end in zip(sides, ends, strict=True)) and min(ends) >= 1 and abs(ends[0] - ends[1]) > 1
