"""region: a division by code (GB/T 2260) or by name, retired ones included."""

import re
import unicodedata

from loaders.values.cells import CellContext, Read
from loaders.values.code_cells import reader_of_codes
from loaders.values.normalise import clean_text
from models.catalogue import Property
from models.tables.divisions import code_of, region_known

_CODE = re.compile(r"\d{2}(?:\d{2}|\d{4}|\d{7}|\d{10})?\Z")


def read_region(text: str) -> tuple[str, tuple[str, ...]]:
    """The six-digit code in a cell and flags. Statistical codes of 9 or 12 digits are cut, shorter ones filled up.

    A name is read as its code where it is clearly that of one division. A code in no list and any other text are stored as they
    are and flagged: a division is never a reason to refuse.
    """
    plain = unicodedata.normalize("NFKC", clean_text(text)).removesuffix(".0")
    if not _CODE.match(plain):
        named = code_of(plain)
        return (named, ()) if named else (plain[:100], ("region neither a division code nor the name of one division",))
    code = plain[:6].ljust(6, "0")
    return code, () if region_known(code) else ("region not in the list of divisions",)


def reader(prop: Property, context: CellContext) -> Read:
    """Reads a division by code or name; unknown ones are flagged."""
    return reader_of_codes(prop.name, read_region)
