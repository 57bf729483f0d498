"""The planted cases of the sample world come to what their truth says, worked out there in exact fractions."""

from functools import cache
from typing import Any

import pytest

from app.analytics.ownership.look_through import look_down, look_up
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Bounds, Form, HeldRow, Money, Network, Party, Structure
from loaders.synthetic.planted import control, ownership
from loaders.synthetic.planted.planting import Plant
from loaders.synthetic.truth import Truth
from loaders.synthetic.world.model import Department, Firm, Holding, Outsider, Person, party_of
from loaders.synthetic.world.ordinary import start
from loaders.synthetic.world.records import RecordWriter, registered
from models.answers.ownership import End, Interest
from models.answers.shapes import is_cut

NEAR = 1e-9
CURRENCIES = {"人民币": "CNY", "美元": "USD"}
FORMS = {"listed": Form.LISTED, "jsc": Form.JOINT_STOCK, "partnership": Form.PARTNERSHIP}


def _party(thing: Firm | Person | Department | Outsider, seen_in: Firm) -> Party:
    identity = party_of(thing, seen_in)
    if isinstance(thing, Firm):
        return Party(identity, "Enterprise", thing.name, FORMS.get(thing.form.key, Form.COMPANY))
    if isinstance(thing, Department):
        return Party(identity, "Department", thing.name, Form.STATE, state_organ=True)
    person = isinstance(thing, Person)
    return Party(identity, "Person" if person else "Mention", thing.name, Form.PERSON if person else Form.UNKNOWN)


def _row(firm: Firm, holding: Holding, basis: str, number: int) -> HeldRow:
    percent, amount = holding.percent, holding.amount
    share = Bounds(percent / 100, percent / 100) if percent is not None else None
    if share is None and holding.low is not None and holding.high is not None:
        share = Bounds(holding.low / 100, holding.high / 100)
    if amount is None and percent is not None:
        amount = round(firm.capital * percent / 100, 6)
    money = None if amount is None else Money(amount, CURRENCIES[holding.currency])
    holder = party_of(holding.holder, firm)
    return HeldRow(holder, firm.party, basis, "登记机关", "2024-01-01", f"{firm.party}/{number}", share, subscribed=money)


@cache
def told() -> tuple[Network, dict[str, Any]]:
    """The planted holdings as one network, and the cases by kind."""
    truth, world = Truth(), start(1)
    plant = Plant(world, RecordWriter(lambda *_: None, world.departments), truth, 1)
    ownership.plant(plant)
    control.plant(plant)
    parties: dict[str, Party] = {}
    rows: list[HeldRow] = []
    for firm in world.firms:
        parties[firm.party] = _party(firm, firm)
        promoters = firm.form.key in ("jsc", "listed")
        for number, holding in enumerate(registered(firm)):
            rows.append(_row(firm, holding, "promoters" if promoters else "register", number))
        if firm.form.key == "listed":
            rows += [_row(firm, holding, "top_ten", 100 + number) for number, holding in enumerate(firm.holders)]
        for holding in firm.holders:
            party = _party(holding.holder, firm)
            parties.setdefault(party.id, party)
    return Network(parties, tuple(rows)), {case["kind"]: case for case in truth.cases}


def structure(basis: Basis = Basis.SUBSCRIBED) -> Structure:
    return choose_lists(told()[0], basis)


def case(kind: str) -> tuple[dict[str, str], dict[str, Any]]:
    found = told()[1][kind]
    return found["parties"], found["expect"]


def by_id(interests: tuple[Interest, ...]) -> dict[str, Interest]:
    return {i.id: i for i in interests}


@pytest.mark.parametrize("kind", ["chain", "loop_of_three", "cross_holding", "self_holding", "mutual_51", "joint_majority"])
def test_integrated_shares(kind: str) -> None:
    _, expected = case(kind)
    built = structure()
    for target, shares in expected["integrated"].items():
        owners = by_id(look_up(built, target).owners)
        assert set(owners) == set(shares)
        for holder, share in shares.items():
            owner = owners[holder]
            assert owner.integrated is not None
            assert abs(owner.integrated - share) < NEAR
            assert owner.integrated_min == owner.integrated == owner.integrated_max
            held = by_id(look_down(built, holder).holdings)[target]
            assert held.integrated is not None
            assert abs(held.integrated - share) < NEAR


def test_the_chain_is_shown_level_by_level() -> None:
    parties, _ = case("chain")
    found = look_up(structure(), parties["level8"])
    owner = by_id(found.owners)[parties["owner"]]
    assert owner.level == 8
    assert owner.direct == 0
    assert [len(path.parties) for path in owner.paths] == [9]
    assert owner.paths[0].share == owner.integrated
    assert owner.by_other_paths == 0
    near = look_up(structure(), parties["level8"], depth=2)
    assert max(o.level for o in near.owners) == 2
    assert near.total == found.total > near.shown
    assert near.not_shown > 0
    assert is_cut(near.incomplete)


