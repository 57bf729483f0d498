"""Mending refused rows: what a file of them holds, and the file that is sent again once some cells are written over."""

import csv
import io
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from loaders.check.rejects import COLUMN, LINE, MESSAGE, OWN, RULE, SHEET, as_sent, guarded
from loaders.check.sealing import is_sealed
from loaders.mapping.headers import aliases
from loaders.values.normalise import normalise_header
from models.catalogue import Category

MOST_BYTES = 20_000_000
"""The largest file that is mended in a page; a larger one is mended as a file."""
Edits = Mapping[tuple[int, int], str]
"""Cells that are written over, by the numbers of row and column, from 0."""


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell as its sender had it; one that is `sealed` cannot be shown. `wrong`: it is what the row was refused for."""

    number: int
    header: str
    text: str
    sealed: bool = False
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A refused row: where it stood, by which rule and why it was refused, and its cells."""

    number: int
    line: str
    column: str
    rule: str
    message: str
    cells: tuple[RefusedCell, ...]


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """A file of refused rows: all its lines as they stand, the header first."""

    header: list[str]
    lines: list[list[str]]

    def rows(self, category: Category, most: int) -> list[RefusedRow]:
        """The first rows, to be shown."""
        index = aliases(category)
        meant = {
            header: {alias.property for alias in index.get(normalise_header(header), ())} | {header} for header in self.header
        }
        return [self._row(number, line, meant) for number, line in enumerate(self.lines[:most])]

    def _row(self, number: int, line: list[str], meant: Mapping[str, set[str]]) -> RefusedRow:
        own = dict(zip(self.header, line, strict=False))
        column = own.get(COLUMN, "")
        cells = []
        for at, (header, text) in enumerate(zip(self.header, line, strict=False)):
            if header in OWN:
                continue
            sealed = is_sealed(text)
            shown = "" if sealed else as_sent(text, b"") or ""
            cells.append(RefusedCell(at, header, shown, sealed, bool(column) and (header == column or column in meant[header])))
        place = "!".join(filter(None, (own.get(SHEET, ""), own.get(LINE, ""))))
        return RefusedRow(number, place, column, own.get(RULE, ""), own.get(MESSAGE, ""), tuple(cells))

    def mended(self, edits: Edits, dropped: Collection[int] = ()) -> bytes:
        """The file to send: cells written over, some rows left out. Raises InputError where none is left.

        A sealed cell over which nothing is written stays sealed.
        """
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(self.header)
        left = 0
        for number, line in enumerate(self.lines):
            if number in dropped:
                continue
            left += 1
            writer.writerow([self._cell(text, edits.get((number, at))) for at, text in enumerate(line)])
        if not left:
            raise InputError("no row is left to send")
        return b"\xef\xbb\xbf" + out.getvalue().encode()

    @staticmethod
    def _cell(text: str, edit: str | None) -> str:
        if edit is None or (is_sealed(text) and not edit):
            return text
        return text if edit == as_sent(text, b"") else guarded(edit)


def refused_file(receipt: str) -> Path | None:
    """The file of the rows that a receipt (JSON) says were refused, where there is one still."""
    kept = json.loads(receipt).get("rejects")
    return Path(kept) if kept and Path(kept).is_file() else None


def read_refused(path: Path) -> RefusedRows:
    """Read a file of refused rows. Raises InputError where it is too large to be mended in a page."""
    if path.stat().st_size > MOST_BYTES:
        raise InputError("there are too many refused rows to be mended here: fetch the file, mend it and upload it")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *lines = [line for line in csv.reader(file) if line] or [[]]
    return RefusedRows(header, lines)
