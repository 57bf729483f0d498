"""What is stored on a batch of its rows: how many there were, and where those stand that were refused or had come before."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from loaders.load.reading import Reading
from loaders.load.write import Written
from loaders.mapping.headers import aliases
from loaders.values.normalise import normalise_header
from models.catalogue import Category, Mode
from models.statements import Reject
from models.work.receipt import Receipt

MOST_PLACES = 1000
"""Of so many rows of each sort a batch keeps the places."""
SEPARATOR = "\t"
COUNTS = ("rows", "accepted", "unchanged", "rejected", "flagged")
"""The counts of a receipt that stand on the batch."""
PROVIDER = "_provider"


class CountedRows:
    """Gathers, while a file is read, what its batch keeps of its rows; no value of a cell is among it but names of providers.

    A refused row counts for the provider that it states if the file has rows of that provider that were taken, or its sender
    gave it; else it is not known whose it is.
    """

    def __init__(self, category: Category, reading: Reading) -> None:
        self._sent_by = reading.provider
        chosen = reading.columns.get(PROVIDER, ())
        self._headers = {chosen} if isinstance(chosen, str) else set(chosen)
        self._aliases = aliases(category)
        self._once = category.mode is Mode.APPEND
        self._rejects: list[tuple[str, str, str, str]] = []
        self._refused: Counter[tuple[str, str]] = Counter()
        self._taken: Counter[tuple[str, int]] = Counter()
        self._again: list[str] = []

    def refuse(self, reject: Reject) -> None:
        """Count a row that was refused."""
        stated = self._stated(reject.cells) or self._sent_by or ""
        self._refused[stated, reject.rule] += 1
        if len(self._rejects) < MOST_PLACES:
            place = f"{reject.sheet}!{reject.where}" if reject.sheet else reject.where
            self._rejects.append((stated, place, reject.column or "", reject.rule))

    def wrote(self, written: Written) -> None:
        """Count rows that were taken."""
        for row in (*written.accepted, *written.unchanged):
            for statement in row.statements[:1]:
                self._taken[statement.provider, statement.level] += 1
        if self._once and len(self._again) < MOST_PLACES:
            first = ((row.statements[0], row.place) for row in written.unchanged if row.statements)
            again = [SEPARATOR.join((one.id, one.provider, place)) for one, place in first]
            self._again += again[: MOST_PLACES - len(self._again)]

    def props(self, receipt: Receipt) -> dict[str, Any]:
        """The properties of the batch.

        `taken_of` has for each provider and level the number of rows that were taken, `refused_of` for each provider and rule
        that of refused ones; `rejected_at` has provider, place, column and rule of the first of these, `again_at` statement,
        provider and place of the first rows that had come before. Parts are parted by tabs.
        """
        known = {provider for provider, _ in self._taken} | ({self._sent_by} if self._sent_by else set())
        refused: Counter[tuple[str, str]] = Counter()
        for (stated, rule), count in self._refused.items():
            refused[stated if stated in known else "", rule] += count
        rejected = [(stated if stated in known else "", *rest) for stated, *rest in self._rejects]
        return counts_of(receipt.model_dump(include=set(COUNTS))) | {
            "taken_of": taken_of(self._taken),
            "refused_of": [SEPARATOR.join((*key, str(count))) for key, count in sorted(refused.items())],
            "rejected_at": [SEPARATOR.join(map(_plain, one)) for one in rejected],
            "again_at": self._again,
        }

    def _stated(self, cells: Mapping[str, str]) -> str | None:
        for header, text in cells.items():
            named = any(alias.property == PROVIDER for alias in self._aliases.get(normalise_header(header), ()))
            if (named or header in self._headers) and text.strip():
                return text.strip()
        return None


def taken_of(taken: Mapping[tuple[str, int], int]) -> list[str]:
    """Numbers of rows by provider and level, as a batch keeps them."""
    return [SEPARATOR.join((name, str(level), str(count))) for (name, level), count in sorted(taken.items())]


def counts_of(receipt: Mapping[str, Any]) -> dict[str, int]:
    """The counts of a receipt, as a batch keeps them."""
    return {name: int(receipt.get(name) or 0) for name in COUNTS}


def _plain(text: str) -> str:
    return text.replace(SEPARATOR, " ")
