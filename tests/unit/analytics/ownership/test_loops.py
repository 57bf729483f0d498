"""The arithmetic of one component, each way it is done, against exact fractions; and large components."""

from collections.abc import Mapping
from fractions import Fraction
from math import isfinite
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.ownership import loops
from app.analytics.ownership.integrated import downstream, upstream
from app.analytics.structure.network import Structure
from tests.unit.analytics.ownership.building import structure
from tests.unit.analytics.ownership.oracle import inverse, solve

NEAR = 1e-9
WAYS: Mapping[str, Mapping[str, int]] = {
    "plain": {},
    "dense": {"PLAIN": 0},
    "series": {"PLAIN": 0, "DENSE": 0, "QUICK": 10**6, "NARROW": 1},
    "inverse": {"PLAIN": 0, "DENSE": 0, "QUICK": 0},
    "bounded": {"PLAIN": 0, "DENSE": 0, "FULL": 0, "WORK": 200, "MARKED": 2},
}


@st.composite
def components(draw: st.DrawFn) -> tuple[list[dict[int, Fraction]], list[Fraction]]:
    """Shares within a component and what arrives at each member; every member leaves something to others."""
    size = draw(st.integers(1, 6))
    inside = []
    for at in range(size):
        others = draw(st.dictionaries(st.integers(0, size - 1), st.integers(1, 9), max_size=3)) | {(at + 1) % size: 5}
        total = sum(others.values()) * Fraction(draw(st.integers(11, 30)), 10)
        inside.append({i: w / total for i, w in others.items()})
    return inside, [Fraction(draw(st.integers(0, 4)), 4) for _ in range(size)]


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=40, deadline=None)
@given(case=components())
def test_every_way_gives_the_inverse(way: str, case: tuple[list[dict[int, Fraction]], list[Fraction]]) -> None:
    inside, arriving = case
    size = len(inside)
    v = inverse({str(j): {str(i): s for i, s in column.items()} for j, column in enumerate(inside)})
    assert v is not None
    held = [{i: float(s) for i, s in column.items()} for column in inside]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in WAYS[way].items():
            patch.setattr(loops, name, value)
        found = loops.visits(held, [float(x) for x in arriving])
        above = loops.reached(held, [float(x) / 20 for x in arriving])
    rows = [[Fraction(i == j) - inside[j].get(i, Fraction(0)) for i in range(size)] for j in range(size)]
    reached = solve(rows, [[x / 20] for x in arriving])
    assert reached is not None
    for i in range(size):
        times = sum(v[str(i), str(j)] * arriving[j] for j in range(size))
        loop = v[str(i), str(i)]
        assert found.times[i] - NEAR <= times <= found.times[i] + found.left * float(loop) + NEAR
        assert found.least_loops[i] - NEAR <= loop <= found.most_loops[i] + NEAR
        assert above.least[i] - NEAR <= reached[i][0] <= above.most[i] + NEAR
        if way != "bounded":
            assert found.left == 0
            assert abs(found.times[i] - times) < NEAR
            assert found.most_loops[i] - found.least_loops[i] < NEAR
            assert above.most[i] - above.least[i] < NEAR


def large(size: int, inside: float) -> Structure:
    """A loop through `size` firms with random shares across it; people hold the rest."""
    random = Random(7)
    table: dict[str, dict[str, float]] = {}
    for at in range(size):
        weights = {f"c{(at + 1) % size}": 1.0}
        weights |= {f"c{random.randrange(size)}": random.random() for _ in range(2)}
        total = sum(weights.values()) / inside
        table[f"c{at}"] = {h: w / total for h, w in weights.items()} | {f"p{at % 50}": 1 - inside}
    return structure(table)


def test_a_loop_of_five_thousand_firms() -> None:
    """Up and down agree on every share that both know exactly; what is not known exactly is bounded, and narrowly."""
    built = large(5000, 0.6)
    up = upstream(built, "c0")
    assert len(up.shares) == 5049
    exact = 0
    for share in up.shares.values():
        assert share.bounds is not None
        assert isfinite(share.bounds.high)
        assert 0 <= share.bounds.low <= share.bounds.high <= min(1.0, share.bounds.low + 1e-4)
        assert share.feasible == share.bounds.exact
        exact += share.bounds.exact
    assert exact > loops.MARKED
    for holder in ("c1", "c2", "c7", "p0", "p49"):
        one, other = up.shares[holder].bounds, downstream(built, holder).shares["c0"].bounds
        assert one is not None
        assert other is not None
        assert one.low - NEAR <= other.low <= one.high + NEAR
    owned = sum(share.bounds.low for holder, share in up.shares.items() if share.bounds and holder.startswith("p"))
    assert abs(owned - 1) < NEAR
