"""Warnings over HTTP and as pages: found by a job, seen by whoever is to act, acted in, and never shown to the public."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest_asyncio

from app.settings import Settings
from models.caller import CallerRole, today
from tests.api.test_pushes import Service, serving_pushes
from tests.support.desk.commands import decision
from tests.support.desk.keys import Headers, bearer, issue
from tests.support.desk.signed_in import Browser, sign_in, text_of
from tests.support.worlds.small_group import FIRM


def day(back: int) -> str:
    return (date.fromisoformat(today()) - timedelta(days=back)).isoformat()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(group: Settings) -> AsyncIterator[Service]:
    """A service with a worker beside it, to which two decisions about one firm have been pushed."""
    async with serving_pushes(group) as one:
        rows = [
            {**decision(f"警{n}号", 统一社会信用代码=FIRM[5:], 处罚决定日期=day(back)), "违法行为类型": "虚假宣传"}
            for n, back in ((1, 100), (2, 10))
        ]
        sent = await one.push(rows, "warnings-1", document="预警.json")
        assert sent.json()["accepted"] == 2, sent.text
        yield one


async def run(service: Service, operator: Headers, **asked: Any) -> dict[str, Any]:
    begun = await service.client.post("/v1/warnings/runs", json=asked, headers=operator)
    assert begun.status_code == 202, begun.text
    place = f"/v1/jobs/{begun.json()['id']}"
    for _ in range(300):
        state = (await service.client.get(place, headers=operator)).json()
        if state["state"] in ("done", "failed"):
            assert state["state"] == "done", state
            break
        await asyncio.sleep(0.1)
    found: dict[str, Any] = (await service.client.get(f"{place}/result", headers=operator)).json()["result"]
    return found


async def test_from_a_run_to_an_outcome(service: Service) -> None:
    client, desk = service.client, service.app.state.desk
    operator = bearer(issue(desk, CallerRole.OPERATOR, "预警运营").key)
    done = await run(service, operator, rules=["W07"])
    assert (done["found"], done["raised"]) == (1, 1), done
    assert (await run(service, operator, rules=["W07"], since=f"{today()}T00:00:00"))["raised"] == 0
    (one,) = (await client.get("/v1/warnings", params={"rule": "W07"}, headers=operator)).json()["items"]
    assert (one["party"], one["state"], one["severity"]) == (FIRM, "raised", 2)
    assert {figure["name"]: figure["value"] for figure in one["figures"]} == {"decisions": 2, "days": 90}
    assert len(one["records"]) == 2

    elsewhere = bearer(issue(desk, CallerRole.DEPARTMENT, "预警别局", department="别局").key)
    assert (await client.get(f"/v1/warnings/{one['id']}", headers=elsewhere)).status_code == 404
    assert (await client.post("/v1/warnings/runs", json={}, headers=elsewhere)).status_code == 403
    for path in ("/v1/warnings", f"/v1/warnings/{one['id']}", "/v1/warnings/precision", "/v1/warnings/rules"):
        assert (await client.get(path)).status_code in (401, 403), path
    wrong = await client.post("/v1/warnings/runs", json={"rules": ["W99"]}, headers=operator)
    assert (wrong.status_code, wrong.json()["detail"]) == (422, "there is no rule W99")

    officer: Browser = await sign_in(client, issue(desk, CallerRole.DEPARTMENT, "预警局员", department=one["receiver"]).key)
    listed = text_of((await officer.get("/warnings")).text)
    assert "再犯" in listed
    assert "处罚决定 2" in listed
    page = f"/warnings/{one['id']}"
    shown = await officer.get(page)
    assert "<script" not in shown.text
    assert "≥ 2" in text_of(shown.text)
    assert (await officer.post(page, {"action": "claim"}, of=page)).status_code == 303
    assert (await officer.post(page, {"action": "dismiss", "remark": "系同一行为"}, of=page)).status_code == 409
    done_page = await officer.post(page, {"action": "dismiss", "remark": "系同一行为", "ground": "lawful"}, of=page)
    assert done_page.status_code == 303
    assert "情况正常合规" in text_of((await officer.get(page)).text)
    assert (await run(service, operator, rules=["W07"]))["again"] == 0
    (right,) = (await client.get("/v1/warnings/precision", headers=operator)).json()["items"]
    assert (right["rule"], right["raised"], right["decided"], right["false"], right["precision"]) == ("W07", 1, 1, 1, 0.0)
    odd = {"action": "release", "data": {"ground": "x", "gained": "y", "to": "z"}}
    assert (await client.post(f"/v1/cases/{one['id']}/steps", json=odd, headers=operator)).status_code == 409
    again = {"action": "reopen", "remark": "复核", "data": odd["data"]}
    assert (await client.post(f"/v1/cases/{one['id']}/steps", json=again, headers=operator)).status_code == 201
    assert (await officer.get(page)).status_code == 200
    rules = text_of((await officer.get("/warnings/rules")).text)
    assert "无法运行，未载入：" in rules


async def test_what_the_rules_find_of_a_party_and_what_another_threshold_would(service: Service) -> None:
    client, desk = service.client, service.app.state.desk
    analyst = bearer(issue(desk, CallerRole.ANALYST, "预警分析").key)
    found = (await client.get(f"/v1/parties/{FIRM}/warnings", headers=analyst)).json()
    assert "W07" in [one["rule"] for one in found["warnings"]]
    assert {"rule": "W10", "reason": "not_loaded"}.items() <= next(o for o in found["not_asked"] if o["rule"] == "W10").items()
    for long_ago in ("1990-01-01", "0003-01-01"):
        of = await client.get(f"/v1/parties/{FIRM}/warnings", params={"as_of": long_ago}, headers=analyst)
        listed = await client.get("/v1/warnings/rules", params={"as_of": long_ago}, headers=analyst)
        assert (of.status_code, listed.status_code) == (404, 200), of.text + listed.text
    too_much: dict[str, Any] = {"rule": "W07", "months": 36, "most": 5_000}
    assert (await client.get("/v1/warnings/tried", params=too_much, headers=analyst)).status_code == 422
    asked: dict[str, Any] = {"rule": "W07", "values": "least=3", "months": 3}
    tried = (await client.get("/v1/warnings/tried", params=asked, headers=analyst)).json()
    assert [(one["old"], one["new"], len(one["removed"])) for one in tried["months"]][-1] == (1, 0, 1)
    assert tried["months"][0]["old"] == 0
    for wrong in ({"rule": "W07", "values": "least=few"}, {"rule": "W07", "values": "fewest=3"}, {"rule": "W98"}):
        assert (await client.get("/v1/warnings/tried", params=wrong, headers=analyst)).status_code == 422, wrong
