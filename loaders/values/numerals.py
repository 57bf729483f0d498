"""Numbers in Chinese numerals, in small writing (一百二十万) and in that of bills (壹佰贰拾万): read exactly, or not at all."""

import re
from decimal import Decimal
from typing import NamedTuple

from models.values.names import simplified

NUMERALS = "零一二三四五六七八九十百千万亿点"
_WRITTEN = str.maketrans(
    "〇○壹弌贰弍两叁参弎肆伍陆柒捌玖拾佰仟",
    "零零一一二二二三三三四五六七八九十百千",
)
_DIGITS = {char: i for i, char in enumerate("零一二三四五六七八九")}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_DECIMAL = re.compile(r"([^点万亿]+)点([零一二三四五六七八九]{1,8})([百千]?万|亿)?\Z")
MULTIPLES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
"""What the words after a number multiply it by."""


class Numeral(NamedTuple):
    """A number; `scaled` where it states 万 or 亿, so that no unit of its column is to be added."""

    value: Decimal
    scaled: bool


def small_writing(text: str) -> str:
    """Numerals of bills, traditional and variant ones in small writing: 壹佰萬 is 一百万. Other characters stay."""
    return simplified(text).translate(_WRITTEN)


def read_numeral(text: str) -> Numeral | None:
    """The number in a text that is nothing but numerals in small writing; None where it is none, or could be two.

    一百零五 and 一百五十 are read; 一百五, which people state for the second, is not.
    """
    if found := _DECIMAL.match(text):
        whole = _whole(found[1])
        if whole is None:
            return None
        value = Decimal(f"{whole}.{''.join(str(_DIGITS[c]) for c in found[2])}") * MULTIPLES[found[3] or ""]
        return Numeral(value, bool(found[3]))
    whole = _whole(text)
    return None if whole is None else Numeral(Decimal(whole), "万" in text or "亿" in text)


def _whole(text: str) -> int | None:
    if text == "零":
        return 0
    total, rest = 0, text
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        upper, found, lower = rest.rpartition(mark) if mark == "亿" else rest.partition(mark)
        if not found:
            continue
        part = _whole(upper) if mark == "亿" and "亿" not in upper else _section(upper, not total)
        if not part:
            return None
        total, rest = total + part * size, lower
    if not rest and total:
        return total
    last = _section(rest, not total)
    return total + last if last else None


def _section(text: str, first: bool) -> int | None:
    """A number below ten thousand; `first`: nothing stands before it. A last digit must be stated from tens: 零五 or 十五."""
    value, below, zero, at = 0, 10_000, False, 0
    while at < len(text):
        char, following = text[at], text[at + 1 : at + 2]
        if char == "零":
            if zero or at == len(text) - 1 or (first and not at):
                return None
            zero, at = True, at + 1
            continue
        digit = 1 if char == "十" else _DIGITS.get(char)
        place = 10 if char == "十" else _PLACES.get(following, 1)
        alone = place == 1 and not (zero or below == 10 or (first and at == 0))
        if digit is None or place >= below or alone:
            return None
        value, below, zero = value + digit * place, place, False
        at += 1 if char == "十" or place == 1 else 2
    return value or None
