"""stock: a stock code with its exchange, such as 000001.SZ."""

from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, one
from loaders.values.codes import read_stock
from loaders.values.normalise import is_empty
from models.catalogue import Property


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a stock code; lost zeros and a missing exchange are mended by range and flagged."""
    name = prop.name

    def read(text: str) -> Cell:
        if is_empty(text):
            return EMPTY_CELL
        code, flags = read_stock(text)
        return one(name, code, flags)

    return read
