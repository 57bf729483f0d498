"""What is planted of ownership comes out of both engines by look-through: shares, loops, and what nobody knows."""

from typing import Any

import pytest

from app.answers.control import control
from app.answers.ownership import ownership
from app.errors import InputError, NotFound
from models.answers.ownership import Interest
from models.answers.stamped import OwnershipAnswer
from tests.support.inquiring import reader
from tests.support.loading import identifier
from tests.support.worlds.hiding import fresh_code
from tests.support.worlds.sample_world import World

pytestmark = pytest.mark.slow
NEAR = 1e-9
WHOLE = pytest.approx(1.0, abs=NEAR)


async def look(world: World, kind: str, role: str = "firm", **how: Any) -> OwnershipAnswer:
    """The look-through of a planted party."""
    when = {k: how.pop(k) for k in ("as_of", "known_at", "view") if k in how}
    return await ownership(reader(world, **when), world.firm(kind, role), **how)


def by_id(interests: tuple[Interest, ...]) -> dict[str, Interest]:
    return {one.id: one for one in interests}


def ends(answer: OwnershipAnswer) -> dict[str, float]:
    """How much of the whole ends for which reason."""
    assert sum(end.share for end in answer.ends) == WHOLE
    return {end.end.value: end.share for end in answer.ends}


@pytest.mark.parametrize(
    "kind", ["chain", "loop_of_three", "cross_holding", "self_holding", "mutual_51", "joint_majority", "executive_partner"]
)
async def test_shares_are_those_of_the_truth(world: World, kind: str) -> None:
    for firm, shares in world.cases[kind]["expect"]["integrated"].items():
        answer = await ownership(reader(world), firm)
        found = {one.id: one.integrated for one in answer.owners}
        assert found == pytest.approx({identifier(p): share for p, share in shares.items()}, abs=NEAR)
        assert all(one.integrated == one.integrated_min == one.integrated_max for one in answer.owners)
        final = [one for one in answer.owners if one.end is not None]
        assert sum(one.integrated or 0 for one in final) == WHOLE, "those with no holder of their own make up the whole"
        assert ends(answer) == {"person": WHOLE}
        assert (answer.closed_loops, answer.in_closed_loop, answer.notes, answer.incomplete) == ((), False, (), ())


async def test_a_chain_is_looked_through_from_both_ends(world: World) -> None:
    case = world.cases["chain"]
    bottom, owner = world.firm("chain", "level8"), world.firm("chain", "owner")
    up, down = await look(world, "chain", "level8"), await look(world, "chain", "owner")
    assert down.party.kind == "Person"
    assert max(one.level for one in down.holdings) == max(one.level for one in up.owners) == case["expect"]["depth"]
    share = case["expect"]["integrated"][case["parties"]["level8"]][case["parties"]["owner"]]
    above, below = by_id(up.owners)[owner], by_id(down.holdings)[bottom]
    assert above.integrated == below.integrated == pytest.approx(share, abs=NEAR)
    assert (above.direct, below.direct) == (0.0, 0.0)
    (path,) = above.paths
    assert path == below.paths[0]
    assert path.parties == (owner, *(world.firm("chain", f"level{n}") for n in range(1, 9)))
    assert path.share == pytest.approx(share, abs=NEAR)
    assert above.by_other_paths == 0.0
    for firm in (f"level{n}" for n in range(1, 8)):
        there = (await look(world, "chain", firm)).holdings
        mine, theirs = by_id(there)[bottom].integrated, by_id(up.owners)[world.firm("chain", firm)].integrated
        assert mine == pytest.approx(theirs, abs=NEAR)
    near = await look(world, "chain", "level8", depth=2, limit=3, paths=1)
    assert [one.id for one in near.owners] == [one.id for one in up.owners if one.level <= 2][:3]
    assert (near.owners_total, [str(gap.reason) for gap in near.incomplete]) == (up.owners_total, ["depth", "length"])
    assert near.not_shown == pytest.approx(1 - sum(x.integrated or 0 for x in near.owners if x.end), abs=NEAR)


async def test_direct_shares_and_their_facts(world: World) -> None:
    for kind in ("exactly_25", "just_under_25", "exactly_50", "just_over_50"):
        holder, expect = world.firm(kind, "holder"), world.cases[kind]["expect"]
        found = by_id((await look(world, kind)).owners)[holder]
        assert {holder: found.direct} == pytest.approx({identifier(p): s for p, s in expect["direct"].items()}, abs=NEAR)
        (fact,) = found.facts
        told = await world.engine.read("MATCH ()-[r:INVESTS_IN {fact_id: $fact}]->() RETURN r.share AS share", {"fact": fact})
        assert [row["share"] for row in told] == [found.direct]


