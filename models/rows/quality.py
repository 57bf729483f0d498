"""Rows that questions about quality give: batches with their counts, and rows of which something may be seen."""

from typing import Any

from models.answers.parts import Stamp
from models.base import Model


class BatchCounts(Model):
    """A batch and what became of its rows; `mends`: its rows are mended ones of that batch.

    `taken_of` are providers with level and number of rows that were taken, `refused_of` providers with rule and number of
    refused rows, `rejected_at` provider, place, column and rule of the first of these, `again_at` statement, provider and place
    of rows that had come before. Parts are parted by tabs.
    """

    batch: str
    category: str
    provider: str | None = None
    document: str | None = None
    loaded_on: str
    mends: str | None = None
    accepted: int | None = None
    unchanged: int | None = None
    rejected: int | None = None
    taken_of: tuple[str, ...] = ()
    refused_of: tuple[str, ...] = ()
    rejected_at: tuple[str, ...] = ()
    again_at: tuple[str, ...] = ()


class SentBatch(Model):
    """A batch and who sent it; `mends`: its rows are mended ones of that batch.

    `taken_of` are providers with level and number of rows that were taken, `refused_of` providers with rule and number of
    refused rows. Parts are parted by tabs.
    """

    batch: str
    category: str
    provider: str | None = None
    loaded_on: str
    mends: str | None = None
    taken_of: tuple[str, ...] = ()
    refused_of: tuple[str, ...] = ()


class SeenRow(Model):
    """A row of a batch, with what it states that its reader may see.

    `new`: it had not come before.
    """

    statement: str
    category: str
    provider: str
    day: str
    place: str | None = None
    new: bool = True
    remarks: tuple[str, ...] = ()
    stated: dict[str, Any]


class BatchRows(Stamp):
    """A page of the rows of a batch, hidden ones too, and the statements of which something may be `seen`.

    `parties` are those that rows name: statement, role, name as stated, names that are registered (one a line), whether it
    gives the name alone, whether that name was found, and the party itself. `before` are statements of records that had been
    stated before, where that was asked: with the day on which the first came, and whether any of those rows is still seen.
    """

    seen: tuple[str, ...]
    parties: tuple[tuple[str, str, str | None, str | None, bool, bool, str], ...]
    before: tuple[tuple[str, str | None, bool], ...] = ()
    items: tuple[SeenRow, ...]
