"""money: an amount in yuan, or in the currency it is stated in."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from loaders.tables.currencies import SEVERAL, currency_numbered, currency_of
from loaders.types.figures.number import as_float, read_decimal
from loaders.types.figures.numerals import MULTIPLES, NUMERALS, read_numeral, small_writing
from loaders.values.canonical import canonical_number
from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused
from loaders.values.normalise import is_empty
from models.catalogue import Property

_MERE = re.compile(r"[十百千]?[万亿]?[元圆]\Z")
_BARE = re.compile(r"[\d,]+(?:\.\d*)?\Z|\.\d+\Z")
_TENTHS = "零一二三四五六七八九"
_WRITTEN = re.compile(
    rf"([^{NUMERALS}]*)([{NUMERALS}]+)([^{NUMERALS}整正]*?)(?:零?([{_TENTHS[1:]}])角)?(?:零?([{_TENTHS[1:]}])分)?[整正]?\Z"
)
_CELL = re.compile(r"([^\d.+\-,]*)([+-]?[\d.,]+(?:E[+-]?\d{1,2})?)(.*)\Z", re.IGNORECASE)


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


def reader(prop: Property, context: CellContext) -> Read:
    """Reads an amount into one unit of its currency. `<name>_currency` is stored only where it is not CNY.

    A unit in the cell goes before the header's. Where the header leaves the choice between currencies, and the cell does not
    choose, the currency is SEVERAL; zero needs none. Negative amounts are refused unless the property's minimum allows them.
    """
    name, unit, header_currency = prop.name, Decimal(repr(context.unit)), context.currency
    bounded = prop if prop.minimum is not None else prop.model_copy(update={"minimum": 0.0})

    def read(text: str) -> Cell:
        if is_empty(text):
            return EMPTY_CELL
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
        value, factor, currency = read_decimal(plain), unit, header_currency
        if value is None:
            value, factor, currency = _split(plain, unit, header_currency)
        number = as_float(value * factor, bounded)
        amount = (name, number, canonical_number(number))
        if currency == SEVERAL and not number:
            return Cell((amount,))
        if currency and currency != "CNY":
            return Cell((amount, (f"{name}_currency", currency, currency)))
        return Cell((amount,))

    return read


def is_bare(text: str) -> bool:
    """Whether an amount states no unit, so that it is one of its column's: 3500, 三千五百; not 120万, 三千五百元."""
    if _BARE.match(text):
        return True
    found = None if text.isascii() else read_numeral(small_writing(text))
    return found is not None and not found.scaled


def _in_numerals(plain: str, unit: Decimal, header_currency: str | None) -> tuple[Decimal, Decimal, str | None] | None:
    """An amount in Chinese numerals: 壹佰万元整, 人民币叁仟伍佰元伍角, 一百二十万; None for others.

    One that states 万, 亿 or a currency needs no unit of its column.
    """
    match = _WRITTEN.match(small_writing(plain))
    found = read_numeral(match[2]) if match else None
    if match is None or found is None:
        return None
    stated = [read_unit(word) for word in (match[1], match[3]) if word]
    currencies = _currencies(match[1], match[3])
    if any(one is None or one[0] != 1 for one in stated) or len(currencies) > 1 or (not match[3] and (match[4] or match[5])):
        return None
    cents = sum(Decimal(_TENTHS.index(digit)) / size for digit, size in ((match[4], 10), (match[5], 100)) if digit)
    scale = Decimal(1) if found.scaled or stated else unit
    return found.value + cents, scale, currencies.pop() if currencies else header_currency


def _split(plain: str, unit: Decimal, header_currency: str | None) -> tuple[Decimal, Decimal, str | None]:
    if (numeral := _in_numerals(plain, unit, header_currency)) is not None:
        return numeral
    match = _CELL.match(plain.removesuffix("整"))
    value = read_decimal(match[2]) if match else None
    if match is None or value is None:
        raise Refused("money", "not an amount: give a number, with 元 or 万元 where the column does not say")
    before = read_unit(match[1]) if match[1] else None
    after = read_unit(match[3]) if match[3] else None
    if (match[1] and before is None) or (match[3] and after is None):
        raise Refused("money", "not an amount: the unit is not known")
    currencies = _currencies(match[1], match[3])
    if len(currencies) > 1:
        raise Refused("money", "two currencies in one cell")
    factor = Decimal(after[0]) if after else unit
    return value, factor, currencies.pop() if currencies else header_currency


def _currencies(before: str, after: str) -> set[str]:
    """The currencies named around an amount; a mere 元 after it is that of the currency before it (港币100万元)."""
    found = {unit[1] for word in (before, after) if word and (unit := read_unit(word)) and unit[1]}
    return found - {"CNY"} if len(found) > 1 and _MERE.match(after) else found
