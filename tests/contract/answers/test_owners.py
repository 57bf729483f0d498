"""What is planted of beneficial owners comes out of both engines: each with the condition met, or who stands in and why."""

import pytest

from app.answers.control import beneficial_owners
from app.answers.ownership import ownership
from app.errors import InputError, NotFound
from models.answers.control import Certainty
from models.answers.owners import BeneficialOwner, Condition, Ground, Hidden, Status
from models.answers.stamped import BeneficialOwnersAnswer
from tests.support.inquiring import reader
from tests.support.loading import identifier
from tests.support.worlds.hiding import fresh_code
from tests.support.worlds.sample_world import World

pytestmark = pytest.mark.slow
NEAR = 1e-9
LEAST = 0.25


async def owners_of(world: World, kind: str, role: str = "firm") -> BeneficialOwnersAnswer:
    return await beneficial_owners(reader(world), world.firm(kind, role))


def by_id(answer: BeneficialOwnersAnswer) -> dict[str, BeneficialOwner]:
    return {one.id: one for one in answer.owners}


def met(owner: BeneficialOwner) -> set[tuple[int, Ground, Certainty]]:
    return {(one.item, one.ground, one.certainty) for one in owner.conditions}


def of(owner: BeneficialOwner, ground: Ground) -> Condition:
    return next(one for one in owner.conditions if one.ground is ground)


EQUITY = (1, Ground.EQUITY, Certainty.CERTAIN)
CONTROL = (3, Ground.CONTROL, Certainty.CERTAIN)
VOTES = (2, Ground.VOTES, Certainty.CERTAIN)


@pytest.mark.parametrize("kind", ["chain", "loop_of_three", "cross_holding", "self_holding", "mutual_51", "joint_majority"])
async def test_who_has_a_quarter_of_the_equity_is_one(world: World, kind: str) -> None:
    """Of all persons, exactly those whose final share by the truth is at least 25 %, with that very figure."""
    for firm, shares in world.cases[kind]["expect"]["integrated"].items():
        answer = await beneficial_owners(reader(world), firm)
        persons = {identifier(p): s for p, s in shares.items() if p.startswith(("identity:", "person:"))}
        found = {one.id: of(one, Ground.EQUITY).share for one in answer.owners if EQUITY in met(one)}
        assert found.keys() == {p for p, share in persons.items() if share >= LEAST}
        for person, share in found.items():
            assert share is not None
            assert share.low == share.high == pytest.approx(persons[person], abs=NEAR)
            condition = of(by_id(answer)[person], Ground.EQUITY)
            assert met(by_id(answer)[person]) == {EQUITY}, "who meets (1) is not judged on the others"
            best = condition.arithmetic[0]
            assert (best.parties[0].id, best.parties[-1].id) == (person, firm)
            assert len(best.shares) == len(best.parties) - 1
        assert (answer.status, answer.origin, answer.unseen) == (Status.FOUND, "computed", ())


@pytest.mark.parametrize("kind", ["exactly_25", "just_under_25", "exactly_50", "just_over_50"])
async def test_the_quarter_is_exact(world: World, kind: str) -> None:
    answer, holder = await owners_of(world, kind), world.firm(kind, "holder")
    qualifies = world.cases[kind]["expect"]["beneficial_owner_by_equity"]
    assert [one.id for one in answer.owners] == ([holder] if qualifies else [])
    assert answer.status is (Status.FOUND if qualifies else Status.NOBODY)
    assert bool(answer.stand_ins) is not qualifies


async def test_control_counts_where_equity_does_not(world: World) -> None:
    owner, bottom = world.firm("chain", "owner"), world.firm("chain", "level8")
    controller = by_id(await owners_of(world, "chain", "level8"))[owner]
    assert met(controller) == {VOTES, CONTROL}, "4 % of the equity, and all the way down the majority"
    assert len(of(controller, Ground.CONTROL).because) == 8
    assert of(controller, Ground.CONTROL).because[-1].enterprise.id == bottom
    manager = by_id(await owners_of(world, "executive_partner", "held"))[world.firm("executive_partner", "manager")]
    assert met(manager) == {VOTES, CONTROL}
    shares = of(manager, Ground.VOTES).share
    assert shares is not None
    assert shares.low == pytest.approx(0.6, abs=NEAR), "the votes of what it controls, not the product"
    partner = by_id(await owners_of(world, "executive_partner", "partnership"))[world.firm("executive_partner", "manager")]
    assert met(partner) == {CONTROL}
    roles = [link.role for link in of(partner, Ground.CONTROL).because]
    assert roles == [None, "managing_partner"]


async def test_halves_are_owners_by_their_equity(world: World) -> None:
    answer = await owners_of(world, "joint_control")
    assert {one.id: met(one) for one in answer.owners} == {world.firm("joint_control", r): {EQUITY} for r in "ab"}


async def test_a_closed_circle_has_nobody(world: World) -> None:
    for role in "abc":
        answer = await owners_of(world, "closed_circle", role)
        assert list(answer.owners) == world.cases["closed_circle"]["expect"]["beneficial_owners"]
        assert (answer.no_outside_owner, answer.status) == (True, Status.NOBODY)
        assert answer.stand_ins, "who manages it from day to day"


