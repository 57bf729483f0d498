"""Suspicions rest on what the caller may see on the day, on values of any category, and go with what they rest on."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.answers import Reader, Viewpoint
from app.answers.difference import differences
from app.answers.linkage import suspected, why_not
from app.answers.relations import relations
from app.paths import CATALOGUE
from loaders.catalogue.files import read_catalogue
from models.answers.linkage import SignalKind, SignalState
from models.answers.parts import View
from models.caller import Caller
from tests.support.engines import Engines
from tests.support.inquiring import reader, same, withheld_kinds
from tests.support.loading import INSPECTOR, OFFICER, PUBLIC, Loaded
from tests.support.worlds.hiding import FUTURE, fresh_code

pytestmark = pytest.mark.slow
K = SignalKind
CROWD, ONE, TWO, THIRD = 300, 700_900, 700_901, 700_902
TOLD = {"_provider": "某登记机关", "_day": "2024-01-01"}
PREMISES = """\
name: premises
title: {zh: 经营场所备案, en: Premises}
display_class: basic
mode: append
time: state
record:
  label: Premises
  about: {occupant: occupant, owner: owner}
key: [number]
properties:
  - {name: number, type: text, title: {zh: 编号, en: Number}, required: true}
  - {name: occupant, type: party, kinds: [Enterprise], title: {zh: 使用人, en: Occupant}, required: true}
  - {name: owner, type: party, kinds: [Enterprise], title: {zh: 产权人, en: Owner}}
  - {name: site, type: address, title: {zh: 场所, en: Site}}
  - {name: hotline, type: phone, title: {zh: 公开电话, en: Hotline}}
  - {name: store, type: address, level: 2, title: {zh: 仓库, en: Store}}
"""


def uscc(number: int) -> str:
    return f"uscc:{fresh_code(number)}"


def firm(number: int, **more: Any) -> dict[str, Any]:
    """A registration that has nothing in common with any other, but for what is given."""
    own = {
        "name": f"杭州疑{number}有限公司",
        "code": fresh_code(number),
        "established": f"20{number % 20:02}-0{number % 9 + 1}-11",
    }
    return own | {"address": f"某市某路{number}号", "phone": f"1540000{number % 10_000:04}"} | TOLD | more


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue with one more category."""
    found = tmp_path_factory.mktemp("catalogue")
    shutil.copytree(CATALOGUE, found, dirs_exist_ok=True)
    (found / "premises.yml").write_text(PREMISES, encoding="utf-8")
    return found


@pytest.fixture
async def graph(engine_name: str, session_engines: Engines, folder: Path, tmp_path: Path) -> Loaded:
    """A crowd of firms, and three that have nothing in common with anybody."""
    catalogue = read_catalogue(folder)
    found = Loaded(
        await session_engines.clean(engine_name, catalogue), catalogue, session_engines.settings(engine_name), tmp_path
    )
    receipt = await found.say("enterprise.crowd.csv", *(firm(n) for n in (*range(CROWD), ONE, TWO, THIRD)))
    assert receipt.accepted == CROWD + 3, receipt
    return found


async def signals(graph: Loaded, caller: Caller = OFFICER, **when: Any) -> Mapping[SignalKind, SignalState] | None:
    """What speaks for a relation of the first firm with the second; None where it is not suspected."""
    answer = await suspected(reader(graph, caller, **when), uscc(ONE))
    found = [item for item in answer.items if uscc(TWO) in (item.a, item.b)]
    return {signal.kind: signal.state for signal in found[0].signals} if found else None


async def everything(graph: Loaded, caller: Caller) -> list[str]:
    """All that a caller can get of suspicions, byte for byte."""
    view = View.STRICT if caller is PUBLIC else View.PROBABLE
    return [
        *[same(await suspected(reader(graph, caller, view=view), uscc(n))) for n in (ONE, TWO)],
        same(await why_not(reader(graph, caller, view=view), uscc(ONE), uscc(TWO))),
        same(await relations(reader(graph, caller, view=view), [uscc(ONE), uscc(TWO), uscc(THIRD)])),
    ]


HIDDEN: dict[str, dict[str, Any]] = {"restricted": {"_level": 2}, "future": {"_day": FUTURE}, "withdrawn": {}}


