"""Units as headers state them: 万元, 单位:千元, %, 万股, USD million."""

import re
from dataclasses import dataclass, replace

from app.errors import InputError
from loaders.values.money_units import read_unit
from models.catalogue import Property, TypeName
from models.tables.currencies import SEVERAL

SHARES = {
    "%": 0.01,
    "百分比": 0.01,
    "百分数": 0.01,
    "百分之": 0.01,
    "百分点": 0.01,
    "PERCENT": 0.01,
    "PERCENTAGE": 0.01,
    "PCT": 0.01,
}
SHARES |= {"‰": 0.001, "千分比": 0.001, "千分之": 0.001}
FRACTIONS = {"小数": 1.0, "FRACTION": 1.0}
AMOUNTS = frozenset({TypeName.MONEY, TypeName.SHARE, TypeName.NUMBER, TypeName.INTEGER})
"""Types whose columns have a unit."""
_MULTIPLES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}
_PIECES = re.compile(r"(百万|千万|百|千|万|亿)?(股|份|人|户|个|家|件|批|次|SHARES?)?\Z")
_ENGLISH_MULTIPLES = {"10,000": 10**4, "10000": 10**4, "TENTHOUSAND": 10**4, "10K": 10**4, "10THOUSAND": 10**4}
_ENGLISH_MULTIPLES |= {"1,000": 10**3, "1000": 10**3, "'000": 10**3, "THOUSAND": 10**3, "K": 10**3}
_ENGLISH_MULTIPLES |= {"MILLION": 10**6, "MN": 10**6, "100MILLION": 10**8, "HUNDREDMILLION": 10**8, "BILLION": 10**9}
_ENGLISH = re.compile(
    rf"(?:IN)?([A-Z$]*?)({'|'.join(sorted(map(re.escape, _ENGLISH_MULTIPLES), key=len, reverse=True))})S?(?:OF)?([A-Z$]*)\Z"
    r"|(?:IN)?([A-Z$]+)\Z"
)
_ENGLISH_CURRENCIES = {
    "YUAN": "CNY",
    "RENMINBI": "CNY",
    "USDOLLARS": "USD",
    "USDOLLAR": "USD",
    "DOLLARS": "USD",
    "EUROS": "EUR",
}
_TRAILING = re.compile(
    r"(?:人民币)?(?:[百千]?万|亿|[十百千])?(?:元|[\u4e00-\u9fff]{1,2}(?:元|币|磅|圆|镑))?(?:\(?人民币\)?)?\Z|(?:[百千]?万|亿|千)?[股份]\Z|[%‰]\Z"
)
_BEFORE = re.compile(r"[-_/,.、]*(?:计量|金额|货币)?(?:单位)?[-_/,.、]*\Z")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a header states: a multiple or fraction for each kind of amount it fits, and a currency.

    `bare`: it stands there without brackets, so that it may be part of a word. `either`: it is one of several between which the
    header leaves the choice (万元/万美元).
    """

    word: str
    money: int | None = None
    currency: str | None = None
    share: float | None = None
    pieces: float | None = None
    bare: bool = False
    either: bool = False

    @property
    def names_currency(self) -> bool:
        """Whether it only states which currency another unit is of: 美元 or 人民币, but not 元 in brackets."""
        return self.money == 1 and self.currency is not None and (self.bare or self.word not in {"元", "圆"})

    def value(self, kind: TypeName) -> float | None:
        """What one stands for in a column of this type; None where the unit does not fit it."""
        if kind is TypeName.MONEY:
            return None if self.money is None else float(self.money)
        if kind is TypeName.SHARE:
            return self.share
        return self.pieces if kind in AMOUNTS else None


def unit_of(text: str) -> Unit | None:
    """The unit in a normalised text such as 单位万元 or %; None where the text is something else."""
    word = re.sub(r"^(?:计量|金额|货币)?单位|^(?:UNIT|IN)(?![A-Z])|^[-_/,.、]+", "", text)
    word = re.sub(r"(?<=.)(?:为单位|计)\Z", "", word).replace("(人民币)", "")
    if not word:
        return None
    share = SHARES.get(word) or FRACTIONS.get(word)
    pieces = _PIECES.match(word)
    money = _money(word)
    if share is None and money is None and pieces is None:
        return None
    return Unit(
        word,
        money[0] if money else None,
        money[1] if money else None,
        share,
        _MULTIPLES[pieces[1] or ""] if pieces else None,
    )


def _money(word: str) -> tuple[int, str | None] | None:
    found = read_unit(word)
    if found is not None or not word.isascii():
        return found
    match = _ENGLISH.match(word)
    currencies = {_currency(part) for part in match.group(1, 3, 4) if part} if match else set()
    if match is None or len(currencies) != 1 or None in currencies:
        return None
    return _ENGLISH_MULTIPLES.get(match[2] or "", 1), currencies.pop()


def _currency(word: str) -> str | None:
    if word in _ENGLISH_CURRENCIES:
        return _ENGLISH_CURRENCIES[word]
    found = read_unit(word)
    return found[1] if found and found[0] == 1 else None


def trailing_unit(text: str) -> tuple[str, Unit] | None:
    """A normalised header that ends in a unit without brackets (注册资本万元): what stands before, and the unit."""
    for start in range(max(1, len(text) - 8), len(text)):
        tail = text[start:]
        if _TRAILING.match(tail) and (unit := unit_of(tail)):
            return _BEFORE.sub("", text[:start]), replace(unit, bare=True)
    return None


def unit_in(units: tuple[Unit, ...], prop: Property, header: str) -> tuple[float, str | None] | None:
    """What one in a column stands for by all that its header states, and the currency; None where it states nothing.

    The currency is SEVERAL where the header leaves the choice between several (万元/万美元). Raises InputError for a unit that
    does not fit the property, and for units that contradict each other: 万元/美元 is neither.
    """
    if prop.type not in AMOUNTS or not any(not unit.bare or unit.value(prop.type) for unit in units):
        return None
    values: set[float] = set()
    currencies: set[str] = set()
    for unit in units:
        value = unit.value(prop.type)
        if value is None and unit.bare:
            continue
        if value is None:
            raise InputError(
                f"column {header!r}: the unit {unit.word} does not fit {prop.name}, which is of type {prop.type}", column=header
            )
        if value != 1.0 or not unit.names_currency:
            values.add(value)
        if unit.currency:
            currencies.add(unit.currency)
    choice = {unit.currency or "CNY" for unit in units if unit.either and unit.money is not None}
    if len(choice) > 1 and prop.type is TypeName.MONEY:
        values |= {1.0 for unit in units if unit.either and unit.names_currency}  # 万元/美元 is ten thousand yuan, or a dollar
        named = {unit.currency for unit in units if unit.currency and not unit.either} & choice
        currencies = {SEVERAL} if len(named) != 1 else set(named)
    if len(currencies) > 1:
        currencies.discard("CNY")  # 万元 (美元) are ten thousand dollars
    if len(values) > 1 or len(currencies) > 1:
        words = " and ".join(unit.word for unit in units)
        raise InputError(
            f"column {header!r} states several units, {words}; the units of a mapping can say which it is", column=header
        )
    return values.pop() if values else 1.0, currencies.pop() if currencies else None
