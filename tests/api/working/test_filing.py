"""An enterprise files over HTTP: what it may file, checked, sent, and shown as it chose."""

import asyncio
from secrets import token_hex
from typing import Any

import httpx
import pytest

from app.settings import Settings
from models.caller import CallerRole
from tests.support.desk.commands import OFFICE
from tests.support.desk.keys import bearer, issue_at
from tests.support.served import served
from tests.support.worlds.small_group import HEAD, NAMES, OTHER

pytestmark = pytest.mark.slow
REPORT = {"年报年度": "2025", "年报日期": "2026-05-01", "资产总额": "2000000", "从业人数": "7", "资产总额是否公示": "是"}
CSV = "年报年度,年报日期,资产总额,从业人数,资产总额是否公示,从业人数是否公示\n2024,2025-05-01,1000000,6,否,是\n"


async def test_a_report_is_filed_by_form_and_by_file(group: Settings) -> None:
    key = bearer(issue_at(group, CallerRole.ENTERPRISE, f"申报{token_hex(4)}", party=HEAD).key)
    analyst = bearer(issue_at(group, CallerRole.ANALYST, f"分析{token_hex(4)}").key)
    async with served(group) as service, httpx.AsyncClient(base_url=service.url, timeout=60, headers=key) as client:
        listed = (await client.get("/v1/filings")).json()
        assert listed["party"] == HEAD
        assert "assets" in next(one for one in listed["items"] if one["category"] == "annual_report")["by_choice"]
        preview = await client.post("/v1/filings/annual_report", json=REPORT, params={"preview": "true"})
        assert preview.status_code == 200, preview.text
        assert [one["rule"] for one in preview.json()["findings"]] == ["late"]
        assert "employees" not in preview.json()["rows"][0]["public"]
        named = {"Idempotency-Key": "年报2025".encode().hex()}
        sent = await client.post("/v1/filings/annual_report", json=REPORT, headers=named)
        assert sent.status_code == 202, sent.text
        headers = {"Content-Type": "text/csv"}
        by_file = await client.post("/v1/filings/annual_report", content=CSV.encode(), headers=headers)
        assert by_file.status_code == 202, by_file.text
        jobs = [*sent.json()["jobs"], *by_file.json()["jobs"]]
        for job in jobs:
            for _ in range(300):
                if (await client.get(f"/v1/jobs/{job}")).json()["state"] == "done":
                    break
                await asyncio.sleep(0.1)
        repeated = await client.post("/v1/filings/annual_report", json=REPORT, headers=named)
        assert (repeated.status_code, repeated.json()["jobs"]) == (202, sent.json()["jobs"])
        other = await client.post("/v1/filings/annual_report", json=REPORT | {"资产总额": "1"}, headers=named)
        assert (other.status_code, "under this key" in other.text) == (409, True)
        public = await _reports(client)
        assert public == {2024: ("employees", 6), 2025: ("assets", 2_000_000.0)}
        whole = await client.get(f"/v1/parties/{HEAD}/records", params={"category": "annual_report"}, headers=analyst)
        assert all({"assets", "employees"} <= item["values"].keys() for item in whole.json()["items"])
        again = await client.post("/v1/filings/annual_report", json=REPORT | {"资产总额": "1"})
        assert again.status_code == 409
        assert "too_late_to_correct" in again.json()["detail"]
        about_others = {**REPORT, "统一社会信用代码": OTHER[5:]}
        assert (await client.post("/v1/filings/annual_report", json=about_others)).status_code == 422
        assert (await client.post("/v1/filings/penalty", json=REPORT)).status_code == 404
        assert (await client.get("/v1/filings", headers=analyst)).status_code == 403
        await _objected_to(client, group, whole.json()["items"][0]["evidence"]["statements"][0])


async def _objected_to(client: httpx.AsyncClient, group: Settings, statement: str) -> None:
    """Somebody objects to what the enterprise filed: the authority that registered it answers, once it is known."""
    office = bearer(issue_at(group, CallerRole.DEPARTMENT, f"登记{token_hex(4)}", department=OFFICE).key)
    elsewhere = bearer(issue_at(group, CallerRole.DEPARTMENT, f"异议{token_hex(4)}", department="宁波市统计局").key)
    body = {"party": HEAD, "category": "annual_report", "statement": statement, "grounds": "从业人数不符"}
    refused = await client.post("/v1/objections", json=body, headers=elsewhere)
    assert refused.status_code == 409, refused.text
    assert "states no registration authority" in refused.json()["detail"]
    row = {"企业名称": NAMES[HEAD], "统一社会信用代码": HEAD[5:], "登记机关": OFFICE, "_day": "2025-01-01"}
    sent = await client.post("/v1/records/enterprise", json=[row], params={"wait": 30}, headers=office)
    assert sent.status_code == 201, sent.text
    opened = await client.post("/v1/objections", json=body, headers=elsewhere)
    assert opened.status_code == 201, opened.text
    assert opened.json()["receiver"] == OFFICE


async def _reports(client: httpx.AsyncClient) -> dict[int, tuple[str, Any]]:
    """What the public sees of the reports, but for their year and day."""
    async with httpx.AsyncClient(base_url=client.base_url, timeout=60) as public:
        page = await public.get(f"/v1/parties/{HEAD}/records", params={"category": "annual_report"})
    out = {}
    for item in page.json()["items"]:
        values = {k: v for k, v in item["values"].items() if k in ("assets", "employees")}
        (out[item["values"]["report_year"]],) = values.items()
    return out
