"""Income is judged as far as the lists on the way state what is paid in, and said to be unknown beyond."""

import pytest

from app.analytics.control.controls import controls_by
from app.analytics.owners.beneficial import control_rules, owners_under_measures
from app.analytics.owners.final_shares import final_shares
from app.analytics.owners.income import income_of
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Bounds, Form, HeldRow, Money, Network, Party
from models.answers.owners import BeneficialOwners, Status

Row = tuple[str, str, float, float | None]


def network(rows: list[Row]) -> Network:
    """Rows holder, enterprise, subscribed share, paid-in amount; ids that begin with `p` are persons."""
    ids = {party for holder, enterprise, *_ in rows for party in (holder, enterprise)}
    parties = {one: Party(one, "Person", one, Form.PERSON) for one in ids if one.startswith("p")}
    parties |= {one: Party(one, "Enterprise", one, Form.COMPANY) for one in ids - parties.keys()}
    held = []
    for holder, enterprise, share, amount in rows:
        paid = None if amount is None else Money(amount, "CNY")
        fact, told = f"{holder}>{enterprise}", Bounds(share, share)
        held.append(HeldRow(holder, enterprise, "register", "registry", "2026-01-01", fact, told, paid=paid))
    return Network(parties, tuple(held))


def owners(rows: list[Row], target: str = "t") -> BeneficialOwners:
    made = network(rows)
    equity, paid = choose_lists(made, Basis.SUBSCRIBED), choose_lists(made, Basis.PAID)
    found = controls_by(choose_lists(made, Basis.VOTES), control_rules())
    return owners_under_measures(found, target, final_shares(equity, target), owned=equity, paid=paid)


SMALL: list[Row] = [(f"p{n}", "t", 0.1, 1.0) for n in range(4)]


def test_a_holder_whose_list_states_no_paid_in_capital_makes_nobody_an_owner() -> None:
    """One per cent of such a holder is not "0 %-100 % of the income"."""
    above: list[Row] = [("p5", "h", 0.01, None), *((f"p{n}", "h", 0.099, None) for n in range(10, 20))]
    shown = owners([("h", "t", 0.6, 6.0), *SMALL, *above])
    assert (shown.status, shown.owners) == (Status.NOBODY, ())
    assert [party.id for party in shown.income_unknown] == ["h"]


def test_income_is_judged_along_the_lists_that_state_it() -> None:
    """P5 has a tenth of the equity of H but has paid in half of what is paid: half of 60 % is income enough."""
    above: list[Row] = [("p5", "h", 0.1, 5.0), *((f"p{n}", "h", 0.1, 5 / 9) for n in range(10, 19))]
    shown = owners([("h", "t", 0.6, 6.0), *SMALL, *above])
    (owner,) = shown.owners
    (condition,) = owner.conditions
    assert (owner.id, condition.ground.value, condition.item) == ("p5", "income", 2)
    assert condition.share is not None
    assert [condition.share.low, condition.share.high] == pytest.approx([0.3, 0.3])
    assert [[party.id for party in one.parties] for one in condition.arithmetic] == [["p5", "h", "t"]]
    assert shown.income_unknown == ()


def test_one_way_that_states_it_and_one_that_does_not() -> None:
    rows: list[Row] = [("g", "t", 0.5, 5.0), ("h", "t", 0.1, 1.0), *SMALL]
    rows += [("p5", "g", 0.2, 6.0), *((f"p{n}", "g", 0.1, 0.5) for n in range(10, 18)), ("p5", "h", 1.0, None)]
    shown = owners(rows)
    conditions = {condition.ground.value: condition.share for condition in shown.owners[0].conditions}
    assert [one.id for one in shown.owners] == ["p5"]
    assert conditions["income"] is not None
    assert [conditions["income"].low, conditions["income"].high] == pytest.approx([0.3, 0.3])
    assert [party.id for party in shown.income_unknown] == ["h"]


def test_where_the_enterprise_itself_does_not_state_it_income_is_not_judged() -> None:
    rows: list[Row] = [(f"p{n}", "t", 0.1, None) for n in range(10)]
    shown = owners(rows)
    assert shown.owners == ()
    assert [party.id for party in shown.income_unknown] == ["t"]
    assert income_of(choose_lists(network(rows), Basis.PAID), "t").shares == {"t": {}}


def test_what_nothing_is_drawn_through_is_not_told() -> None:
    rows: list[Row] = [("g", "t", 0.5, 0.0), ("p1", "t", 0.5, 5.0), ("p2", "g", 1.0, None)]
    shown = owners(rows)
    assert shown.income_unknown == ()
    assert {one.id for one in shown.owners} == {"p1", "p2"}
