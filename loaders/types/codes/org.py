"""org: a 9-character organisation code (GB 11714-1997)."""

from loaders.types.codes.code import scheme_reader
from loaders.values.cells import CellContext, Read
from models.catalogue import Property


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a code of this scheme only; a code of another scheme is refused."""
    return scheme_reader(prop, context, "org")
