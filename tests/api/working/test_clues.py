"""Clues over HTTP and on their pages: for level 1 and above; sent to a department, claimed, fed back."""

import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import pytest
import pytest_asyncio

from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from models.caller import CallerRole
from tests.api.test_pushes import Service, serving_pushes
from tests.support.desk.keys import bearer, issue
from tests.support.desk.signed_in import sign_in
from tests.support.engines import Engines, chosen
from tests.support.loading import Loaded
from tests.support.worlds import clue_world
from tests.support.worlds.clue_world import AS_OF, MET, PHONE, TAX, code, named, party

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clues")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def clued(session_engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a graph with the world of clues."""
    catalogue, name = read_catalogue(), chosen()[0]
    engine = await session_engines.clean(name, catalogue)
    settings = session_engines.settings(name)
    await clue_world.fill(Loaded(engine, catalogue, settings, tmp_path_factory.mktemp("clues")))
    return settings


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(clued: Settings) -> AsyncIterator[Service]:
    async with serving_pushes(clued) as one:
        yield one


def keyed(service: Service, role: CallerRole, name: str, department: str | None = None) -> str:
    return issue(service.app.state.desk, role, name, department=department).key


async def test_the_public_is_refused(service: Service) -> None:
    for path in ("/v1/clues/meeting", f"/v1/clues?seed={code(1)}", "/clues", "/clues/meeting"):
        assert (await service.client.get(path)).status_code in {401, 403}, path
    assert "/clues" not in (await service.client.get("/")).text
    for name in ("clues.of", "clues.meeting", "clues.values", "clues.records"):
        assert (await service.client.get(f"/v1/questions/{name}/answer")).status_code in {401, 403, 404, 422}, name


async def test_over_http(service: Service) -> None:
    headers = bearer(keyed(service, CallerRole.ANALYST, "线索分析员"))
    found = await service.client.get("/v1/clues/meeting", params={"as_of": AS_OF}, headers=headers)
    assert found.status_code == 200, found.text
    (one,) = found.json()["items"]
    assert (one["departments"], one["parties"]) == (3, sorted(map(party, MET)))
    assert found.json()["looked_at"] * one["chance"] == one["expected"]
    seeds = {"seed": [code(1), PHONE], "as_of": AS_OF}
    led = await service.client.get("/v1/clues", params=seeds, headers=headers)
    assert led.status_code == 200, led.text
    assert [seed["kind"] for seed in led.json()["seeds"]] == ["party", "phone"]
    assert PHONE not in led.text
    wrong = await service.client.get("/v1/clues", params={"as_of": AS_OF}, headers=headers)
    assert (wrong.status_code, wrong.json()["type"].rpartition(":")[2]) == (422, "invalid-input")


async def test_from_a_page_to_a_department_and_back(service: Service) -> None:
    analyst = await sign_in(service.client, keyed(service, CallerRole.ANALYST, "线索分析二员"))
    shown = await analyst.get("/clues/meeting", params={"as_of": AS_OF})
    assert shown.status_code == 200, shown.text
    text = unescape(shown.text)
    assert "3 个部门交汇于 3 个主体" in text
    assert "139****22" in text
    assert PHONE not in text
    assert f"/parties/{party(1)}/records" in text
    english = unescape((await analyst.get("/clues/meeting", params={"as_of": AS_OF, "lang": "en"})).text)
    assert "3 departments meet over 3 parties" in english
    (key,) = set(re.findall(r'name="key" value="([^"]+)"', shown.text))
    opened = await analyst.post("/clues/open", {"key": key, "receiver": TAX, "as_of": AS_OF})
    assert opened.status_code == 303, opened.text
    case = opened.headers["location"].partition("?")[0].rpartition("/")[2]
    again = await analyst.post("/clues/open", {"key": key, "receiver": TAX, "as_of": AS_OF})
    assert again.headers["location"] == opened.headers["location"]
    page = unescape((await analyst.get(f"/cases/{case}")).text)
    assert code(1) in page
    assert "139****22" in page
    tax = bearer(keyed(service, CallerRole.DEPARTMENT, "税务局员", TAX))
    of = (await service.client.get(f"/v1/cases/{case}", headers=tax)).json()
    assert (of["kind"], of["state"], of["receiver"], len(of["basis"]["records"])) == ("clue", "open", TAX, 3)
    assert PHONE not in str(of)
    for action, remark in (("claim", None), ("confirm", "三户企业实为同一人控制")):
        step = {"action": action, "remark": remark}
        taken = await service.client.post(f"/v1/cases/{case}/steps", json=step, headers=tax)
        assert taken.status_code == 201, taken.text
    assert taken.json()["state"] == "confirmed"
    closed = await analyst.post(f"/cases/{case}", {"action": "accept"})
    assert closed.status_code == 303, closed.text
    over = (await service.client.get(f"/v1/cases/{case}", headers=tax)).json()
    assert (over["state"], over["final"]) == ("closed", True)


