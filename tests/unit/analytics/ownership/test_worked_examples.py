"""Small structures whose figures can be worked out on paper.

The six firms are a bow tie as in Vitali, Glattfelder and Battiston (2011, supporting information): an owner above, a core of
four firms that hold each other, a firm below. Shares are chosen here, and the figures derived in fractions from the paper's
formula V = (I-A)^-1, Y[i,j] = V[i,j]/V[i,i].
"""

from fractions import Fraction

import pytest

from app.analytics.integrated import upstream
from tests.unit.analytics.ownership.building import structure
from tests.unit.analytics.ownership.oracle import integrated

SIX = {
    "2": {"1": Fraction(1, 2), "3": Fraction(1, 5), "5": Fraction(3, 10)},
    "3": {"2": Fraction(3, 5), "4": Fraction(2, 5)},
    "4": {"3": Fraction(1, 2), "5": Fraction(1, 2)},
    "5": {"2": Fraction(1, 5), "4": Fraction(3, 10), "1": Fraction(1, 10)},
    "6": {"2": Fraction(1, 2), "5": Fraction(1, 2)},
}


def figures(table: dict[str, dict[str, Fraction]], target: str) -> dict[str, float]:
    return {h: s.bounds.low for h, s in upstream(structure(table), target).shares.items() if s.bounds}


def test_six_firms_of_a_bow_tie() -> None:
    exact = integrated(SIX)
    assert exact is not None
    for target in SIX:
        for holder, share in figures(SIX, target).items():
            assert share == pytest.approx(float(exact[holder, target]), abs=1e-12)
    whole = {
        "1": Fraction(91, 155),
        "2": Fraction(9, 13),
        "3": Fraction(81, 316),
        "4": Fraction(45, 164),
        "5": Fraction(12, 17),
    }
    below = figures(SIX, "6")
    assert below == {holder: pytest.approx(float(share), abs=1e-12) for holder, share in whole.items()}
    unstated = sum(upstream(structure(SIX), "6").unstated.values())
    assert unstated == pytest.approx(1 - 91 / 155, abs=1e-12), "firm 5 names holders of 60 % of it: the rest is nobody's yet"


def test_the_sum_of_all_chains_counts_loops_again_and_the_integrated_share_does_not() -> None:
    """Without the division by V[i,i] firm 2 would have more of itself than there is: the error the paper corrects."""
    table = {"a": {"b": Fraction(9, 10), "p": Fraction(1, 10)}, "b": {"a": Fraction(9, 10), "q": Fraction(1, 10)}}
    found = figures(table, "a")
    assert found["b"] == pytest.approx(0.9)
    assert found["p"] == pytest.approx(0.1 / (1 - 0.81))
    assert found["q"] == pytest.approx(0.09 / (1 - 0.81))
    assert found["p"] + found["q"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (Fraction(51, 100), Fraction(51, 100)),
        (Fraction(1, 5), Fraction(3, 10)),
        (Fraction(99, 100), Fraction(1, 100)),
        (Fraction(1), Fraction(1, 2)),
    ],
)
def test_mutual_holdings(x: Fraction, y: Fraction) -> None:
    """b holds x of a and a holds y of b; p holds the rest of a, q of b: p has (1-x)/(1-xy) of a, and y times that of b."""
    table = {"a": {"b": x, "p": 1 - x}, "b": {"a": y, "q": 1 - y}}
    of_a, of_b = figures(table, "a"), figures(table, "b")
    assert of_a.get("p", 0) == pytest.approx(float((1 - x) / (1 - x * y)))
    assert of_b.get("p", 0) == pytest.approx(float(y * (1 - x) / (1 - x * y)))
    assert of_a["q"] == pytest.approx(float(x * (1 - y) / (1 - x * y)))
    assert of_a["b"] == pytest.approx(float(x))
    assert of_b["a"] == pytest.approx(float(y))


@pytest.mark.parametrize("own", [Fraction(1, 10), Fraction(1, 2), Fraction(99, 100)])
def test_own_shares_fall_to_the_other_holders(own: Fraction) -> None:
    table = {"a": {"a": own, "p": (1 - own) * Fraction(3, 5), "q": (1 - own) * Fraction(2, 5)}}
    assert figures(table, "a") == {"p": pytest.approx(0.6), "q": pytest.approx(0.4)}
    assert upstream(structure(table), "a").own == pytest.approx(float(own))


def test_a_firm_that_owns_itself_entirely() -> None:
    found = upstream(structure({"a": {"a": Fraction(1)}, "b": {"a": Fraction(1, 2), "p": Fraction(1, 2)}}), "a")
    assert found.in_closed_loop
    assert found.shares == {}
    assert found.closed == {("a",): 1.0}


def test_a_circle_of_entire_holdings_with_one_way_out() -> None:
    """c holds all but a thousandth of a, which p holds: p owns all three."""
    table = {"a": {"c": Fraction(999, 1000), "p": Fraction(1, 1000)}, "b": {"a": Fraction(1)}, "c": {"b": Fraction(1)}}
    for target in "abc":
        found = figures(table, target)
        assert found["p"] == pytest.approx(1)
        assert not upstream(structure(table), target).closed


def test_a_holding_company_pyramid() -> None:
    """Half of half of half, by two ways that join: shares add over ways and multiply along them."""
    table = {
        "t": {"l": Fraction(1, 2), "r": Fraction(1, 2)},
        "l": {"top": Fraction(1, 2)},
        "r": {"top": Fraction(1, 4)},
        "top": {"p": Fraction(1, 2)},
    }
    assert figures(table, "t") == {"l": 0.5, "r": 0.5, "top": 0.375, "p": 0.1875}
