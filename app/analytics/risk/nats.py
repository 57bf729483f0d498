"""Risk counted in whole units of 2^-44 nat, so that sums do not depend on their order and add and subtract exactly.

A nat is a hazard: risk that adds up to H nats is a chance of 1 - exp(-H), and 100 points are one nat. One unit is 5.7e-14 nat,
so that rounding to it costs each figure at most 3e-14.
"""

import math
from fractions import Fraction

ONE = 1 << 44
"""Units of one nat."""


def of_points(points: float | Fraction, halvings: int = 0) -> int:
    """Points as units, halved so many times on the way: 100 points are one nat."""
    return round(Fraction(points) * ONE / (100 << halvings))


def points(nats: int) -> float:
    """Units as points."""
    return nats / ONE * 100


def amount(nats: int) -> float:
    """Units as nats."""
    return nats / ONE


def chance(nats: int) -> float:
    """The chance in [0, 1] that a hazard of so many units comes to: s of own risk, p of all risk."""
    return abs(math.expm1(-nats / ONE))


def contribution(c: float) -> int:
    """The hazard in units of a chance c in [0, 1): -ln(1 - c)."""
    return round(-math.log1p(-c) * ONE)


def cost(q: float) -> int:
    """What passing an edge of strength q in (0, 1) costs, in units: -ln q. Costs of a path add up as its strengths multiply."""
    return round(-math.log(q) * ONE)


def passed(costs: int) -> float:
    """The part of a risk in (0, 1] that is left of it after a path of such costs in units."""
    return math.exp(-costs / ONE)
