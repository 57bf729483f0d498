"""integer: a whole number."""

import re
import unicodedata
from decimal import Decimal

from loaders.types.figures.number import as_float, read_decimal
from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused
from loaders.values.normalise import is_empty
from models.catalogue import Property

_YEAR = re.compile(r"年度?$")


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a whole number; 3.0 is one, 3.5 is refused."""
    name, unit = prop.name, Decimal(repr(context.unit))

    def read(text: str) -> Cell:
        if is_empty(text):
            return EMPTY_CELL
        figures = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
        value = read_decimal(_YEAR.sub("", figures) if prop.year else figures)
        if value is None:
            raise Refused("number", "not a number")
        value *= unit
        if value != value.to_integral_value():
            raise Refused("integer", "not a whole number")
        as_float(value, prop)
        number = int(value)
        return Cell(((name, number, str(number)),))

    return read
