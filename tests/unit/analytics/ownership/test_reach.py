"""Bounds of integrated shares under ranges: they hold every feasible result, and feasible ones are attained."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.ownership import integrated
from app.analytics.ownership.integrated import downstream, upstream
from app.analytics.structure.bounds import tighten
from app.analytics.structure.network import WHOLE, Bounds, Structure
from tests.unit.analytics.ownership.building import ranged
from tests.unit.analytics.ownership.oracle import corners, extremes, passing

NEAR = 1e-9
SLOWLY = 1e-3
"""In loops that keep nearly all, rounds may end this near to an extreme, which is then no more than a bound."""
ZERO, ONE = Fraction(0), Fraction(1)
TENTH = Fraction(1, 10)


class Case(NamedTuple):
    """Ranges of shares by enterprise and holder, and which lists name every holder, so that they add up to the whole."""

    ranges: dict[str, dict[str, tuple[Fraction, Fraction]]]
    full: frozenset[str]

    @property
    def structure(self) -> Structure:
        return ranged(self.ranges, dict.fromkeys(self.full, (ZERO, ZERO)))

    def columns(self) -> dict[str, list[dict[str, Fraction]]]:
        """Of each enterprise, the corners of what its list allows."""
        out = {}
        for enterprise, column in self.ranges.items():
            lows, highs = [b[0] for b in column.values()], [b[1] for b in column.values()]
            points = corners(lows, highs, ONE if enterprise in self.full else ZERO, ONE)
            out[enterprise] = [dict(zip(column, point, strict=True)) for point in points]
        return out


@st.composite
def cases(draw: st.DrawFn, firms: int = 3, ranged_lists: int = 2, *, loops: bool = True) -> Case:
    """Shares in tenths, some of them ranges; without `loops` a firm is held only by those after it."""
    names = [f"c{i}" for i in range(firms)]
    ranges: dict[str, dict[str, tuple[Fraction, Fraction]]] = {}
    full = set()
    for at, name in enumerate(names):
        holders = (names if loops else names[at + 1 :]) + ["p0", "p1"]
        chosen = draw(st.lists(st.sampled_from(holders), unique=True, min_size=1, max_size=3))
        left, column = 10, {}
        for holder in chosen:
            low = draw(st.integers(0, left))
            column[holder] = (low * TENTH, low * TENTH)
            left -= low
        if at < ranged_lists:
            for holder in chosen:
                column[holder] = (column[holder][0], min(ONE, column[holder][0] + draw(st.integers(0, 6)) * TENTH))
            if sum(b[1] for b in column.values()) >= 1 and draw(st.booleans()):
                full.add(name)
        ranges[name] = {h: b for h, b in column.items() if b[1] > 0}
    return Case({e: column for e, column in ranges.items() if column}, frozenset(full))


def check(case: Case, *, feasible: bool) -> None:
    """Each pair's bounds hold the extremes over all corners, and are them where they are said to be feasible."""
    built, columns = case.structure, case.columns()
    for target in case.ranges:
        up = upstream(built, target)
        if up.in_closed_loop:
            continue
        for holder, share in up.shares.items():
            least, most = extremes(columns, holder, target)
            assert share.bounds is not None
            assert share.bounds.low <= float(least) + NEAR
            assert share.bounds.high >= float(most) - NEAR
            if share.feasible:
                assert abs(share.bounds.low - float(least)) < NEAR
                assert abs(share.bounds.high - float(most)) < NEAR
            nearly = abs(share.bounds.low - float(least)) < SLOWLY and abs(share.bounds.high - float(most)) < SLOWLY
            assert share.feasible or nearly or not feasible
            below = downstream(built, holder)
            other = below.shares.get(target)
            if other is not None and other.bounds is not None and other.feasible and share.feasible:
                assert abs(other.bounds.low - share.bounds.low) < NEAR
                assert abs(other.bounds.high - share.bounds.high) < NEAR


