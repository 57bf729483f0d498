"""stock: a stock code with its exchange, such as 000001.SZ."""

from loaders.values.cells import CellContext, Read
from loaders.values.code_cells import reader_of_codes
from loaders.values.codes import read_stock
from models.catalogue import Property


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a stock code; lost zeros and a missing exchange are mended by range and flagged."""
    return reader_of_codes(prop.name, read_stock)
