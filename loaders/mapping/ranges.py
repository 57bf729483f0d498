"""Columns that state two days in one cell, from and until: 公告起止日期, 履行债务的期限."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from loaders.mapping.headers import HeaderChoice
from loaders.read.rows import RawRow, Table
from loaders.values.normalise import normalise_header
from models.catalogue import Category

_WORD = re.compile(r"\s*(?:起至|至|到(?!期)|[~～〜])\s*|\s+to\s+")
"""What stands between the two days and in neither of them."""
_DASH = re.compile(r"\s*[-－‐–—−]+\s*(?=(?:19|20)\d\d|[\u4e00-\u9fff]|\Z)")
"""A dash between the two days. Dashes stand within days too: the second day begins with its year, or is a word such as 长期."""
_START = re.compile(r"\A\s*(?:自|从)?(.*?)(?:起)?\s*\Z", re.DOTALL)
_END = re.compile(r"\A(.*?)(?:止)?\s*\Z", re.DOTALL)


def ranges_in(category: Category, headers: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The columns of two days among those of some headers, each with the properties that begin and end."""
    known = {normalise_header(header): pair for header, pair in category.ranges.items()}
    return {header: known[plain] for header in headers if (plain := normalise_header(header)) in known}


def split_ranges(category: Category, table: Table, columns: Mapping[str, HeaderChoice]) -> None:
    """Give each column of two days two columns of its own, under the names of their properties.

    One that the sender's `columns` name stays as it is, and so does one beside a column of such a name, which counts.
    """
    if not category.ranges:
        return
    given = (one for some in columns.values() for one in ([some] if isinstance(some, str) else some))
    named = {normalise_header(header) for header in given}
    for header, pair in ranges_in(category, table.headers).items():
        if normalise_header(header) in named or not set(pair).isdisjoint(table.headers):
            continue
        own = table.nested.own if table.nested else 0
        if table.nested and header in table.headers[:own]:
            table.headers = [*table.headers[:own], *pair, *table.headers[own:]]
            table.nested = replace(table.nested, own=own + len(pair))
        else:
            table.headers = [*table.headers, *pair]
        table.rows = _split(table.rows, header, *pair)


def _split(rows: Iterator[RawRow], header: str, start: str, until: str) -> Iterator[RawRow]:
    for raw in rows:
        text = raw.cells.get(header) or ""
        between = _WORD if _WORD.search(text) else _DASH
        first, *rest = between.split(text, maxsplit=1)
        begun, ended = _START.match(first), _END.match(rest[0] if rest else "")
        days = {start: begun[1] if begun else first, until: ended[1] if ended else ""}
        yield RawRow(raw.sheet, raw.line, {**raw.cells, **days}, raw.error, raw.path)
