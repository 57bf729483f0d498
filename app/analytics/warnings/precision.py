"""How often warnings of a rule were right, with the interval in which the true share lies (Wilson, 95 %)."""

import math

Z95 = 1.959963984540054


def wilson(right: int, of: int) -> tuple[float, float] | None:
    """The bounds of a share of which `right` out of `of` were observed, at 95 %; None where nothing was."""
    if of <= 0:
        return None
    share, square = right / of, Z95 * Z95
    centre = share + square / (2 * of)
    spread = Z95 * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    return max(0.0, (centre - spread) / whole), min(1.0, (centre + spread) / whole)
