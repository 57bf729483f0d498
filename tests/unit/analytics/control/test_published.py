"""Published worked examples of company control, and circles whose answer is known."""

import pytest

from app.analytics.control.answer import control_of
from app.analytics.control.controls import controls_by
from app.rules.rule_sets import rule_set
from tests.unit.analytics.build import percents, structure

MAJORITY = rule_set("company_law_265")

# The company control problem of logic programming (Mumick, Pirahesh, Ramakrishnan 1990): a joint majority.
JOINT = "a b 60\na c 20\nb c 35"

# USACO training, "Controlling Companies": shares go round in a circle.
USACO = "c1 c2 80\nc2 c3 80\nc3 c1 20"

# E. Shade, "Company Control" (programming problem of the week 16), both company sets.
SHADE_1 = "b c 25\na d 36\nd e 63\nb a 48\nc d 30\nd b 52\ne c 30"
SHADE_2 = "f q 0\nf p 30\np q 52\nq x 51\nx z 70\nz x 20\nx q 20"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (JOINT, {"a": "bc"}),
        (USACO, {"c1": ["c2", "c3"], "c2": ["c3"]}),
        (SHADE_1, {"d": "bce"}),
        (SHADE_2, {"p": "qxz", "q": "xz", "x": "z"}),
    ],
)
def test_published_examples(rows: str, expected: dict[str, list[str]]) -> None:
    lists = percents(rows)
    found = controls_by(structure(lists), MAJORITY)
    parties = {*lists, *(holder for holders in lists.values() for holder in holders)}
    relation = {party: set(found.reached((party,))) - {party} for party in parties}
    assert {party: held for party, held in relation.items() if held} == {p: set(held) for p, held in expected.items()}


def test_a_closed_circle_is_one_block_that_nobody_outside_controls() -> None:
    found = controls_by(structure({"a": {"c": 1.0}, "b": {"a": 1.0}, "c": {"b": 1.0}}), MAJORITY)
    assert found.ultimate("a") == (("a", "b", "c"),)
    assert {one.id for one in control_of(found, "a").controllers} == {"b", "c"}


def test_two_firms_with_51_percent_of_each_other_are_one_block() -> None:
    """The outside holders of 49 % control neither."""
    found = controls_by(structure({"m": {"n": 0.51, "p1": 0.49}, "n": {"m": 0.51, "p2": 0.49}}), MAJORITY)
    answer = control_of(found, "m")
    assert [party.id for party in answer.mutual] == ["m", "n"]
    (controller,) = answer.controllers
    assert (controller.id, controller.mutual, controller.ultimate) == ("n", True, True)
    assert found.reached(("p1",)).keys() == {"p1"}


def test_a_block_with_an_owner_has_that_owner_at_its_head() -> None:
    lists = {"m": {"n": 0.6, "p1": 0.4}, "n": {"m": 0.3, "p1": 0.7}}
    found = controls_by(structure(lists), MAJORITY)
    assert found.ultimate("m") == found.ultimate("n") == (("p1",),)
    assert found.block("m") == ("m",)


def test_a_circle_of_control_statements_as_beneficial_ownership_data_has_them() -> None:
    """A holds all of B, B of C and C 40 % of A; a person has the other 60 % of A and stands above all three."""
    lists = {"b": {"a": 1.0}, "c": {"b": 1.0}, "a": {"c": 0.4, "p1": 0.6}}
    found = controls_by(structure(lists), MAJORITY)
    for firm in "abc":
        assert found.ultimate(firm) == (("p1",),)
    assert [link.enterprise.id for link in control_of(found, "c").controllers[-1].because] == ["a", "b", "c"]


def test_two_halves_control_jointly_and_neither_alone() -> None:
    found = controls_by(structure({"t": {"p1": 0.5, "p2": 0.5}}), MAJORITY)
    answer = control_of(found, "t")
    assert answer.controllers == ()
    (joint,) = answer.joint_control
    assert [[party.id for party in side.heads] for side in joint.sides] == [["p1"], ["p2"]]
    assert [side.votes.low for side in joint.sides if side.votes] == [0.5, 0.5]


def test_the_joint_ownership_of_the_beneficial_ownership_data_standard() -> None:
    """Its example 3-joint-ownership: all of a company is an arrangement's, and half of that each of two persons'."""
    found = controls_by(structure({"chrinon": {"arrangement": 1.0}, "arrangement": {"p1": 0.5, "p2": 0.5}}), MAJORITY)
    answer = control_of(found, "chrinon")
    assert [one.id for one in answer.controllers] == ["arrangement"]
    (joint,) = answer.joint_control
    assert joint.through is not None
    assert (joint.enterprise.id, joint.through.id) == ("chrinon", "arrangement")
    assert [[party.id for party in side.heads] for side in joint.sides] == [["p1"], ["p2"]]
