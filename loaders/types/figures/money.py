"""money: an amount in yuan, or in the currency it is stated in."""

import re
import unicodedata
from decimal import Decimal

from loaders.types.figures.number import as_float, read_decimal
from loaders.values.canonical import canonical_number
from loaders.values.cells import EMPTY_CELL, Cell, CellContext, Read, Refused
from loaders.values.money_units import read_unit
from loaders.values.normalise import is_empty
from loaders.values.numerals import NUMERALS, read_numeral, small_writing
from models.catalogue import Property
from models.tables.currencies import SEVERAL

_MERE = re.compile(r"[十百千]?[万亿]?[元圆]\Z")
_BARE = re.compile(r"[\d,]+(?:\.\d*)?\Z|\.\d+\Z")
_TENTHS = "零一二三四五六七八九"
_WRITTEN = re.compile(
    rf"([^{NUMERALS}]*)([{NUMERALS}]+)([^{NUMERALS}整正]*?)(?:零?([{_TENTHS[1:]}])角)?(?:零?([{_TENTHS[1:]}])分)?[整正]?\Z"
)
_CELL = re.compile(r"([^\d.+\-,]*)([+-]?[\d.,]+(?:E[+-]?\d{1,2})?)(.*)\Z", re.IGNORECASE)


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
