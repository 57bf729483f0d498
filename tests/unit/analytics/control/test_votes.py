"""Which votes count: own shares, cross-held shares of listed companies, nominees, roles, lists that are worth little."""

import pytest

from app.analytics.control.answer import control_of
from app.analytics.control.controls import Controls, controls_by
from app.analytics.errors import AnalyticsError, TooFewInConcert, UnknownInConcert
from app.analytics.structure.network import Form, ListState, Role
from app.rules.rule_sets import custom, rule_set
from tests.unit.analytics.build import Held, structure

MAJORITY = rule_set("company_law_265")


def found(lists: Held, **how: object) -> Controls:
    return controls_by(structure(lists, **how), MAJORITY)  # type: ignore[arg-type]


def test_own_shares_have_no_vote() -> None:
    """46 % of which 10 % are the firm's own: 46 of 90 is a majority; 45 of 90 is a half."""
    assert found({"t": {"t": 0.1, "p1": 0.46, "p2": 0.44}}).controllers("t") == ("p1",)
    assert found({"t": {"t": 0.1, "p1": 0.45, "p2": 0.45}}).controllers("t") == ()


def test_a_subsidiary_has_no_votes_in_its_listed_parent() -> None:
    """Art. 141: without the subsidiary's 30 %, 36 % are 51 % of the rest; an unlisted parent's are counted."""
    lists: Held = {"s": {"t": 0.8, "p3": 0.2}, "t": {"s": 0.3, "p1": 0.36, "p2": 0.34}}
    listed = found(lists, forms={"t": Form.LISTED})
    assert listed.controllers("t") == ("p1",)
    assert listed.votes.suspended == {"t": frozenset({"s"})}
    assert found(lists).controllers("t") == ()


def test_a_chain_of_listed_companies_settles() -> None:
    """U is T's through S; its votes in T are void too, and the person left has all of them."""
    lists: Held = {"s": {"t": 1.0}, "u": {"s": 0.6, "p2": 0.4}, "t": {"u": 0.55, "s": 0.25, "p1": 0.2}}
    listed = found(lists, forms={"t": Form.LISTED})
    assert listed.votes.suspended == {"t": frozenset({"s", "u"})}
    assert listed.controllers("t") == ("p1",)


def test_votes_that_would_be_void_only_because_they_are_not_stay_void() -> None:
    """U's votes in T make S's votes in U void, which frees U's votes in T, and so on: none of the circle's votes count."""
    lists: Held = {"s": {"t": 1.0}, "u": {"s": 0.6, "p2": 0.4}, "t": {"u": 0.55, "s": 0.25, "p1": 0.2}}
    listed = found(lists, forms={"t": Form.LISTED, "u": Form.LISTED})
    assert listed.votes.suspended == {"t": frozenset({"s", "u"}), "u": frozenset({"s"})}
    assert (listed.controllers("t"), listed.controllers("u")) == (("p1",), ("p2",))


def test_listed_companies_that_hold_each_other_lose_both_votes_for_good() -> None:
    lists: Held = {"a": {"b": 0.6, "p1": 0.4}, "b": {"a": 0.6, "p2": 0.4}}
    listed = found(lists, forms={"a": Form.LISTED, "b": Form.LISTED})
    assert listed.votes.suspended == {"a": frozenset({"b"}), "b": frozenset({"a"})}
    assert listed.controllers("a") == ("p1",)
    assert listed.controllers("b") == ("p2",)


def test_votes_that_may_be_void_are_not_certain() -> None:
    """Whether T controls S hangs on a range: so do S's votes in T, and who controls T."""
    lists: Held = {"s": {"t": (0.4, 0.6), "p3": (0.4, 0.6)}, "t": {"s": 0.2, "p1": 0.45, "p2": 0.35}}
    listed = found(lists, forms={"t": Form.LISTED})
    assert listed.controllers("t") == ()
    assert "p1" in listed.controllers("t", sure=False)


def test_a_nominee_votes_for_nobody() -> None:
    nominee = found({"t": {"n": 0.7, "p1": 0.3}}, forms={"n": Form.NOMINEE})
    assert nominee.controllers("t") == ()
    assert nominee.unknown_votes("t") == (0.7, 0.7)


def test_a_product_is_its_own_party_and_not_its_manager() -> None:
    product = found({"t": {"f": 0.6, "m": 0.1}, "m": {"p1": 1.0}}, forms={"f": Form.PRODUCT})
    assert product.controllers("t") == ("f",)
    assert product.reached(("m",)).keys() == {"m"}


@pytest.mark.parametrize(
    ("form", "role"),
    [
        (Form.PARTNERSHIP, Role.MANAGING_PARTNER),
        (Form.SOLE_PROPRIETORSHIP, Role.INVESTOR),
        (Form.SOLE_TRADER, Role.OPERATOR),
        (Form.BRANCH, Role.HEAD_OFFICE),
    ],
)
@pytest.mark.parametrize("told", [True, False])
def test_a_role_controls_whatever_the_shares(form: Form, role: Role, told: bool) -> None:
    """With the form told or implied by the role; and on through what the enterprise holds."""
    lists: Held = {"t": {"g": 0.01, "p2": 0.99}, "g": {"p1": 1.0}, "u": {"t": 0.6}}
    shown = found(lists, forms={"t": form} if told else {"t": Form.UNKNOWN}, roles=[("g", role, "t")])
    assert shown.controllers("t") == ("g", "p1")
    assert shown.controllers("u") == ("t", "g", "p1")