@settings(max_examples=60, deadline=None)
@given(cases(loops=False))
def test_bounds_without_loops_are_the_extremes(case: Case) -> None:
    check(case, feasible=True)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_bounds_in_loops_are_the_extremes(case: Case) -> None:
    check(case, feasible=True)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_outer_bounds_hold_the_extremes(case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(integrated, "BUDGET", 0)
        check(case, feasible=False)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_bounds_of_large_loops_hold_the_extremes(case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.analytics.ownership.reach.POLICY", 0)
        check(case, feasible=False)


@settings(max_examples=30, deadline=None)
@given(cases(firms=5, ranged_lists=5), st.randoms(use_true_random=False))
def test_bounds_hold_what_random_shares_give(case: Case, random: object) -> None:
    """Mixtures of corners are feasible too: on larger structures they stand for all that cannot be enumerated."""
    columns = case.columns()
    ups = {target: upstream(case.structure, target) for target in case.ranges}
    for _ in range(3):
        table: dict[str, Mapping[str, Fraction]] = {}
        for enterprise, points in columns.items():
            one, other = (random.choice(points) for _ in range(2))  # type: ignore[attr-defined]
            part = Fraction(random.randint(0, 4), 4)  # type: ignore[attr-defined]
            table[enterprise] = {h: part * one[h] + (1 - part) * other[h] for h in one}
        for holder in ("c1", "p0"):
            exact = passing(table, holder)
            for target in case.ranges:
                share = ups[target].shares.get(holder)
                if target != holder and (share is None or share.bounds is not None):
                    bounds = share.bounds if share and share.bounds else Bounds(0.0, 0.0)
                    assert bounds.low - NEAR <= float(exact.get(target, ZERO)) <= bounds.high + NEAR


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=4), st.booleans())
def test_tightened_ranges_are_reached_and_tight_already(stated: list[tuple[int, int]], full: bool) -> None:
    bounds = [Bounds(min(b) / 10, max(b) / 10) for b in stated]
    lows, highs = sum(min(b) for b in stated), sum(max(b) for b in stated)
    if lows > 10 or (full and highs < 10):
        return
    residual = Bounds(0.0, 0.0) if full else WHOLE
    tight, left = tighten(bounds, residual)
    points = corners([Fraction(min(b), 10) for b in stated], [Fraction(max(b), 10) for b in stated], ONE if full else ZERO, ONE)
    for at, bound in enumerate(tight):
        assert abs(bound.low - float(min(p[at] for p in points))) < NEAR
        assert abs(bound.high - float(max(p[at] for p in points))) < NEAR
    sums = [1 - sum(p, ZERO) for p in points]
    assert abs(left.low - float(min(sums))) < NEAR
    assert abs(left.high - float(max(sums))) < NEAR
    again, left_again = tighten(tight, left)
    assert all(abs(a.low - b.low) < NEAR and abs(a.high - b.high) < NEAR for a, b in zip(again, tight, strict=True))
    assert abs(left_again.high - left.high) < NEAR


def test_a_path_of_ranges_multiplies_its_ends() -> None:
    half, most = Fraction(1, 2), Fraction(3, 4)
    built = ranged({"a": {"b": (half, most)}, "b": {"p": (half, half)}}, {})
    share = upstream(built, "a").shares["p"]
    assert share.bounds == Bounds(0.25, 0.375)
    assert share.feasible


def test_two_ways_that_share_one_list_do_not_both_have_their_greatest() -> None:
    """p holds all of b and c, which have 30 % to 80 % of a each: together never more than the whole."""
    low, high = Fraction(3, 10), Fraction(8, 10)
    one = (ONE, ONE)
    built = ranged({"a": {"b": (low, high), "c": (low, high)}, "b": {"p": one}, "c": {"q": one}}, {})
    assert upstream(built, "a").shares["p"].bounds == Bounds(0.3, 0.7)
    joined = ranged({"a": {"b": (low, high), "c": (low, high)}, "b": {"p": one}, "c": {"p": one}}, {})
    assert upstream(joined, "a").shares["p"].bounds == Bounds(0.6, 1.0)
