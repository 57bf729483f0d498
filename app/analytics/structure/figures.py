"""Figures as text."""

from app.rules.rule_sets import TOLERANCE
from models.answers.control import Range

_DIGITS = 4


def percent(share: Range, threshold: float | None = None) -> str:
    """A share as text: `30 %`, `25 %–50 %`. Four decimals at most; more where it would else read as a threshold it is not."""
    low, high = (_figure(figure, threshold) for figure in (share.low, share.high))
    return low if low == high else f"{low}–{high}"


def _figure(share: float, threshold: float | None) -> str:
    digits = _DIGITS
    if threshold is not None and abs(share - threshold) > TOLERANCE:
        while round(share * 100, digits) == round(threshold * 100, digits):
            digits += 1
    return f"{round(share * 100, digits):.{digits}f}".rstrip("0").rstrip(".") + " %"
