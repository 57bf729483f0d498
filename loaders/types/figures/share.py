"""share: a fraction in [0, 1], or a range of fractions."""

import re
import unicodedata
from decimal import Decimal

from loaders.values.canonical import canonical_number
from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused
from loaders.values.normalise import is_empty
from models.catalogue import Property

_FIGURE = r"(\d{1,9}(?:\.\d{0,20})?|\.\d{1,20})(?:E(-?\d{1,2}))?"
_SHARE = re.compile(_FIGURE + r"(%|‰)?(?:(?:-|~|至|到|—|–)" + _FIGURE + r"(%|‰)?)?(?:\(含\))?\Z", re.IGNORECASE)
_SIGNS = {"%": Decimal("0.01"), "‰": Decimal("0.001")}


def _fraction(figure: str, exponent: str | None, sign: str | None, context: CellContext) -> Decimal:
    value = Decimal(figure + (f"E{exponent}" if exponent else ""))
    scale = _SIGNS[sign] if sign else Decimal(repr(context.unit))
    fraction = value * scale
    if fraction > 1:
        if sign or context.unit_stated:
            raise Refused("share", f"a share of {canonical_number(float(fraction * 100))} % is more than the whole")
        raise Refused("share", "a bare number over 1 in a column of fractions: write it with % or name the column with (%)")
    return fraction


def reader(prop: Property, context: CellContext) -> Read:
    """Reads 0.25, 25%, or ranges such as 25%-50%, which are stored as `_min` and `_max`.

    A bare number is a fraction unless the header says otherwise. Shares over the whole are refused.
    """
    name = prop.name

    def read(text: str) -> Cell:
        if is_empty(text):
            return EMPTY_CELL
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("\u301c", "~").replace("−", "-")
        match = _SHARE.match(plain)
        if not match:
            if re.match(r"-[\d.]+[%‰]?\Z", plain):
                raise Refused("share", "a share is not negative")
            raise Refused("share", "not a share: give 0.25, 25% or 25%-50%")
        if match[4] is None:
            number = float(_fraction(match[1], match[2], match[3], context))
            return Cell(((name, number, canonical_number(number)),))
        low = float(_fraction(match[1], match[2], match[3] or match[6], context))
        high = float(_fraction(match[4], match[5], match[6] or match[3], context))
        if low > high:
            raise Refused("share", "the range ends below its start")
        return Cell(((f"{name}_min", low, canonical_number(low)), (f"{name}_max", high, canonical_number(high))))

    return read
