"""Joint control by halves against its definition, tried on every two sets of voters."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.control.controls import controls_by
from app.analytics.control.joint import joint_control
from app.rules.rule_sets import rule_set
from models.answers.control import JointKind
from tests.unit.analytics.build import oracle, structure
from tests.unit.analytics.control.test_fixpoint import PARTIES, floats

Lists = dict[str, dict[str, Fraction]]
HALF, MAJORITY = Fraction(1, 2), rule_set("company_law_265")


@st.composite
def halves(draw: st.DrawFn) -> Lists:
    """Lists in quarters, halves and majorities, so that halves are often there; circles included."""
    lists: Lists = {}
    for enterprise in PARTIES[:6]:
        others = [p for p in PARTIES if p != enterprise]
        shares = draw(st.sampled_from([(50, 50), (50, 25, 25), (60, 40), (51, 49), (50, 30), (25, 25, 25, 25), (100,), ()]))
        holders = draw(st.lists(st.sampled_from(others), unique=True, min_size=len(shares), max_size=len(shares)))
        if holders:
            lists[enterprise] = {h: Fraction(s, 100) for h, s in zip(holders, shares, strict=True)}
    return lists


def expected(lists: Lists, enterprise: str) -> set[frozenset[tuple[frozenset[str], frozenset[str]]]]:
    """The pairs of sides with half each: the direct votes of a side, and all who dispose of just these."""
    below = oracle(lists, HALF, strict=True)
    held = lists.get(enterprise, {})
    disposes = {p: frozenset(held) & below.get(p, {p}) for p in PARTIES if p != enterprise}
    sides = {voting for voting in disposes.values() if sum(held[h] for h in voting) == HALF}
    return {
        frozenset((side, frozenset(p for p, voting in disposes.items() if voting == side)) for side in (one, other))
        for one, other in combinations(sides, 2)
        if not one & other and not any(one | other <= voting for voting in disposes.values())
    }


@settings(max_examples=150, deadline=None)
@given(halves())
def test_two_halves_are_joint_control_and_nothing_else_is(lists: Lists) -> None:
    controls = controls_by(structure(floats(lists)), MAJORITY)
    for enterprise in lists:
        own = [one for one in joint_control(controls, enterprise) if one.kind is JointKind.HALVES and one.through is None]
        found = {
            frozenset(
                (frozenset(v.party.id for v in side.voters), frozenset(ref.id for ref in side.parties)) for side in one.sides
            )
            for one in own
        }
        wanted = expected(lists, enterprise)
        assert len(found) == min(1, len(wanted))
        assert found <= wanted
