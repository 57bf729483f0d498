"""Suspected relations of a sample world come out as its truth says, on both engines, and only to those who may know.

How rare a value is counts, so the world has more firms than others that tests look at; what is filed of it in its first month
is all that is loaded.
"""

import asyncio
import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from app.answers.linkage import suspected, why_not
from app.answers.relations import relations
from app.errors import Forbidden, InputError, NotFound
from loaders.catalogue.files import read_catalogue
from loaders.synthetic import write_sample
from models.answers.linkage import Band, SignalKind, SignalState, SuspicionKind, Verdict
from models.answers.parts import View
from models.answers.stamped import SuspectedAnswer
from tests.support.engines import Engines, chosen, environment
from tests.support.inquiring import reader, withheld_kinds
from tests.support.loading import INSPECTOR, OFFICER, PUBLIC, Loaded, identifier
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
K = SignalKind
LEVEL_ONE = (K.AGENT, K.EMAIL, K.PHONE)
ENTERPRISES, SEED = 600, 7
FILED = ("enterprise", "legal_representative", "shareholder")


class World(Loaded):
    """A loaded world and the cases planted in it."""

    cases: dict[str, Any]

    def firm(self, kind: str, role: str = "firm") -> str:
        return identifier(self.cases[kind]["parties"][role])


class Crowds:
    """The world on each engine, loaded when first asked for."""

    def __init__(self, folder: Path, engines: Engines) -> None:
        self._folder, self._engines = folder, engines
        self._catalogue = read_catalogue()
        truth = write_sample(folder / "sample", ENTERPRISES, SEED)
        self._cases = {case["kind"]: case for case in truth["cases"]}
        self._loaded: dict[str, World] = {}

    async def get(self, name: str) -> World:
        if name not in self._loaded:
            engine = await self._engines.clean(name, self._catalogue)
            world = self._loaded[name] = World(engine, self._catalogue, self._engines.settings(name), self._folder)
            world.cases = self._cases
            receipts = await world.load_all(
                (path, name) for name in FILED for path in sorted((self._folder / "sample").glob(f"{name}.2024-01.*"))
            )
            assert {r.category for r in receipts} == set(FILED)
            assert all(r.rejected == 0 and r.error is None for r in receipts)
        return self._loaded[name]


