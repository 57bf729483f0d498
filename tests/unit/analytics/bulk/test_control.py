"""Control over a whole graph: the same as asked one by one, whatever the graph; a refresh is the same as all anew."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.bulk.control import control_arrays, update_control
from app.analytics.bulk.void_votes import without_void
from app.analytics.bulk.vote_edges import VoteEdges, spans, vote_edges
from app.analytics.control.controls import controls_by
from app.analytics.errors import NoMajority
from app.analytics.structure.network import Form
from app.rules.rule_sets import custom, rule_set
from tests.unit.analytics.build import Held, structure

MAJORITY = rule_set("company_law_265")
Rows = list[tuple[int, int, int]]
FIRMS, PARTIES = 9, 12


@st.composite
def graphs(draw: st.DrawFn, exclude_own: bool = True) -> Rows:
    """Rows holder, enterprise, percent: lists of up to five holders, circles and chains of joint majorities included."""
    rows: Rows = []
    for enterprise in range(FIRMS):
        left = 100
        others = [party for party in range(PARTIES) if not (exclude_own and party == enterprise)]
        for holder in draw(st.lists(st.sampled_from(others), unique=True, max_size=5)):
            percent = draw(st.sampled_from([10, 20, 25, 26, 30, 40, 50, 51, 60, 80, 100]))
            if percent <= left:
                rows.append((holder, enterprise, percent))
                left -= percent
    return rows


def edges(rows: Rows, count: int = PARTIES) -> VoteEdges:
    who, what, percent = (np.array([row[n] for row in rows], dtype=np.int64) for n in range(3))
    return vote_edges(count, who, what, percent / 100)


def expected(rows: Rows, count: int = PARTIES) -> list[int]:
    """The lowest number among the controllers of each party that only those they control control: every pair is tried."""
    controls = [{party} for party in range(count)]
    growing = True
    while growing:
        growing = False
        for mine in controls:
            votes = [0] * count
            for holder, enterprise, percent in rows:
                votes[enterprise] += percent if holder in mine else 0
            won = {enterprise for enterprise, percent in enumerate(votes) if percent > 50} - mine
            growing = growing or bool(won)
            mine |= won
    answers = []
    for party in range(count):
        above = [x for x in range(count) if party in controls[x]]
        answers.append(min(x for x in above if all(y in controls[x] for y in above)))
    return answers


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_the_ultimate_controller_of_everybody(rows: Rows) -> None:
    assert control_arrays(edges(rows), MAJORITY).tolist() == expected(rows)


@settings(max_examples=80, deadline=None)
@given(graphs(), st.permutations(range(PARTIES)))
def test_neither_numbers_nor_order_matter(rows: Rows, numbers: list[int]) -> None:
    """Renumbered and shuffled, it is the same partition into groups."""
    other = [(numbers[a], numbers[b], percent) for a, b, percent in reversed(rows)]
    one, two = control_arrays(edges(rows), MAJORITY).tolist(), control_arrays(edges(other), MAJORITY).tolist()
    groups = {frozenset(numbers[p] for p in range(PARTIES) if one[p] == top) for top in one}
    assert groups == {frozenset(p for p in range(PARTIES) if two[p] == top) for top in two}


@settings(max_examples=80, deadline=None)
@given(graphs(), graphs(), st.sets(st.integers(0, FIRMS - 1), max_size=4))
def test_a_refresh_is_the_same_as_all_anew(before: Rows, changes: Rows, touched: set[int]) -> None:
    """The lists of some enterprises are replaced by others, or by none."""
    after = [row for row in before if row[1] not in touched] + [row for row in changes if row[1] in touched]
    old = control_arrays(edges(before), MAJORITY)
    numbers = np.array(sorted(touched), dtype=np.int64)
    refreshed = update_control(edges(after), MAJORITY, old, numbers)
    assert refreshed.tolist() == control_arrays(edges(after), MAJORITY).tolist() == expected(after)


@settings(max_examples=30, deadline=None)
@given(graphs(), graphs())
def test_parties_may_be_added(before: Rows, more: Rows) -> None:
    added = [(a + PARTIES, b + PARTIES, percent) for a, b, percent in more] + [(PARTIES, 0, 60)]
    after = [row for row in before if row[1] != 0] + added
    old = control_arrays(edges(before), MAJORITY)
    refreshed = update_control(edges(after, 2 * PARTIES), MAJORITY, old, np.array([0], dtype=np.int64))
    assert refreshed.tolist() == control_arrays(edges(after, 2 * PARTIES), MAJORITY).tolist()


@settings(max_examples=80, deadline=None)
@given(graphs(exclude_own=False), st.sets(st.integers(0, PARTIES - 1)), st.sets(st.integers(0, FIRMS - 1)))
def test_it_is_what_one_party_at_a_time_is_told(rows: Rows, nominees: set[int], listed: set[int]) -> None:
    """With own shares, nominees and void votes of listed companies."""
    lists: dict[str, dict[str, float]] = {}
    for holder, enterprise, percent in rows:
        lists.setdefault(str(enterprise), {})[str(holder)] = percent / 100
    forms = {str(p): Form.NOMINEE for p in nominees if p >= FIRMS} | {str(p): Form.LISTED for p in listed}
    forms = {**{str(p): Form.COMPANY for p in range(PARTIES)}, **forms}
    made: Held = lists
    found = controls_by(structure(made, forms), MAJORITY)
    who, what, percents = (np.array([row[n] for row in rows], dtype=np.int64) for n in range(3))
    silent = np.array([forms[str(p)] is Form.NOMINEE for p in range(PARTIES)])
    flags = np.array([forms[str(p)] is Form.LISTED for p in range(PARTIES)])
    whole = without_void(vote_edges(PARTIES, who, what, percents / 100, silent), flags)
    answers = control_arrays(whole, MAJORITY).tolist()
    for party in range(PARTIES):
        blocks = found.ultimate(str(party)) or ((str(party),),)
        assert [answers[party]] == [min(int(one) for one in block) for block in blocks]


def test_tenths_of_a_half_are_no_majority() -> None:
    rows = [(1, 2, 100), (3, 2, 0)]
    who, what = np.array([1] * 5 + [6]), np.array([0] * 6)
    for more, controlled in ((0.5, 0), (0.4999, 0), (0.5 - 1e-6, 0)):
        made = vote_edges(7, who, what, np.array([0.1] * 5 + [more]))
        assert control_arrays(made, MAJORITY)[0] == controlled
    assert control_arrays(edges(rows), MAJORITY)[2] == 1


def test_a_role_that_several_share_needs_all_of_them() -> None:
    """Three share it: their firms' one owner controls, two of them do not."""
    who, what = np.array([1, 2, 3, 4, 4]), np.array([0, 0, 0, 1, 2])
    votes = np.array([0.25, 0.25, 0.25, 1.0, 1.0])
    assert control_arrays(vote_edges(5, who, what, votes), MAJORITY)[0] == 0
    who, what, votes = np.append(who, 4), np.append(what, 3), np.append(votes, 1.0)
    assert control_arrays(vote_edges(5, who, what, votes), MAJORITY)[0] == 4


