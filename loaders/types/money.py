"""money: an amount in yuan, or in the currency it is stated in."""

import re
import unicodedata
from decimal import Decimal

from loaders.canonical import canonical_number
from loaders.cells import EMPTY_CELL, Cell, Context, Read, Refused
from loaders.normalise import is_empty
from loaders.types.number import as_float, read_decimal
from models.catalogue import Property

_CURRENCIES = {
    "CNY": ("元", "人民币", "人民币元", "元人民币", "圆", "RMB", "CNY", "¥", "￥"),
    "USD": ("美元", "USD", "US$", "$", "美金"),
    "EUR": ("欧元", "EUR", "€"),
    "HKD": ("港元", "港币", "HKD", "HK$"),
    "JPY": ("日元", "日圆", "JPY"),
    "GBP": ("英镑", "GBP", "£"),
    "TWD": ("新台币", "台币", "新台币元", "TWD"),
    "MOP": ("澳门元", "澳门币", "MOP"),
    "KRW": ("韩元", "韩圆", "KRW"),
    "AUD": ("澳元", "澳大利亚元", "AUD"),
    "CAD": ("加元", "加拿大元", "CAD"),
    "SGD": ("新加坡元", "新元", "SGD"),
    "CHF": ("瑞士法郎", "CHF"),
    "DEM": ("德国马克", "德国马克元", "DEM"),
}
CURRENCIES = {unicodedata.normalize("NFKC", word).upper(): code for code, words in _CURRENCIES.items() for word in words}
MULTIPLES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_CELL = re.compile(r"([^\d.+\-,]*)([+-]?[\d.,]+(?:E[+-]?\d{1,2})?)(.*)\Z", re.IGNORECASE)


def read_unit(text: str) -> tuple[int, str | None] | None:
    """Multiple and currency of a unit such as 万元, 亿美元, 元 or USD; None where it is no unit of money."""
    word = unicodedata.normalize("NFKC", text).strip().upper()
    for multiple in sorted(MULTIPLES, key=len, reverse=True):
        rest = word.removeprefix(multiple)
        if multiple and rest == word:
            continue
        if not rest:
            return MULTIPLES[multiple], None
        if rest in CURRENCIES:
            return MULTIPLES[multiple], CURRENCIES[rest]
        around = re.fullmatch(r"(.*?)\((.*)\)", rest)
        if around and around[2] in CURRENCIES:
            return MULTIPLES[multiple], CURRENCIES[around[2]]
    trailing = re.fullmatch(r"(\D*?)(百万|千万|十万|万|亿|千|百)元?", word)
    if trailing and trailing[1] in CURRENCIES:
        return MULTIPLES[trailing[2]], CURRENCIES[trailing[1]]
    return None


def reader(prop: Property, context: Context) -> Read:
    """Reads an amount into one unit of its currency. `<name>_currency` is stored only where it is not CNY.

    A unit in the cell goes before the header's. Negative amounts are refused unless the property's minimum allows them.
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
        if currency and currency != "CNY":
            return Cell((amount, (f"{name}_currency", currency, currency)))
        return Cell((amount,))

    return read


def _split(plain: str, unit: Decimal, header_currency: str | None) -> tuple[Decimal, Decimal, str | None]:
    match = _CELL.match(plain)
    value = read_decimal(match[2]) if match else None
    if match is None or value is None:
        raise Refused("money", "not an amount: give a number, with 元 or 万元 where the column does not say")
    before = read_unit(match[1]) if match[1] else None
    after = read_unit(match[3]) if match[3] else None
    if (match[1] and before is None) or (match[3] and after is None):
        raise Refused("money", "not an amount: the unit is not known")
    stated = [c for c in (before and before[1], after and after[1]) if c]
    if len(set(stated)) > 1:
        raise Refused("money", "two currencies in one cell")
    factor = Decimal(after[0]) if after else unit
    return value, factor, stated[0] if stated else header_currency
