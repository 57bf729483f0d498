"""Takes names out of what lies beside the graph: files of refused rows, and receipts of earlier loads."""

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
    """A text without these names."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, GONE)
    return text


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose rows go: names, and document numbers as this installation keeps them (`pid:` and a hash keyed by `secret`)."""

    names: Collection[str]
    numbers: Collection[str] = ()
    secret: bytes = b""

    def told_in(self, cells: Iterable[str]) -> bool:
        """Whether cells as they were sent name one of these."""
        return any(self._named(cell) or self._numbered(cell) for cell in cells)

    def _named(self, cell: str) -> bool:
        return any(normalise_name(part) in self.names for part in (cell, *_APART.split(cell)))

    def _numbered(self, cell: str) -> bool:
        return bool(self.numbers) and any(self._hashed(found) in self.numbers for found in identity_numbers(cell))

    def _hashed(self, number: str) -> str | None:
        try:
            return f"pid:{hash_document(number, 'resident', self.secret)[0]}"
        except Refused:
            return None


def without_rows(folder: Path, wanted: Wanted, *, dry_run: bool) -> tuple[int, int]:
    """Take rows that tell of those wanted, in clear or sealed, out of the files of refused rows.

    Gives how many there were, and in how many of those that stay a cell was sealed under another secret, so that nobody here
    can tell whom it names.
    """
    wanted = Wanted({normalise_name(name) for name in wanted.names} - {""}, wanted.numbers, wanted.secret)
    if not (wanted.names or wanted.numbers) or not folder.is_dir():
        return 0, 0
    found = [_without(path, wanted, dry_run=dry_run) for path in sorted(folder.glob("*" + SUFFIX))]
    return sum(gone for gone, _ in found), sum(closed for _, closed in found)


def _without(path: Path, wanted: Wanted, *, dry_run: bool) -> tuple[int, int]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    if not rows:
        return 0, 0
    told = [i for i, header in enumerate(rows[0]) if header not in OWN]
    opened = {i: [as_sent(row[j], wanted.secret) for j in told if j < len(row)] for i, row in enumerate(rows) if i}
    left = [i for i, cells in opened.items() if not wanted.told_in(cell for cell in cells if cell is not None)]
    gone = len(opened) - len(left)
    if gone and not dry_run:
        if left:
            with rewritten(path) as out:
                csv.writer(out).writerows([rows[0], *(rows[i] for i in left)])
        else:
            path.unlink()
    return gone, sum(None in opened[i] for i in left)
