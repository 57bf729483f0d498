"""Columns that state two days in one cell, from and until: 公告起止日期, 履行债务的期限."""

import re
from collections.abc import Iterator

from loaders.read.rows import RawRow, Table
from loaders.values.normalise import normalise_header
from models.catalogue import Category

_BETWEEN = re.compile(r"\s*(?:至|到|起至|~|～|—+|–+|－+|--+)\s*|\s+-\s+|\s+to\s+")
"""What stands between the two days; a hyphen alone belongs to a day."""
_START = re.compile(r"\A\s*(?:自|从)?(.*?)(?:起)?\s*\Z", re.DOTALL)
_END = re.compile(r"\A(.*?)(?:止)?\s*\Z", re.DOTALL)


def split_ranges(category: Category, table: Table) -> None:
    """Give each column of two days two columns of its own, under the names of their properties; what a row has there counts."""
    for header, (start, until) in category.ranges.items():
        there = next((one for one in table.headers if normalise_header(one) == normalise_header(header)), None)
        if there is not None and not {start, until} & set(table.headers):
            table.headers = [*table.headers, start, until]
            table.rows = _split(table.rows, there, start, until)


def _split(rows: Iterator[RawRow], header: str, start: str, until: str) -> Iterator[RawRow]:
    for raw in rows:
        first, *rest = _BETWEEN.split(raw.cells.get(header) or "", maxsplit=1)
        begun, ended = _START.match(first), _END.match(rest[0] if rest else "")
        days = {start: begun[1] if begun else first, until: ended[1] if ended else ""}
        yield RawRow(raw.sheet, raw.line, {**raw.cells, **days}, raw.error, raw.path)