@pytest.fixture(scope="module")
def crowds(session_engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Crowds:
    return Crowds(tmp_path_factory.mktemp("crowds"), session_engines)


@pytest.fixture
async def world(crowds: Crowds, engine_name: str) -> World:
    return await crowds.get(engine_name)


def linked(world: World, kind: str) -> list[str]:
    return sorted(identifier(p) for p in world.cases[kind]["expect"]["linked"])


def shared(answer: SuspectedAnswer, other: str) -> set[SignalKind]:
    """What the asked party shares with another."""
    (item,) = [i for i in answer.items if other in (i.a, i.b)]
    return {signal.kind for signal in item.signals if signal.state is SignalState.SHARED}


def partners(answer: SuspectedAnswer) -> set[str]:
    return {end for item in answer.items for end in (item.a, item.b)} - {answer.party.id}


@pytest.mark.parametrize(
    ("kind", "signals"),
    [
        ("shared_phone", {K.PHONE}),
        ("shared_email", {K.EMAIL}),
        ("serial_registration", {K.PHONE, K.ADDRESS, K.ESTABLISHED}),
    ],
)
async def test_what_is_linked_comes_out(world: World, kind: str, signals: set[SignalKind]) -> None:
    firms = linked(world, kind)
    for firm in firms[:2]:
        answer = await suspected(reader(world, OFFICER), firm)
        assert partners(answer) == set(firms) - {firm}
        assert all(shared(answer, other) >= signals for other in partners(answer))
        assert {one.id for one in answer.parties} >= set(firms)
        assert all(one.name for one in answer.parties if one.id in firms)
        assert withheld_kinds(answer) == ()
    for one, two in list(combinations(firms, 2))[:3]:
        told = await why_not(reader(world, OFFICER), one, two)
        assert told.verdict is Verdict.SUSPECTED
        assert told.suspicion in (await suspected(reader(world, OFFICER), one)).items


async def test_numbers_and_mails_are_shown_to_nobody_in_full(world: World) -> None:
    for kind, masked in (("shared_phone", "****"), ("shared_email", "***")):
        secret = world.cases[kind]["expect"][kind.removeprefix("shared_")]
        firms = linked(world, kind)
        answers = (await suspected(reader(world, INSPECTOR), firms[0]), await why_not(reader(world, INSPECTOR), *firms[:2]))
        for answer in answers:
            assert secret not in answer.model_dump_json()
            assert masked in answer.model_dump_json()
            assert f"{kind.removeprefix('shared_')}:" not in answer.model_dump_json()


async def test_the_public_is_told_only_what_rests_on_what_is_public(world: World) -> None:
    for kind in ("shared_phone", "shared_email"):
        answer = await suspected(reader(world, PUBLIC), linked(world, kind)[0])
        assert (answer.items, withheld_kinds(answer)) == ((), (K.AGENT,))  # annual reports give numbers and mails to all
        told = await why_not(reader(world, PUBLIC), *linked(world, kind)[:2])
        assert told.verdict is not Verdict.SUSPECTED
        said = {signal.state for signal in told.suspicion.signals if signal.kind in LEVEL_ONE}
        assert said <= {SignalState.NOT_STATED, SignalState.NOT_LOADED}, "what the registration says of them is not public"
    firms = linked(world, "serial_registration")
    answer = await suspected(reader(world, PUBLIC), firms[0])
    assert partners(answer) == set(firms[1:])
    assert all(shared(answer, other) == {K.ADDRESS, K.ESTABLISHED} for other in firms[1:])


async def test_an_incubator_relates_nobody(world: World) -> None:
    one, two = world.firm("incubator", "firm0"), world.firm("incubator", "firm1")
    answer = await suspected(reader(world, OFFICER), one)
    assert not partners(answer) & {identifier(p) for p in world.cases["incubator"]["parties"].values()}
    (common,) = answer.common.items
    assert (common.kind, common.value, common.shared_premises) == (
        K.ADDRESS,
        world.cases["incubator"]["expect"]["address"],
        True,
    )
    assert 6 <= common.count <= common.total
    told = await why_not(reader(world, OFFICER), one, two)
    assert (told.verdict, told.common_version) == (Verdict.ONLY_COMMON, answer.common.version)
    again = await suspected(reader(world, OFFICER), two)
    assert again.common == answer.common


async def test_persons_of_one_name_near_each_other_may_be_one(world: World) -> None:
    upper, lower = world.firm("namesakes", "upper"), world.firm("namesakes", "lower")
    pair = sorted(world.firm("namesakes", role) for role in ("in_upper", "in_lower"))
    for asked in (upper, lower, *pair):
        answer = await suspected(reader(world, OFFICER), asked)
        assert answer.persons
        (item,) = answer.persons.items
        assert ([item.a, item.b], item.kind) == (pair, SuspicionKind.SAME_PERSON)
        assert {s.kind: s.state for s in item.signals} == {K.PERSON: SignalState.SHARED, K.NEIGHBOURHOOD: SignalState.SHARED}
        told = await why_not(reader(world, OFFICER), *pair)
        assert (told.verdict, told.suspicion) == (Verdict.SUSPECTED, item)
        assert {one.id for one in answer.parties} >= {upper, lower, *pair}
        assert (await suspected(reader(world, PUBLIC), asked)).persons is None
    with pytest.raises(Forbidden):
        await why_not(reader(world, PUBLIC), *pair)
    for person in pair:
        assert (await world.answer("party.show", party_id=person))["id"] == person


async def test_why_two_are_not_linked(world: World) -> None:
    phone, mail = linked(world, "shared_phone"), linked(world, "shared_email")
    told = await why_not(reader(world, OFFICER), phone[0], mail[0])
    states = {signal.kind: signal for signal in told.suspicion.signals}
    assert (told.verdict, told.suspicion.band) == (Verdict.BELOW, Band.BELOW), "both were founded on a day on which many were"
    assert states[K.ESTABLISHED].state is SignalState.SHARED
    serial = linked(world, "serial_registration")[0]
    assert (await why_not(reader(world, OFFICER), phone[0], serial)).verdict is Verdict.NOTHING_SHARED
    assert states[K.PHONE].state is SignalState.NOT_SHARED
    assert states[K.PHONE].weight < 0
    assert states[K.AGENT].state is SignalState.NOT_LOADED
    assert (told.party.id, told.other.id) == (phone[0], mail[0])
    with pytest.raises(InputError):
        await why_not(reader(world, OFFICER), phone[0], phone[0])
    with pytest.raises(NotFound):
        await why_not(reader(world, OFFICER), phone[0], f"uscc:{fresh_code(77)}")
    with pytest.raises(InputError):
        await suspected(reader(world), phone[0], limit=0)


async def test_on_the_day_and_as_known_at_the_moment(world: World) -> None:
    firms = linked(world, "shared_phone")
    for when in ({"as_of": "1990-01-01"}, {"known_at": 0}):
        with pytest.raises(NotFound):
            await suspected(reader(world, OFFICER, **when), firms[0])
    answer = await suspected(reader(world, OFFICER, as_of="2024-12-31"), firms[0])
    assert partners(answer) == set(firms[1:])


async def test_suspicions_are_links_in_the_probable_view_only(world: World) -> None:
    one, two = linked(world, "shared_phone")[:2]
    for caller, view, kinds in ((OFFICER, View.PROBABLE, ["SUSPECTED"]), (OFFICER, View.STRICT, []), (PUBLIC, View.STRICT, [])):
        answer = await relations(reader(world, caller, view=view), [one, two])
        best = [step.kind for pair in answer.pairs for step in pair.paths[0].steps]
        assert best == kinds
        assert {link.by_name for link in answer.links if link.kind == "SUSPECTED"} <= {"likely"}


async def test_over_http(world: World) -> None:
    firms = linked(world, "serial_registration")
    (row,) = await world.engine.read(
        "MATCH (i:Identifier)-[:IDENTIFIES]->(p:Enterprise) WHERE i.id STARTS WITH 'reg:' AND p.id STARTS WITH 'uscc:' "
        "RETURN i.id AS weaker, p.id AS strongest ORDER BY weaker LIMIT 1"
    )
    weaker, party = row["weaker"], row["strongest"]
    async with world.serving() as client:
        answer = (await client.get(f"/v1/parties/{firms[0]}/suspected", params={"limit": 3})).json()
        assert (answer["shown"], answer["total"]) == (3, 7)
        assert [gap["reason"] for gap in answer["incomplete"]] == ["length", "withheld"]
        told = (await client.get(f"/v1/parties/{firms[1]}/suspected/{firms[0]}")).json()
        assert (told["verdict"], told["party"]["id"], told["other"]["id"]) == ("suspected", firms[1], firms[0])
        for path, strongest in (
            (f"/v1/parties/{weaker}/suspected", f"/v1/parties/{party}/suspected"),
            (f"/v1/parties/{weaker}/suspected/{firms[0]}", f"/v1/parties/{party}/suspected/{firms[0]}"),
            (f"/v1/parties/{firms[0]}/suspected/{weaker}", f"/v1/parties/{firms[0]}/suspected/{party}"),
        ):
            response = await client.get(path)
            assert (response.status_code, response.headers["location"]) == (307, strongest)
        for path, status in (
            ("suspected?limit=0", 422),
            ("suspected?view=probable", 403),
            (f"suspected/{quote('uscc:x')}", 404),
        ):
            assert (await client.get(f"/v1/parties/{firms[0]}/{path}")).status_code == status
        for question in ("traits", "sharing", "population", "namesakes"):
            assert (await client.get(f"/v1/questions/network.{question}/answer")).status_code == 404


async def test_both_engines_suspect_alike(crowds: Crowds) -> None:
    if len(chosen()) < 2:
        pytest.skip("only one engine is chosen")
    answers: list[Any] = []
    for name in chosen():
        world = await crowds.get(name)
        asked = [linked(world, k)[0] for k in ("shared_phone", "shared_email", "serial_registration")]
        asked += [world.firm("incubator", "firm0"), world.firm("namesakes", "lower"), world.firm("namesakes", "in_lower")]
        found = [await suspected(reader(world, caller), one) for one in asked for caller in (PUBLIC, OFFICER)]
        answers.append([json.loads(answer.model_dump_json(exclude={"tick", "known_at"})) for answer in found])
    assert answers[0] == answers[1]


async def test_on_the_command_line(world: World) -> None:
    firms = linked(world, "shared_phone")

    async def quanjing(*words: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "app.cli", "suspected", *words]
        given = environment(world.settings)
        done = await asyncio.to_thread(lambda: subprocess.run(command, env=given, capture_output=True, text=True))
        return done.returncode, done.stdout

    code, text = await quanjing(firms[0], "--level", "1")
    assert (code, "suspected relations (2 of 2)" in text) == (0, True)
    assert all(firm in text for firm in firms)
    assert world.cases["shared_phone"]["expect"]["phone"] not in text
    code, text = await quanjing(firms[0], "--why-not", firms[1])
    assert (code, "suspected\n" in text.partition("as of")[0]) == (0, False)
    assert "Not shown to this caller: agent" in text
    code, text = await quanjing(firms[0][5:], "--why-not", firms[1], "--level", "1", "--json")
    assert (code, json.loads(text)["verdict"]) == (0, "suspected")
    assert (await quanjing(firms[0], "--why-not", firms[0]))[0] == 2
    assert (await quanjing(f"uscc:{fresh_code(77)}"))[0] == 4
