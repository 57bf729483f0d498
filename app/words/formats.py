"""How figures, amounts, days and moments are written, in either language. Pure functions of plain values."""

from functools import lru_cache
from typing import Any

from app.rules.rule_sets import TOLERANCE
from models.answers.control import Range
from models.statements import OPEN_DAY
from models.tables.currencies import word_of

TEN_THOUSAND = 10_000
YUAN = "CNY"
IN_BUSINESS = "in_business"
SHARE_DIGITS = 4


def share(low: float, high: float | None = None) -> str:
    """A fraction in percent, or the range it lies in: `60 %`, `33.3 %–50 %`."""
    return percent(low if high is None else Range(low=low, high=high))


def percent(share: Range | float, threshold: float | None = None) -> str:
    """A share as text: `30 %`, `25 %–50 %`. Four decimals at most; more where it would else read as a threshold it is not."""
    if isinstance(share, Range):
        low, high = _percent(share.low, threshold), _percent(share.high, threshold)
        return low if low == high else f"{low}–{high}"
    return _percent(share, threshold)


@lru_cache(maxsize=4096)
def _percent(share: float, threshold: float | None) -> str:
    digits = SHARE_DIGITS
    if threshold is not None and abs(share - threshold) > TOLERANCE:
        while round(share * 100, digits) == round(threshold * 100, digits):
            digits += 1
    return f"{round(share * 100, digits):.{digits}f}".rstrip("0").rstrip(".") + " %"


def number(value: Any) -> str:
    """A number with its thousands apart, and four decimals at most: `1,234.5`."""
    return f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def money(amount: float, currency: str | None, lang: str) -> str:
    """An amount and its currency: `500 万元`, `3,500 元`, `¥5,000,000`, `2.5 万美元`, `USD 25,000`.

    In Chinese, amounts of ten thousand and more are given in 万, with all their digits.
    """
    if lang == "en":
        figures = _amount(amount, 2)
        return f"¥{figures}" if currency == YUAN else f"{currency} {figures}" if currency else figures
    many = abs(amount) >= TEN_THOUSAND
    figures = _amount(amount / TEN_THOUSAND, 6) if many else _amount(amount, 2)
    unit = "元" if currency == YUAN else word_of(currency) if currency else ""
    return f"{figures} {'万' if many else ''}{unit}".strip()


def _amount(amount: float, digits: int) -> str:
    return f"{amount:,.{digits}f}".rstrip("0").rstrip(".")


def is_open(day: str | None) -> bool:
    """Whether an end is none: no day, or the day that stands for no end."""
    return day is None or day == OPEN_DAY


def moment(iso: str) -> str:
    """A moment to the minute, in its own time: `2026-03-01 09:30`."""
    return iso[:16].replace("T", " ")


def several_values(values: Any) -> str:
    """Several values as one text, a single one as it is."""
    return "、".join(map(str, values)) if isinstance(values, list | tuple) else str(values)
