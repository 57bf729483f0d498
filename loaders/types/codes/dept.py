"""dept: a department's code in the directory of departments."""

import re
import unicodedata

from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused, one
from loaders.values.normalise import is_empty
from models.catalogue import Property

_FORM = re.compile(r"[0-9A-Z][0-9A-Z_.\-]{0,39}\Z")


def department_code(text: str) -> str:
    """The code in upper case, half-width. Raises Refused where it has other characters or more than 40."""
    code = unicodedata.normalize("NFKC", text).strip().upper()
    if not _FORM.match(code):
        raise Refused("dept", "not a department code: up to 40 letters, digits, dots, hyphens and underscores")
    return code


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a department code."""
    name = prop.name

    def read(text: str) -> Cell:
        return EMPTY_CELL if is_empty(text) else one(name, department_code(text))

    return read
