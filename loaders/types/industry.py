"""industry: a class of GB/T 4754-2017, by section letter, division, group or class code."""

import re
import unicodedata

from loaders.values.cells import CellContext, Read
from loaders.values.code_cells import reader_of_codes
from loaders.values.normalise import clean_text
from models.catalogue import Property
from models.tables.industries import DIVISIONS, NAMES, SECTIONS

_CODE = re.compile(r"([A-T])?(\d{2,4})?\Z")


def read_industry(text: str) -> tuple[str, tuple[str, ...]]:
    """The code in a cell (a section letter, or 2 to 4 digits without the letter) and flags.

    Names of sections and divisions are read as their code; what is in no list is stored and flagged.
    """
    plain = unicodedata.normalize("NFKC", clean_text(text)).strip()
    match = _CODE.match(plain.upper())
    if match and plain:
        digits = match[2]
        if not digits:
            return match[1], ()
        section = DIVISIONS.get(digits[:2])
        if section is None:
            return digits, ("industry not in GB/T 4754-2017",)
        if match[1] and match[1] != section:
            return digits, ("industry's section letter disagrees with its division",)
        return digits, ()
    named = NAMES.get(re.sub(r"[\s、,]", "", plain))
    if named:
        return named, ()
    return plain[:100], ("industry not in GB/T 4754-2017",)


def section_of(code: str) -> str | None:
    """The section letter of an industry code; None where its division is in no list."""
    return code if code in SECTIONS else DIVISIONS.get(code[:2])


def reader(prop: Property, context: CellContext) -> Read:
    """Reads an industry code or name; unknown ones are flagged."""
    return reader_of_codes(prop.name, read_industry)