async def test_nobody_qualifies_and_the_managers_stand_in(world: World) -> None:
    answer = await owners_of(world, "nobody_qualifies")
    assert list(answer.owners) == world.cases["nobody_qualifies"]["expect"]["beneficial_owners"]
    assert (answer.status, answer.unseen, answer.unseen_total) == (Status.NOBODY, (), 0.0)
    assert answer.stand_ins
    assert all(one.facts and one.article.zh for one in answer.stand_ins)
    assert "日常经营管理" in answer.why.zh
    history = await world.answer("party.history", party_id=answer.stand_ins[0].id)
    assert world.firm("nobody_qualifies") in {i["party"]["id"] for g in history["groups"] for i in g["items"]}


async def test_of_what_the_state_owns_the_legal_representative_stands_in(world: World) -> None:
    for role in ("group", "subsidiary", "majority", "sister"):
        answer = await owners_of(world, "state_owned", role)
        assert (answer.owners, answer.status) == ((), Status.STATE_OWNED)
        assert {one.role for one in answer.stand_ins} == {"legal_representative"}
        assert world.cases["state_owned"]["expect"]["stand_in"] in answer.why.zh
    majority = await owners_of(world, "state_owned", "majority")
    assert [met(one) for one in majority.also_meeting] == [{EQUITY}], "who has the other 49 %"


async def test_what_is_inconsistent_proves_no_owner(world: World) -> None:
    for role in ("firm", "below"):
        answer = await owners_of(world, "inconsistent", role)
        assert (answer.owners, answer.status) == ((), Status.UNKNOWN), role
        ((party, why, high),) = [(one.party.id, one.why, one.share.high) for one in answer.unseen]
        assert (party, why, high) == (world.firm("inconsistent"), Hidden.INCONSISTENT, 1.0)


async def test_unknown_shares_and_ranges(world: World) -> None:
    answer = await owners_of(world, "missing_share")
    known, unknown = (by_id(answer)[world.firm("missing_share", role)] for role in ("known", "unknown"))
    assert met(known) == {EQUITY}
    assert unknown.certainty is Certainty.POSSIBLE
    share = of(unknown, Ground.EQUITY).share
    assert share is not None
    assert [share.low, share.high] == pytest.approx([0.0, 0.55], abs=NEAR)
    answer = await owners_of(world, "ranges")
    assert {one.id: met(one) for one in answer.owners} == {
        world.firm("ranges", role): {EQUITY} for role in ("smaller", "larger")
    }, "a range from exactly 25 % on is certain"
    answer = await owners_of(world, "two_currencies")
    assert answer.status is Status.POSSIBLE
    assert {one.certainty for one in answer.owners} == {Certainty.POSSIBLE}
    assert world.firm("two_currencies", "local") in by_id(answer)
    assert answer.unseen_total == 1.0


async def test_what_nominees_and_funds_hold_is_nobodys(world: World) -> None:
    answer = await owners_of(world, "nominee", "listed")
    assert [one.id for one in answer.owners] == [world.firm("nominee", "founder")]
    looked = await ownership(reader(world), world.firm("nominee", "listed"))
    ends = {end.end.value: end.share for end in looked.ends}
    unseen = {one.why.value: one.share.high for one in answer.unseen}
    assert unseen == {why: pytest.approx(ends[why], abs=NEAR) for why in ("unstated", "nominee", "product")}
    assert answer.unseen_total == pytest.approx(sum(unseen.values()), abs=NEAR)


async def test_namesakes_are_open(world: World) -> None:
    answer = await owners_of(world, "namesakes", "lower")
    expect = world.cases["namesakes"]["expect"]
    (open_,) = answer.undetermined
    assert {one.id for one in open_.persons} == {world.firm("namesakes", role) for role in ("in_upper", "in_lower")}
    assert open_.ground is Ground.CONTROL
    assert open_.if_one is not None
    assert open_.if_separate is not None
    assert [open_.if_one.low, open_.if_separate.low] == pytest.approx([expect["if_one"]["votes"], expect["if_two"]["votes"]])


async def test_one_list_counts(world: World) -> None:
    case = world.cases["conflicting_lists"]["expect"]
    for precedence, basis in (("default", "register"), ("annual_report_first", "annual_report")):
        answer = await beneficial_owners(reader(world), world.firm("conflicting_lists"), precedence=precedence)
        found = {one.id: share.low for one in answer.owners if (share := of(one, Ground.EQUITY).share)}
        assert found == pytest.approx({identifier(p): share for p, share in case[basis].items()})


async def test_who_files_and_who_may_be_exempt(world: World) -> None:
    for role, files in (("sole", False), ("trader", False), ("branch", False), ("head", True)):
        answer = await owners_of(world, "by_role", role)
        assert answer.filing.required is files, role
        assert (answer.exemption is not None) is files
        assert answer.owners, "an owner is computed all the same"
    for kind, possible in (("nobody_qualifies", True), ("exactly_25", False), ("mutual_51", False)):
        answer = await owners_of(world, kind, "a" if kind == "mutual_51" else "firm")
        assert answer.exemption is not None
        assert answer.exemption.possible is possible, "10 million of capital and persons alone, or not"


async def test_what_has_no_beneficial_owners(world: World) -> None:
    for kind, role in (("chain", "owner"), ("state_owned", "state")):
        with pytest.raises(InputError):
            await owners_of(world, kind, role)
    with pytest.raises(NotFound):
        await beneficial_owners(reader(world), f"uscc:{fresh_code(500)}")
