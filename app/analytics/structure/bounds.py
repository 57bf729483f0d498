"""Ranges of shares: what shares that add up to the whole say of each other."""

from collections.abc import Sequence

from app.analytics.structure.network import Bounds

ROUNDING = 0.001
"""How far a list of stated shares may pass the whole by rounding (0.1 %)."""

DIGITS = 12
"""Decimals of what is worked out from shares."""

NOISE = 1e-12
"""Differences of floating point; no stated share is as fine."""


def inside(low: float, high: float) -> Bounds:
    """Bounds within [0, 1], the low one not above the high one; ends that differ by noise are one."""
    low, high = min(1.0, max(0.0, low)), min(1.0, max(0.0, high))
    return Bounds(low, low) if high - low <= NOISE else Bounds(low, high)


def tighten(stated: Sequence[Bounds], residual: Bounds) -> tuple[tuple[Bounds, ...], Bounds]:
    """The ranges that are left of shares and of the residual, given that they all add up to exactly the whole.

    Every end of what is returned is reached by some shares within the ranges given. So tightening again changes nothing, and
    one pass is the fixpoint: a single sum over ranges is all there is. Lows that pass the whole by rounding are left alone.
    """
    if all(b.low == b.high for b in stated):
        left_over = round(1 - sum(b.low for b in stated), DIGITS)
        return tuple(stated), inside(max(residual.low, min(left_over, residual.high)), max(0.0, min(left_over, residual.high)))
    everything = [*stated, residual]
    lows, highs = sum(b.low for b in everything), sum(b.high for b in everything)
    left = []
    for b in everything:
        low, high = round(1 - (highs - b.high), DIGITS), round(1 - (lows - b.low), DIGITS)
        left.append(b if b.low == b.high else inside(max(b.low, low), max(b.low, min(b.high, high))))
    return tuple(left[:-1]), left[-1]
