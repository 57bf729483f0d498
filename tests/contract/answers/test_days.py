"""Inquiries on other days, and what differs between two days, on both engines."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.answers import Reader, Viewpoint
from app.answers.control import beneficial_owners, control
from app.answers.difference import differences
from app.answers.ownership import ownership
from app.errors import InputError, NotFound
from models.answers.difference import Comparable, Difference
from models.answers.stamped import DifferencesAnswer
from tests.support.inquiring import OF, RELATIONS, everything, reader
from tests.support.loading import PUBLIC, identifier
from tests.support.worlds.hiding import fresh_code
from tests.support.worlds.sample_world import World, differing

pytestmark = pytest.mark.slow
NEAR = 1e-9
PLACES = (
    ("handover", "firm"),
    ("handover", "old"),
    ("left_the_list", "listed"),
    ("replaced", "firm"),
    ("chain", "level8"),
    ("conflicting_lists", "firm"),
    ("state_owned", "group"),
)


async def differ(
    world: World, party: str, of: str, before: str, after: str, known_at: int | None = None, **how: Any
) -> DifferencesAnswer:
    asked = Viewpoint(PUBLIC, known_at=known_at)
    return await differences(Reader(world.questions, asked), party, of=of, before=before, after=after, **how)


def section(answer: DifferencesAnswer, name: str) -> Difference:
    return next(one for one in answer.sections if one.section == name)


def answers(role: str) -> list[str]:
    """What is answered about that party of a case: of a person neither beneficial owners nor related parties."""
    about_one = [of for of in OF if of != RELATIONS]
    return [of for of in about_one if role != "old" or of not in ("beneficial_owners", "related")]


def ids(items: tuple[dict[str, Any], ...]) -> set[str]:
    return {one["id"] for one in items}


def turned(one: Difference) -> Mapping[str, Any]:
    """What a difference says from the other end, changes by their key."""
    told = one.model_dump(mode="json")
    swapped = {Comparable.BEFORE_UNKNOWN: Comparable.AFTER_UNKNOWN, Comparable.AFTER_UNKNOWN: Comparable.BEFORE_UNKNOWN}
    told["comparable"] = swapped.get(one.comparable, one.comparable).value
    told["came"], told["left"] = told["left"], told["came"]
    told["perhaps_came"], told["perhaps_left"] = told["perhaps_left"], told["perhaps_came"]
    for change in told["changed"]:
        change["fields"] = [f | {"before": f["after"], "after": f["before"]} for f in change["fields"]]
        del change["name"], change["key"]
    return told


def plain(one: Difference) -> Mapping[str, Any]:
    told = one.model_dump(mode="json")
    for change in told["changed"]:
        del change["name"], change["key"]
    return told


async def test_shares_are_those_of_the_day(world: World) -> None:
    firm, old, new = (world.firm("handover", role) for role in ("firm", "old", "new"))
    for day, share in world.cases["handover"]["expect"]["old_share_by_day"].items():
        answer = await ownership(reader(world, as_of=day), firm)
        found = {one.id: one.direct for one in answer.owners}
        assert found == pytest.approx({p: s for p, s in ((old, share), (new, 1 - share)) if s}, abs=NEAR), day
        assert (answer.as_of, answer.notes) == (day, ())
        held = await ownership(reader(world, as_of=day), old)
        assert ({one.id: one.direct for one in held.holdings} or {firm: 0.0}) == pytest.approx({firm: share}, abs=NEAR)


async def test_control_passes_from_the_old_holder_to_the_new(world: World) -> None:
    firm, persons = world.firm("handover"), {world.firm("handover", role) for role in ("old", "new")}
    for day, who in world.cases["handover"]["expect"]["controller_by_day"].items():
        answer = await control(reader(world, as_of=day), firm)
        assert {one.id for one in answer.controllers} == ({identifier(who)} if who else set()), day
        jointly = {str(ref.id) for joint in answer.joint_control for side in joint.sides for ref in side.parties}
        assert jointly == (set() if who else persons)
        owners = await beneficial_owners(reader(world, as_of=day), firm)
        shares = {p: s for p, s in world.cases["handover"]["expect"]["old_share_by_day"].items() if p == day}
        old, new = world.firm("handover", "old"), world.firm("handover", "new")
        assert {one.id for one in owners.owners} == {p for p, s in ((old, shares[day]), (new, 1 - shares[day])) if s >= 0.25}


async def test_what_the_handover_changed(world: World) -> None:
    firm, old, new = (world.firm("handover", role) for role in ("firm", "old", "new"))
    before, between, after, last = "2024-03-01", "2024-04-01", "2024-05-01", "2024-12-01"
    found = await differ(world, firm, "control", before, after)
    controllers = section(found, "controllers")
    assert (ids(controllers.left), ids(controllers.came), controllers.changed) == ({old}, {new}, ())
    assert section(found, "joint_control").empty
    half = await differ(world, firm, "control", before, between)
    assert ids(section(half, "controllers").left) == {old}
    assert [one["kind"] for one in section(half, "joint_control").came] == ["halves"]
    shares = section(await differ(world, firm, "ownership", before, after), "owners")
    told = {one.key["id"]: {f.field: (f.before, f.after) for f in one.fields} for one in shares.changed}
    assert {p: fields["integrated"] for p, fields in told.items()} == {old: (0.6, 0.4), new: (0.4, 0.6)}
    assert (shares.came, shares.left) == ((), ())
    assert ids(section(await differ(world, firm, "ownership", before, last), "owners").left) == {old}
    links = section(await differ(world, firm, "network", before, after), "links")
    assert {one.key["source"] for one in links.changed} == {old, new}, "a share that changes is the same link"
    assert (links.came, links.left) == ((), ())
    held = section(await differ(world, old, "control", before, after), "controls")
    assert (ids(held.left), ids(held.came)) == ({firm}, set())
    for role in ("firm", "old", "new"):
        assert ids(section(await differ(world, world.firm("handover", role), "group", before, after), "members").came) == set()


async def test_a_list_of_the_largest_from_one_report_to_the_next(world: World) -> None:
    """Who is named by name alone is the same holder in both reports: the clearing account neither came nor left."""
    expect, listed = world.cases["left_the_list"]["expect"], world.firm("left_the_list", "listed")
    found = await differ(world, listed, "ownership", expect["listed_until"], expect["absent_from"])
    owners = section(found, "owners")
    leaver, comer = (world.firm("left_the_list", role) for role in ("leaver", "comer"))
    assert (ids(owners.left), ids(owners.came)) == ({leaver}, {comer})
    assert owners.changed == ()
    assert section(found, "nominees").empty
    network = await differ(world, listed, "network", expect["listed_until"], expect["absent_from"])
    assert ids(section(network, "parties").came) == {comer}


async def test_what_is_compared_is_asked_as_its_own_question_is(world: World) -> None:
    """By more than 70 % nobody controlled the firm on any of the days; by half of it, the new holder came beside the old."""
    firm, old, new = (world.firm("handover", role) for role in ("firm", "old", "new"))
    days = ("2024-03-01", "2024-05-01")
    more = await differ(world, firm, "control", *days, rules="custom", threshold=0.7, comparison="gt")
    assert (section(more, "controllers").came, section(more, "controllers").left) == ((), ())
    assert more.options == {"rules": "custom", "threshold": 0.7, "comparison": "gt"}
    less = await differ(world, firm, "control", *days, threshold=0.6, comparison="ge")
    assert ids(section(less, "controllers").came) == {new}
    votes = await differ(world, firm, "ownership", *days, basis="votes")
    assert {one.key["id"] for one in section(votes, "owners").changed} == {old, new}
    one = await differ(world, firm, "ownership", *days, limit=1)
    told = section(one, "owners")
    assert (ids(told.perhaps_left), ids(told.perhaps_came), told.came, told.left) == ({old}, {new}, (), ())
    posts = await differ(world, firm, "network", *days, exclude=["INVESTS_IN"])
    assert not [c for c in section(posts, "links").changed if c.key["kind"] == "INVESTS_IN"]
    for of, given in (
        ("ownership", {"rules": "cas_36"}),
        ("control", {"basis": "votes"}),
        ("beneficial_owners", {"limit": 3}),
        ("network", {"hops": 2}),
        ("group", {"exclude": ["INVESTS_IN"]}),
        ("suspected", {"depth": 1}),
        ("relations", {"parties": [old], "limit": 2}),
    ):
        with pytest.raises(InputError) as wrong:
            await differ(world, firm, of, *days, **given)
        assert wrong.value.context["parameter"] == list(given)[-1]


async def test_relations_among_several_differ_between_two_days(world: World) -> None:
    firm, old, new = (world.firm("handover", role) for role in ("firm", "old", "new"))
    chain = [world.firm("chain", f"level{n}") for n in (2, 3)]
    same = await differ(world, firm, RELATIONS, "2024-03-01", "2024-05-01", parties=[old, new, *chain])
    assert all(one.empty for one in same.sections)
    assert (same.asked, same.unknown_before) == (tuple(sorted([firm, old, new, *chain])), ())
    asked: dict[str, Any] = {"parties": [old, new, *chain]}
    sold = await differ(world, firm, RELATIONS, "2024-03-01", "2024-12-01", **asked)
    (step,) = [change for change in section(sold, "paths").changed if set(change.key["parties"]) == {firm, old}]
    told = [
        {kind for one in side for kind in (one["kind"], *one["also"])} for side in (step.fields[0].before, step.fields[0].after)
    ]
    assert told[0] - told[1] == {"INVESTS_IN"}, "who sold its share is its representative still"
    asked |= {"exclude": ["REPRESENTS", "HOLDS_POSITION"]}
    left = await differ(world, firm, RELATIONS, "2024-03-01", "2024-12-01", **asked)
    pairs, paths = section(left, "pairs"), section(left, "paths")
    assert {frozenset((one["a"], one["b"])) for one in pairs.left} == {frozenset((firm, old)), frozenset((old, new))}
    assert {frozenset(one["parties"]) for one in paths.left} == {frozenset((firm, old)), frozenset((old, firm, new))}
    assert (pairs.came, pairs.changed, paths.came) == ((), (), ())
    assert left.options == {"exclude": ["REPRESENTS", "HOLDS_POSITION"]}
    back = await differ(world, firm, RELATIONS, "2024-12-01", "2024-03-01", **asked)
    assert [turned(one) for one in left.sections] == [plain(one) for one in back.sections]
    refused: tuple[dict[str, Any], ...] = ({}, {"parties": [firm]})
    for given in refused:
        with pytest.raises(InputError) as wrong:
            await differ(world, firm, RELATIONS, "2024-03-01", "2024-12-01", **given)
        assert wrong.value.context["parameter"] == "parties"


async def test_turned_around_it_is_its_mirror(world: World) -> None:
    changes = 0
    for kind, role in PLACES:
        for of in answers(role):
            forth = await differ(world, world.firm(kind, role), of, "2024-03-01", "2024-12-01")
            back = await differ(world, world.firm(kind, role), of, "2024-12-01", "2024-03-01")
            assert [turned(one) for one in forth.sections] == [plain(one) for one in back.sections], (kind, role, of)
            changes += not all(one.empty for one in forth.sections)
    assert changes > len(OF), "the days are such that something changed"


async def test_nothing_differs_between_a_day_and_itself(world: World) -> None:
    for kind, role in PLACES:
        for of in answers(role):
            found = await differ(world, world.firm(kind, role), of, "2024-12-01", "2024-12-01")
            assert all(one.empty for one in found.sections), (kind, role, of)


async def test_what_is_not_known_on_a_day_neither_came_nor_left(world: World) -> None:
    for before, after, known in (
        ("2023-01-01", "2024-03-01", Comparable.BEFORE_UNKNOWN),
        ("2024-03-01", "2023-01-01", Comparable.AFTER_UNKNOWN),
    ):
        for of in OF:
            others: dict[str, Any] = {"parties": [world.firm("handover", "new")]} if of == RELATIONS else {}
            found = await differ(world, world.firm("handover"), of, before, after, **others)
            assert {one.comparable for one in found.sections} == {known}
            assert not any(one.came or one.left or one.changed for one in found.sections)
    with pytest.raises(NotFound):
        await differ(world, world.firm("handover"), "control", "2022-01-01", "2023-01-01")
    with pytest.raises(NotFound):
        await differ(world, f"uscc:{fresh_code(500)}", "control", "2024-01-01", "2024-12-01")
    with pytest.raises(InputError):
        await differ(world, world.firm("handover"), "everything", "2024-01-01", "2024-12-01")


async def test_both_days_are_answered_at_one_tick(world: World) -> None:
    then = await differ(world, world.firm("handover"), "ownership", "2024-03-01", "2024-12-01", known_at=world.half)
    assert then.known_at == world.half < then.tick
    now = await differ(world, world.firm("handover"), "ownership", "2024-03-01", "2024-12-01")
    assert now.known_at == now.tick
    assert len(section(now, "owners").left) == 1
    assert section(then, "owners").left == (), "by then nobody had told that the old holder left"


async def test_a_past_tick_answers_as_it_did(world: World) -> None:
    """What has been told since changes no byte of what was known then."""
    parties = [world.firm(kind, role) for kind, role in PLACES[:3]]
    before = await everything(world, parties, known_at=world.half)
    firm = world.firm("handover")
    row = {"enterprise": firm, "holder": f"uscc:{fresh_code(510)}", "share": "10%", "basis": "登记"}
    told = await world.say("shareholder.later.csv", row | {"_provider": "某局", "_day": "2024-02-02"})
    assert told.accepted == 1
    changed = await ownership(reader(world, as_of="2024-03-01"), firm)
    assert len(changed.notes) == 1, "a second provider states another list"
    assert differing(before, await everything(world, parties, known_at=world.half)) == []
    assert await world.withdraw(told.batch) > 0
