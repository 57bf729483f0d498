"""What has been loaded."""

from typing import Any

from models.answers.parts import Listing, Stamp
from models.base import Model


class BatchRow(Model):
    """What the graph returns for one batch."""

    batch: str
    category: str
    provider: str | None = None
    day: str | None = None
    document: str | None = None
    loaded_at: str | None = None
    state: str
    newest: str | None = None
    receipt: Any = None


class Batch(BatchRow):
    """One batch. `day` is the day its rows speak of where they do not state, `newest` the newest they speak of, `receipt` its
    counts (not for the public).

    `remark` states of one that is open how to finish it.
    """

    remark: str | None = None


class BatchCard(Stamp, Batch):
    """One batch by itself."""


class BatchesRow(Model):
    """What the graph returns for a page of batches."""

    total: int
    items: list[dict[str, Any]]


class Batches(Listing[Batch]):
    """A page of batches, the latest first."""


class BroughtBatch(Model):
    """A batch that brought something a caller may see: the day on which it was loaded, the newest day it speaks of, and the
    first day on which any of it held (`since`)."""

    batch: str
    category: str
    loaded_on: str | None = None
    newest: str | None = None
    since: str


class LoadedOn(Model):
    """The day anything of a category was last loaded, and `to` the newest day its rows speak of."""

    category: str
    day: str
    to: str | None = None


class Withdrawal(Model):
    """A batch that was withdrawn for good, and how many of its statements were derived again."""

    batch: str
    statements: int