@pytest.mark.parametrize("kind", HIDDEN)
async def test_hidden_facts_change_no_byte(graph: Loaded, kind: str) -> None:
    await graph.say("enterprise.shared.csv", *(firm(n, address="某市同路1号", _day="2024-02-01") for n in (ONE, TWO)))
    assert (await signals(graph, PUBLIC) or {})[K.ADDRESS] is SignalState.SHARED
    before = [await everything(graph, caller) for caller in (PUBLIC, OFFICER)]
    more = {"_day": "2024-03-01"} | HIDDEN[kind]
    secret = [firm(n, address="某市同路1号", phone=f"1540000{ONE % 10_000:04}", **more) for n in range(800_000, 800_030)]
    secret += [firm(n, address="某市另路1号", **more) for n in (ONE, TWO, THIRD)]
    receipt = await graph.say("enterprise.secret.csv", *secret)
    assert receipt.accepted == len(secret)
    if kind == "withdrawn":
        assert [await everything(graph, caller) for caller in (PUBLIC, OFFICER)] != before
        await graph.withdraw(receipt.batch)
    assert [await everything(graph, caller) for caller in (PUBLIC, OFFICER)] == before
    if kind == "restricted":
        assert await signals(graph, INSPECTOR) is not None
        common = (await suspected(reader(graph, INSPECTOR), uscc(ONE))).common
        assert [(item.kind, item.count) for item in common.items] == [(K.PHONE, 31)]


async def test_values_of_a_higher_level_leave_no_trace(graph: Loaded) -> None:
    """Telephones, e-mails and agents are of level 1: two firms that share them are told of each other to officers only."""
    before = await everything(graph, PUBLIC)
    shared = {"phone": "15412345678", "email": "Both@firm.example", "agent": "某某登记代理有限公司", "_action": "correct"}
    receipt = await graph.say("enterprise.phones.csv", *(firm(n, **shared) for n in (ONE, TWO)))
    assert receipt.facts > 0
    assert await everything(graph, PUBLIC) == before
    found = await signals(graph) or {}
    assert {found[kind] for kind in (K.PHONE, K.EMAIL, K.AGENT)} == {SignalState.SHARED}


async def test_suspicions_come_and_go_with_what_they_rest_on(graph: Loaded) -> None:
    batch = (
        await graph.say("enterprise.moved.csv", *(firm(n, address="某市同路1号", _day="2024-02-01") for n in (ONE, TWO)))
    ).batch
    await graph.say("enterprise.away.csv", firm(TWO, address="某市别路1号", _day="2024-05-01"))
    suspects = {
        day: await signals(graph, as_of=day) is not None for day in ("2024-01-31", "2024-02-01", "2024-04-30", "2024-05-01")
    }
    assert list(suspects.values()) == [False, True, True, False]
    for before, after, came, left in (("2024-01-31", "2024-03-01", 1, 0), ("2024-03-01", "2024-06-01", 0, 1)):
        found = await differences(
            Reader(graph.questions, Viewpoint(OFFICER)), uscc(ONE), of="suspected", before=before, after=after
        )
        (section,) = found.sections
        assert (len(section.came), len(section.left)) == (came, left)
    await graph.rederive()
    assert await signals(graph, as_of="2024-04-30")
    known = (await graph.answer("catalogue.loaded"))["tick"]
    await graph.withdraw(batch)
    assert await signals(graph, as_of="2024-04-30") is None
    assert await signals(graph, as_of="2024-04-30", known_at=known)


async def test_a_new_category_takes_part(graph: Loaded) -> None:
    """Its address is that of the party that it is about first, and nobody else's; its telephone is public."""
    rows = [
        {"number": str(n), "occupant": uscc(n), "owner": uscc(THIRD), "site": "某市新路9号", "hotline": "15487654321"} | TOLD
        for n in (ONE, TWO)
    ]
    await graph.say("premises.csv", *rows)
    answer = await suspected(reader(graph, PUBLIC), uscc(ONE))
    assert {end for item in answer.items for end in (item.a, item.b)} == {uscc(ONE), uscc(TWO)}
    assert withheld_kinds(answer) == (K.AGENT,)
    found = await signals(graph, PUBLIC) or {}
    assert (found[K.ADDRESS], found[K.PHONE]) == (SignalState.SHARED, SignalState.SHARED)
    assert (await suspected(reader(graph, PUBLIC), uscc(THIRD))).items == ()


async def test_a_property_of_a_higher_level_is_for_those_who_may_see_it(graph: Loaded) -> None:
    rows = [{"number": str(n), "occupant": uscc(n), "store": "某市库路9号"} | TOLD for n in (ONE, TWO)]
    before = await everything(graph, OFFICER)
    await graph.say("premises.csv", *rows)
    assert await everything(graph, OFFICER) == before
    assert (await signals(graph, INSPECTOR) or {})[K.ADDRESS] is SignalState.SHARED


async def test_a_value_that_too_many_have_is_listed_and_not_followed(graph: Loaded) -> None:
    many = [ONE, TWO, *range(30)]
    await graph.say("enterprise.many.csv", *(firm(n, address="某市众路1号", _day="2024-02-01") for n in many))
    answer = await suspected(reader(graph, PUBLIC), uscc(ONE))
    assert answer.items == ()
    assert [(item.kind, item.value, item.count) for item in answer.common.items] == [(K.ADDRESS, "某市众路1号", len(many))]
    assert answer.compared == 0
    first = answer.common.version
    await graph.say("enterprise.more.csv", firm(31, address="某市众路1号", _day="2024-02-01"))
    assert (await suspected(reader(graph, PUBLIC), uscc(ONE))).common.version != first
