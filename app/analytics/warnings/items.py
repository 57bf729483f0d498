"""Turns the rows that a rule's question returns into warnings: key, figures against thresholds, roots and bands."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.rules.warnings.rules import RuleFigure, WarningRule
from models.answers.shapes import PartyRef
from models.risk.warnings import WarningBand, WarningBasis, WarningFigure, WarningItem, WarningRecord, WarningRole
from models.values.names import normalise_name

MOST_RECORDS, MOST_ROOTS = 40, 60
_CASE_NUMBER = re.compile(r".*?号")
CHANCE = "chance"
"""The figure of a rule with `poisson`: how likely so many of `recent` are where `expected` are."""
Row = Mapping[str, Any]


def items_of(rule: WarningRule, rows: Iterable[Row], parties: Mapping[str, PartyRef]) -> list[WarningItem]:
    """The warnings of a rule, one of each key, in the order of keys; rows of one key are one warning."""
    by_key: dict[str, list[Row]] = {}
    for row in rows:
        by_key.setdefault(key_of(rule, row), []).append(row)
    return [_item(rule, key, several, parties) for key, several in sorted(by_key.items())]


def key_of(rule: WarningRule, row: Row) -> str:
    """The rule and who stands in it: the party, then roles by name; or `about`, what is no party but gathers several."""
    if row.get("about"):
        return f"{rule.id} {row['about']}"[:300]
    roles = [f"{name}={party}" for name, party in sorted(row["roles"].items()) if party]
    return " ".join([rule.id, *([] if rule.root == "person" and roles else [row["party"]]), *roles])[:300]


def _item(rule: WarningRule, key: str, rows: Sequence[Row], parties: Mapping[str, PartyRef]) -> WarningItem:
    first = min(rows, key=lambda row: str(row["party"]))
    roots = sorted({root_of(rule.root, str(root)) for row in rows for root in row["roots"]})
    figures = tuple(_figure(rule, name, rows) for name in rule.figures)
    records = {one["fact"]: one for row in rows for one in row["records"]}
    newest = sorted(records.values(), key=lambda one: (str(one["day"]), one["fact"]), reverse=True)
    kind = "Enterprise"
    return WarningItem(
        rule=rule.id,
        name=rule.name,
        title=rule.title,
        version=rule.version,
        severity=rule.severity,
        key=key,
        party=parties.get(first["party"]) or PartyRef(id=first["party"], kind=kind, name=None),
        roles=tuple(WarningRole(role=name, party_id=party) for name, party in sorted(first["roles"].items()) if party),
        basis=WarningBasis(
            roots=tuple(roots[:MOST_ROOTS]),
            total=len(roots),
            every=tuple(roots),
            gathers=rule.root == "person" or any(row.get("about") for row in rows),
            bands=tuple(WarningBand(figure=one.name, band=one.band) for one in figures if one.threshold is not None),
        ),
        figures=figures,
        records=tuple(WarningRecord.model_validate(one) for one in newest[:MOST_RECORDS]),
        records_total=len(records),
        law=rule.law.source if rule.law else None,
        act=rule.act,
        unknown=rule.unknown,
    )


def root_of(kind: str, stated: str) -> str:
    """The name of an event: its kind and what it is numbered by; what follows the number of a case is of the same case."""
    text = normalise_name(stated)
    if kind == "case" and (number := _CASE_NUMBER.match(text)):
        text = number[0]
    return f"{kind}:{text}"[:120]


def _figure(rule: WarningRule, name: str, rows: Sequence[Row]) -> WarningFigure:
    figure, threshold = rule.figures[name], rule.threshold(name)
    stated = [row["figures"][name] for row in rows if row["figures"].get(name) is not None]
    numbers = [one for one in stated if isinstance(one, int | float)]
    least = float(threshold) if isinstance(threshold, int | float) else None
    value: float | str | None = None
    if numbers:
        value = float(min(numbers) if figure.passes in ("at_most", "below") else max(numbers))
    elif stated:
        value = str(max(stated))
    return WarningFigure(
        name=name,
        title=figure.title,
        unit=figure.unit.value,
        value=value,
        threshold=least,
        passes=figure.passes if least is not None else None,
        band=band_of(figure, least, value) if isinstance(value, float) else 0,
    )


def band_of(figure: RuleFigure, threshold: float | None, value: float) -> int:
    """How many of a figure's threshold and steps a value has passed."""
    if threshold is None:
        return 0
    return sum(passes(figure.passes, value, bound) for bound in (threshold, *figure.steps))


def passes(how: str, value: float, bound: float) -> bool:
    """Whether a value has passed a bound."""
    match how:
        case "at_least":
            return value >= bound
        case "above":
            return value > bound
        case "at_most":
            return value <= bound
    return value < bound


def poisson_tail(least: int, expected: float) -> float:
    """How likely so many or more events are where `expected` are (Poisson): 1 where none is asked, 0 where none is expected."""
    if least <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    if least <= expected:  # Less than half or so is left out: it is summed downwards from its greatest term.
        term = math.exp((least - 1) * math.log(expected) - expected - math.lgamma(least))
        below, k = 0.0, least - 1
        while k >= 0 and term > below * 1e-17:
            below += term
            term *= k / expected
            k -= 1
        return max(0.0, 1.0 - below)
    term = math.exp(least * math.log(expected) - expected - math.lgamma(least + 1))
    tail, k = 0.0, least
    while term > tail * 1e-17 and term > 0:
        tail += term
        k += 1
        term *= expected / k
    return tail
