"""The least fixpoint of control against an oracle, and what must hold of it whatever the graph."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.control.fixpoint import bar, controlled, votes_of
from app.analytics.structure.network import Form
from app.rules.rule_sets import custom, rule_set
from tests.unit.analytics.build import Share, oracle, structure

MAJORITY = bar(rule_set("company_law_265").criteria)
PARTIES = [f"c{n}" for n in range(6)] + ["p1", "p2"]
CUTS = [Fraction(n, 100) for n in (1, 5, 10, 20, 25, 30, 40, 45, 50, 51, 60, 75)]


@st.composite
def holdings(draw: st.DrawFn) -> dict[str, dict[str, Fraction]]:
    """Lists of up to six companies that hold each other in any way, circles included; no list has more than the whole."""
    lists: dict[str, dict[str, Fraction]] = {}
    for enterprise in PARTIES[:6]:
        left = Fraction(1)
        for holder in draw(st.lists(st.sampled_from([p for p in PARTIES if p != enterprise]), unique=True, max_size=4)):
            share = draw(st.sampled_from(CUTS))
            if share <= left:
                lists.setdefault(enterprise, {})[holder] = share
                left -= share
    return lists


def floats(lists: dict[str, dict[str, Fraction]]) -> dict[str, dict[str, Share]]:
    return {e: {h: float(s) for h, s in holders.items()} for e, holders in lists.items()}


@settings(max_examples=80, deadline=None)
@given(holdings(), st.sampled_from(CUTS), st.booleans())
def test_it_is_the_oracle_for_any_threshold(lists: dict[str, dict[str, Fraction]], cut: Fraction, strict: bool) -> None:
    votes = votes_of(structure(floats(lists)), MAJORITY)
    least = bar(custom(float(cut), "gt" if strict else "ge").criteria)
    for party, expected in oracle(lists, cut, strict).items():
        assert controlled(votes, [party], least).keys() == expected


@settings(max_examples=60, deadline=None)
@given(holdings(), st.randoms())
def test_no_order_changes_anything(lists: dict[str, dict[str, Fraction]], random: Random) -> None:
    rows = [(enterprise, holder, share) for enterprise, holders in floats(lists).items() for holder, share in holders.items()]
    random.shuffle(rows)
    shuffled: dict[str, dict[str, Share]] = {}
    for enterprise, holder, share in rows:
        shuffled.setdefault(enterprise, {})[holder] = share
    one, other = votes_of(structure(floats(lists)), MAJORITY), votes_of(structure(shuffled), MAJORITY)
    for party in PARTIES:
        assert controlled(one, [party], MAJORITY) == controlled(other, [party], MAJORITY)


@settings(max_examples=60, deadline=None)
@given(holdings(), st.sampled_from(CUTS), st.sampled_from(CUTS))
def test_a_lower_threshold_never_takes_control_away(lists: dict[str, dict[str, Fraction]], a: Fraction, b: Fraction) -> None:
    votes = votes_of(structure(floats(lists)), MAJORITY)
    low, high = (bar(custom(float(cut), "ge").criteria) for cut in sorted((a, b)))
    for party in PARTIES:
        assert controlled(votes, [party], low).keys() >= controlled(votes, [party], high).keys()


@settings(max_examples=60, deadline=None)
@given(holdings(), st.data())
def test_more_votes_never_take_control_away(lists: dict[str, dict[str, Fraction]], data: st.DataObject) -> None:
    before = votes_of(structure(floats(lists)), MAJORITY)
    grown = {e: dict(h) for e, h in lists.items()}
    party = data.draw(st.sampled_from(PARTIES))
    enterprise = data.draw(st.sampled_from([e for e in PARTIES[:6] if e != party]))
    holders = grown.setdefault(enterprise, {})
    left = 1 - sum(holders.values(), Fraction(0))
    holders[party] = holders.get(party, Fraction(0)) + data.draw(st.fractions(0, 1)) * left
    after = votes_of(structure(floats(grown)), MAJORITY)
    assert controlled(after, [party], MAJORITY).keys() >= controlled(before, [party], MAJORITY).keys()


@settings(max_examples=60, deadline=None)
@given(holdings())
def test_two_together_control_all_that_each_controls(lists: dict[str, dict[str, Fraction]]) -> None:
    votes = votes_of(structure(floats(lists)), MAJORITY)
    joined = controlled(votes, ["p1", "p2"], MAJORITY).keys()
    assert joined >= controlled(votes, ["p1"], MAJORITY).keys() | controlled(votes, ["p2"], MAJORITY).keys()


@settings(max_examples=100, deadline=None)
@given(holdings(), st.data())
def test_ranges_hold_every_case_they_allow(lists: dict[str, dict[str, Fraction]], data: st.DataObject) -> None:
    """What is certain holds for the true shares, and what holds for them is possible."""
    wide: dict[str, dict[str, Share]] = {}
    for enterprise, holders in lists.items():
        wide[enterprise] = {}
        for holder, share in holders.items():
            if data.draw(st.booleans()):
                width = st.sampled_from([0.0, 0.05, 0.2])
                low, high = float(share) - data.draw(width), float(share) + data.draw(width)
                wide[enterprise][holder] = (max(0.0, low), min(1.0, high))
            else:
                wide[enterprise][holder] = float(share)
    votes, truth = votes_of(structure(wide), MAJORITY), oracle(lists, Fraction(1, 2), strict=True)
    for party, expected in truth.items():
        assert controlled(votes, [party], MAJORITY).keys() <= expected
        assert controlled(votes, [party], MAJORITY, sure=False).keys() >= expected


def test_rounds_tell_what_came_first() -> None:
    votes = votes_of(structure({"b": {"p1": 0.6}, "c": {"b": 0.3, "p1": 0.25}, "d": {"c": 1.0}}), MAJORITY)
    assert controlled(votes, ["p1"], MAJORITY) == {"p1": 0, "b": 1, "c": 2, "d": 3}


def test_a_nominee_controls_nothing_even_with_all_votes() -> None:
    votes = votes_of(structure({"b": {"n": 1.0}}, {"n": Form.NOMINEE}), MAJORITY)
    assert controlled(votes, ["n"], MAJORITY) == {"n": 0}