def test_own_shares_have_no_vote() -> None:
    parties, _ = case("self_holding")
    majority = by_id(look_up(structure(Basis.VOTES), parties["firm"]).owners)[parties["majority"]]
    assert majority.direct == pytest.approx(0.6)
    owned = look_up(structure(), parties["firm"])
    assert by_id(owned.owners)[parties["majority"]].direct == 0.54
    assert owned.own_share == pytest.approx(0.1)


def test_a_closed_circle_says_so() -> None:
    parties, _ = case("closed_circle")
    found = look_up(structure(), parties["a"])
    assert found.in_closed_loop
    assert [set(loop) for loop in found.closed_loops] == [set(parties.values())]
    assert all(o.integrated is None and o.integrated_min is None and o.end is End.CLOSED for o in found.owners)
    assert [(r.end, r.share) for r in found.ends] == [(End.CLOSED, 1.0)]
    assert look_down(structure(), parties["a"]).in_closed_loop


def test_an_inconsistent_list_stops_the_multiplication() -> None:
    parties, _ = case("inconsistent")
    found = look_up(structure(), parties["firm"])
    assert found.owners == ()
    assert [(r.end, r.share, r.at) for r in found.ends] == [(End.INCONSISTENT, 1.0, (parties["firm"],))]
    assert [(n.state, len(n.rows)) for n in found.notes] == [("inconsistent", 2)]
    below = look_up(structure(), parties["below"])
    assert [(o.id, o.direct, o.integrated, o.end) for o in below.owners] == [(parties["firm"], 1.0, 1.0, End.INCONSISTENT)]
    assert [n.enterprise for n in below.notes] == [parties["firm"]]
    held = look_down(structure(), parties["holder_a"])
    assert held.holdings == ()
    assert [n.enterprise for n in held.notes] == [parties["firm"]]


def test_a_missing_share_is_unknown() -> None:
    parties, _ = case("missing_share")
    found = look_up(structure(), parties["firm"])
    owners = by_id(found.owners)
    assert (owners[parties["known"]].direct, owners[parties["known"]].integrated) == (0.45, 0.45)
    unknown = owners[parties["unknown"]]
    assert (unknown.direct, unknown.direct_min, unknown.direct_max) == (None, 0.0, 0.55)
    assert (unknown.integrated, unknown.integrated_min, unknown.integrated_max) == (None, 0.0, 0.55)
    assert {r.end: r.share for r in found.ends} == {End.PERSON: 0.45, End.UNSTATED: 0.55}


def test_ranges_stay_ranges() -> None:
    parties, expected = case("ranges")
    owners = by_id(look_up(structure(), parties["firm"]).owners)
    for holder, bounds in expected["bounds"].items():
        assert [owners[holder].direct_min, owners[holder].direct_max] == bounds
        assert [owners[holder].integrated_min, owners[holder].integrated_max] == bounds
        assert owners[holder].integrated is None


def test_two_currencies_give_no_share() -> None:
    parties, _ = case("two_currencies")
    local = by_id(look_up(structure(), parties["firm"]).owners)[parties["local"]]
    assert (local.direct, local.integrated, local.integrated_min, local.integrated_max) == (None, None, 0.0, 1.0)


def test_nominees_and_products_of_a_listed_company() -> None:
    parties, expected = case("nominee")
    found = look_up(structure(), parties["listed"])
    owners = by_id(found.owners)
    assert owners[parties["founder"]].integrated == 0.3
    assert [(n.name, n.integrated, n.end) for n in found.nominees] == [(expected["nominee"]["name"], 0.25, End.NOMINEE)]
    product = next(o for o in found.owners if o.name == expected["product"])
    assert (product.form, product.end) == ("product", End.PRODUCT)
    ends = {r.end: r.share for r in found.ends}
    assert ends[End.NOMINEE] == 0.25
    assert ends[End.UNSTATED] == expected["rest_unknown"]
    assert sum(ends.values()) == pytest.approx(1)
    assert [n.state for n in found.notes] == ["partial"]
    nominee = look_down(structure(), found.nominees[0].id)
    assert nominee.nominee
    assert nominee.holdings == ()


def test_the_state_is_the_end() -> None:
    parties, _ = case("state_owned")
    found = look_up(structure(), parties["majority"])
    state = by_id(found.owners)[parties["state"]]
    assert (state.integrated, state.end, state.level) == (0.51, End.STATE, 2)
    held = by_id(look_down(structure(), parties["state"]).holdings)
    assert held[parties["majority"]].integrated == 0.51
    assert held[parties["majority"]].paths[0].parties == (parties["state"], parties["group"], parties["majority"])
