"""The class of risk of a party, for inspection: by the points of its ledger and what reaches it from others.

It says how often to look, not what a party is: it is no ground for a measure, and is not published.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.analytics.risk.ledger import Ledger, LineState
from app.analytics.risk.nats import of_points
from app.rules.risk_classes import RiskClass, RiskClassRules
from app.rules.risk_indicators import Dimension
from models.values.durations import after_months

_ORDER = tuple(RiskClass)

ROUNDING = 1 << 10
"""Units (6e-11 nat) by which a sum may be below a bound and still count as equal to it: each of its lines is rounded."""


class NotBest(StrEnum):
    """Why a party with few enough points is not in class A."""

    YOUNG = "young"
    AGE_UNKNOWN = "age_unknown"
    ANNUAL_REPORT_LACKING = "annual_report_lacking"
    NOT_LOADED = "not_loaded"


@dataclass(frozen=True, slots=True)
class KnownForClass:
    """What a class takes besides ledger and exposure.

    `founded` is the day of establishment, `annual_report` whether the last one that was due is filed, `loaded` the categories
    of which something is loaded.
    """

    founded: date | None
    annual_report: bool
    loaded: Set[str]


@dataclass(frozen=True, slots=True)
class Classified:
    """A class by a rule set, with what it follows from.

    `parts` are what each dimension brings within its bound, in units of `nats`, and `total` their sum (Z). `without_exposure`
    is the class that own risk alone makes. `direct` are the indicators in force that make it D; `not_best` and `not_loaded`
    say what kept it from A. `held`: exposure would have made it worse by more classes than it may.
    """

    rules: str
    version: int
    risk_class: RiskClass
    without_exposure: RiskClass
    total: int
    parts: Mapping[Dimension, int]
    direct: tuple[str, ...]
    not_best: tuple[NotBest, ...]
    not_loaded: tuple[str, ...]
    held: bool


def classified(rules: RiskClassRules, own: Ledger, exposed: int, known: KnownForClass) -> Classified:
    """The class of a party by its ledger, by T of what reaches it (`exposed`, in units of `nats`) and by what is known of it.

    Z = min(20, B) + min(40, D) + min(150, R) + min(150, J) + min(30, A + 100 T), with the figures of `general_2026`.
    """
    alone, parts = _parts(rules, own, 0), _parts(rules, own, exposed)
    direct = tuple(dict.fromkeys(_direct(rules, own)))
    not_loaded = tuple(one for one in rules.best.needs if one not in known.loaded)
    hindered = _not_best(rules, own.on, known)
    without = RiskClass.D if direct else _by_points(rules, sum(alone.values()), hindered=bool(hindered))
    by_points = max(without, _by_points(rules, sum(parts.values()), hindered=bool(hindered)))
    worst = _ORDER[min(_ORDER.index(without) + rules.exposure.classes, len(_ORDER) - 1)]
    few = _by_points(rules, sum(alone.values()), hindered=False) is RiskClass.A and not direct
    return Classified(
        rules=rules.name,
        version=rules.version,
        risk_class=min(by_points, worst),
        without_exposure=without,
        total=sum(parts.values()),
        parts=parts,
        direct=direct,
        not_best=hindered if few else (),
        not_loaded=not_loaded if few else (),
        held=by_points > worst,
    )


def _parts(rules: RiskClassRules, own: Ledger, exposed: int) -> dict[Dimension, int]:
    found = dict(own.dimensions)
    found[Dimension.ASSOCIATION] += round(exposed * Fraction(rules.exposure.points) / 100)
    return {one: min(of_points(rules.most[one]), nats) for one, nats in found.items()}


def _direct(rules: RiskClassRules, own: Ledger) -> list[str]:
    """The indicators in force that make class D, those among them that count under another line."""
    apart = (LineState.NOT_NOW, LineState.NOT_OF_KIND)
    return [one.event.indicator for one in own.lines if one.event.indicator in rules.direct and one.state not in apart]


def _by_points(rules: RiskClassRules, total: int, *, hindered: bool) -> RiskClass:
    found = next((one for one in _ORDER[:-1] if total < of_points(rules.under[one]) - ROUNDING), RiskClass.D)
    return RiskClass.B if found is RiskClass.A and hindered else found


def _not_best(rules: RiskClassRules, on: date, known: KnownForClass) -> tuple[NotBest, ...]:
    found = []
    if known.founded is None:
        found.append(NotBest.AGE_UNKNOWN)
    elif after_months(known.founded, rules.best.months) > on:
        found.append(NotBest.YOUNG)
    if rules.best.annual_report and not known.annual_report:
        found.append(NotBest.ANNUAL_REPORT_LACKING)
    if any(one not in known.loaded for one in rules.best.needs):
        found.append(NotBest.NOT_LOADED)
    return tuple(found)
