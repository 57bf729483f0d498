"""The answer about control: the chain of evidence in words and figures, joint control, concert, what is only possible."""

import pytest
from hypothesis import given, settings

from app.analytics.control.answer import control_of
from app.analytics.control.controls import controls_by
from app.analytics.errors import UnknownParty
from app.analytics.structure.network import Form, ListState, Role
from app.rules.rule_sets import meets, rule_set
from app.words.sentences import with_sentences
from models.answers.control import Certainty, Control, JointKind
from tests.unit.analytics.build import Held, structure
from tests.unit.analytics.control.test_fixpoint import floats, holdings

MAJORITY = rule_set("company_law_265")
JOINT: Held = {"c": {"a": 0.6, "p2": 0.4}, "b": {"c": 0.3, "a": 0.25, "p3": 0.45}}


def answer(lists: Held, party: str, rules: str = "company_law_265", **how: object) -> Control:
    return with_sentences(control_of(controls_by(structure(lists, **how), rule_set(rules)), party))  # type: ignore[arg-type]


def test_the_chain_says_who_holds_what_in_words_and_figures() -> None:
    (controller,) = answer(JOINT, "b").controllers
    first, second = controller.because
    assert (controller.id, controller.ultimate, controller.certainty) == ("a", True, Certainty.CERTAIN)
    assert first.text.en == "A controls C because it holds 60 % of the votes, more than 50 %"
    assert second.text.en == (
        "A controls B because C, which it controls, holds 30 % and it holds 25 %, together 55 % of the votes, more than 50 %"
    )
    assert second.text.zh == "A控制B：其控制的C持有 30 %，其自身持有 25 %，合计 55 % 的表决权，超过 50 %"
    assert [(v.party.id, v.votes.low, v.controlled, v.facts) for v in second.voters] == [
        ("a", 0.25, False, ("a>b",)),
        ("c", 0.3, True, ("c>b",)),
    ]
    assert second.votes is not None
    assert (second.votes.low, second.votes.high) == (0.55, 0.55)


def test_the_chain_of_a_role_names_the_role() -> None:
    lists: Held = {"f": {"g": 0.01, "p2": 0.99}, "g": {"p1": 1.0}, "u": {"f": 0.6}}
    shown = answer(lists, "u", forms={"f": Form.PARTNERSHIP}, roles=[("g", Role.MANAGING_PARTNER, "f")])
    manager = next(one for one in shown.controllers if one.id == "p1")
    assert [link.text.en for link in manager.because] == [
        "P1 controls G because it holds 100 % of the votes, more than 50 %",
        "P1 controls F because G, which it controls, is its managing partner",
        "P1 controls U because F, which it controls, holds 60 % of the votes, more than 50 %",
    ]
    assert manager.because[1].text.zh == "P1控制F：其控制的G是F的执行事务合伙人"
    assert (manager.because[1].role, manager.because[1].votes) == ("managing_partner", None)
    general = next(one for one in shown.controllers if one.id == "g")
    assert general.because[0].text.en == "G controls F as its managing partner"


def test_the_limb_that_is_met_is_named() -> None:
    for share, article in ((0.5, "Takeover Measures art. 84(1)"), (0.4, "Takeover Measures art. 84(2)")):
        (controller,) = answer({"t": {"p1": share, "p2": 0.2}}, "t", "takeover_84").controllers
        criterion = controller.because[0].criterion
        assert criterion is not None
        assert criterion.article.en == article


def test_what_is_only_possible_is_told_as_possible() -> None:
    shown = answer({"t": {"p1": (0.25, 0.55), "p2": (0.3, 0.6)}}, "t")
    assert [(one.id, one.certainty, one.ultimate) for one in shown.controllers] == [
        ("p1", Certainty.POSSIBLE, False),
        ("p2", Certainty.POSSIBLE, False),
    ]
    assert shown.controllers[0].because[0].text.en == (
        "P1 may control T because it holds 25 %–55 % of the votes, if that is more than 50 %"
    )
    below = answer({"t": {"p1": (0.25, 0.55), "p2": (0.3, 0.6)}}, "p1")
    assert [(one.id, one.certainty) for one in below.controls] == [("t", Certainty.POSSIBLE)]


def test_a_group_in_concert_controls_together() -> None:
    found = controls_by(structure({"t": {"p1": 0.3, "p2": 0.25, "p3": 0.45}}), MAJORITY, concert=[["p2", "p1"]])
    shown = with_sentences(control_of(found, "t"))
    assert [(one.id, [party.id for party in one.jointly_with]) for one in shown.controllers] == [("p1", ["p2"]), ("p2", ["p1"])]
    assert shown.controllers[0].because[0].text.en == (
        "P1 and P2 control T because P1 holds 30 % and P2 holds 25 %, together 55 % of the votes, more than 50 %"
    )
    (controlled,) = with_sentences(control_of(found, "p2")).controls
    assert (controlled.id, [party.id for party in controlled.jointly_with]) == ("t", ["p1"])