async def test_a_program_sends_a_clue(service: Service) -> None:
    headers = bearer(keyed(service, CallerRole.ANALYST, "线索程序"))
    (one,) = (await service.client.get("/v1/clues/meeting", params={"as_of": AS_OF}, headers=headers)).json()["items"]
    records = [
        [held["family"], record["category"], record["party"], record["day"], record["statement"]]
        for held in one["held"]
        for record in held["records"]
    ]
    new = {
        "kind": "clue",
        "key": f"{one['key']} by program",
        "receiver": TAX,
        "basis": {"parties": one["parties"], "records": records},
    }
    opened = await service.client.post("/v1/cases", json=new, headers=headers)
    assert opened.status_code == 201, opened.text
    tax = bearer(keyed(service, CallerRole.DEPARTMENT, "税务局二员", TAX))
    listed = (await service.client.get("/v1/cases", params={"kind": "clue", "open": True}, headers=tax)).json()
    assert opened.json()["id"] in {case["id"] for case in listed["items"]}
    analyst = await sign_in(service.client, keyed(service, CallerRole.OPERATOR, "线索管理员"))
    page = await analyst.get(f"/cases/{opened.json()['id']}")
    assert (page.status_code, code(1) in page.text) == (200, True)


@pytest.mark.parametrize(
    ("basis", "wrong"),
    [
        ({}, "basis.parties"),
        ({"parties": 5}, "basis.parties"),
        ({"parties": ["x"], "records": ["0" * 32]}, "basis.records.0"),
        ({"parties": ["x"], "chance": 0.1}, "surprise, expected, looked_at, drawn, population, level are lacking"),
        ({"parties": ["x"], "note": "x"}, "basis.note"),
    ],
)
async def test_a_basis_has_its_form(service: Service, basis: dict[str, Any], wrong: str) -> None:
    headers = bearer(keyed(service, CallerRole.ANALYST, f"程序{len(str(basis))} {wrong}"[:60]))
    new = {"kind": "clue", "key": f"wrong {wrong}", "receiver": TAX, "basis": basis}
    refused = await service.client.post("/v1/cases", json=new, headers=headers)
    assert refused.status_code == 422, refused.text
    assert wrong in refused.text


async def test_every_sender_has_a_case_and_a_new_one_when_it_is_over(service: Service) -> None:
    third = await sign_in(service.client, keyed(service, CallerRole.ANALYST, "线索分析五员", "甲局"))
    fourth = await sign_in(service.client, keyed(service, CallerRole.ANALYST, "线索分析六员", "乙局"))

    async def opened(who: Any, **more: str) -> str:
        answer = await who.post("/clues/open", {"party": party(1), "receiver": TAX, "as_of": AS_OF} | more)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"].partition("?")[0])

    first = await opened(third)
    assert await opened(third, as_of="2024-12-02") == first
    assert await opened(fourth) != first
    dropped = await third.post(first, {"action": "drop", "remark": "另行核查"})
    assert dropped.status_code == 303, dropped.text
    again = await opened(third)
    assert again != first
    assert await opened(third) == again


async def test_from_a_seed_to_a_case(service: Service) -> None:
    analyst = await sign_in(service.client, keyed(service, CallerRole.ANALYST, "线索分析三员"))
    assert (await analyst.get("/clues")).status_code == 200
    shown = await analyst.post("/clues", {"seed": f"反映{named(1)}的问题", "as_of": AS_OF})
    assert shown.status_code == 200, shown.text
    text = unescape(shown.text)
    assert named(2) in text
    assert "国家税务总局杭州市税务局" in text
    opened = await analyst.post("/clues/open", {"party": party(1), "receiver": TAX, "as_of": AS_OF})
    assert opened.status_code == 303, opened.text
    page = unescape((await analyst.get(opened.headers["location"])).text)
    assert code(2) in page
    longest = await analyst.post("/clues", {"seed": f"反映{named(1)}" + "的问题" * 1_300, "as_of": AS_OF})
    assert (longest.status_code, named(2) in longest.text) == (200, True)
    lacking = await analyst.post("/clues/open", {"party": party(1), "receiver": "", "as_of": AS_OF})
    assert lacking.status_code == 422
    unknown = await analyst.post("/clues/open", {"key": "meeting:none", "receiver": TAX, "as_of": AS_OF})
    assert unknown.status_code == 404
