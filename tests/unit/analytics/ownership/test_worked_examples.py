"""Small structures whose figures can be worked out on paper.

The first is the six-firm bow tie of Vitali, Glattfelder and Battiston (2011, supporting information 3.4), its shares as they
stand in the test networks of github.com/CSI-ADS/OptimControl; the second has shares of our own. Figures are derived in
fractions from the paper's formula V = (I-A)^-1, Y[i,j] = V[i,j]/V[i,i].
"""

from fractions import Fraction

import numpy as np
import pytest

from app.analytics.ownership.integrated import upstream
from tests.unit.analytics.ownership.building import structure
from tests.unit.analytics.ownership.oracle import integrated

TENTH, HALF = Fraction(1, 10), Fraction(1, 2)
VITALI = {
    "2": {"1": TENTH, "3": 3 * TENTH, "4": 3 * TENTH, "5": 3 * TENTH},
    "3": {"2": HALF, "5": HALF},
    "4": {"2": HALF, "5": HALF},
    "5": {"2": 2 * TENTH, "3": 2 * TENTH, "4": 6 * TENTH},
    "6": {"5": Fraction(1)},
}
SIX = {
    "2": {"1": Fraction(1, 2), "3": Fraction(1, 5), "5": Fraction(3, 10)},
    "3": {"2": Fraction(3, 5), "4": Fraction(2, 5)},
    "4": {"3": Fraction(1, 2), "5": Fraction(1, 2)},
    "5": {"2": Fraction(1, 5), "4": Fraction(3, 10), "1": Fraction(1, 10)},
    "6": {"2": Fraction(1, 2), "5": Fraction(1, 2)},
}


def figures(table: dict[str, dict[str, Fraction]], target: str) -> dict[str, float]:
    return {h: s.bounds.low for h, s in upstream(structure(table), target).shares.items() if s.bounds}


def test_the_six_firms_of_the_paper() -> None:
    """A tenth of one firm, and with it the whole core: what the others hold of each other leads nowhere but to firm 1."""
    shares: dict[str, list[Fraction | int]] = {
        "2": [1, 0, Fraction(30, 37), Fraction(6, 7), Fraction(6, 7)],
        "3": [1, 1, 0, Fraction(19, 21), Fraction(13, 14)],
        "4": [1, 1, Fraction(31, 37), 0, Fraction(13, 14)],
        "5": [1, 1, Fraction(32, 37), Fraction(20, 21), 0],
        "6": [1, 1, Fraction(32, 37), Fraction(20, 21), 1],
    }
    exact = integrated(VITALI)
    assert exact is not None
    for target, wanted in shares.items():
        found = figures(VITALI, target)
        for holder, share in zip("12345", wanted, strict=True):
            assert found.get(holder, 0.0) == pytest.approx(float(share), abs=1e-12)
            assert exact.get((holder, target), 0) == share or holder == target
    matrix = np.zeros((6, 6))
    for firm, column in VITALI.items():
        for holder, direct in column.items():
            matrix[int(holder) - 1, int(firm) - 1] = float(direct)
    sums = np.linalg.inv(np.eye(6) - matrix).sum(axis=1)
    assert sums.round(9).tolist() == [6, 50, 27, 49, 55, 1], "the sums of all chains, which the division corrects"


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
