"""From the rows of holder lists, as they are stated, to control and beneficial owners."""

import pytest

from app.analytics.control.answer import control_of
from app.analytics.control.controls import Controls, controls_by
from app.analytics.owners.beneficial import control_rules, owners_under_measures
from app.analytics.owners.final_shares import final_shares
from app.analytics.related.parties import related_parties
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Bounds, Form, HeldRow, Network, Party, Role, RoleRow
from app.rules.rule_sets import rule_set
from models.answers.owners import BeneficialOwners, Status

Row = tuple[str, str, float | tuple[float, float] | None]
NOMINEE = "香港中央结算（代理人）有限公司"


def network(rows: list[Row], forms: dict[str, Form] | None = None, names: dict[str, str] | None = None, **how: str) -> Network:
    """Rows holder, enterprise, share of one register; ids that begin with `p` are persons."""
    forms, names = forms or {}, names or {}
    ids = {party for holder, enterprise, _ in rows for party in (holder, enterprise)}
    parties = {}
    for party in ids:
        form = forms.get(party, Form.PERSON if party.startswith("p") else Form.COMPANY)
        kind = {Form.PERSON: "Person", Form.STATE: "Department"}.get(form, "Enterprise")
        parties[party] = Party(party, kind, names.get(party, party.upper()), form, form is Form.STATE)
    held = []
    for holder, enterprise, share in rows:
        bounds = None if share is None else Bounds(*share) if isinstance(share, tuple) else Bounds(share, share)
        basis = how.get("basis", "register")
        held.append(HeldRow(holder, enterprise, basis, "registry", "2026-01-01", f"{holder}>{enterprise}", bounds))
    return Network(parties, tuple(held))


def controls(made: Network, rules: str = "company_law_265") -> Controls:
    return controls_by(choose_lists(made, Basis.VOTES), rule_set(rules))


def owners(made: Network, target: str) -> BeneficialOwners:
    equity = choose_lists(made, Basis.SUBSCRIBED)
    found = controls_by(choose_lists(made, Basis.VOTES), control_rules())
    return owners_under_measures(found, target, final_shares(equity, target), owned=equity)


def test_own_shares_are_taken_out_once() -> None:
    made = network([("t", "t", 0.1), ("p1", "t", 0.54), ("p2", "t", 0.36)])
    answer = control_of(controls(made), "t")
    (controller,) = answer.controllers
    assert controller.id == "p1"
    assert controller.because[0].votes is not None
    assert controller.because[0].votes.low == pytest.approx(0.6)


def test_a_nominee_is_known_by_its_name() -> None:
    rows: list[Row] = [("n", "t", 0.6), ("a", "t", 0.3), ("p1", "a", 1.0)]
    made = network(rows, {"t": Form.LISTED}, {"n": NOMINEE}, basis="top_ten")
    answer = control_of(controls(made), "t")
    assert answer.controllers == ()
    assert answer.unknown.low == pytest.approx(0.6 + 0.1)
    assert [one.id for one in control_of(controls(made, "takeover_84"), "t").controllers] == []
    owned = owners(made, "t")
    assert {one.id for one in owned.owners} == {"p1"}
    assert [one.why.value for one in owned.unseen] == ["nominee", "unstated"]


def test_a_list_of_more_than_the_whole_controls_nothing_and_is_said() -> None:
    made = network([("p1", "a", 0.6), ("p2", "a", 0.6), ("a", "t", 1.0)])
    found = controls(made)
    assert found.controllers("a") == ()
    assert [party.id for party in control_of(found, "t").inconsistent] == ["a"]
    owned = owners(made, "t")
    assert (owned.status, owned.owners) == (Status.UNKNOWN, ())
    assert [one.why.value for one in owned.unseen] == ["inconsistent"]


def test_a_share_that_is_not_stated_may_control() -> None:
    made = network([("p1", "t", 0.45), ("p2", "t", None)])
    answer = control_of(controls(made), "t")
    assert [(one.id, one.certainty.value) for one in answer.controllers] == [("p2", "possible")]
    assert [(one.id, one.certainty.value) for one in owners(made, "t").owners] == [("p1", "certain"), ("p2", "possible")]


def test_a_closed_circle() -> None:
    made = network([("c", "a", 1.0), ("a", "b", 1.0), ("b", "c", 1.0)])
    assert controls(made).ultimate("b") == (("a", "b", "c"),)
    owned = owners(made, "b")
    assert (owned.status, owned.no_outside_owner) == (Status.NOBODY, True)


def test_a_cross_holding_counts_what_goes_round() -> None:
    """D is 80 % East's and 20 % E's, E 30 % D's and 70 % West's: East finally has 80/94 of D, West 14/94."""
    made = network([("e", "d", 0.2), ("p1", "d", 0.8), ("d", "e", 0.3), ("p2", "e", 0.7)])
    (owner,) = owners(made, "d").owners
    (condition,) = owner.conditions
    assert owner.id == "p1"
    assert condition.share is not None
    assert condition.share.low == pytest.approx(0.8 / 0.94)
    assert {one.id for one in owners(made, "e").owners} == {"p1", "p2"}


def test_the_state_its_group_and_what_it_does_not_relate() -> None:
    rows: list[Row] = [("s", "g", 1.0), ("g", "w", 1.0), ("g", "r", 0.51), ("p1", "r", 0.49), ("s", "o", 1.0)]
    made = network(rows, {"s": Form.STATE})
    made = Network(made.parties, made.rows, (RoleRow("p9", "w", Role.LEGAL_REPRESENTATIVE, "f"),))
    made = Network({**made.parties, "p9": Party("p9", "Person", "P9", Form.PERSON)}, made.rows, made.roles)
    owned = owners(made, "w")
    assert (owned.status, [one.id for one in owned.stand_ins]) == (Status.STATE_OWNED, ["p9"])
    found = controls(made, "cas_36")
    assert {one.id for one in related_parties(found, "w").related} == {"g", "r", "p9"}
    assert related_parties(found, "o").related == ()
