"""The forms in which a header may be known: as it stands, without numbering, unit, remark, or its second language."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from loaders.values.normalise import normalise_header
from loaders.values.units import Unit, trailing_unit, unit_of

_NUMBERING = re.compile(
    r"\A(?:\(\d{1,2}\)|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、)]?|[一二三四五六七八九十]{1,3}[.、])(?=[\u4e00-\u9fffA-Z(])"
)
_REMARK = re.compile(
    r"\((?:必填|选填|可选|可空|非必填|必录|如有|若有|注\d*|备注|\*+|[YMDHS年月日\-/.]{4,}|格式[^()]*|下拉选择|请选择|OPTIONAL|REQUIRED)\)|[*※#]+"
)
_BRACKETED = re.compile(r"\(([^()]*(?:\([^()]*\))?)(?:\)|\Z)")
_PARTED = re.compile(r"[,;、/]|币种|货币(?!单位)")
_EITHER = re.compile(r"[/、|]|或者?|(?<=[\u4e00-\u9fff])(?:[和及与]|OR)(?=[\u4e00-\u9fff])")
_LATIN = re.compile(r"[A-Z][A-Z0-9_'&./\-]*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_APART = re.compile(
    r"(?:[\s/|()（）\[\]【】:：,，;；、_\-–—]|\A)[A-Za-z]|[A-Za-z.'](?:[\s/|()（）\[\]【】:：,，;；、_\-–—]+)[\u4e00-\u9fff]"
)
_TELLING = (
    (frozenset("ID NO NOS CODE NUMBER NUM CARD UUID KEY".split()), "号码证编"),
    (frozenset("TEL PHONE TELEPHONE MOBILE FAX".split()), "电话手机传真"),
    (frozenset("DATE TIME DAY".split()), "日时期间自至起止"),
    (frozenset("TYPE KIND CATEGORY CLASS".split()), "类种性质型别"),
    (frozenset("EMAIL MAIL URL".split()), "邮箱网址"),
)
"""English words that state what a column holds, and the characters of which a Chinese header that means the same has one."""


class HeaderForm(NamedTuple):
    """One form of a header, normalised, with the units that were taken out of it."""

    plain: str
    units: tuple[Unit, ...]


def header_forms(header: str) -> Iterator[HeaderForm]:
    """The forms of a header, the fullest first.

    A unit may stand in brackets anywhere, after 单位, or at the end without brackets. Where a header is in two languages, the
    Chinese is what it states.
    """
    plain = normalise_header(header)
    yield HeaderForm(plain, ())
    bare = _NUMBERING.sub("", _REMARK.sub("", plain)) or plain
    if bare != plain:
        yield HeaderForm(bare, ())
    text, units = _without_units(bare)
    if units:
        yield HeaderForm(text, units)
    yield from _with_tail(text, units)
    if _HAN.search(text) and _LATIN.search(text) and _two_languages(header):
        chinese, more = _chinese(text)
        yield HeaderForm(chinese, units + more)
        yield from _with_tail(chinese, units + more)


def _with_tail(text: str, units: tuple[Unit, ...]) -> Iterator[HeaderForm]:
    found = trailing_unit(text)
    if found and found[0]:
        yield HeaderForm(found[0], (*units, found[1]))


def _without_units(text: str) -> tuple[str, tuple[Unit, ...]]:
    """A header without the brackets that state a unit, and those units."""
    units: list[Unit] = []

    def take(match: re.Match[str]) -> str:
        found = _units_of(match[1])
        units.extend(found)
        return "" if found else match[0]

    rest = _BRACKETED.sub(take, text)
    return rest.strip("-_/,、"), tuple(units)


def _units_of(text: str) -> list[Unit]:
    """The units in a bracket, those marked of which the header leaves the choice."""
    if whole := unit_of(text):
        return [whole]
    choices = [choice for choice in (_together(part) for part in _EITHER.split(text)) if choice]
    if len(choices) > 1:
        return [replace(unit, either=True) for choice in choices for unit in choice]
    return choices[0] if choices else []


def _together(text: str) -> list[Unit]:
    whole = unit_of(text)
    return [whole] if whole else [unit for piece in _PARTED.split(text) if (unit := unit_of(piece))]


def _chinese(text: str) -> tuple[str, tuple[Unit, ...]]:
    """The Chinese part of a normalised header, and units among the rest (注册资本 USD)."""
    units = tuple(unit for word in _LATIN.findall(text) if (unit := unit_of(word)) and unit.money is not None)
    rest = _LATIN.sub("", text)
    rest = re.sub(r"\([\s\d/,.'&\-]*\)|\(\Z", "", rest).strip("-_/|,.、&'")
    if rest.startswith("(") and rest.endswith(")") and "(" not in rest[1:]:
        rest = rest[1:-1]
    return rest, units


def _two_languages(header: str) -> bool:
    """Whether the Latin letters of a header stand apart from its Chinese, and say nothing that the Chinese does not.

    `法人 ID` is no name of a representative.
    """
    plain = unicodedata.normalize("NFKC", header)
    if not _APART.search(plain):
        return False
    words = {word.upper() for word in _WORDS.findall(plain)}
    return all(not (words & expected) or any(char in plain for char in chars) for expected, chars in _TELLING)
