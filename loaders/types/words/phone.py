"""phone: a telephone number."""

import re
import unicodedata

from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused, one
from loaders.values.normalise import is_empty
from models.catalogue import Property

_FORM = re.compile(r"\+?[0-9]{3,20}(?:转[0-9]{1,8}|#[0-9]{1,8})?\Z")


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a telephone number into digits (with + and an extension). What is no number is flagged and left out."""
    name = prop.name

    def read(text: str) -> Cell:
        if is_empty(text):
            return EMPTY_CELL
        number = unicodedata.normalize("NFKC", text).strip().removesuffix(".0")
        if re.fullmatch(r"[0-9]\.?[0-9]*E\+?[0-9]+", number.upper()):
            raise Refused("digits_lost", "a spreadsheet turned this number into scientific notation and its digits are lost")
        number = re.sub(r"[\s()\-./—]+", "", number)
        number = re.sub(r"\A([0-9]+)(?:EXT|ext|x|X)([0-9]+)\Z", r"\1转\2", number)
        if not _FORM.match(number):
            return Cell(flags=("not a telephone number: left out",))
        return one(name, number)

    return read
