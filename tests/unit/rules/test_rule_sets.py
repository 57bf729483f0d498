"""Rule sets: each exactly at its boundary, with sums that floating point gets wrong, and what a caller may not state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.control.controls import controls_by
from app.errors import InputError
from app.rules.rule_sets import TOLERANCE, custom, meets, rule_set, rule_sets, units
from models.rule_sets import RuleSet
from tests.unit.analytics.build import structure

BOUNDARIES = [
    ("company_law_265", 0.5, False),
    ("takeover_84", 0.3, False),
    ("beneficial_owner_2024", 0.25, True),
    ("cas_36", 0.5, False),
    ("eu_fatf_25", 0.25, False),
]


def controls(rules: RuleSet, *shares: float) -> bool:
    """Whether somebody who has these shares, each through a firm of its own, controls the enterprise."""
    firms = {f"c{n}": {"p1": 1.0} for n in range(len(shares))}
    lists = {**firms, "t": {f"c{n}": share for n, share in enumerate(shares)}}
    return controls_by(structure(lists), rules).controls("p1", "t")


@pytest.mark.parametrize(("name", "threshold", "included"), BOUNDARIES)
def test_the_figure_itself_counts_or_not(name: str, threshold: float, included: bool) -> None:
    rules = rule_set(name)
    assert controls(rules, threshold) is included
    assert controls(rules, threshold - 0.0001) is False
    assert controls(rules, threshold + 0.0001) is True


@pytest.mark.parametrize(("name", "threshold", "included"), BOUNDARIES)
def test_floating_point_does_not_decide(name: str, threshold: float, included: bool) -> None:
    for parts in (3, 6, 7, 10):
        assert controls(rule_set(name), *[threshold / parts] * parts) is included
    assert controls(rule_set(name), threshold - 1e-12) is included
    assert controls(rule_set(name), threshold + 1e-12) is included


def test_tenths_add_up_as_they_do_on_paper() -> None:
    assert 0.1 + 0.2 > 0.3
    assert controls(rule_set("takeover_84"), 0.1, 0.2) is False
    for shares in ((0.1, 0.2, 0.2), (0.2, 0.15, 0.15), (0.1,) * 5, (0.05,) * 10):
        assert controls(rule_set("company_law_265"), *shares) is False
        assert controls(custom(0.5, "ge"), *shares) is True


def test_half_of_a_listed_company_meets_the_first_limb_and_less_the_second() -> None:
    rules = rule_set("takeover_84")
    assert [(c.comparison, c.threshold) for c in rules.criteria] == [("ge", 0.5), ("gt", 0.3)]


def test_every_rule_set_names_its_law_and_what_it_leaves_out() -> None:
    assert set(rule_sets()) == {name for name, _, _ in BOUNDARIES}
    for rules in rule_sets().values():
        assert rules.simplifications
        assert rules.control is None or rules.control in rule_sets()
        for title in (rules.title, rules.law, *(c.article for c in rules.criteria), *rules.simplifications):
            assert title.zh
            assert title.en


@given(st.floats(0.001, 0.999), st.sampled_from(["gt", "ge", ">", ">=", "≥"]))
def test_a_caller_states_its_own(threshold: float, comparison: str) -> None:
    (criterion,) = custom(threshold, comparison).criteria
    assert meets(criterion, threshold) is (comparison not in ("gt", ">"))
    assert meets(criterion, threshold + 3 * TOLERANCE)
    assert not meets(criterion, threshold - 3 * TOLERANCE)


@pytest.mark.parametrize(
    ("threshold", "comparison", "says"),
    [
        (30.0, "gt", "fraction"),
        (-0.1, "gt", "fraction"),
        (float("nan"), "gt", "fraction"),
        (float("inf"), "ge", "fraction"),
        (1.0, "gt", "more than the whole"),
        (0.0, "ge", "at least nothing"),
        (0.3, "=", "gt, ge"),
    ],
)
def test_a_rule_that_nobody_or_everybody_meets_is_refused(threshold: float, comparison: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        rule_set("custom", threshold=threshold, comparison=comparison)


def test_names_and_thresholds_are_checked() -> None:
    assert rule_set("custom", threshold=1.0, comparison="ge").criteria[0].threshold == 1.0
    with pytest.raises(InputError, match=r"company_law_265, .*custom"):
        rule_set("company_law")
    with pytest.raises(InputError, match="needs a threshold"):
        rule_set("custom", threshold=0.3)
    with pytest.raises(InputError, match="its own threshold"):
        rule_set("takeover_84", threshold=0.3, comparison="gt")


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=20))
def test_units_of_stated_shares_add_up_whatever_the_order(parts: list[int]) -> None:
    shares = [units(part / 10_000) for part in parts]
    assert sum(shares) == sum(parts) * units(0.0001) == sum(reversed(shares))
