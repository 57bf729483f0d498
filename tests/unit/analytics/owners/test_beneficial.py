"""Beneficial owners: the three conditions at their figures, what "not meeting (1)" means, and that nobody is left out."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from app.analytics.control.controls import controls_by
from app.analytics.control.joint import joint_control, parties_on_sides
from app.analytics.errors import NotAnEnterprise, UnknownParty
from app.analytics.owners.beneficial import control_rules, owners_under_measures
from app.analytics.structure.network import Bounds, Form, Role, RoleRow, Structure
from app.words.sentences import with_sentences
from models.answers.control import Certainty
from models.answers.owners import BeneficialOwners, Ground, Status
from tests.unit.analytics.build import Held, integrated, oracle, structure
from tests.unit.analytics.control.test_fixpoint import floats, holdings


def owners(lists: Held, target: str = "t", concert: tuple[tuple[str, ...], ...] = (), **how: object) -> BeneficialOwners:
    made = structure(lists, **how)  # type: ignore[arg-type]
    return with_sentences(owners_under_measures(controls_by(made, control_rules(), concert), target, integrated(made)))


def grounds(shown: BeneficialOwners) -> dict[str, list[tuple[int, str]]]:
    return {one.id: [(condition.item, condition.ground.value) for condition in one.conditions] for one in shown.owners}


@pytest.mark.parametrize(("share", "counts"), [(0.25, True), (0.2499, False), (0.2501, True)])
def test_a_quarter_of_the_equity_is_enough(share: float, counts: bool) -> None:
    rest = {f"p{n}": (1 - share) / 5 for n in range(2, 7)}
    assert (grounds(owners({"t": {"p1": share, **rest}})).get("p1") == [(1, "equity")]) is counts


@pytest.mark.parametrize(("share", "counts"), [(0.5, True), (0.4998, False)])
def test_a_quarter_along_a_chain_is_multiplied(share: float, counts: bool) -> None:
    """50 % of 50 % is a quarter; a little less is none, and half is not control."""
    lists: Held = {"t": {"a": 0.5, "p2": 0.2}, "a": {"p1": share}}
    shown = grounds(owners(lists))
    assert (shown == {"p1": [(1, "equity")]}) is counts
    assert (shown == {}) is not counts


def test_shares_along_several_chains_add_up() -> None:
    lists: Held = {"t": {"a": 0.3, "b": 0.3, "p1": 0.01}, "a": {"p1": 0.4}, "b": {"p1": 0.4}}
    shown = owners(lists)
    (condition,) = shown.owners[0].conditions
    assert condition.share is not None
    assert condition.share.low == pytest.approx(0.25)
    assert [[party.id for party in one.parties] for one in condition.arithmetic] == [
        ["p1", "a", "t"],
        ["p1", "b", "t"],
        ["p1", "t"],
    ]
    assert [one.product.low for one in condition.arithmetic] == pytest.approx([0.12, 0.12, 0.01])
    assert condition.text.en == "finally owns 25 % of the equity, at least 25 %"
    assert condition.text.zh == "最终拥有 25 % 的股权或者合伙权益，不低于 25 %"


def test_who_owns_enough_is_not_judged_on_the_rest_and_who_does_not_is() -> None:
    """Eight levels of control with a tenth of the equity: not (1), but votes (2) and control (3), both told."""
    shares = [0.9, 0.8, 0.75, 0.7, 0.6667, 0.6, 0.55, 0.51]
    lists = {f"c{n}": {f"c{n - 1}" if n else "p1": share} for n, share in enumerate(shares)}
    shown = owners(lists, "c7")
    assert grounds(shown)["p1"] == [(2, "votes"), (3, "control")]
    votes, power = shown.owners[0].conditions
    assert votes.share is not None
    assert (votes.share.low, votes.certainty) == (0.51, Certainty.CERTAIN)
    assert [link.enterprise.id for link in power.because] == [f"c{n}" for n in range(8)]
    assert [link.enterprise.id for link in votes.because] == [f"c{n}" for n in range(8)]
    assert votes.because[-1].text.en == "P1, with all that is controlled, has 51 % of the votes of C7, at least 25 %"
    assert grounds(owners(lists, "c1"))["p1"] == [(1, "equity")]


def test_votes_of_a_quarter_without_equity_or_control() -> None:
    """40 % of the votes through a firm of which the person has six tenths: 24 % of the equity."""
    shown = owners({"t": {"a": 0.4, "p2": 0.6}, "a": {"p1": 0.6, "p3": 0.4}})
    assert grounds(shown) == {"p1": [(2, "votes")], "p2": [(1, "equity")]}


def test_income_is_looked_at_where_it_is_given() -> None:
    made = structure({"t": {"p1": 0.1, "p2": 0.9}})
    found = controls_by(made, control_rules())
    paid = structure({"t": {"p1": 0.25, "p2": 0.75}})
    shown = owners_under_measures(found, "t", integrated(made), paid=paid)
    assert grounds(shown) == {"p1": [(2, "income")], "p2": [(1, "equity")]}
    assert "p1" not in grounds(owners_under_measures(found, "t", integrated(made)))


def test_votes_by_the_product_along_chains_count_too() -> None:
    made = structure({"t": {"a": 0.6, "p2": 0.4}, "a": {"p1": 0.5, "p3": 0.3}})
    found = controls_by(made, control_rules())
    nothing: dict[str, dict[str, Bounds]] = {"t": {}}
    assert grounds(owners_under_measures(found, "t", nothing)) == {"p2": [(2, "votes")]}
    shown = grounds(owners_under_measures(found, "t", nothing, votes=integrated(made)))
    assert shown == {"p1": [(2, "votes")], "p2": [(2, "votes")]}


def test_control_by_role_and_by_halves_is_control() -> None:
    roles = [("g", Role.MANAGING_PARTNER, "t")]
    fund: Held = {"t": {"g": 0.01, "p2": 0.59, "p3": 0.4}, "g": {"p1": 1.0}}
    shown = owners(fund, forms={"t": Form.PARTNERSHIP}, roles=roles)
    assert grounds(shown) == {"p1": [(3, "control")], "p2": [(1, "equity")], "p3": [(1, "equity")]}
    halves: Held = {"j": {"a": 0.5, "b": 0.5}, "a": {"p1": 0.51, "p5": 0.49}, "b": {"p2": 1.0}, "t": {"j": 0.8, "p9": 0.2}}
    shown = owners(halves)
    assert grounds(shown) == {"p1": [(3, "joint_control")], "p2": [(1, "equity")]}
    joint = shown.owners[0].conditions[0]
    assert [party.id for party in joint.jointly_with] == ["p2"]
    assert [link.enterprise.id for link in joint.because] == ["t"]


def test_a_group_in_concert_controls_jointly() -> None:
    lists: Held = {"t": {"p1": 0.2, "a": 0.15, "p3": 0.2, "p4": 0.15, "p5": 0.15, "p6": 0.15}, "a": {"p2": 0.9}}
    assert grounds(owners(lists)) == {}
    shown = owners(lists, concert=(("a", "p1", "p3"),))
    assert grounds(shown) == {p: [(3, "joint_control")] for p in ("p1", "p2", "p3")}
    assert [party.id for party in shown.owners[0].conditions[0].jointly_with] == ["a", "p3"]


def test_what_a_range_leaves_open_is_possible() -> None:
    shown = owners({"t": {"p1": (0.2, 0.3), "p2": (0.1, 0.2), "p3": 0.2, "p4": 0.2, "p5": 0.2}})
    assert shown.status is Status.POSSIBLE
    (owner,) = shown.owners
    assert (owner.id, owner.certainty) == ("p1", Certainty.POSSIBLE)
    assert owner.conditions[0].text.en == "finally owns 20 %–30 % of the equity, if that is at least 25 %"


def test_a_nominee_or_a_product_is_nobody() -> None:
    lists: Held = {"t": {"n": 0.4, "f": 0.3, "p1": 0.3}}
    shown = owners(lists, forms={"n": Form.NOMINEE, "f": Form.PRODUCT})
    assert grounds(shown) == {"p1": [(1, "equity")]}
    assert [(one.party.id, one.why.value) for one in shown.unseen] == [("n", "nominee"), ("f", "product")]
    assert [one.share.high for one in shown.unseen] == pytest.approx([0.4, 0.3])
    assert shown.unseen_total == pytest.approx(0.7)


def test_namesakes_who_together_would_qualify_are_undetermined() -> None:
    one, two = "person:uscc:A:林一", "person:uscc:B:林一"
    lists: Held = {"t": {"a": 0.4, two: 0.12, "p2": 0.2, "p3": 0.2}, "a": {one: 0.5, "p4": 0.5}}
    shown = owners(lists, forms={one: Form.PERSON, two: Form.PERSON})
    doubt = next(one for one in shown.undetermined if one.ground is Ground.EQUITY)
    assert doubt.text.en == "undetermined: 32 % of the equity if 2 named 林一 are one, at most 20 % each if not"
    assert doubt.if_one is not None
    assert doubt.if_one.low == pytest.approx(0.32)
    assert shown.status is Status.POSSIBLE


def test_who_cannot_be_asked_about() -> None:
    made = structure({"t": {"p1": 1.0, "s": 0.0}}, {"s": Form.STATE})
    found = controls_by(made, control_rules())
    with pytest.raises(UnknownParty):
        owners_under_measures(found, "zz", {})
    for party in ("p1", "s"):
        with pytest.raises(NotAnEnterprise):
            owners_under_measures(found, party, {})


@settings(max_examples=80, deadline=None)
@given(holdings())
def test_they_are_all_who_meet_a_condition_and_nobody_else(lists: dict[str, dict[str, Fraction]]) -> None:
    made = structure(floats(lists))
    shares, truth = integrated(made), oracle(lists, Fraction(1, 2), strict=True)
    found = controls_by(made, control_rules())
    for target, holders in lists.items():
        shown = owners_under_measures(found, target, shares)
        expected = set()
        for person in ("p1", "p2"):
            equity = shares[target].get(person, Bounds(0, 0)).low
            mine = truth.get(person, {person})
            votes = sum((share for holder, share in holders.items() if holder in mine), Fraction(0))
            if equity >= 0.25 - 1e-9 or votes >= Fraction(1, 4) or target in mine:
                expected.add(person)
        halves = {party for joint in joint_control(found, target) for party in parties_on_sides(joint) if party.startswith("p")}
        assert {one.id for one in shown.owners} == expected | halves
        for one in shown.owners:
            items = [condition.item for condition in one.conditions]
            assert items == sorted(items)
            assert (1 not in items) or items == [1]


def test_rows_of_roles_are_kept() -> None:
    row = RoleRow("p1", "t", Role.POST, "fact-1", "总经理")
    base = structure({"t": {f"p{n}": 0.1 for n in range(10)}})
    made = Structure(base.basis, base.parties, base.lists, (row,))
    shown = owners_under_measures(controls_by(made, control_rules()), "t", integrated(made))
    assert [(one.id, one.title, one.facts) for one in shown.stand_ins] == [("p1", "总经理", ("fact-1",))]
