"""text: what was written, without blanks at its ends and unseen characters."""

import re
from decimal import Decimal

from loaders.types.codes.identity_numbers import mask_identity_numbers
from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused, one
from loaders.values.normalise import clean_text, is_empty_text
from models.catalogue import Property

MAX_LENGTH = 65_535
_SCIENTIFIC = re.compile(r"\d(?:\.(\d+))?E\+(\d{2})", re.IGNORECASE)
LOST = "a spreadsheet turned this number into scientific notation and its last digits are lost"
MASKED = "the number of a person's identity card, masked"


def reader(prop: Property, context: CellContext) -> Read:
    """Reads any text up to 65,535 characters. Formulas come as their text and are flagged, never run.

    A number that a spreadsheet has put into scientific notation is written out. Where its last digits are lost, it is refused
    in a key and flagged elsewhere.

    An identity number in it is masked and flagged: nobody who reads the text is shown it. Where the text is part of a key, a
    keyed hash of the number stands behind, so that two records stay two.
    """
    name, secret = prop.name, context.secret if context.in_key else None

    def read(text: str) -> Cell:
        value = clean_text(text)
        if is_empty_text(value):
            return EMPTY_CELL
        if len(value) > MAX_LENGTH:
            raise Refused("too_long", f"{len(value):,} characters, at most {MAX_LENGTH:,} are kept")
        if "+" in value and (number := _SCIENTIFIC.fullmatch(value)):
            return _written_out(name, value, number, context.in_key)
        masked = mask_identity_numbers(value, secret)
        if masked != value:
            return one(name, masked, (MASKED,))
        if value[0] in "=@" and len(value) > 1:
            return one(name, value, ("formula kept as text",))
        return one(name, value)

    return read


def _written_out(name: str, value: str, number: re.Match[str], in_key: bool) -> Cell:
    lacking = int(number[2]) - len(number[1] or "")
    if lacking == 0:
        return one(name, str(int(Decimal(value))), ("mended: scientific notation",))
    if lacking > 0 and in_key:
        raise Refused("digits_lost", LOST)
    return one(name, value, (LOST,) if lacking > 0 else ())


def without_number(read: Read) -> Read:
    """The reader of a name: an identity number stands for no name and in none (Refused)."""

    def name(text: str) -> Cell:
        cell = read(text)
        if MASKED in cell.flags:
            raise Refused("identity_number", "the number of a person's identity card in a name")
        return cell

    return name
