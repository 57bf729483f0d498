"""Integrated shares of a whole graph: those of the definition, bounded where cut, and the same when worked out in parts."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.bulk import loops, rows
from app.analytics.bulk.levels import weak_components
from app.analytics.bulk.shares import WholeShares, integrated_shares
from tests.unit.analytics.ownership.building import tables
from tests.unit.analytics.ownership.oracle import Table, parties, passing
from tests.unit.analytics.ownership.test_integrated import loops_without_owner

NEAR = 1e-9
LEAST = 0.01
ONE = {"TOGETHER": 0}
SERIES = ONE | {"DENSE": 0, "FAST": 10**6, "TERMS": 200, "DROPPED": ((10, 1e-7),)}
WAYS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "together": {},
    "one by one": {"loops": ONE},
    "one by one, slowly falling": {"loops": ONE | {"DENSE": 0, "FAST": 0}},
    "in series": {"loops": SERIES},
    "in small blocks": {"rows": {"BLOCK": 1}, "loops": ONE | {"_ROWS": 2}},
    "cut": {"rows": {"MANY": 1, "SMALL": 0.004}},
    "in a cut series": {"loops": SERIES | {"FULL": 0, "DROPPED": (), "COARSE": 0.01, "TERMS": 5, "_ROWS": 2}},
}


def columns(table: Table, names: list[str]) -> tuple[Any, Any, Any, int]:
    edges = [(names.index(h), names.index(e), float(s)) for e, column in table.items() for h, s in column.items()]
    source, target = (np.array([edge[i] for edge in edges], dtype=int) for i in range(2))
    return source, target, np.array([edge[2] for edge in edges], dtype=float), len(names)


def pairs(found: WholeShares, names: list[str]) -> dict[tuple[str, str], float]:
    return {(names[h], names[t]): s for t, h, s in zip(found.target, found.holder, found.share.tolist(), strict=True)}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=40, deadline=None)
@given(table=st.booleans().flatmap(lambda closed: tables(6, 2, closed=closed)))
def test_shares_are_those_of_the_definition(way: str, table: Table) -> None:
    names, ownerless = parties(table), loops_without_owner(table)
    with pytest.MonkeyPatch.context() as patch:
        for module, values in WAYS[way].items():
            for name, value in values.items():
                patch.setattr(loops if module == "loops" else rows, name, value)
        found = integrated_shares(*columns(table, names))
    have = pairs(found, names)
    assert {names[i] for i in found.closed} == ownerless
    assert len(found.inconsistent) == 0
    if not any(word in way for word in ("cut", "series")):
        assert found.within.max(initial=0) < NEAR
    for holder in names:
        exact = passing(table, holder)
        for target in set(names) - {holder}:
            share, within = float(exact.get(target, 0)), found.within[names.index(target)]
            if holder in ownerless and target in ownerless:
                assert (holder, target) not in have
            elif (holder, target) in have:
                assert have[holder, target] - NEAR <= share <= have[holder, target] + within + NEAR
                assert share >= LEAST - within - NEAR
            else:
                assert share < max(LEAST, within) + NEAR


@settings(max_examples=80, deadline=None)
@given(tables(8, 3), st.lists(st.integers(0, 7), max_size=3, unique=True), st.sampled_from(list(WAYS)))
def test_a_part_with_all_that_is_above_it_comes_to_what_the_whole_does(
    table: dict[str, Any], some: list[int], way: str
) -> None:
    names = [f"c{i}" for i in range(8)] + ["p0", "p1", "p2"]
    wanted = {f"c{i}" for i in some}
    part: dict[str, Any] = {}
    above = set(wanted)
    while above:
        part |= {e: table[e] for e in above if e in table}
        above = {h for e in above for h in table.get(e, ())} - part.keys() & table.keys()
    with pytest.MonkeyPatch.context() as patch:
        for module, values in WAYS[way].items():
            for name, value in values.items():
                patch.setattr(loops if module == "loops" else rows, name, value)
        one, full = (integrated_shares(*columns(t, names)) for t in (part, table))
    numbers = [names.index(e) for e in wanted]
    assert {k: v for k, v in pairs(one, names).items() if k[1] in wanted} == {
        k: v for k, v in pairs(full, names).items() if k[1] in wanted
    }
    assert one.within[numbers].tolist() == full.within[numbers].tolist()
    assert {*one.closed.tolist()} & {*numbers} == {*full.closed.tolist()} & {*numbers}


def test_inconsistent_enterprises_are_not_multiplied() -> None:
    table = {"a": {"p": Fraction(6, 10), "q": Fraction(6, 10)}, "b": {"a": Fraction(1)}}
    names = parties(table)
    found = integrated_shares(*columns(table, names))
    assert [names[i] for i in found.inconsistent] == ["a"]
    assert pairs(found, names) == {("a", "b"): 1.0}


def test_nonsense_is_left_out_and_repeated_pairs_add() -> None:
    source, target = np.array([1, 1, 2, 3, 4]), np.array([0, 0, 0, 0, 0])
    found = integrated_shares(source, target, np.array([0.2, 0.3, np.nan, -1.0, np.inf]), 6)
    assert (found.holder.tolist(), found.share.tolist()) == ([1], [0.5])
    empty = integrated_shares(np.array([], dtype=int), np.array([], dtype=int), np.array([]), 0)
    assert len(empty.share) == 0


def test_weak_components() -> None:
    count, label = weak_components(np.array([0, 3]), np.array([1, 4]), 6)
    assert count == 4
    assert label[0] == label[1] != label[3] == label[4]


def heavy(parties_: int, edges: int, ring: int) -> tuple[Any, Any, Any, int]:
    """A heavy-tailed graph: few hold many; a loop through `ring` firms; every enterprise's shares add up to at most 1."""
    random = np.random.default_rng(3)
    held = random.integers(0, parties_, edges)
    holder = (parties_ * random.random(edges) ** 3).astype(np.int64)
    first = np.arange(parties_ // 2, parties_ // 2 + ring)
    source = np.concatenate((np.minimum(held, holder), first))
    target = np.concatenate((np.maximum(held, holder) + 1, np.roll(first, 1)))
    weight = random.random(len(source)) + 0.1
    total = np.bincount(target, weights=weight)
    return source, target, weight / total[target] * 0.999, parties_ + 1


def test_a_larger_graph_agrees_with_itself() -> None:
    """Twenty thousand parties: shares end with those who hold, and in whatever order the edges are told."""
    source, target, share, count = heavy(20_000, 30_000, 300)
    found = integrated_shares(source, target, share, count)
    assert found.share.max() <= 1 + NEAR
    again = integrated_shares(source[::-1], target[::-1], share[::-1], count)
    assert np.array_equal(again.target, found.target)
    assert np.array_equal(again.holder, found.holder)
    assert np.allclose(again.share, found.share, rtol=0, atol=NEAR)
