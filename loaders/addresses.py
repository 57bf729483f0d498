"""Addresses in the form in which they are compared: plain and conservative.

Two texts are one address where they differ only in width, blanks, case, dashes, separators between parts, and registries'
remarks in brackets. The administrative prefix is kept: 中山路1号 of two cities are two. What is *not* seen as one: an address
with and without its province or city, old and new names of divisions and streets, Chinese and Arabic figures, 幢 and 栋 and
号楼, ranges of rooms, landmarks. So shared addresses are missed rather than invented.
"""

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import Field

from loaders.normalise import normalise_name
from models.base import Model

FILE = Path(__file__).resolve().parent / "tables" / "addresses.yml"
_DASHES = re.compile("[-\u2010-\u2015\u2212\u2500]+")
_SEPARATORS = re.compile("[,;、。·|]+")
_PLACE = re.compile("[0-9]|[一二三四五六七八九十百]+(?:号|室|楼|层|幢|栋|座|弄|组|社)")
_LAST_BRACKETS = re.compile(r"\(([^()]*)\)\Z")


class AddressRules(Model):
    """Remarks that are no part of an address, and words of premises that many share."""

    remarks: frozenset[str] = Field(min_length=1)
    shared_premises: tuple[str, ...]


@lru_cache(maxsize=1)
def address_rules() -> AddressRules:
    """The rules of this project."""
    return AddressRules.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def address_key(text: str, rules: AddressRules | None = None) -> str | None:
    """An address in the form in which addresses are compared; None where it names no place (no number of any kind in it)."""
    rules = rules or address_rules()
    plain = _DASHES.sub("-", _SEPARATORS.sub(_apart, normalise_name(text)))
    while (last := _LAST_BRACKETS.search(plain)) and last[1] in rules.remarks:
        plain = plain[: last.start()]
    return plain if _PLACE.search(plain) else None


def is_shared_premises(key: str, rules: AddressRules | None = None) -> bool:
    """Whether an address says of itself that many use it: an incubator, a park, an agent's."""
    return any(word in key for word in (rules or address_rules()).shared_premises)


def _apart(match: re.Match[str]) -> str:
    """A separator is left where it keeps two figures apart, in one form."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return "," if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""
