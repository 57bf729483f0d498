"""Warnings as pure functions: what is more of a basis, bands, and the precision of a rule."""

import math

import pytest
from scipy.stats import poisson

from app.analytics.warnings.basis import gained, joined, kept_basis
from app.analytics.warnings.items import band_of, poisson_tail, root_of
from app.analytics.warnings.precision import wilson
from app.rules.warnings.rules import RuleFigure
from models.catalogue import Title

TITLE = Title(zh="示例", en="Invented")


def basis(*roots: str, total: int | None = None, **bands: int) -> dict[str, object]:
    return {
        "roots": list(roots),
        "total": len(roots) if total is None else total,
        "bands": [{"figure": name, "band": band} for name, band in bands.items()],
    }


def test_a_basis_gains_roots_and_bands_and_nothing_else_is_news() -> None:
    was = basis("a", "b", n=2)
    assert gained(was, basis("a", "b", n=2)) == {}
    assert gained(was, basis("a", n=1)) == {}
    assert gained(was, basis("a", "c", n=2)) == {"roots": ["c"]}
    assert gained(was, basis("a", "b", n=3)) == {"bands": [{"figure": "n", "before": 2, "after": 3}]}


def test_of_a_basis_that_is_not_shown_whole_another_root_is_news_only_where_there_are_more() -> None:
    was = basis("a", "b", total=70)
    assert gained(was, basis("a", "z", total=70)) == {}
    assert gained(was, basis("a", "z", total=71)) == {"roots": ["z"]}


def test_a_surge_of_new_roots_is_news_where_not_all_roots_are_kept_by_name() -> None:
    was = kept_basis([f"a{n}" for n in range(61)], [])
    assert (len(was["roots"]), was["total"]) == (60, 61)
    surge = gained(was, kept_basis([f"b{n}" for n in range(30)], []))
    assert surge["roots"] == sorted(f"b{n}" for n in range(30))
    assert gained(was, kept_basis([f"a{n}" for n in range(40, 61)], [])) == {}
    both = joined(was, kept_basis([f"b{n}" for n in range(30)], []))
    assert (both["total"], len(both["roots"])) == (91, 60)
    assert gained(both, kept_basis([f"a{n}" for n in range(61)] + [f"b{n}" for n in range(30)], [])) == {}
    many = gained(both, kept_basis([f"c{n}" for n in range(80)], []))
    assert (len(many["roots"]), many["roots_total"]) == (60, 80)


def test_what_was_judged_holds_all_roots_and_the_highest_bands() -> None:
    both = joined(basis("a", n=3), basis("b", n=1, m=2))
    assert gained(both, basis("a", "b", n=3, m=2)) == {}
    assert gained(both, basis("c")) == {"roots": ["c"]}


@pytest.mark.parametrize(("value", "band"), [(1.9, 0), (2, 1), (2.9, 1), (3, 2), (5, 3), (99, 3)])
def test_bands_begin_exactly_on_threshold_and_steps(value: float, band: int) -> None:
    assert band_of(RuleFigure(title=TITLE, threshold="least", steps=(3, 5)), 2, value) == band


@pytest.mark.parametrize(("how", "bands"), [("above", (0, 1)), ("at_most", (1, 0)), ("below", (0, 0))])
def test_how_a_figure_passes(how: str, bands: tuple[int, int]) -> None:
    figure = RuleFigure.model_validate({"title": TITLE, "threshold": "x", "passes": how})
    assert (band_of(figure, 10, 10), band_of(figure, 10, 11)) == bands


def test_the_chance_of_so_many() -> None:
    exact = 1 - sum(math.exp(-0.5) * 0.5**k / math.factorial(k) for k in range(5))
    assert poisson_tail(5, 0.5) == pytest.approx(exact, rel=1e-9)
    assert poisson_tail(0, 3) == 1
    assert poisson_tail(1, 0) == 0
    assert 0 < poisson_tail(60, 1) < 1e-80


def test_a_tail_of_many_is_summed_in_logarithms() -> None:
    assert poisson_tail(2_000, 760) == pytest.approx(float(poisson.sf(1_999, 760)), rel=1e-6)
    for least, expected in [(760, 760), (700, 760), (801, 760), (3, 2.5), (10, 3), (1, 1e-9), (5_000, 5_100)]:
        assert poisson_tail(least, expected) == pytest.approx(float(poisson.sf(least - 1, expected)), rel=1e-9)


def test_roots_of_cases_end_at_their_number() -> None:
    assert root_of("case", "（2024）浙01执1号之一") == root_of("case", "(2024)浙01执1号")
    assert root_of("decision", "示罚〔2024〕1号") != root_of("decision", "示罚〔2024〕2号")


def test_the_interval_of_a_share() -> None:
    assert wilson(0, 0) is None
    low, high = wilson(1, 1) or (0, 0)
    assert (round(low, 6), high) == (0.206549, 1.0)
    low, high = wilson(8, 10) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
