"""Objections, credit repair and approval before publicity over HTTP, with a real service and its worker."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from secrets import token_hex
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.settings import Settings
from models.caller import CallerRole
from tests.support.desk.commands import OFFICE, decision, quanjing
from tests.support.desk.keys import Headers, bearer, issue_at
from tests.support.served import served
from tests.support.worlds.small_group import FIRM, OTHER

pytestmark = pytest.mark.slow
SECONDS = 40
SHOWN = {"公示截止期": "2099-01-01"}
REASONS: dict[str, Any] = {"remark": "经核查"}


class Parties:
    """Those who take part, each with a client of the service."""

    def __init__(self, settings: Settings, client: httpx.AsyncClient) -> None:
        self.settings, self.client = settings, client
        self.names: list[str] = []
        self.keys = {
            "office": self._key(CallerRole.DEPARTMENT, department=OFFICE),
            "approver": self._key(CallerRole.APPROVER, department=OFFICE),
            "elsewhere": self._key(CallerRole.DEPARTMENT, department="宁波市市场监督管理局"),
            "firm": self._key(CallerRole.ENTERPRISE, party=FIRM),
            "colleague": self._key(CallerRole.ENTERPRISE, party=FIRM),
            "rival": self._key(CallerRole.ENTERPRISE, party=OTHER),
            "reader": self._key(CallerRole.ENTERPRISE, party=FIRM, region="3301"),
            "analyst": self._key(CallerRole.ANALYST, region="3301"),
        }

    def _key(self, role: CallerRole, **more: str) -> Headers:
        self.names.append(f"{role}{token_hex(4)}")
        return bearer(issue_at(self.settings, role, self.names[-1], **more).key)

    async def send(self, who: str, path: str, body: dict[str, Any], expect: int = 201) -> dict[str, Any]:
        answer = await self.client.post(path, json=body, headers=self.keys[who])
        assert answer.status_code == expect, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def get(self, who: str | None, path: str, expect: int = 200, **params: Any) -> dict[str, Any]:
        answer = await self.client.get(path, params=params, headers=self.keys[who] if who else {})
        assert answer.status_code == expect, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def step(self, who: str, case: str, action: str, expect: int = 201, **more: Any) -> dict[str, Any]:
        return await self.send(who, f"/v1/cases/{case}/steps", {"action": action, **more}, expect)

    async def record(self, who: str | None, number: str, category: str = "penalty") -> dict[str, Any] | None:
        """The record of a number about the firm, as somebody sees it; a client without a key is the public."""
        page = await self.get(who, f"/v1/parties/{FIRM}/records", category=category, limit="100")
        return next((i for i in page["items"] if number in i["values"].values()), None)

    async def until(self, who: str | None, number: str, right: Callable[[Any], bool], category: str = "penalty") -> Any:
        """The record once it is as it is to be."""
        for _ in range(SECONDS * 10):
            found = await self.record(who, number, category)
            if right(found):
                return found
            await asyncio.sleep(0.1)
        raise AssertionError(found)

    async def export(self, who: str) -> str:
        """All penalties of the firm as they leave in bulk."""
        query, listed = {"of": "penalty", "region": "3301", "form": "ndjson"}, {"parties": [FIRM]}
        begun = await self.client.post("/v1/exports", params=query, json=listed, headers=self.keys[who])
        assert begun.status_code == 202, begun.text
        for _ in range(SECONDS * 10):
            job = await self.get(who, begun.headers["location"])
            if job["state"] not in ("queued", "running"):
                break
            await asyncio.sleep(0.1)
        assert job["state"] == "done", job
        return (await self.client.get(f"{begun.headers['location']}/result", headers=self.keys[who])).text

    async def decided(self, **more: str) -> tuple[str, dict[str, str]]:
        """A decision of the office about the firm; gives its number, and how it is named to those who speak of it."""
        number = f"{token_hex(4)}号"
        row = SHOWN | decision(number, 统一社会信用代码=FIRM[5:], 行政相对人名称="", 罚款金额="1000", **more)
        answer = await self.client.post("/v1/records/penalty", json=[row], params={"wait": 30}, headers=self.keys["office"])
        assert answer.status_code == 201, answer.text
        found = await self.record("office", number)
        assert found is not None
        return number, {"party": FIRM, "category": "penalty", "statement": found["evidence"]["statements"][0]}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def parties(group: Settings) -> AsyncIterator[Parties]:
    """A service with its worker, and those who take part."""
    async with served(group) as service, httpx.AsyncClient(base_url=service.url, timeout=60) as client:
        yield Parties(group, client)


def contested(found: Any) -> bool:
    return bool(found and found["evidence"].get("contested"))


def answered(found: Any) -> bool:
    return bool(found) and found["evidence"].get("contested") is False


async def test_an_objection_that_is_rejected(parties: Parties) -> None:
    number, record = await parties.decided()
    case = await parties.send("firm", "/v1/objections", {**record, "grounds": "从未违法"})
    assert (case["kind"], case["receiver"], case["sender"], case["state"]) == ("objection", OFFICE, FIRM, "open")
    assert case["due"]["working_days"] == 5
    again = await parties.send("colleague", "/v1/objections", {**record, "grounds": "从未违法"}, 200)
    assert again["id"] == case["id"]
    await parties.until(None, number, contested)
    for who, seen in (("colleague", True), ("office", True), ("rival", False), ("elsewhere", False)):
        listed = await parties.get(who, "/v1/objections")
        assert (case["id"] in [one["id"] for one in listed["items"]]) is seen, who
    await parties.step("rival", case["id"], "drop", 404)
    await parties.step("office", case["id"], "claim")
    await parties.step("office", case["id"], "reject", 409)
    await parties.step("office", case["id"], "correct", 409, **REASONS)
    await parties.send("colleague", "/v1/objections", {**record, "grounds": "金额有误"}, 409)
    done = await parties.step("office", case["id"], "reject", **REASONS)
    assert done["final"]
    await parties.send("colleague", "/v1/objections", {**record, "grounds": "从未违法"}, 409)
    found = await parties.until(None, number, answered)
    assert found["evidence"]["objections"][0]["result"] == "rejected"
    kept = await parties.until("office", case["id"], lambda one: bool(one) and "result" in one["values"], "objection")
    assert (kept["values"]["result"], kept["values"]["remark"]) == ("rejected", "经核查")
    assert await parties.record(None, case["id"], "objection") is None
    again = await parties.send("firm", "/v1/objections", {**record, "grounds": "另有证据"})
    assert again["id"] != case["id"]


async def test_an_objection_that_is_upheld_takes_the_record_back(parties: Parties) -> None:
    number, record = await parties.decided()
    case = (await parties.send("elsewhere", "/v1/objections", {**record, "grounds": "重复报送"}))["id"]
    other = (await parties.send("firm", "/v1/objections", {**record, "grounds": "重复报送"}))["id"]
    await parties.until(None, number, contested)
    row = SHOWN | decision(number, 统一社会信用代码=FIRM[5:], 行政相对人名称="", 罚款金额="900")
    sent = await parties.client.post("/v1/records/penalty", json=[row], params={"wait": 30}, headers=parties.keys["office"])
    assert sent.status_code == 201
    restated = await parties.record("office", number)
    assert restated is not None
    assert len(restated["evidence"]["statements"]) == 2
    for one in (case, other):
        await parties.step("office", one, "claim")
    await parties.step("office", case, "uphold", **REASONS)
    await parties.until("office", number, lambda one: one is None)
    await parties.step("office", other, "uphold", 409, **REASONS)
    acting = ("--as", parties.names[0], "cases", "act", other, "uphold", "--remark", "经核查")
    refused = await quanjing(parties.settings, *acting)
    assert refused.code != 0
    assert "stands no more" in refused.err or "不再有效" in refused.err, refused


async def test_an_objection_that_is_corrected_shows_before_and_after(parties: Parties) -> None:
    number, record = await parties.decided()
    case = (await parties.send("firm", "/v1/objections", {**record, "grounds": "金额有误"}))["id"]
    await parties.until(None, number, contested)
    await parties.step("office", case, "claim")
    row = decision(
        number, 统一社会信用代码=FIRM[5:], 行政相对人名称="", 公示截止期="2099-01-01", 罚款金额="10", _action="correct"
    )
    sent = await parties.client.post("/v1/records/penalty", json=[row], params={"wait": 30}, headers=parties.keys["office"])
    assert sent.status_code == 201
    await parties.step("office", case, "correct", **REASONS)
    await parties.until(None, number, answered)
    asked: dict[str, Any] = {"party_id": FIRM, "category": "penalty", "statement": record["statement"]}
    answer = await parties.get(None, "/v1/questions/records.versions/answer", **asked)
    assert {10.0, 1000.0} == {one["item"]["values"]["fine"] for one in answer["versions"]}
    page = await parties.client.get(
        f"/parties/{FIRM}/versions", params={"category": "penalty", "statement": record["statement"]}
    )
    assert page.status_code == 200
    assert "<mark>" in page.text


async def test_who_may_not_object_does_not(parties: Parties) -> None:
    _, record = await parties.decided()
    body = {**record, "grounds": "无"}
    assert (await parties.client.post("/v1/objections", json=body)).status_code == 401
    await parties.send("rival", "/v1/objections", body, 403)
    await parties.send("approver", "/v1/objections", body, 403)
    await parties.send("firm", "/v1/objections", {**body, "statement": "0" * 32}, 404)
    await parties.send("firm", "/v1/objections", {**body, "category": "nichts"}, 422)
    await parties.send("firm", "/v1/publicity", {**body, "reason": "privacy"}, 403)
    await parties.send("elsewhere", "/v1/publicity", {**body, "reason": "privacy"}, 403)
    kind = {"kind": "objection", "key": "x", "receiver": OFFICE, "basis": {"statement": record["statement"]}}
    await parties.send("elsewhere", "/v1/cases", kind, 403)
    hidden, of = await parties.decided(_level="1")
    assert await parties.record("firm", hidden) is None
    await parties.send("firm", "/v1/objections", {**of, "grounds": "无"}, 404)
    await parties.send("office", "/v1/publicity", {**of, "grounds": "无", "reason": "privacy"}, 409)
    await parties.send("elsewhere", "/v1/objections", {**of, "grounds": "无"})


async def test_a_repair_that_is_granted_takes_the_record_out_of_sight(parties: Parties) -> None:
    number, record = await parties.decided()
    beside, _ = await parties.decided()
    for who in ("reader", "analyst"):
        assert {number, beside} <= {json.loads(line)["decision_no"] for line in (await parties.export(who)).splitlines()}
    latest = {who: (await parties.get(who, "/v1/changes", since="latest"))["next"] for who in (None, "analyst")}
    case = await parties.send("firm", "/v1/repairs", {**record, "grounds": "已履行"})
    assert case["due"]["working_days"] == 20
    await parties.step("office", case["id"], "claim")
    await parties.step("office", case["id"], "grant", **REASONS)
    await parties.until("office", number, lambda one: one is None)
    assert await parties.record(None, number) is None
    kept = await parties.until("office", case["id"], lambda one: bool(one) and "decided_on" in one["values"], "credit_repair")
    assert (kept["values"]["state"], kept["values"]["about_key"]) == ("granted", number)
    for who in ("reader", "analyst"):
        left = await parties.export(who)
        assert beside in left, "what is not repaired stays"
        assert number not in left, "what is repaired leaves no more, for the public or for others"
    for reader, since in latest.items():
        changes = await parties.get(reader, "/v1/changes", since=since, limit="1000")
        assert ["penalty"] in [one["categories"] for one in changes["items"] if one["party_id"] == FIRM], "who follows is told"
        assert number not in json.dumps(changes)


async def test_a_repair_that_is_refused_changes_nothing(parties: Parties) -> None:
    number, record = await parties.decided()
    case = (await parties.send("firm", "/v1/repairs", {**record, "grounds": "已履行"}))["id"]
    await parties.step("office", case, "claim")
    await parties.step("office", case, "refuse", **REASONS)
    await parties.until("office", case, lambda one: bool(one) and one["values"]["state"] == "refused", "credit_repair")
    assert await parties.record(None, number) is not None


async def test_a_record_is_held_back_until_the_approver_approves(parties: Parties) -> None:
    number, record = await parties.decided()
    case = (await parties.send("office", "/v1/publicity", {**record, "reason": "privacy", "grounds": "涉及个人"}))["id"]
    await parties.until(None, number, lambda one: one is None)
    found = await parties.record("elsewhere", number)
    assert found is not None
    assert found["evidence"]["held_back"] is True
    await parties.step("office", case, "approve", 409, **REASONS)
    await parties.step("approver", case, "approve", **REASONS)
    await parties.until(None, number, bool)


async def test_the_command_line_lists_and_acts(parties: Parties) -> None:
    number, record = await parties.decided()
    case = (await parties.send("firm", "/v1/objections", {**record, "grounds": "从未违法"}))["id"]
    listed = await quanjing(parties.settings, "cases", "list", "--kind", "objection", "--json")
    assert case in [one["id"] for one in json.loads(listed.out)["items"]]
    await parties.until(None, number, contested)
    shown = await quanjing(parties.settings, "portrait", FIRM)
    assert "异议处理中" in shown.out or "Contested" in shown.out, shown