@pytest.mark.parametrize("role", [Role.LEGAL_REPRESENTATIVE, Role.PRINCIPAL, Role.POST])
def test_a_post_is_not_control(role: Role) -> None:
    assert found({"t": {"p2": 0.3}}, roles=[("p1", role, "t")]).controllers("t") == ()


def test_partners_without_a_manager_and_members_of_a_cooperative_do_not_vote_by_capital() -> None:
    for form in (Form.PARTNERSHIP, Form.COOPERATIVE):
        assert found({"t": {"p1": 0.9, "p2": 0.1}}, forms={"t": form}).controllers("t") == ()


def test_a_manager_s_delegate_is_not_the_managing_partner() -> None:
    roles = [("g", Role.MANAGING_PARTNER, "t"), ("p1", Role.MANAGING_PARTNER, "t")]
    shown = found({"t": {"g": 0.01, "p2": 0.99}}, forms={"t": Form.PARTNERSHIP}, roles=roles)
    assert shown.controllers("t") == ("g",)


def test_several_managing_partners_control_together() -> None:
    roles = [("g", Role.MANAGING_PARTNER, "t"), ("h", Role.MANAGING_PARTNER, "t")]
    lists: Held = {"t": {"g": 0.5, "h": 0.5}, "g": {"p1": 1.0}, "h": {"p2": 1.0}}
    assert found(lists, forms={"t": Form.PARTNERSHIP}, roles=roles).controllers("t") == ()
    one = {**lists, "h": {"p1": 1.0}}
    assert found(one, forms={"t": Form.PARTNERSHIP}, roles=roles).controllers("t") == ("p1",)


def test_an_inconsistent_list_is_sure_of_nothing() -> None:
    over = found({"t": {"p1": 0.6, "p2": 0.6}}, states={"t": ListState.INCONSISTENT})
    assert over.controllers("t") == ()
    assert over.controllers("t", sure=False) == ("p1", "p2")


def test_promoters_are_not_holders() -> None:
    assert found({"t": {"p1": 0.9}}, states={"t": ListState.PROMOTERS}).controllers("t", sure=False) == ()


def test_a_share_that_is_not_stated_is_possible_and_not_nothing() -> None:
    shown = found({"t": {"p1": 0.45, "p2": None}})
    assert shown.controllers("t") == ()
    assert shown.controllers("t", sure=False) == ("p2",)


def test_what_all_others_have_at_most_makes_a_range_certain() -> None:
    """Two of 25 % to 50 % each, and all others together at most 20 %: together they have 80 % or more."""
    lists: Held = {"t": {"a": (0.25, 0.5), "b": (0.25, 0.5), "p2": (0.1, 0.2)}, "a": {"p1": 1.0}, "b": {"p1": 1.0}}
    assert found(lists, states={"t": ListState.COMPLETE}).controllers("t") == ("p1",)
    assert found(lists).controllers("t") == ()


def test_states_may_control() -> None:
    shown = found({"t": {"organ": 1.0}}, forms={"organ": Form.STATE})
    assert shown.ultimate("t") == (("organ",),)


def test_given_groups_vote_as_one() -> None:
    lists: Held = {"t": {"p1": 0.3, "p2": 0.25, "p3": 0.45}, "u": {"t": 1.0}}
    shown = controls_by(structure(lists), MAJORITY, concert=[["p2", "p1"]])
    assert shown.controllers("t") == ()
    assert shown.concerted("t") == shown.concerted("u") == (("p1", "p2"),)
    assert controls_by(structure(lists), custom(0.25, "ge"), concert=[["p2", "p1"]]).concerted("t") == ()


@pytest.mark.parametrize(
    ("group", "error"), [(["p1"], TooFewInConcert), (["p1", "p1"], TooFewInConcert), (["p1", "zz"], UnknownInConcert)]
)
def test_a_group_that_cannot_be_is_refused(group: list[str], error: type[AnalyticsError]) -> None:
    with pytest.raises(error):
        controls_by(structure({"t": {"p1": 0.5}}), MAJORITY, concert=[group])


def test_two_majorities_of_one_list_are_no_certain_ones() -> None:
    """50.05 % twice is the whole within rounding; one of the two is less than it says, and nobody knows which."""
    both = found({"t": {"p1": 0.5005, "p2": 0.5005}}, states={"t": ListState.COMPLETE})
    assert both.controllers("t") == ()
    assert both.controllers("t", sure=False) == ("p1", "p2")
    assert both.joint_votes(["p1"], "t") == (499_500_000_000, 500_500_000_000)
    assert [ref.id for ref in control_of(both, "t").inconsistent] == ["t"]
    one = found({"t": {"p1": 0.6001, "p2": 0.4}}, states={"t": ListState.COMPLETE})
    assert (one.controllers("t"), control_of(one, "t").inconsistent) == (("p1",), ())
