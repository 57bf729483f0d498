"""Integrated shares against their definition in exact fractions, on random structures with loops of every kind."""

from fractions import Fraction
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.ownership.integrated import downstream, upstream
from app.analytics.structure.network import Form, Structure
from tests.unit.analytics.ownership.building import party, structure, tables
from tests.unit.analytics.ownership.oracle import Table, integrated, parties, passing

NEAR = 1e-9


def loops_without_owner(table: Table) -> set[str]:
    """The firms of every loop of firms that own each other entirely: what is above them is they themselves."""
    found = set()
    for firm in table:
        up, waiting = {firm}, [firm]
        while waiting:
            for holder in table.get(waiting.pop(), {}):
                if holder not in up:
                    up.add(holder)
                    waiting.append(holder)
        if all(sum(table.get(p, {}).values()) == 1 for p in up) and all(passing(table, firm).get(p) for p in up - {firm}):
            found.add(firm)
    return found


def shares(built: Structure, target: str) -> dict[str, float | None]:
    out: dict[str, float | None] = {}
    for holder, share in upstream(built, target).shares.items():
        if share.bounds is None:
            out[holder] = None
        else:
            assert share.bounds.exact
            assert share.feasible
            assert isfinite(share.bounds.low)
            out[holder] = share.bounds.low
    return out


@settings(max_examples=150, deadline=None)
@given(tables())
def test_shares_are_those_of_the_inverse(table: Table) -> None:
    exact = integrated(table)
    if exact is None:
        return
    built = structure(table)
    for target in parties(table):
        found = shares(built, target)
        for holder in parties(table):
            if holder != target:
                assert abs((found.get(holder) or 0.0) - float(exact[holder, target])) < NEAR


@settings(max_examples=100, deadline=None)
@given(st.booleans().flatmap(lambda closed: tables(5, 2, closed=closed)))
def test_shares_pass_through_where_there_is_no_inverse(table: Table) -> None:
    built, ownerless = structure(table), loops_without_owner(table)
    for holder in parties(table):
        exact = passing(table, holder)
        down = downstream(built, holder)
        assert down.in_closed_loop == (holder in ownerless)
        for target in parties(table):
            if target == holder:
                continue
            up, below = shares(built, target).get(holder, 0.0), down.shares.get(target)
            if holder in ownerless and target in ownerless and exact.get(target):
                assert up is None
                assert below is not None
                assert below.bounds is None
            else:
                assert up is not None
                assert abs(up - float(exact.get(target, 0))) < NEAR
                assert below is None or below.bounds is not None
                assert abs((below.bounds.low if below and below.bounds else 0.0) - up) < NEAR


@settings(max_examples=100, deadline=None)
@given(tables(), st.booleans().flatmap(lambda closed: tables(5, 2, closed=closed)))
def test_the_whole_is_divided_by_where_it_ends(one: Table, other: Table) -> None:
    for table in (one, other):
        built = structure(table)
        for target in parties(table):
            found = upstream(built, target)
            assert abs(sum(found.ends.values()) + sum(found.unstated.values()) + sum(found.closed.values()) - 1) < NEAR
            owners = [share for holder, share in found.shares.items() if holder not in table]
            assert sum(s.bounds.low for s in owners if s.bounds) <= 1 + NEAR
            assert all(0 <= s.bounds.low <= 1 for s in found.shares.values() if s.bounds)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_what_a_party_has_of_itself(table: Table) -> None:
    found = upstream(structure(table), "c0")
    if found.in_closed_loop:
        assert abs(found.own) <= 1
        return
    round_trip = sum(
        (passing(table, "c0").get(h, Fraction(h == "c0")) * s for h, s in table.get("c0", {}).items()), Fraction(0)
    )
    assert abs(found.own - float(round_trip)) < NEAR


def test_a_closed_circle_has_no_owner() -> None:
    ring = structure({"a": {"b": 1}, "b": {"c": 1}, "c": {"a": 1}, "below": {"a": 0.6, "p": 0.4}})
    assert upstream(ring, "a").in_closed_loop
    assert shares(ring, "a") == {"b": None, "c": None}
    assert upstream(ring, "a").closed == {("a", "b", "c"): 1.0}
    below = upstream(ring, "below")
    assert not below.in_closed_loop
    assert below.closed == {("a", "b", "c"): 0.6}
    assert {h: s.bounds.low for h, s in below.shares.items() if s.bounds} == {"a": 0.6, "b": 0.6, "c": 0.6, "p": 0.4}


def test_nothing_is_multiplied_behind_nominees() -> None:
    built = structure({"a": {"n": 0.25, "p": 0.75}, "n": {"q": 1}}, party("n", Form.NOMINEE))
    assert {h: s.bounds.low for h, s in upstream(built, "a").shares.items() if s.bounds} == {"n": 0.25, "p": 0.75}
    assert "a" not in downstream(built, "q").shares


def test_rounding_in_a_loop_never_goes_round_for_ever() -> None:
    built = structure({"a": {"b": 1, "p": 0.0005}, "b": {"a": 0.9999999999, "q": 1e-4}})
    for target in ("a", "b"):
        for share in upstream(built, target).shares.values():
            assert share.bounds is None or 0 <= share.bounds.low <= share.bounds.high <= 1
