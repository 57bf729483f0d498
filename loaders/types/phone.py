"""phone: a telephone number."""

import re
import unicodedata

from loaders.cells import EMPTY_CELL, Cell, Context, Read, Refused, one
from loaders.normalise import is_empty
from models.catalogue import Property

_FORM = re.compile(r"\+?[0-9]{3,20}(?:转[0-9]{1,8}|#[0-9]{1,8})?\Z")


def reader(prop: Property, context: Context) -> Read:
    """Reads a telephone number into digits (with + and an extension). What is no number is flagged and left out."""
    name = prop.name

    def read(text: str) -> Cell:
        if is_empty(text):
            return EMPTY_CELL
        number = re.sub(r"[\s()\-./]+", "", unicodedata.normalize("NFKC", text)).replace("—", "").replace("转", "转")
        number = re.sub(r"\A(\d+)(?:EXT|ext)\.?(\d+)\Z", r"\1转\2", number)
        if re.fullmatch(r"[0-9]\d*\.?\d*E\+?\d+", number.upper()):
            raise Refused("digits_lost", "a spreadsheet turned this number into scientific notation and its digits are lost")
        number = number.removesuffix(".0")
        if not _FORM.match(number):
            return Cell(flags=("not a telephone number: left out",))
        return one(name, number)

    return read
