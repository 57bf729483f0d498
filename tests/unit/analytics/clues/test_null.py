"""The exact null: worked figures to their digits, every draw of small populations counted, and what must hold of any."""

import math
from collections import Counter
from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.clues.null import MOST_FAMILIES, DepartmentsNull, surprise

M, T, C, E = 1, 2, 4, 8
WORKED = {0: 9000, M: 600, T: 200, C: 120, E: 40, M | T: 25, M | C: 10, T | C: 4, M | T | C: 1}
SETS = st.dictionaries(st.integers(0, 15), st.integers(0, 3), max_size=6).filter(lambda sets: 0 < sum(sets.values()) <= 9)


def counted(sets: Mapping[int, int], drawn: int) -> tuple[Counter[int], int]:
    """How many draws have each number of departments, by going through all of them."""
    everybody = [mask for mask, count in sets.items() for _ in range(count)]
    found: Counter[int] = Counter()
    for draw in combinations(everybody, drawn):
        union = 0
        for mask in draw:
            union |= mask
        found[union.bit_count()] += 1
    return found, math.comb(len(everybody), drawn)


@pytest.mark.parametrize(
    ("drawn", "departments", "bits"), [(6, 3, 7.493285), (6, 4, 13.889743), (20, 3, 3.429795), (20, 4, 7.727580)]
)
def test_the_worked_example_to_its_digits(drawn: int, departments: int, bits: float) -> None:
    assert round(surprise(DepartmentsNull(WORKED).at_least(drawn, departments)), 6) == bits


def test_many_looks_make_a_meeting_expected() -> None:
    null = DepartmentsNull(WORKED)
    assert (null.parties, null.departments) == (10_000, 4)
    assert round(null.at_least(6, 3), 9) == 0.005550046
    assert round(3_000 * null.at_least(6, 4), 4) == 0.1976
    assert round(3_000 * null.at_least(6, 3), 2) == 16.65


@given(SETS, st.data())
def test_every_draw_of_a_small_population_counted(sets: dict[int, int], data: st.DataObject) -> None:
    drawn = data.draw(st.integers(0, sum(sets.values())))
    null, (found, total) = DepartmentsNull(sets), counted(sets, drawn)
    for departments in range(6):
        of_draws = sum(n for d, n in found.items() if d >= departments)
        assert null.at_least(drawn, departments) == of_draws / total
    for departments, chance in enumerate(null.exactly(drawn)):
        assert chance == found[departments] / total


@given(SETS, st.data())
def test_more_departments_are_never_likelier_and_more_parties_never_less_so(sets: dict[int, int], data: st.DataObject) -> None:
    drawn = data.draw(st.integers(0, sum(sets.values()) - 1))
    null = DepartmentsNull(sets)
    tail = [null.at_least(drawn, d) for d in range(6)]
    assert tail == sorted(tail, reverse=True)
    assert all(null.at_least(drawn + 1, d) >= null.at_least(drawn, d) for d in range(6))
    assert sum(null.exactly(drawn)) == pytest.approx(1)


@given(SETS, st.permutations(range(4)), st.integers(0, 1))
def test_names_and_order_of_departments_make_no_difference(sets: dict[int, int], order: list[int], drawn: int) -> None:
    renamed = {sum(1 << order[bit] for bit in range(4) if mask >> bit & 1): n for mask, n in reversed(sets.items())}
    assert DepartmentsNull(renamed).exactly(drawn) == DepartmentsNull(sets).exactly(drawn)


def test_one_party_that_many_know_is_no_surprise() -> None:
    alike = {0: 4_000, M | T | C: 1_000}
    assert surprise(DepartmentsNull(alike).at_least(5, 3)) < 1
    apart = {0: 4_000, M: 334, T: 333, C: 333}
    assert surprise(DepartmentsNull(apart).at_least(5, 3)) > 6


def test_sixteen_departments_are_counted_exactly() -> None:
    sets = {0: 5_000} | {1 << bit: 50 for bit in range(MOST_FAMILIES)}
    null = DepartmentsNull(sets)
    assert null.at_least(20, 16) > 0
    assert null.at_least(3, 4) == 0
    assert surprise(null.at_least(3, 4)) == math.inf
    assert null.at_least(2, 2) == pytest.approx(math.comb(16, 2) * 50 * 50 / math.comb(5_800, 2), rel=1e-12)


def test_what_it_refuses() -> None:
    with pytest.raises(AssertionError):
        DepartmentsNull({1 << bit: 1 for bit in range(17)})
    with pytest.raises(AssertionError):
        DepartmentsNull({0: -1})
    with pytest.raises(AssertionError):
        DepartmentsNull({1: 3}).at_least(4, 1)
