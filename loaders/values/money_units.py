"""Units of money as words: 万元, 亿美元, USD; and the currency of a cell that states nothing else."""

import re
import unicodedata
from functools import lru_cache

from loaders.values.numerals import MULTIPLES
from models.tables.currencies import currency_numbered, currency_of


@lru_cache(maxsize=4096)
def read_unit(text: str) -> tuple[int, str | None] | None:
    """Multiple and currency of a unit such as 万元, 亿美元, 万元美元, 元 or USD; None where it is no unit of money."""
    word = re.sub(r"[\s()]+", "", unicodedata.normalize("NFKC", text)).upper()
    for multiple in sorted(MULTIPLES, key=len, reverse=True):
        rest = word.removeprefix(multiple)
        if multiple and rest == word:
            continue
        if not rest:
            return MULTIPLES[multiple], None
        if currency := _currency(rest):
            return MULTIPLES[multiple], currency
    trailing = re.fullmatch(r"(\D*?)(百万|千万|十万|万|亿|千|百)[元圆]?", word)
    if trailing and (currency := _currency(trailing[1])):
        return MULTIPLES[trailing[2]], currency
    return None


def read_currency(text: str) -> str | None:
    """The ISO 4217 code of a cell of a currency column: a word (美元), letters (USD) or figures (840); None for others."""
    plain = unicodedata.normalize("NFKC", text).strip()
    unit = read_unit(plain)
    return unit[1] if unit else currency_numbered(plain.removesuffix(".0"))


def _currency(word: str) -> str | None:
    """The currency in a word: alone, stated twice (美元USD), or after a mere 元 (元美元)."""
    if found := currency_of(word):
        return found
    for i in range(1, len(word)):
        first, second = currency_of(word[:i]), currency_of(word[i:])
        if second and (first == second or word[:i] in {"元", "圆"}):
            return second
    return None
