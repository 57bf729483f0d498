"""Controllers found from below, against an oracle that tries everybody, and the work that it takes."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.control.answer import control_of
from app.analytics.control.controls import Controls, controls_by
from app.analytics.control.fixpoint import controlled
from app.analytics.control.groups import group_of
from app.analytics.related.parties import related_parties
from app.analytics.structure.network import Form
from app.rules.rule_sets import custom, rule_set
from tests.unit.analytics.build import Held, Share, oracle, structure
from tests.unit.analytics.control.test_fixpoint import CUTS, PARTIES, floats, holdings

MAJORITY = rule_set("company_law_265")


class Counted(dict[str, Any]):
    """A dictionary that counts how often it is asked."""

    asked = 0

    def get(self, key: str, default: Any = None) -> Any:
        self.asked += 1
        return super().get(key, default)


def ladder(length: int) -> Held:
    """A chain of majorities, the person at its top last."""
    return {f"c{n:04}": {f"c{n + 1:04}" if n + 1 < length else "p1": 0.6} for n in range(length)}


def ring(length: int) -> Held:
    return {f"c{n:04}": {f"c{(n + 1) % length:04}": 0.6} for n in range(length)}


def beams(length: int) -> Held:
    """A chain of majorities that ends above a firm of which it has too little."""
    return {**ladder(length), "t": {"c0000": 0.3, "p2": 0.3}}


def top_of(found: Controls, party: str) -> None:
    found.controllers(party)
    found.ultimate(party)


def asked_of(inquire: Callable[[Controls, str], object], lists: Held, party: str, rules: str | None) -> int:
    """How often an answer asks who casts votes in what."""
    found = controls_by(structure(lists), custom(0.25, "ge") if rules is None else rule_set(rules))
    casts, ballots = Counted(found.votes.casts), Counted(found.votes.ballots)
    found.votes.casts, found.votes.ballots = casts, ballots
    inquire(found, party)
    return casts.asked + ballots.asked


@settings(max_examples=150, deadline=None)
@given(holdings(), st.sampled_from(CUTS), st.booleans())
def test_controllers_and_who_stands_at_the_top_are_the_oracle_s(
    lists: dict[str, dict[str, Fraction]], cut: Fraction, strict: bool
) -> None:
    truth = oracle(lists, cut, strict)
    found = controls_by(structure(floats(lists)), custom(float(cut), "gt" if strict else "ge"))
    for party in lists:
        expected = {one for one in truth if one != party and party in truth[one]}
        assert set(found.controllers(party)) == expected
        top = {one for one in expected if all(one in truth[up] and up in truth[one] for up in truth if one in truth[up])}
        assert {one for block in found.ultimate(party) for one in block if one in expected or one == party} >= top
        assert {one for block in found.ultimate(party) for one in block} - {party} == top - {party}
        for one in expected:
            assert found.is_ultimate(one) is (one in top)
            seen = [one]
            while seen[-1] != party:
                step = found.steps(party)[seen[-1]]
                assert step in truth[seen[-1]]
                assert step not in seen
                seen.append(step)


@settings(max_examples=80, deadline=None)
@given(holdings(), st.data())
def test_possible_controllers_are_those_that_possibly_control(
    lists: dict[str, dict[str, Fraction]], data: st.DataObject
) -> None:
    wide: dict[str, dict[str, Share]] = {
        e: {h: (max(0.0, float(s) - data.draw(st.sampled_from([0.0, 0.1]))), float(s)) for h, s in holders.items()}
        for e, holders in lists.items()
    }
    roles = structure(wide, {"c0": Form.PARTNERSHIP})
    found = controls_by(roles, MAJORITY)
    for party in lists:
        for sure in (True, False):
            tried = {x for x in PARTIES if x != party and party in controlled(found.votes, [x], found.least, sure)}
            assert set(found.controllers(party, sure)) == tried


@pytest.mark.parametrize(
    ("inquire", "lists", "rules"),
    [
        *((top_of, lists, rules) for lists in (ladder, ring, beams) for rules in ("company_law_265", None)),
        *((control_of, lists, rules) for lists in (ladder, beams) for rules in ("company_law_265", None)),
        (group_of, ladder, "company_law_265"),
        (related_parties, ladder, "cas_36"),
    ],
)
def test_the_work_grows_as_the_structure_does(
    inquire: Callable[[Controls, str], object], lists: Callable[[int], Held], rules: str | None
) -> None:
    party = "t" if lists is beams else "c0000"
    small, large = (asked_of(inquire, lists(size), party, rules) for size in (100, 400))
    assert large < 5 * small + 100


def found(lists: Held) -> Controls:
    return controls_by(structure(lists), MAJORITY)


def test_everybody_up_a_ladder_controls_its_foot() -> None:
    shown = found(ladder(40))
    assert len(shown.controllers("c0000")) == 40
    assert shown.ultimate("c0000") == (("p1",),)
    assert [len(block) for block in found(ring(30)).ultimate("c0000")] == [30]
