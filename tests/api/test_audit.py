"""The audit log over HTTP: every request with a key is in it, personal values hashed, and operators search and check it."""

from urllib.parse import quote

import httpx
import pytest

from app.desk.audit.recorder import MOST_WAITING, WRITTEN_SECONDS, Recorder
from app.desk.store import Desk
from models.caller import GRANTED, CallerRole
from models.work.audit import AuditEntry
from tests.support.desk.keys import Headers, bearer, issue
from tests.support.worlds.small_group import FIRM, OWNER

Keys = dict[CallerRole, Headers]


def state_of(client: httpx.AsyncClient) -> object:
    """What the service behind a client holds."""
    return client._transport.app.state  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def keys(served: httpx.AsyncClient) -> Keys:
    """A key of each role."""
    desk: Desk = state_of(served).desk  # type: ignore[attr-defined]
    return {role: bearer(issue(desk, role, f"审计{role}").key) for role in GRANTED}


async def entries(client: httpx.AsyncClient, keys: Keys, **which: str | int) -> list[AuditEntry]:
    """What an operator is shown of the log."""
    found = await client.get("/v1/audit", params=which, headers=keys[CallerRole.OPERATOR])
    assert found.status_code == 200, found.text
    items = found.json()["items"]
    return [AuditEntry.model_validate({k: v for k, v in one.items() if k not in ("seq", "hash")}) for one in items]


async def test_a_request_is_kept_with_what_came_of_it(served: httpx.AsyncClient, keys: Keys) -> None:
    me = keys[CallerRole.ANALYST] | {"X-Request-Id": "request-of-audit", "X-Purpose": quote("案件 12 号")}
    answer = await served.get("/v1/search", params={"q": OWNER, "limit": 5}, headers=me)
    await served.get(f"/v1/parties/{FIRM}/portrait", params={"as_of": "2024-03-01"}, headers=me)
    await served.get("/v1/callers", headers=me)
    await served.get("/v1/search", headers=me)
    refused, forbidden, portrait, search = await entries(served, keys, caller="审计analyst", limit=4)
    assert (search.action, search.status, search.rows) == ("GET /v1/search", 200, answer.json()["shown"])
    assert search.parameters["limit"] == "5"
    assert search.parameters["q"].startswith("h:")
    assert search.subject == search.parameters["q"]
    assert OWNER not in search.model_dump_json()
    assert (search.purpose, search.request_id) == ("案件 12 号", "request-of-audit")
    assert search.bytes
    assert (portrait.subject, portrait.parameters["as_of"], portrait.status) == (FIRM, "2024-03-01", 200)
    assert portrait.rows
    assert portrait.rows > 3
    assert (forbidden.action, forbidden.status, forbidden.rows) == ("GET /v1/callers", 403, None)
    assert refused.status == 422
    about = await entries(served, keys, about=OWNER, limit=1)
    assert about == [search]


async def test_a_firm_is_found_however_it_was_named(served: httpx.AsyncClient, keys: Keys) -> None:
    code, me = FIRM.removeprefix("uscc:"), keys[CallerRole.INVESTIGATOR]
    assert (await served.get(f"/v1/parties/{code}", headers=me)).is_redirect
    await served.get(f"/v1/parties/{FIRM}/portrait", headers=me)
    for named in (code, FIRM):
        found = await entries(served, keys, about=named, caller="审计investigator", limit=2)
        assert [one.subject for one in found] == [FIRM, code], named


async def test_a_job_is_found_by_its_id(served: httpx.AsyncClient, keys: Keys) -> None:
    job = "01a22b7ed71ff747d301d4bba0e9"
    assert (await served.get(f"/v1/jobs/{job}", headers=keys[CallerRole.ANALYST])).status_code == 404
    (found,) = await entries(served, keys, about=job)
    assert (found.subject, found.status) == (job, 404)
    await served.get("/v1/jobs/11010119900307001x", headers=keys[CallerRole.ANALYST])
    (hashed,) = await entries(served, keys, about="11010119900307001x")
    assert (hashed.subject or "").startswith("h:"), "what may be the number of a person stands nowhere in clear"


