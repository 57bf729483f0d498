"""The rule sets by which control is judged, by name from sets/*.yml, and `custom`, with a threshold of the caller's own.

Shares are compared in whole units of 1e-12, with a tolerance of 1e-9 on either side: 10 % + 20 % + 20 % is exactly 50 %,
whatever floating point makes of the sum. No stated share is finer than the tolerance.
"""

import math
from functools import cache

from pydantic import ValidationError

from app.errors import InputError
from app.rules.files import FOLDER, read
from models.catalogue import Title
from models.rule_sets import Comparison, Criterion, RuleSet

CUSTOM = "custom"
MAJORITY = "company_law_265"
"""The rule set by which control is a majority, where a caller names no other."""
TOLERANCE = 1e-9
"""How near a share may come to a threshold and still count as equal to it."""

ONE = 10**12
"""Units of the whole: sums of units are exact, so no order of adding changes an answer."""

SLACK = round(TOLERANCE * ONE)
"""The tolerance in units."""

_COMPARISONS = {"gt": Comparison.GT, ">": Comparison.GT, "ge": Comparison.GE, ">=": Comparison.GE, "≥": Comparison.GE}


def units(share: float) -> int:
    """A share in [0, 1] in whole units."""
    return round(share * ONE)


def needed(criterion: Criterion) -> int:
    """The smallest share, in units, that passes a criterion."""
    bar = units(criterion.threshold)
    return bar + SLACK + 1 if criterion.comparison is Comparison.GT else bar - SLACK


def meets(criterion: Criterion, share: float) -> bool:
    """Whether a share meets a criterion, within the tolerance."""
    return units(share) >= needed(criterion)


def equal(one: int, other: int) -> bool:
    """Whether two figures in units are the same within the tolerance."""
    return abs(one - other) <= SLACK


def first_met(rules: RuleSet, share: int) -> Criterion | None:
    """The first criterion of the rule set that a figure in units meets."""
    return next((criterion for criterion in rules.criteria if share >= needed(criterion)), None)


@cache
def rule_sets() -> dict[str, RuleSet]:
    """Every rule set of the program by its name; `custom` is not among them."""
    sets = {}
    for path in sorted((FOLDER / "sets").glob("*.yml")):
        rules = RuleSet.model_validate(read(f"sets/{path.name}"))
        sets[rules.name] = rules
    return sets


def rule_set(name: str, *, threshold: float | None = None, comparison: str | None = None) -> RuleSet:
    """The rule set of that name; `custom` takes the caller's own threshold (a fraction) and comparison (gt or ge).

    Raises InputError for an unknown name, for `custom` without both, and for a threshold given to a set that has its own.
    """
    if name == CUSTOM:
        if threshold is None or comparison is None:
            raise InputError("The rule set custom needs a threshold and a comparison.", parameter="rules")
        return custom(threshold, comparison)
    if threshold is not None or comparison is not None:
        raise InputError(f"The rule set {name} has its own threshold; only custom takes one.", parameter="rules")
    try:
        return rule_sets()[name]
    except KeyError:
        known = ", ".join([*rule_sets(), CUSTOM])
        raise InputError(f"There is no rule set {name!r}; known: {known}.", parameter="rules") from None


def custom(threshold: float, comparison: str) -> RuleSet:
    """A rule set with the caller's threshold, a fraction, and comparison: gt (more than) or ge (at least).

    Raises InputError for anything that no share or every share would pass.
    """
    chosen = _COMPARISONS.get(comparison)
    if chosen is None:
        raise InputError(f"The comparison {comparison!r} is not one of gt, ge.", parameter="comparison")
    if not math.isfinite(threshold) or not 0 <= threshold <= 1:
        raise InputError(f"The threshold {threshold} is not a fraction from 0 to 1; 30 % is 0.3.", parameter="threshold")
    if threshold == 1 and chosen is Comparison.GT:
        raise InputError("Nobody has more than the whole: with gt the threshold is below 1.", parameter="threshold")
    if threshold <= TOLERANCE and chosen is Comparison.GE:
        raise InputError("Everybody has at least nothing: with ge the threshold is above 0.", parameter="threshold")
    zh = f"{'超过' if chosen is Comparison.GT else '不低于'} {threshold * 100:g} %"
    en = f"{'more than' if chosen is Comparison.GT else 'at least'} {threshold * 100:g} %"
    stated = Title(zh=f"查询者指定：{zh}", en=f"stated by the caller: {en}")
    try:
        return RuleSet(
            name=CUSTOM, title=stated, law=stated, criteria=(Criterion(comparison=chosen, threshold=threshold, article=stated),)
        )
    except ValidationError as error:
        raise InputError(f"The rule set custom is wrong: {error}", parameter="rules") from error
