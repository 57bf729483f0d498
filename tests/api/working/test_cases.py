"""Cases over HTTP: a department sees and does its own, in the audit log, and what is not allowed says what is."""

import httpx
import pytest

from app.desk.store import Desk
from models.caller import CallerRole
from tests.api.test_audit import state_of
from tests.support.desk.keys import Headers, bearer, issue

NEW = {"kind": "problem_rows", "key": "批1", "receiver": "某局", "basis": {"batch": "批1", "rows": 2}}


@pytest.fixture(scope="module")
def keys(served: httpx.AsyncClient) -> dict[str, Headers]:
    """The keys of two callers of one department, one of another, an operator and an analyst."""
    desk: Desk = state_of(served).desk  # type: ignore[attr-defined]
    department = CallerRole.DEPARTMENT
    return {
        "one": bearer(issue(desk, department, "事项甲", department="某局").key),
        "two": bearer(issue(desk, department, "事项乙", department="某局").key),
        "other": bearer(issue(desk, department, "事项丙", department="别局").key),
        "operator": bearer(issue(desk, CallerRole.OPERATOR, "事项运营").key),
        "looking": bearer(issue(desk, CallerRole.INVESTIGATOR, "事项核查", department="某局").key),
        "analyst": bearer(issue(desk, CallerRole.ANALYST, "事项分析").key),
    }


async def test_a_case_goes_its_way(served: httpx.AsyncClient, keys: dict[str, Headers]) -> None:
    made = await served.post("/v1/cases", json=NEW, headers=keys["operator"])
    again = await served.post("/v1/cases", json=NEW, headers=keys["operator"])
    assert (made.status_code, again.status_code, again.json()) == (201, 200, made.json())
    contradicts = await served.post("/v1/cases", json={**NEW, "receiver": "别局"}, headers=keys["operator"])
    assert contradicts.status_code == 409
    assert (await served.post("/v1/cases", json={**NEW, "key": "批2"}, headers=keys["one"])).status_code == 403
    case = made.json()["id"]
    for who, seen in (("one", True), ("two", True), ("operator", True), ("other", False), ("analyst", False)):
        listed = (await served.get("/v1/cases", params={"kind": "problem_rows", "limit": 200}, headers=keys[who])).json()
        assert [one["id"] for one in listed["items"] if one["key"] == NEW["key"]] == ([case] if seen else []), who
        assert (await served.get(f"/v1/cases/{case}", headers=keys[who])).status_code == (200 if seen else 404), who
    assert (await served.get("/v1/cases")).status_code == 401
    steps = f"/v1/cases/{case}/steps"
    assert (await served.post(steps, json={"action": "claim"}, headers=keys["other"])).status_code == 404
    claimed = await served.post(steps, json={"action": "claim"}, headers=keys["one"])
    assert (claimed.status_code, claimed.json()["state"]) == (201, "claimed")
    lost = await served.post(steps, json={"action": "claim"}, headers=keys["two"])
    assert (lost.status_code, lost.json()["detail"]) == (409, "the case is claimed: claim is not allowed, only nothing")
    refused = await served.post(steps, json={"action": "accept"}, headers=keys["one"])
    assert refused.json()["detail"] == "the case is claimed: accept is not allowed, only release, answer"
    log = (await served.get("/v1/audit", params={"about": case}, headers=keys["operator"])).json()["items"]
    assert ("POST /v1/cases/{case}/steps", 201) in [(one["action"], one["status"]) for one in log]
    assert ("POST /v1/cases", 201) in [(one["action"], one["status"]) for one in log]


@pytest.mark.parametrize("wrong", [{"due_by": "morgen"}, {"limit": "0"}, {"nothing": "1"}])
async def test_a_wrong_filter_is_refused(served: httpx.AsyncClient, keys: dict[str, Headers], wrong: dict[str, str]) -> None:
    assert (await served.get("/v1/cases", params=wrong, headers=keys["one"])).status_code == 422


async def test_only_the_role_of_a_department_answers_for_it(served: httpx.AsyncClient, keys: dict[str, Headers]) -> None:
    case = (await served.post("/v1/cases", json={**NEW, "key": "批9"}, headers=keys["operator"])).json()["id"]
    seen = (await served.get(f"/v1/cases/{case}", headers=keys["looking"])).json()
    assert seen["id"] == case
    assert not seen.get("actions")
    refused = await served.post(f"/v1/cases/{case}/steps", json={"action": "claim"}, headers=keys["looking"])
    assert refused.status_code == 409
    claimed = await served.post(f"/v1/cases/{case}/steps", json={"action": "claim"}, headers=keys["one"])
    assert claimed.status_code == 201