def test_long_chains_and_rings_and_joint_ladders_end() -> None:
    """A chain, a ring, and a ladder of which each rung needs the two before it."""
    size = 4_000
    chain = vote_edges(size, np.arange(size - 1), np.arange(1, size), np.full(size - 1, 0.6))
    assert set(control_arrays(chain, MAJORITY).tolist()) == {0}
    ring = vote_edges(size, np.arange(size), np.roll(np.arange(size), -1), np.ones(size))
    assert set(control_arrays(ring, MAJORITY).tolist()) == {0}
    who = np.concatenate(([0, 0], np.arange(1, size - 2), np.arange(2, size - 1)))
    what = np.concatenate(([1, 2], np.arange(3, size), np.arange(3, size)))
    votes = np.concatenate(([0.6, 0.6], np.full(2 * (size - 3), 0.3)))
    assert set(control_arrays(vote_edges(size, who, what, votes), MAJORITY).tolist()) == {0}


def test_only_a_majority_is_asked_of_a_whole_graph() -> None:
    for rules in (rule_set("takeover_84"), custom(0.5, "ge")):
        with pytest.raises(NoMajority):
            control_arrays(edges([(1, 0, 60)]), rules)
    assert control_arrays(edges([(1, 0, 70)]), custom(2 / 3, "ge"))[0] == 1


def test_an_empty_graph_and_spans() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert control_arrays(vote_edges(3, nothing, nothing, np.zeros(0)), MAJORITY).tolist() == [0, 1, 2]
    assert spans(np.array([2, 7, 7]), np.array([4, 7, 9])).tolist() == [2, 3, 7, 8]
