"""Addresses in the form in which they are compared: plain and conservative.

Two texts are one address where they differ only in width, blanks, case, dashes, the writing of characters, separators
between parts, and registries' remarks in brackets; in whether the province stands before the city (浙江省杭州市, 杭州市);
in Chinese figures, also those of bills, and Arabic ones before a unit (三号, 叁号, 3号); in 幢 and 栋. The city is stored:
中山路1号 of two cities are two. What is *not* seen as one: an address with and without its city, old and new names of divisions
and streets, 幢 and 号楼 (registered addresses have both, one in the other: 4幢1号楼), ranges of rooms, landmarks. So shared
addresses are missed rather than invented.
"""

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import Field

from loaders.values.normalise import normalise_name
from loaders.values.numerals import small_writing
from loaders.values.places import placed
from models.base import Model

FILE = Path(__file__).with_name("addresses.yml")
_DASHES = re.compile("[-\u2010-\u2015\u2212\u2500]+")
_SEPARATORS = re.compile("[,;、。·|]+")
_BILLS = re.compile("[壹贰叁肆伍陆柒捌玖拾佰零]+(?=号|室|楼|层|幢|栋|座|单元|弄|组|社)")
_PLACE = re.compile("[0-9]|[〇零一二三四五六七八九十百]+(?:号|室|楼|层|幢|栋|座|弄|组|社)")
_FIGURES = re.compile("[〇零一二三四五六七八九十百]+(?=号|室|楼|层|幢|座|单元|弄|组|社|路|街|道|大道|巷|区|期|村)")
_DIGITS = {char: str(i % 10) for i, char in enumerate("零一二三四五六七八九〇")}
_NUMBER = re.compile("(?:([一二三四五六七八九]?)百)?零?(?:([一二三四五六七八九]?)十)?([一二三四五六七八九]?)")
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
    plain = _BILLS.sub(lambda found: small_writing(found[0]), plain)
    if not _PLACE.search(plain):
        return None
    return _FIGURES.sub(_figure, placed(plain.replace("栋", "幢")))


def is_shared_premises(key: str, rules: AddressRules | None = None) -> bool:
    """Whether an address states of itself that many use it: an incubator, a park, an agent's."""
    return any(word in key for word in (rules or address_rules()).shared_premises)


def _apart(match: re.Match[str]) -> str:
    """A separator is left where it keeps two figures apart, in one form."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return "," if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""


def _figure(match: re.Match[str]) -> str:
    """A Chinese number in figures: digit by digit (二〇三) or by tens and hundreds (十二, 一百零三)."""
    number = match[0]
    if not set("十百") & set(number):
        return "".join(_DIGITS[char] for char in number)
    found = _NUMBER.fullmatch(number)
    if not found:
        return number
    hundreds, tens, ones = found.groups()
    return str(
        sum(int(_DIGITS[digit or "一"]) * size for digit, size in ((hundreds, 100), (tens, 10)) if digit is not None)
        + int(_DIGITS[ones or "零"])
    )