def test_joint_control_names_both_sides_and_who_stands_behind_them() -> None:
    lists: Held = {"t": {"l": 0.5, "r": 0.25, "q": 0.25}, "l": {"p1": 1.0}, "r": {"p2": 0.8}, "q": {"p2": 0.7}, "u": {"t": 0.9}}
    (joint,) = answer(lists, "t").joint_control
    assert joint.kind is JointKind.HALVES
    assert [[party.id for party in side.parties] for side in joint.sides] == [["l", "p1"], ["p2"]]
    assert [[voter.party.id for voter in side.voters] for side in joint.sides] == [["l"], ["q", "r"]]
    assert joint.text.en == "P1 and P2 have 50 % of the votes of T each: neither controls it alone"
    (through,) = answer(lists, "u").joint_control
    assert through.through is not None
    assert (through.enterprise.id, through.through.id) == ("u", "t")
    assert [one.enterprise.id for one in answer(lists, "p2").jointly_controls] == ["t"]
    assert answer(lists, "p2").controls != ()


def test_halves_of_which_one_is_unknown_or_of_one_person_are_not_joint() -> None:
    assert answer({"t": {"p1": 0.5, "n": 0.5}}, "t", forms={"n": Form.NOMINEE}).joint_control == ()
    both: Held = {"t": {"l": 0.5, "r": 0.5}, "l": {"p1": 1.0}, "r": {"p1": 1.0}}
    assert answer(both, "t").joint_control == ()
    assert answer({"t": {"p1": 0.5, "p2": 0.3}}, "t").joint_control == ()


def test_managing_partners_share_control() -> None:
    roles = [("g", Role.MANAGING_PARTNER, "t"), ("h", Role.MANAGING_PARTNER, "t")]
    lists: Held = {"g": {"p1": 1.0}, "h": {"p2": 1.0}}
    (joint,) = answer(lists, "t", forms={"t": Form.PARTNERSHIP}, roles=roles).joint_control
    assert joint.kind is JointKind.ROLE
    assert [[party.id for party in side.heads] for side in joint.sides] == [["p1"], ["p2"]]


def test_what_stands_in_doubt_is_said() -> None:
    lists: Held = {"s": {"t": 0.8}, "t": {"s": 0.3, "n": 0.25, "o": 0.2}, "o": {"p1": 0.7, "p2": 0.7}}
    states = {"o": ListState.INCONSISTENT}
    shown = answer(lists, "t", forms={"t": Form.LISTED, "n": Form.NOMINEE}, states=states)
    assert [(one.enterprise.id, [holder.id for holder in one.holders]) for one in shown.suspended] == [("t", ["s"])]
    assert [party.id for party in shown.inconsistent] == ["o"]
    assert shown.unknown.low == pytest.approx((0.25 + 0.25) / 0.7)


def test_the_list_of_what_is_controlled_is_cut_and_counted() -> None:
    found = controls_by(structure({f"c{n}": {"p1": 1.0} for n in range(5)}), MAJORITY)
    shown = control_of(found, "p1", limit=2)
    assert (len(shown.controls), shown.shown, shown.total) == (2, 2, 5)


def test_a_party_that_was_not_looked_up_is_not_found() -> None:
    with pytest.raises(UnknownParty):
        answer(JOINT, "zz")


@settings(max_examples=60, deadline=None)
@given(holdings())
def test_every_chain_stands_on_its_own_feet(lists: dict[str, dict[str, object]]) -> None:
    """Each link adds up, passes, and leans only on links before it."""
    found = controls_by(structure(floats(lists)), MAJORITY)  # type: ignore[arg-type]
    for party in found.structure.parties:
        for controller in control_of(found, party).controllers:
            won = {controller.id}
            assert controller.because[-1].enterprise.id == party
            for link in controller.because:
                assert link.votes is not None
                assert link.criterion is not None
                assert {voter.party.id for voter in link.voters} <= won
                assert sum(voter.votes.low for voter in link.voters) == pytest.approx(link.votes.low, abs=1e-9)
                assert meets(link.criterion, link.votes.low)
                assert link.enterprise.id is not None
                won.add(link.enterprise.id)


@pytest.mark.parametrize(("share", "shown"), [(0.50000001, "50.000001 %"), (0.5000001, "50.00001 %"), (0.5001, "50.01 %")])
def test_a_figure_never_reads_as_the_threshold_it_is_over(share: float, shown: str) -> None:
    (controller,) = answer({"t": {"p1": share}}, "t").controllers
    assert controller.because[0].text.en == f"P1 controls T because it holds {shown} of the votes, more than 50 %"


def test_a_figure_at_a_threshold_reads_as_it() -> None:
    (controller,) = answer({"t": {"p1": 0.3, "p2": 0.2}, "u": {"t": 0.5}}, "u", "takeover_84").controllers[:1]
    assert "50 % of the votes, at least 50 %" in controller.because[-1].text.en
