"""How planted parties are related and what surrounds them, on both engines: by codes, and never by a bare name or a nominee."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
import pytest_asyncio

from app.answers import Reader, Viewpoint
from app.answers.control import beneficial_owners, control, related
from app.answers.difference import differences
from app.answers.ownership import ownership
from app.answers.relations import network, relations
from app.cli.text import inquiry_text, network_text
from app.errors import InputError, NotFound
from app.words import words
from models.answers.shapes import is_cut
from tests.support.inquiring import left_out, reader
from tests.support.loading import PUBLIC
from tests.support.worlds.hiding import fresh_code
from tests.support.worlds.sample_world import World

pytestmark = pytest.mark.slow
CLEARING, ONE, OTHER, LOWER = (f"uscc:{fresh_code(810 + n)}" for n in range(4))
BARE = "江畔控股有限公司"


@pytest_asyncio.fixture
async def beside(world: World) -> None:
    """Two firms held by a clearing company, by its code, and by somebody of whom only a name is known; and one below."""
    if "enterprise.beside.csv" in world.receipts:
        return
    told = {"_provider": "某局", "_day": "2024-02-02"}
    names = {CLEARING: "香港中央结算（代理人）有限公司", ONE: "江上测试有限公司", OTHER: "江下测试有限公司"}
    names |= {LOWER: "江底测试有限公司"}
    firms = [{"code": p[5:], "name": name, "type": "有限责任公司"} | told for p, name in names.items()]
    shares = [
        (CLEARING, ONE, 20),
        (CLEARING, OTHER, 20),
        (BARE, ONE, 60),
        (BARE, OTHER, 30),
        (ONE, LOWER, 45),
        (BARE, LOWER, 10),
    ]
    rows = [{"enterprise": e, "holder": h, "share": f"{s}%", "basis": "登记"} | told for h, e, s in shares]
    receipts = [await world.say("enterprise.beside.csv", *firms), await world.say("shareholder.beside.csv", *rows)]
    assert all(r.accepted == r.rows and not r.error for r in receipts)


async def test_paths_run_along_the_planted_links(world: World) -> None:
    chain = [world.firm("chain", f"level{n}") for n in range(2, 9)]
    found = await relations(reader(world), [chain[0], chain[-1], world.firm("chain", "owner")])
    by_pair = {(pair.a, pair.b): pair.paths for pair in found.pairs}
    a, b = sorted((chain[0], chain[-1]))
    (path, *_) = by_pair[a, b]
    assert path.parties in (tuple(chain), tuple(reversed(chain)))
    assert (path.hops, {step.kind for step in path.steps}) == (6, {"INVESTS_IN"})
    ends = {(link.source, link.target): link for link in found.links}
    assert all((x, y) in ends for x, y in pairwise(chain)), "every step of a path is among the links"
    assert found.clusters == (tuple(sorted([chain[0], chain[-1], world.firm("chain", "owner")])),)
    assert {node.form for node in found.parties if node.kind == "Enterprise"} == {"company"}
    assert all(node.name for node in found.parties)
    short = await relations(reader(world), [chain[0], chain[-1]], hops=5)
    assert (short.pairs, is_cut(short.incomplete), short.unknown) == ((), False, ())
    loop = await relations(reader(world), [world.firm("cross_holding", role) for role in "ab"])
    (pair,) = loop.pairs
    assert len(pair.paths[0].steps[0].also) == 1, "both holdings stand in one step"


async def test_any_identifier_stands_for_its_party(world: World) -> None:
    weak, strong, other = world.firm("merge", "before"), world.firm("merge"), world.firm("chain", "level1")
    found = await relations(reader(world), [weak, other])
    assert (found.asked, found.unknown) == (tuple(sorted([strong, other])), ())
    with pytest.raises(InputError):
        await relations(reader(world), [weak, strong])
    unknown = f"uscc:{fresh_code(830)}"
    found = await relations(reader(world), [weak, unknown])
    assert (found.unknown, found.total) == ((unknown,), 0)
    assert (await network(reader(world), weak)).party.id == strong
    with pytest.raises(NotFound):
        await network(reader(world), unknown)


async def test_what_surrounds_a_party(world: World) -> None:
    firm = world.firm("self_holding")
    around = await network(reader(world), firm)
    portrait = await world.answer("portrait.party", party_id=firm)
    held = {g["category"]: g["total"] for section in ("owners", "people", "holdings") for g in portrait[section] if g["total"]}
    assert {(c.kind, c.direction.value): c.total for c in around.counts} == {
        ("INVESTS_IN", "in"): 3,
        ("INVESTS_IN", "out"): 1,
        ("REPRESENTS", "in"): 1,
        ("HOLDS_POSITION", "in"): held["key_person"],
    }
    assert sum(link.source == link.target for link in around.links) == 1
    near = await network(reader(world), world.firm("handover"), limits={"HOLDS_POSITION": 0}, limit=1)
    shown = {(c.kind, c.direction.value): (c.shown, c.total) for c in near.counts}
    assert shown["HOLDS_POSITION", "in"][0] == 0 < shown["HOLDS_POSITION", "in"][1]
    assert is_cut(near.incomplete)
    without = await network(reader(world), world.firm("handover"), exclude=["HOLDS_POSITION"])
    assert {link.kind for link in without.links} == {"INVESTS_IN", "REPRESENTS"}


async def test_kinds_of_link_that_there_are_not_are_refused(world: World) -> None:
    ends = [world.firm("chain", f"level{n}") for n in (2, 3)]
    asked = {
        "exclude": (
            lambda: relations(reader(world), ends, exclude=["HOLDS_POSITION", "INVEST_IN"]),
            lambda: network(reader(world), ends[0], exclude=["invests_in"]),
            lambda: network(reader(world), ends[0], exclude=["RESOLVES_TO"]),
        ),
        "limits": (lambda: network(reader(world), ends[0], limits={"INVEST_IN": 1}),),
    }
    for parameter, questions in asked.items():
        for question in questions:
            with pytest.raises(InputError, match="BRANCH_OF, GUARANTEED_BY, HOLDS_POSITION, INVESTS_IN, ") as e:
                await question()
            assert e.value.context["parameter"] == parameter
    for kind in ("SAME_AS", "SUSPECTED"):
        assert (await relations(reader(world), ends, exclude=[kind])).pairs


async def test_the_state_relates_nobody(world: World) -> None:
    group, sister, state = (world.firm("state_owned", role) for role in ("group", "sister", "state"))
    found = await relations(reader(world), [group, sister])
    assert found.pairs == ()
    assert (state, "state") in left_out(found)
    through = await relations(reader(world), [group, sister], through=["state"])
    assert [path.parties[1] for pair in through.pairs for path in pair.paths] == [state]
    with pytest.raises(InputError):
        await relations(reader(world), [group, sister], through=["love"])


@pytest.mark.usefixtures("beside")
async def test_a_nominee_relates_nobody_whatever_its_code(world: World) -> None:
    found = await relations(reader(world), [ONE, OTHER], hops=2)
    assert found.pairs == ()
    assert (CLEARING, "nominee") in left_out(found)
    through = await relations(reader(world), [ONE, OTHER], hops=2, through=["nominee"])
    assert [path.parties[1] for pair in through.pairs for path in pair.paths] == [CLEARING]
    around = await network(reader(world), ONE, depth=2)
    assert OTHER not in {node.id for node in around.parties}
    assert {node.id: node.form for node in around.parties}[CLEARING] == "nominee"
    held = await ownership(reader(world), ONE)
    assert [one.id for one in held.nominees] == [CLEARING]
    assert (await ownership(reader(world), CLEARING)).nominee
    assert (await control(reader(world), CLEARING)).controls == ()


@pytest.mark.usefixtures("beside")
async def test_a_bare_name_is_shown_as_a_name(world: World) -> None:
    """Also where it was told apart by the list that it stands in; the identifier is for machines."""
    mark = f"{BARE} ({words('en')('name_only')})"
    for party in (ONE, LOWER):
        told: list[Iterable[str]] = [
            inquiry_text.ownership(await ownership(reader(world), party)),
            inquiry_text.owners(await beneficial_owners(reader(world), party)),
            inquiry_text.related(await related(reader(world), party)),
            network_text.network(await network(reader(world), party)),
            network_text.relations(await relations(reader(world), [party, OTHER], through=["name"])),
        ]
        for lines in map("\n".join, told):
            assert mark in lines
            assert "name:" not in lines
    answer = await ownership(reader(world), LOWER)
    assert {one.name for one in answer.owners if one.id.startswith("name:")} == {BARE}
    days = {"of": "relations", "before": "2024-02-02", "after": "2024-03-01"}
    asked = Reader(world.questions, Viewpoint(PUBLIC))
    found = await differences(asked, ONE, **days, parties=[OTHER], through=["name"], exclude=["REPRESENTS"])
    assert BARE in {one.name for one in found.parties}


@pytest.mark.usefixtures("beside")
async def test_one_bare_name_in_two_lists_joins_neither(world: World) -> None:
    """60 % of one, which has 45 % below, and 10 % there: only whoever takes the two for one finds a controller."""
    found = await relations(reader(world), [ONE, OTHER], hops=2, through=["name"])
    assert [path.parties[1].rpartition(":")[2] for pair in found.pairs for path in pair.paths] == [BARE]
    strict = await relations(reader(world), [ONE, OTHER], hops=2)
    assert {gap.reason for gap in strict.incomplete} == {"nominee", "name"}
    answer = await control(reader(world), LOWER)
    assert answer.controllers == ()
    looked = await ownership(reader(world), LOWER)
    bare = sorted((one.integrated or 0, one.direct or 0) for one in looked.owners if one.name == BARE)
    assert bare == [(0.1, 0.1), (pytest.approx(0.27), 0.0)]
    assert len({one.id for one in looked.owners}) == len(looked.owners)
    assert {one.id for one in (await related(reader(world), OTHER)).related} & {ONE, LOWER} == set()
    (above,) = (await control(reader(world), ONE)).controllers
    assert above.name == BARE
