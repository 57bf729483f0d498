"""code: a USCC, a registration number or an organisation code, stored as what it is."""

from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused, one
from loaders.values.codes import read_code
from loaders.values.normalise import is_empty
from models.catalogue import Property

TITLES = {"uscc": "unified social credit code", "reg": "registration number", "org": "organisation code"}


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a code of any scheme. A wrong check character is refused, or flagged where lenient."""
    return scheme_reader(prop, context, None)


def scheme_reader(prop: Property, context: CellContext, only: str | None) -> Read:
    """A reader of codes, of one scheme or of all."""
    name, lenient = prop.name, context.lenient

    def read(text: str) -> Cell:
        if is_empty(text):
            return EMPTY_CELL
        scheme, code, flags = read_code(text, lenient)
        if only and scheme != only:
            raise Refused("code", f"a {TITLES[scheme]} where a {TITLES[only]} belongs")
        return one(name, code, flags)

    return read
