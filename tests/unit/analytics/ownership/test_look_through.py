"""What a look-through shows: shares, chains and ends that add up, whatever the structure, and limits that say so."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.ownership.look_through import look_down, look_up
from app.analytics.structure.network import Form, ListState, Structure
from models.answers.ownership import BoundKind, Holdings, Owners
from models.answers.shapes import is_cut
from tests.unit.analytics.ownership.building import party, ranged, structure, tables
from tests.unit.analytics.ownership.oracle import Table, parties
from tests.unit.analytics.ownership.test_reach import Case, cases

NEAR = 1e-9


def simple_paths(table: Table, target: str, holder: str) -> dict[tuple[str, ...], Fraction]:
    """Every chain without a loop from the holder to the target, with its product."""
    found = {}
    waiting: list[tuple[tuple[str, ...], Fraction]] = [((target,), Fraction(1))]
    while waiting:
        chain, product = waiting.pop()
        if chain[0] == holder:
            found[chain] = product
            continue
        for other, share in table.get(chain[0], {}).items():
            if other not in chain and share:
                waiting.append(((other, *chain), product * share))
    return found


@settings(max_examples=60, deadline=None)
@given(tables(5, 2), st.integers(1, 4))
def test_chains_are_those_there_are_and_the_best_comes_first(table: Table, most: int) -> None:
    built = structure(table)
    for target in table:
        found = look_up(built, target, paths=most)
        for owner in found.owners:
            every = simple_paths(table, target, owner.id)
            shown = {path.parties: path.share for path in owner.paths}
            assert set(shown) <= set(every)
            assert all(share is not None and abs(share - float(every[chain])) < NEAR for chain, share in shown.items())
            assert owner.paths
            assert len(owner.paths) <= most
            assert abs((owner.paths[0].share or 0) - float(max(every.values()))) < NEAR
            if owner.integrated is not None:
                assert owner.by_other_paths is not None
                in_all = sum(share or 0 for share in shown.values()) + owner.by_other_paths
                assert abs(in_all - owner.integrated) < 1e-6 or owner.by_other_paths == 0


@settings(max_examples=60, deadline=None)
@given(tables(6, 3), st.integers(1, 3))
def test_without_loops_the_chains_shown_are_the_largest(table: Table, most: int) -> None:
    flat = {e: {h: s for h, s in column.items() if h.startswith("p") or h > e} for e, column in table.items()}
    flat = {e: column for e, column in flat.items() if column}
    built = structure(flat)
    for target in flat:
        for owner in look_up(built, target, paths=most).owners:
            best = sorted(simple_paths(flat, target, owner.id).values(), reverse=True)[:most]
            assert [p.share for p in owner.paths] == pytest.approx([float(b) for b in best], rel=0, abs=NEAR)
        for holder in parties(flat):
            for held in look_down(built, holder, paths=most).holdings:
                best = sorted(simple_paths(flat, held.id, holder).values(), reverse=True)[:most]
                assert [p.share for p in held.paths] == pytest.approx([float(b) for b in best], rel=0, abs=NEAR)


def check_shape(found: Owners | Holdings) -> None:
    for one in found.owners if isinstance(found, Owners) else found.holdings:
        assert 0 <= one.direct_min <= one.direct_max <= 1
        assert one.direct is None or one.direct_min == one.direct == one.direct_max
        if one.integrated_min is None or one.integrated_max is None:
            assert one.integrated is None
            continue
        assert 0 <= one.integrated_min <= one.integrated_max <= 1
        assert one.integrated_max >= one.direct_max - NEAR or one.bounds is BoundKind.OUTER
        assert (one.integrated is None) == (one.integrated_min < one.integrated_max)
        for path in one.paths:
            assert path.share_min <= path.share_max <= one.integrated_max + NEAR
            assert {path.parties[0], path.parties[-1]} == {one.id, found.party}


@settings(max_examples=60, deadline=None)
@given(cases(firms=4, ranged_lists=3))
def test_answers_are_sound_under_ranges(case: Case) -> None:
    built = case.structure
    for name in built.parties:
        up, down = look_up(built, name), look_down(built, name)
        check_shape(up)
        check_shape(down)
        assert abs(sum(end.share for end in up.ends) - 1) < NEAR
        again = Owners.model_validate_json(up.model_dump_json())
        assert again == up
        for owner in up.owners:
            held = next((h for h in look_down(built, owner.id).holdings if h.id == name), None)
            assert held is not None
            assert (held.direct_min, held.direct_max, held.level) == (owner.direct_min, owner.direct_max, owner.level)
            if owner.bounds is held.bounds is BoundKind.FEASIBLE and owner.integrated_max is not None:
                assert held.integrated_max is not None
                assert abs(held.integrated_max - owner.integrated_max) < NEAR


def ladder() -> Structure:
    """a is held by b and by twenty people, b by c, c by p."""
    crowd = {f"p{i}": 0.02 for i in range(20)}
    return structure({"a": {"b": 0.6, **crowd}, "b": {"c": 0.5}, "c": {"p": 1}})


def test_limits_are_said() -> None:
    whole = look_up(ladder(), "a")
    assert (whole.shown, whole.total, whole.incomplete, whole.not_shown) == (23, 23, (), 0.0)
    few = look_up(ladder(), "a", limit=2)
    assert [o.id for o in few.owners] == ["b", "c"]
    assert (few.shown, few.total, is_cut(few.incomplete)) == (2, 23, True)
    assert abs(few.not_shown - (0.3 + 0.4)) < NEAR
    assert few.ends == whole.ends, "what is not shown is still counted"
    near = look_up(ladder(), "a", depth=1)
    assert {o.level for o in near.owners} == {1}
    assert {link.level for link in near.links} == {1}
    assert next(o for o in look_up(ladder(), "a", depth=3).owners if o.id == "p").integrated == 0.3
    down = look_down(ladder(), "p", depth=2)
    assert [(h.id, h.level) for h in down.holdings] == [("c", 1), ("b", 2)]
    assert is_cut(down.incomplete)
    assert down.total == 3


def test_a_party_of_which_nothing_is_known() -> None:
    found = look_up(ladder(), "nobody")
    assert (found.owners, found.ends[0].end, found.ends[0].share) == ((), "no_list", 1.0)
    assert look_down(ladder(), "nobody").holdings == ()


def test_parties_not_looked_beyond_are_said() -> None:
    built = ladder()
    cut = Structure(built.basis, built.parties, {e: held for e, held in built.lists.items() if e != "c"}, cut=frozenset({"c"}))
    found = look_up(cut, "a")
    assert {e.end: e.share for e in found.ends} == {"person": 0.4, "cut": 0.3, "unstated": 0.3}
    assert next(o for o in found.owners if o.id == "c").end == "cut"


def test_promoters_own_nothing_today() -> None:
    built = structure({"a": {"j": 0.4, "p": 0.6}})
    lists = dict(built.lists)
    held = lists["a"]
    lists["j"] = type(held)("j", held.basis, ListState.PROMOTERS, "promoters", "x", "2020-01-01")
    found = look_up(Structure(built.basis, built.parties, lists), "a")
    assert {e.end: e.share for e in found.ends} == {"person": 0.6, "promoters": 0.4}
    assert [n.state for n in found.notes] == ["promoters"]


def test_nominees_are_apart() -> None:
    built = structure({"a": {"n": 0.25, "b": 0.5, "p": 0.25}, "b": {"n": 0.5, "p": 0.5}}, party("n", Form.NOMINEE))
    found = look_up(built, "a")
    assert {o.id: o.integrated for o in found.owners} == {"b": 0.5, "p": 0.5}
    assert [(n.id, n.direct, n.integrated) for n in found.nominees] == [("n", 0.25, 0.5)]
    assert look_down(built, "n").nominee


def test_a_range_shows_its_ends_and_no_figure() -> None:
    half = Fraction(1, 2)
    built = ranged({"a": {"b": (Fraction(1, 4), half), "p": (half, half)}, "b": {"p": (half, half)}}, {})
    owner = next(o for o in look_up(built, "a").owners if o.id == "p")
    assert (owner.direct, owner.integrated, owner.integrated_min, owner.integrated_max) == (0.5, None, 0.625, 0.75)
    assert owner.bounds is BoundKind.FEASIBLE
    assert [(p.parties, p.share, p.share_max) for p in owner.paths] == [(("p", "a"), 0.5, 0.5), (("p", "b", "a"), None, 0.25)]
    assert owner.by_other_paths is None
