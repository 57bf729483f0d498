"""region: a division code (GB/T 2260), retired ones included."""

import re
import unicodedata
from functools import lru_cache

from stdnum import numdb

from loaders.cells import EMPTY_CELL, Cell, Context, Read, one
from loaders.normalise import clean_text, is_empty
from models.catalogue import Property

_CODE = re.compile(r"\d{2}(?:\d{2}|\d{4}|\d{7}|\d{10})?\Z")


@lru_cache(maxsize=8192)
def region_known(code: str) -> bool:
    """Whether a six-digit division code is, or was, in the standard."""
    found = numdb.get("cn/loc").info(code)
    return len(found) == 2 and ("county" in found[1][1] or code.endswith("00"))


def read_region(text: str) -> tuple[str, tuple[str, ...]]:
    """The six-digit code in a cell and flags. Statistical codes of 9 or 12 digits are cut, shorter ones filled up.

    A code in no list and a text are kept as they are and flagged: a division is never a reason to refuse.
    """
    plain = unicodedata.normalize("NFKC", clean_text(text)).removesuffix(".0")
    if not _CODE.match(plain):
        return plain[:100], ("region not a division code",)
    code = plain[:6].ljust(6, "0")
    return code, () if region_known(code) else ("region not in the list of divisions",)


def reader(prop: Property, context: Context) -> Read:
    """Reads a division code; unknown ones are flagged."""
    name = prop.name

    def read(text: str) -> Cell:
        if is_empty(text):
            return EMPTY_CELL
        code, flags = read_region(text)
        return one(name, code, flags)

    return read
