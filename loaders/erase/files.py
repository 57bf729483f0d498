"""Removes names of erased persons from files of refused rows and from receipts of earlier loads."""

import csv
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from loaders.check.rejects import OWN, SUFFIX, as_sent, rewritten
from loaders.types.codes.identity_numbers import identity_numbers
from loaders.types.codes.pid import hash_document
from loaders.values.cells import Refused
from loaders.values.normalise import normalise_name

GONE = "…"
_APART = re.compile(r"[、,，;；/|\s]+")


def cleared(text: str, names: Collection[str]) -> str:
    """A text with these names replaced by a mark."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, GONE)
    return text


@dataclass(frozen=True, slots=True)
class ErasedPersons:
    """The persons whose rows are removed: names, and document numbers as stored here (`pid:` and a hash keyed by `secret`)."""

    names: Collection[str]
    numbers: Collection[str] = ()
    secret: bytes = b""

    def named_in(self, cells: Iterable[str]) -> bool:
        """Whether any of these cells, as they were sent, has a name or number of one of them."""
        return any(self._named(cell) or self._numbered(cell) for cell in cells)

    def _named(self, cell: str) -> bool:
        return any(normalise_name(part) in self.names for part in (cell, *_APART.split(cell)))

    def _numbered(self, cell: str) -> bool:
        return bool(self.numbers) and any(self._hashed(number) in self.numbers for number in identity_numbers(cell))

    def _hashed(self, number: str) -> str | None:
        try:
            return f"pid:{hash_document(number, 'resident', self.secret)[0]}"
        except Refused:
            return None


def without_rows(folder: Path, persons: ErasedPersons, *, dry_run: bool) -> tuple[int, int]:
    """Remove rows that name these persons, in clear or sealed cells, from the files of refused rows.

    Returns how many rows there were, and how many of the remaining ones have a cell sealed under another secret, so that it
    cannot be known whom it names.
    """
    persons = ErasedPersons({normalise_name(name) for name in persons.names} - {""}, persons.numbers, persons.secret)
    if not (persons.names or persons.numbers) or not folder.is_dir():
        return 0, 0
    counts = [_without(path, persons, dry_run=dry_run) for path in sorted(folder.glob("*" + SUFFIX))]
    return sum(gone for gone, _ in counts), sum(closed for _, closed in counts)


def _without(path: Path, persons: ErasedPersons, *, dry_run: bool) -> tuple[int, int]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    if not rows:
        return 0, 0
    columns = [i for i, header in enumerate(rows[0]) if header not in OWN]
    opened = {i: [as_sent(row[j], persons.secret) for j in columns if j < len(row)] for i, row in enumerate(rows) if i}
    left = [i for i, cells in opened.items() if not persons.named_in(cell for cell in cells if cell is not None)]
    gone = len(opened) - len(left)
    if gone and not dry_run:
        if left:
            with rewritten(path) as out:
                csv.writer(out).writerows([rows[0], *(rows[i] for i in left)])
        else:
            path.unlink()
    return gone, sum(None in opened[i] for i in left)