async def test_loops_say_what_goes_round(world: World) -> None:
    """The loop of three lets 0.4 × 0.2 × 0.3 through; two that hold each other, the product of both shares."""
    for kind, through in (("loop_of_three", 0.024), ("cross_holding", 0.06), ("mutual_51", 0.2601)):
        for role in ("a", "b"):
            assert (await look(world, kind, role)).own_share == pytest.approx(through, abs=NEAR)
    answer = await look(world, "cross_holding", "a")
    east = by_id(answer.owners)[world.firm("cross_holding", "person_a")]
    assert east.integrated == pytest.approx(0.8 / 0.94, abs=NEAR)
    assert [path.share for path in east.paths] == [0.8]
    assert east.by_other_paths == pytest.approx(0.8 / 0.94 - 0.8, abs=NEAR)


async def test_own_shares_count_for_those_outside(world: World) -> None:
    answer = await look(world, "self_holding")
    assert world.firm("self_holding") not in by_id(answer.owners)
    assert (answer.own_share, by_id(answer.owners)[world.firm("self_holding", "majority")].direct) == (0.1, 0.54)
    voting = await look(world, "self_holding", basis="votes")
    assert by_id(voting.owners)[world.firm("self_holding", "majority")].direct == pytest.approx(0.6, abs=NEAR)


async def test_a_closed_circle_has_no_owner_and_no_figure(world: World) -> None:
    circle = sorted(world.firm("closed_circle", role) for role in "abc")
    for role in "abc":
        answer = await look(world, "closed_circle", role)
        assert (answer.closed_loops, answer.in_closed_loop) == ((tuple(circle),), True)
        assert ends(answer) == {"closed": WHOLE}
        assert sorted([answer.party.id or "", *by_id(answer.owners)]) == circle
        assert {(x.integrated, x.integrated_min, x.integrated_max, x.end) for x in answer.owners} == {
            (None, None, None, "closed")
        }
        assert "NaN" not in answer.model_dump_json()


async def test_nothing_is_multiplied_through_a_list_of_more_than_the_whole(world: World) -> None:
    over, below = world.firm("inconsistent"), world.firm("inconsistent", "below")
    holders = {world.firm("inconsistent", role) for role in ("holder_a", "holder_b")}
    for basis in ("subscribed", "votes", "paid"):
        answer = await look(world, "inconsistent", basis=basis)
        (note,) = answer.notes
        assert answer.owners == (), basis
        assert ends(answer) == {"inconsistent": WHOLE}
        assert (note.enterprise, note.state, {row.holder for row in note.rows}) == (over, "inconsistent", holders)
        assert sum(row.share_min or 0 for row in note.rows) == pytest.approx(world.cases["inconsistent"]["expect"]["sum"])
        answer = await look(world, "inconsistent", "below", basis=basis)
        assert {x.id: (x.integrated, x.end) for x in answer.owners} == {over: (1.0, "inconsistent")}
        assert [note.enterprise for note in answer.notes] == [over]
    for holder in holders:
        answer = await ownership(reader(world), holder)
        assert not {over, below} & set(by_id(answer.holdings))
        assert over in {note.enterprise for note in answer.notes}


async def test_a_share_that_is_not_stated_is_unknown_and_not_nothing(world: World) -> None:
    answer, expect = await look(world, "missing_share"), world.cases["missing_share"]["expect"]
    known, unknown = (by_id(answer.owners)[world.firm("missing_share", role)] for role in ("known", "unknown"))
    assert {known.id: known.direct} == {identifier(p): share for p, share in expect["direct"].items()}
    assert (unknown.direct, unknown.integrated, unknown.direct_min) == (None, None, 0.0)
    assert unknown.direct_max == unknown.integrated_max == pytest.approx(expect["unknown"], abs=NEAR)
    assert ends(answer) == {"person": 0.45, "unstated": pytest.approx(expect["unknown"], abs=NEAR)}


async def test_ranges_stay_ranges(world: World) -> None:
    answer, expect = await look(world, "ranges"), world.cases["ranges"]["expect"]["bounds"]
    found = {x.id: [x.integrated_min, x.integrated_max] for x in answer.owners}
    assert found == {identifier(p): bounds for p, bounds in expect.items()}
    assert {(x.direct, x.integrated, x.bounds.value) for x in answer.owners} == {(None, None, "feasible")}
    assert [path.share for x in answer.owners for path in x.paths] == [None, None]


