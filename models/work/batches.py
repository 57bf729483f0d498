"""What has been loaded."""

from typing import Any

from pydantic import Field

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
    node: str | None = None
    origin: str | None = None
    receipt: Any = None


class Batch(BatchRow):
    """One batch. `day` is the day its rows speak of where they do not state, `newest` the newest they speak of, `receipt` its
    counts (not for the public). `node` is the node it came from, `origin` its id there.

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
    first day on which any of it held (`since`). `taken` are its rows that were accepted or known, `taken_of` those that came at
    a level of the caller's: provider, level and number, parted by tabs. Neither these nor `provider` are for the public, and
    `taken` is not for departments."""

    batch: str
    category: str
    loaded_on: str | None = None
    newest: str | None = None
    since: str
    provider: str | None = None
    taken: int | None = None
    taken_of: tuple[str, ...] = ()


class LoadedOn(Model):
    """The day anything of a category was last loaded, and `to` the newest day its rows speak of."""

    category: str
    day: str
    to: str | None = None


class Held(Model):
    """How much of a category there is, and how fresh: of the batches alone that brought something which the caller may see.

    What was withdrawn, or is hidden whole, counts nowhere, nor do rows that came at a level above the caller's. `providers` are
    those who sent batches, and those whom batches name row by row. For the public, `rows` and `providers` are of the records
    that it may see on that day, as statistics count them: repaired or expired ones are none of these.
    """

    category: str
    loaded_on: str = Field(description="The day anything of it was last loaded.")
    loaded_to: str | None = Field(default=None, description="The newest day its rows speak of.")
    batches: int = Field(description="How many batches there are.")
    providers: tuple[str, ...] = Field(default=(), description="Who sent them, in order of their names.")
    rows: int | None = Field(
        default=None,
        description="Rows of these batches that were taken, as far as they came at the caller's level or below; for the "
        "public, records that hold and that it may see. Absent where they were not counted.",
    )


class Withdrawal(Model):
    """A batch that was withdrawn for good, and how many of its statements were derived again."""

    batch: str
    statements: int
