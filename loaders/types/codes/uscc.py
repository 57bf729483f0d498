"""uscc: an 18-character unified social credit code (GB 32100-2015)."""

from loaders.types.codes.code import scheme_reader
from loaders.values.cells import CellContext, Read
from models.catalogue import Property


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a code of this scheme only; a code of another scheme is refused."""
    return scheme_reader(prop, context, "uscc")