async def test_amounts_of_two_currencies_make_no_share(world: World) -> None:
    for basis in ("subscribed", "paid", "votes"):
        answer = await look(world, "two_currencies", basis=basis)
        for party in world.cases["two_currencies"]["expect"]["share_unknown"]:
            local = by_id(answer.owners)[identifier(party)]
            assert (local.direct, local.integrated, local.direct_min, local.direct_max) == (None, None, 0.0, 1.0)
        assert ends(answer) == {"unstated": WHOLE}


async def test_one_list_counts_and_the_other_is_a_conflict(world: World) -> None:
    expect = world.cases["conflicting_lists"]["expect"]
    told = {basis: {identifier(p): s for p, s in expect[basis].items()} for basis in ("register", "annual_report")}
    for precedence, counts, other in (
        ("default", "register", "annual_report"),
        ("annual_report_first", "annual_report", "register"),
        ("newest", "annual_report", "register"),
    ):
        answer = await look(world, "conflicting_lists", precedence=precedence)
        assert {x.id: x.integrated for x in answer.owners} == told[counts], precedence
        (note,) = answer.notes
        assert (note.list_basis, note.state, note.rows) == (counts, "complete", ())
        assert {row.holder: row.share_min for row in note.conflicts} == told[other]
        assert {row.list_basis for row in note.conflicts} == {other}


async def test_a_top_ten_list_with_a_clearing_account_and_a_fund(world: World) -> None:
    expect = world.cases["nominee"]["expect"]
    day = world.cases["left_the_list"]["expect"]["listed_until"]
    answer = await look(world, "nominee", "listed", as_of=day)
    owners = by_id(answer.owners)
    (nominee,) = answer.nominees
    assert (nominee.name, nominee.direct, nominee.form) == (expect["nominee"]["name"], expect["nominee"]["share"], "nominee")
    assert nominee.id not in owners
    (product,) = [x for x in answer.owners if x.form == "product"]
    assert (product.name, product.direct, product.end) == (expect["product"], 0.08, "product")
    parent = owners[expect["exactly_30_percent"]]
    assert (parent.direct, owners[world.firm("nominee", "founder")].integrated) == (0.3, 0.3)
    rest = pytest.approx(expect["rest_unknown"], abs=NEAR)
    assert ends(answer) == {"person": 0.3575, "unstated": rest, "nominee": 0.25, "product": 0.08}
    (note,) = answer.notes
    assert (note.state, note.list_basis) == ("partial", "top_ten")
    assert note.unknown_min == note.unknown_max == rest
    assert note.conflicts == (), "the register names promoters of a listed company: no other list of holders"
    by_law = await control(reader(world, as_of=day), world.firm("nominee", "listed"), rules="takeover_84")
    assert (by_law.controllers, by_law.joint_control) == ((), ()), "exactly 30 % is not more than 30 %"
    assert by_law.unknown.low == pytest.approx(expect["rest_unknown"] + 0.25, abs=NEAR)


async def test_who_left_a_list_is_not_said_to_own_nothing(world: World) -> None:
    expect = world.cases["left_the_list"]["expect"]
    leaver, comer = (world.firm("left_the_list", role) for role in ("leaver", "comer"))
    for day, there, gone in ((expect["listed_until"], leaver, comer), (expect["absent_from"], comer, leaver)):
        answer = await look(world, "left_the_list", "listed", as_of=day)
        assert (there in by_id(answer.owners), gone in by_id(answer.owners)) == (True, False), day
        assert ends(answer)["unstated"] >= expect["at_most"]


async def test_what_is_asked_wrongly_or_of_nobody(world: World) -> None:
    for how in ({"basis": "x"}, {"precedence": "x"}, {"depth": 0}, {"limit": 0}, {"limit": 1_001}, {"paths": 21}):
        with pytest.raises(InputError):
            await look(world, "chain", "level8", **how)
    for party in (f"uscc:{fresh_code(500)}", "person:x", ""):
        with pytest.raises(NotFound):
            await ownership(reader(world), party)
    with pytest.raises(NotFound):
        await look(world, "chain", "level8", as_of="2000-01-01")


async def test_owners_of_one_name_are_added_up_as_what_may_be(world: World) -> None:
    upper, lower = (world.firm("namesakes", role) for role in ("in_upper", "in_lower"))
    answer = await look(world, "namesakes", "lower")
    (doubt,) = answer.undetermined
    assert set(doubt.persons) == {upper, lower}
    assert [doubt.integrated_min, doubt.integrated_max] == pytest.approx([0.37, 0.37], abs=NEAR)
    assert "若为一人，合计持有 37 %" in doubt.text.zh
    assert {upper: 0.27, lower: 0.1}.items() <= {one.id: one.integrated for one in answer.owners}.items()
    assert (await look(world, "namesakes", "upper")).undetermined == ()
