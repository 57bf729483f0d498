"""What a type's reader gives and how it refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from models.statements import Scalar


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
    """What a cell says: (property, value, canonical text) of each value, and remarks."""

    entries: tuple[tuple[str, Scalar, str], ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """How a column is read: what one stands for, the header's currency, leniency, and the secret of keyed hashes."""

    unit: float = 1.0
    unit_stated: bool = False
    currency: str | None = None
    lenient: bool = False
    secret: bytes = b""


Read = Callable[[str], Cell]
EMPTY_CELL = Cell()


def one(name: str, value: str, flags: tuple[str, ...] = ()) -> Cell:
    """A cell with one text value."""
    return Cell(((name, value, value),), flags)
