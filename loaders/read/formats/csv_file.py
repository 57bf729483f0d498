"""Reads CSV of any common dialect, as a stream."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.errors import InputError
from loaders.read.encoding import Marks, detect
from loaders.read.options import ANY, ReadOptions
from loaders.read.rows import Table
from loaders.read.several import Line
from loaders.read.tables import make_tables

MAX_CELL = 4_000_000
"""The most characters in a cell: past it reading stops, since a quote was opened and never closed."""


def read_csv(path: Path, name: str, options: ReadOptions = ANY) -> Iterator[Table]:
    """The table of a CSV file (comma, semicolon, tab or bar; quoted or not). Raises InputError where it is empty."""
    empty = True
    for table in make_tables(None, _lines(path, name, detect(path, options.encoding)), name, options):
        empty = False
        yield table
    if empty:
        raise InputError(f"{name}: the file is empty", document=name)


def _lines(path: Path, name: str, encoding: str) -> Iterator[Line]:
    marks = Marks()
    csv.field_size_limit(MAX_CELL)
    with path.open(encoding=encoding, errors=marks.name, newline="") as file:
        head = file.read(65_536)
        file.seek(0)
        reader = csv.reader(file, delimiter=_delimiter(head))
        line = 1
        try:
            for row in reader:
                error = None
                if marks.seen and (byte := marks.bad("".join(row))):
                    error = f"byte {byte} is not {encoding.upper().removesuffix('-SIG')}"
                    row = [cell.encode("utf-8", "replace").decode() for cell in row]
                if row:
                    yield line, row, error
                line = reader.line_num + 1
        except csv.Error as error:
            raise InputError(
                f"{name}: line {line}: {error}; is a quote opened there and not closed?", document=name, line=line
            ) from None


def _delimiter(head: str) -> str:
    """The delimiter that divides the first filled lines into the most even numbers of cells."""
    lines = [line for line in head.splitlines()[:20] if line.strip()]
    scores: dict[str, tuple[int, int]] = {}
    for mark in ",;\t|":
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if row)
        except csv.Error:
            continue
        size, often = max(counts.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        if size > 1:
            scores[mark] = (often, size)
    return max(scores, key=lambda mark: scores[mark]) if scores else ","
