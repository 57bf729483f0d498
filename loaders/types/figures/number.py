"""number: a figure without a unit, such as an amount of shares."""

import re
import unicodedata
from decimal import Decimal

from loaders.values.canonical import canonical_number
from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused
from loaders.values.normalise import is_empty
from models.catalogue import Property

_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?(?:E([+-]?\d{1,2}))?\Z", re.IGNORECASE)
_MULTIPLES = {"": 1, "万": 10**4, "千": 1000, "百万": 10**6, "亿": 10**8}
_UNITS = re.compile(r"(万|千|百万|亿)?(?:股|份|人|件|批|元|户|个|平方米|㎡)?\Z")


def read_decimal(text: str) -> Decimal | None:
    """The number in a normalised text with thousands separators or an exponent; None where it is none."""
    match = _NUMBER.match(text)
    if not match or not (match[2] or (match[3] and len(match[3]) > 1)) or len(text) > 40:
        return None
    return Decimal(text.replace(",", ""))


def as_float(value: Decimal, prop: Property) -> float:
    """The number as a float within the property's bounds. Raises Refused outside them."""
    number = float(value)
    if abs(number) > 1e18:
        raise Refused("range", "larger than 10^18")
    if prop.minimum is not None and number < prop.minimum:
        raise Refused("range", f"less than {prop.minimum:g}")
    if prop.maximum is not None and number > prop.maximum:
        raise Refused("range", f"more than {prop.maximum:g}")
    return number + 0.0


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a number, with the header's multiple or one in the cell (万股)."""
    name, unit = prop.name, Decimal(repr(context.unit))

    def read(text: str) -> Cell:
        if is_empty(text):
            return EMPTY_CELL
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
        value = read_decimal(plain)
        factor = unit
        if value is None:
            found = re.match(r"[0-9+\-.,]+", plain)
            tail = _UNITS.match(plain, found.end()) if found else None
            value = read_decimal(found[0]) if found and tail else None
            if value is None or tail is None:
                raise Refused("number", "not a number")
            factor = Decimal(_MULTIPLES[tail[1]]) if tail[1] else unit
        number = as_float(value * factor, prop)
        return Cell(((name, number, canonical_number(number)),))

    return read
