"""What nobody knows the owner of, in loops and ranges, against plain inversion over every extreme of the lists."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.control.controls import controls_by
from app.analytics.owners.beneficial import control_rules, owners_under_measures
from app.analytics.owners.unseen import unseen
from app.analytics.structure.network import Bounds, HolderList, ListState, Structure
from models.answers.owners import BeneficialOwners, Status
from tests.unit.analytics.build import Held, integrated, structure

NEAR = 1e-9


def ask(lists: Held, target: str, **how: object) -> BeneficialOwners:
    made = structure(lists, **how)  # type: ignore[arg-type]
    return owners_under_measures(controls_by(made, control_rules()), target, integrated(made))


def parts(made: Structure, target: str) -> dict[str, Any]:
    found = unseen(controls_by(made, control_rules()), made, target)
    return {one.party.id or "": (one.why.value, one.share.low, one.share.high) for one in found}


def lost(shares: dict[str, dict[str, float]], target: str) -> dict[str, float]:
    """What each list loses of the target: how often it is passed, by plain inversion, times what it leaves."""
    parties = sorted({*shares, *(holder for holders in shares.values() for holder in holders)})
    direct = np.zeros((len(parties), len(parties)))
    for enterprise, holders in shares.items():
        for holder, share in holders.items():
            direct[parties.index(holder), parties.index(enterprise)] = share
    passed = np.linalg.inv(np.eye(len(parties)) - direct)[:, parties.index(target)]
    return {e: float(passed[parties.index(e)]) * (1 - sum(holders.values())) for e, holders in shares.items()}


def test_what_goes_round_is_lost_again_and_again() -> None:
    """A is 70 % B's, B half A's: of A 18.5 % are unstated, and of what comes round again too: 18.5 / 65 of it in all."""
    rest = dict.fromkeys(("p1", "p2", "p3", "p4", "p5"), 0.1)
    shown = ask({"a": {"b": 0.7, "p1": 0.06, "p2": 0.055}, "b": {"a": 0.5, **rest}}, "a")
    assert shown.unseen_total == pytest.approx(0.185 / 0.65)
    assert (shown.status, shown.owners) == (Status.UNKNOWN, ())
    assert [(one.party.id, one.why.value) for one in shown.unseen] == [("a", "unstated")]


def test_rounding_is_no_unknown_owner_except_where_it_is_all_there_is() -> None:
    assert ask({"t": {f"p{n}": 0.3333 for n in range(3)}}, "t").unseen == ()
    circle = ask({"a": {"b": 0.9995}, "b": {"a": 0.9995}}, "a")
    assert circle.unseen_total == pytest.approx(1.0)
    assert (circle.status, circle.no_outside_owner) == (Status.UNKNOWN, False)


def test_a_range_says_at_least_and_at_most() -> None:
    made = structure({"t": {"a": (0.3, 0.5), "p1": 0.4}, "a": {"p2": (0.2, 0.4)}})
    assert parts(made, "t") == {
        "t": ("unstated", pytest.approx(0.1), pytest.approx(0.3)),
        "a": ("unstated", pytest.approx(0.18), pytest.approx(0.4)),
    }


def test_an_end_above_a_loop_counts_once() -> None:
    made = structure({"a": {"b": 0.5, "x": 0.5}, "b": {"a": 0.5, "p1": 0.5}})
    assert parts(made, "a") == {"x": ("no_list", pytest.approx(2 / 3), pytest.approx(2 / 3))}


FIRMS, PERSONS = ("a", "b", "c"), ("p1", "p2")


@st.composite
def exact(draw: st.DrawFn) -> dict[str, dict[str, float]]:
    """Up to three firms with lists that leave something, in loops or not."""
    lists: dict[str, dict[str, float]] = {}
    for firm in FIRMS:
        holders = [one for one in (*FIRMS, *PERSONS) if one != firm and draw(st.booleans())]
        left = 19
        for holder in holders:
            share = draw(st.integers(0, left))
            left -= share
            if share:
                lists.setdefault(firm, {})[holder] = share / 20
    return lists or {"a": {"p1": 0.5}}


@settings(max_examples=120, deadline=None)
@given(exact())
def test_known_and_unknown_owners_have_the_whole(lists: dict[str, dict[str, float]]) -> None:
    made = structure(lists)
    shares = integrated(made)
    for target in lists:
        found, losses = parts(made, target), lost(lists, target)
        for firm, loss in losses.items():
            assert found.get(firm, ("unstated", 0.0, 0.0)) == ("unstated", pytest.approx(loss, abs=NEAR), pytest.approx(loss))
        known = sum(shares[target].get(person, Bounds(0, 0)).low for person in PERSONS)
        assert known + sum(low for _, low, _ in found.values()) == pytest.approx(1.0)


@st.composite
def ranged(draw: st.DrawFn) -> tuple[Structure, list[dict[str, dict[str, float]]]]:
    """Two firms, each with ranges, and every extreme of the shares that their lists allow."""
    lists: dict[str, dict[str, Bounds]] = {}
    for firm, other in (("a", "b"), ("b", "a")):
        low = [draw(st.integers(0, 5)) for _ in range(2)]
        lists[firm] = {h: Bounds(n / 20, (n + draw(st.integers(0, 4))) / 20) for h, n in zip((other, "p1"), low, strict=True)}
    made = structure({firm: {h: (b.low, b.high) for h, b in held.items()} for firm, held in lists.items()})
    ends = [[dict(zip(held, chosen, strict=True)) for chosen in product(*held.values())] for held in lists.values()]
    return made, [dict(zip(lists, chosen, strict=True)) for chosen in product(*ends)]


@settings(max_examples=80, deadline=None)
@given(ranged())
def test_bounds_are_the_extremes_of_what_the_lists_allow(given_: tuple[Structure, list[dict[str, dict[str, float]]]]) -> None:
    made, extremes = given_
    found = parts(made, "a")
    losses = [lost(shares, "a") for shares in extremes]
    for firm in ("a", "b"):
        least, most = min(loss[firm] for loss in losses), max(loss[firm] for loss in losses)
        _, low, high = found.get(firm, ("", 0.0, 0.0))
        assert low == pytest.approx(least, abs=NEAR)
        assert high == pytest.approx(most, abs=NEAR)


def test_of_what_was_not_looked_beyond_all_is_unseen_once() -> None:
    base = structure({"t": {"a": 0.8, "p1": 0.2}, "a": {"p2": 0.2}})
    made = Structure(base.basis, base.parties, base.lists, cut=frozenset({"a"}))
    assert parts(made, "t") == {"a": ("cut", pytest.approx(0.8), pytest.approx(0.8))}


def test_lists_that_are_not_multiplied_by_are_ends() -> None:
    base = structure({"t": {"a": 0.6, "p1": 0.4}, "a": {"p2": 0.7, "p3": 0.7}})
    bad: HolderList = base.lists["a"]
    for state in (ListState.INCONSISTENT, ListState.PROMOTERS):
        lists = {**base.lists, "a": HolderList("a", bad.basis, state, stakes=bad.stakes)}
        found = parts(Structure(base.basis, base.parties, lists), "t")
        assert found == {"a": (state.value, pytest.approx(0.6), pytest.approx(0.6))}
