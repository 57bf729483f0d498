"""Takes names out of what lies beside the graph: files of refused rows, and receipts of earlier loads."""

import csv
import re
from collections.abc import Collection
from pathlib import Path

from loaders.normalise import normalise_name
from loaders.rejects import OWN

GONE = "…"
_APART = re.compile(r"[、,，;；/|\s]+")


def cleared(text: str, names: Collection[str]) -> str:
    """A text without these names."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, GONE)
    return text


def without_rows(folder: Path, names: Collection[str], *, dry_run: bool) -> int:
    """Take rows that have one of these names in a cell out of the files of refused rows; how many there were."""
    wanted = {normalise_name(name) for name in names} - {""}
    if not wanted or not folder.is_dir():
        return 0
    return sum(_without(path, wanted, dry_run=dry_run) for path in sorted(folder.glob("*.rejects.csv")))


def _without(path: Path, wanted: Collection[str], *, dry_run: bool) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    if not rows:
        return 0
    told = [i for i, header in enumerate(rows[0]) if header not in OWN]
    left = [row for row in rows[1:] if not _names(row, told, wanted)]
    gone = len(rows) - 1 - len(left)
    if gone and not dry_run:
        if left:
            new = path.with_name(path.name + ".new")
            new.touch(mode=0o600)
            with new.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([rows[0], *left])
            new.replace(path)
        else:
            path.unlink()
    return gone


def _names(row: list[str], told: Collection[int], wanted: Collection[str]) -> bool:
    cells = [row[i] for i in told if i < len(row)]
    return any(normalise_name(part) in wanted for cell in cells for part in (cell, *_APART.split(cell)))