async def test_the_public_and_bad_keys_are_counted(served: httpx.AsyncClient, keys: Keys) -> None:
    recorder: Recorder = state_of(served).audit  # type: ignore[attr-defined]
    await recorder.write_counts()
    for _ in range(3):
        await served.get("/v1/rule-sets")
        await served.get("/v1/rule-sets", headers=bearer("nonsense"))
    await recorder.write_counts()
    found = await entries(served, keys, caller="public", action="GET /v1/rule-sets", limit=2)
    assert {(one.status, one.times) for one in found} == {(200, 3), (401, 3)}


async def test_the_log_is_written_soon_and_whole(served: httpx.AsyncClient, keys: Keys) -> None:
    assert WRITTEN_SECONDS <= 1
    operator = keys[CallerRole.OPERATOR]
    head = (await served.get("/v1/audit/head", headers=operator)).json()
    found = (await served.get("/v1/audit/verified", headers=operator)).json()
    assert (found["wrong"], found["head"]["seq"] >= head["seq"] > 0) == ([], True)


async def test_who_changes_callers_is_kept(served: httpx.AsyncClient, keys: Keys) -> None:
    operator = keys[CallerRole.OPERATOR]
    new = {"name": "审计新人", "roles": ["analyst"]}
    issued = (await served.post("/v1/callers", json=new, headers=operator)).json()
    await served.post(f"/v1/callers/{issued['id']}/revoke", headers=operator)
    found = await entries(served, keys, about=issued["id"])
    assert [(one.action, one.caller, one.subject) for one in found] == [
        ("POST /v1/callers/{caller_id}/revoke", "审计operator", issued["id"]),
        ("POST /v1/callers", "审计operator", issued["id"]),
    ]


async def test_where_nothing_can_be_kept_nobody_with_a_key_is_served(
    served: httpx.AsyncClient, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder: Recorder = state_of(served).audit  # type: ignore[attr-defined]
    monkeypatch.setattr(recorder, "_waiting", [None] * MOST_WAITING)
    found = await served.get("/v1/whoami", headers=keys[CallerRole.ANALYST])
    assert (found.status_code, found.json()["type"]) == (503, "urn:quanjing:problem:desk-unavailable")
    assert (await served.get("/v1/whoami")).status_code == 200


async def test_a_caller_asks_and_an_operator_decides(served: httpx.AsyncClient, keys: Keys) -> None:
    analyst, operator = keys[CallerRole.ANALYST], keys[CallerRole.OPERATOR]
    new = {"kind": "export", "scope": "33", "reason": "全省抽查"}
    card = (await served.post("/v1/approvals", json=new, headers=analyst)).json()
    assert (card["state"], card["caller"]) == ("asked", "审计analyst")
    path = f"/v1/approvals/{card['id']}"
    assert (await served.post(f"{path}/grant", json={}, headers=analyst)).status_code == 403
    granted = await served.post(f"{path}/grant", json={"days": 9, "remark": "同意"}, headers=operator)
    assert (granted.status_code, granted.json()["state"], granted.json()["remark"]) == (200, "granted", "同意")
    assert granted.json()["decided_by"].startswith("审计operator (")
    for headers, seen in ((analyst, True), (operator, True), (keys[CallerRole.DEPARTMENT], False)):
        listed = (await served.get("/v1/approvals", headers=headers)).json()["items"]
        assert (card["id"] in [one["id"] for one in listed]) is seen
    own = (await served.post("/v1/approvals", json=new, headers=operator)).json()
    assert (await served.post(f"/v1/approvals/{own['id']}/grant", json={}, headers=operator)).status_code == 403


@pytest.mark.parametrize("purpose", ["x" * 201, "a%0Ab"])
async def test_a_purpose_that_cannot_be_kept_is_refused(served: httpx.AsyncClient, keys: Keys, purpose: str) -> None:
    found = await served.get("/v1/whoami", headers=keys[CallerRole.ANALYST] | {"X-Purpose": purpose})
    assert found.status_code == 422
