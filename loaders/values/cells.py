"""What a type's reader gives and how it refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from models.catalogue import AS_STATED_SUFFIX
from models.statements import Scalar

AS_STATED = "kept as stated: "
"""How the remark on a cell begins whose text is stored as the sender wrote it, since it could not be read."""
LEFT_OUT = "left out, since it cannot be read"
"""How the remark on a personal cell begins that could not be read, and is stored nowhere."""
MENDED = "mended: "
"""How the remark on a cell begins that was read otherwise than it stands there."""


class Refused(Exception):
    """A cell that cannot be read. `rule` is a stable word; the message never repeats the value; `column` where known."""

    def __init__(self, rule: str, message: str, column: str | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.column = column

    def at(self, column: str) -> "Refused":
        """The same, placed in a column."""
        return Refused(self.rule, self.message, column)


class Cell(NamedTuple):
    """What a cell states: (property, value, canonical text) of each value, and remarks."""

    entries: tuple[tuple[str, Scalar, str], ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellContext:
    """How a column is read: what one stands for, the header's currency, leniency, and the secret of keyed hashes.

    `in_key`: its values are part of what distinguishes two records of the category.
    """

    unit: float = 1.0
    unit_stated: bool = False
    currency: str | None = None
    lenient: bool = False
    secret: bytes = b""
    in_key: bool = False


Read = Callable[[str], Cell]
EMPTY_CELL = Cell()


def one(name: str, value: str, flags: tuple[str, ...] = ()) -> Cell:
    """A cell with one text value."""
    return Cell(((name, value, value),), flags)


def as_stated(name: str, text: str, why: str) -> Cell:
    """A cell whose value could not be read: its text is stored beside the property, under a name of its own, and remarked."""
    return Cell(((name + AS_STATED_SUFFIX, text, text),), (AS_STATED + why,))
