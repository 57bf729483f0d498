"""Exports and analyses as jobs: what leaves in which form, within which bounds, and that it is kept how much left."""

import asyncio
import csv
import io
import json
import os
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import openpyxl
import pytest
import pytest_asyncio

from app.desk.approvals.register import ask_approval, decide
from app.desk.callers.register import list_callers
from app.engine import writer
from app.rules.rule_sets import MAJORITY, rule_set
from app.settings import Settings
from app.standing.ownership import Ownership
from app.standing.results import ResultStore
from app.work.exporting.files import Exports
from loaders.catalogue.files import read_catalogue
from models.caller import CallerRole
from models.work.approvals import ApprovalKind, ApprovalState, Decision, NewApproval
from tests.api.test_pushes import Service, serving_pushes
from tests.support.desk.keys import Headers, bearer, issue
from tests.support.worlds.small_group import BELOW, FIRM, HEAD, HOSTILE, HOSTILE_NAME, MIDDLE, NAMES

SHARES = {"of": "shareholder", "region": "330106"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(group: Settings) -> AsyncIterator[Service]:
    """A service with a worker beside it, over the group."""
    async with serving_pushes(group) as one:
        yield one


@pytest.fixture(scope="module")
def local(service: Service) -> Headers:
    """The key of an analyst of Hangzhou."""
    return bearer(issue(service.app.state.desk, CallerRole.ANALYST, "出省", region="3301").key)


async def made(service: Service, whose: Headers, **query: Any) -> tuple[str, dict[str, Any]]:
    """An export that is over: its address, and its job."""
    listed = query.pop("parties", None)
    body = None if listed is None else {"parties": listed}
    begun = await service.client.post("/v1/exports", params=query, headers=whose, json=body)
    assert begun.status_code == 202, begun.text
    for _ in range(1500):
        job = (await service.get(begun.headers["location"], whose)).json()
        if job["state"] not in ("queued", "running"):
            return begun.headers["location"], job
        await asyncio.sleep(0.02)
    raise AssertionError(job)


async def fetched(service: Service, whose: Headers, **query: Any) -> httpx.Response:
    """The file of an export."""
    place, job = await made(service, whose, **query)
    assert job["state"] == "done", job["error"]
    return await service.get(f"{place}/result", whose)


async def test_every_form_holds_the_same_rows_as_the_answers(service: Service, local: Headers) -> None:
    lines = await fetched(service, local, **SHARES, form="ndjson")
    assert lines.headers["content-type"] == "application/x-ndjson"
    rows = [json.loads(line) for line in lines.text.splitlines()]
    answers: list[tuple[str, str, float]] = []
    for firm in NAMES:
        page = (await service.get(f"/v1/parties/{firm}/records", local, category="shareholder", limit=100)).json()
        answers += [(firm, one["party"]["name"], one["values"]["share"]) for one in page["items"]]
    assert sorted((r["party_id"], r["other_name"], r["share"]) for r in rows) == sorted(answers)
    assert len(rows) == int(lines.headers["x-rows"]) > 10

    table = await fetched(service, local, **SHARES)
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    head, *cells = csv.reader(io.StringIO(table.content.decode("utf-8-sig")))
    assert head[:4] == ["主体标识", "主体名称", "对方标识", "对方名称"]
    assert len(cells) == len(rows)
    assert any(cell.startswith("'=<script>") for line in cells for cell in line), "no cell is a formula"
    assert not any(cell.startswith("=") for line in cells for cell in line)

    book = await fetched(service, local, **SHARES, form="xlsx", lang="en")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert sheet.cell(1, 2).value == "Name of party"
    assert sheet.max_row == len(rows) + 1
    hostile = [c for line in sheet.iter_rows() for c in line if c.value == HOSTILE_NAME]
    assert hostile
    assert {c.data_type for c in hostile} == {"s"}


async def test_what_is_sensitive_is_masked_and_numbers_of_persons_are_not_there(service: Service, local: Headers) -> None:
    row = {"企业名称": NAMES[HEAD], "统一社会信用代码": HEAD[5:], "联系电话": "13812345678", "_day": "2024-01-02"}
    pushed = await service.push([row], "phone", place="/v1/records/enterprise")
    assert (pushed.status_code, pushed.json().get("accepted")) == (201, 1), pushed.text
    decision = {
        "行政相对人名称": "周八壬",
        "行政相对人类别": "自然人",
        "证件类型": "身份证",
        "证件号码": "11010519491231002X",
        "法定代表人证件号码": "11010519491231002X",
        "行政处罚决定书文号": "壬罚1号",
        "处罚决定日期": "2024-03-20",
        "处罚机关": "杭州市市场监督管理局",
    }
    assert (await service.push([decision], "pid")).json()["accepted"] == 1
    everywhere = bearer(issue(service.app.state.desk, CallerRole.ANALYST, "出全国").key)
    approve(service, "出全国", "*")
    for of in ("enterprise", "penalty", "shareholder"):
        found = (await fetched(service, everywhere, of=of, form="ndjson", region="")).text
        assert "13812345678" not in found
        assert "11010519491231002X" not in found
        assert "pid:" not in found
        assert "_pid" not in found
    registered = (await fetched(service, local, of="enterprise", form="ndjson")).text
    assert '"phone":"138****78"' in registered


def approve(service: Service, name: str, scope: str, days: int = 1) -> str:
    """Grant a caller leave to take out a division."""
    desk = service.app.state.desk
    with desk.writing() as c:
        found = next(one for one in list_callers(c) if one.name == name)
        asked = ask_approval(c, found.id, NewApproval(kind=ApprovalKind.EXPORT, scope=scope, reason="调研"))
        decide(c, asked.id, ApprovalState.GRANTED, Decision(days=days), "test")
    return asked.id


async def test_what_lies_beyond_the_region_needs_an_approval(service: Service, local: Headers) -> None:
    beyond = await service.client.post("/v1/exports", params={"of": "shareholder", "region": "32"}, headers=local)
    assert (beyond.status_code, beyond.json()["type"][-9:]) == (403, "forbidden")
    everything = await service.client.post("/v1/exports", params={"of": "shareholder", "region": ""}, headers=local)
    assert everything.status_code == 403
    nobody = bearer(issue(service.app.state.desk, CallerRole.INVESTIGATOR, "无辖区").key)
    assert (await service.client.post("/v1/exports", params=SHARES, headers=nobody)).status_code == 403
    assert (await service.client.post("/v1/exports", params=SHARES)).status_code == 401
    approval = approve(service, "无辖区", "3301")
    place, job = await made(service, nobody, **SHARES)
    assert job["state"] == "done"
    assert (await service.get(f"{place}/result", nobody)).status_code == 200
    assert (await service.get(f"{place}/result", local)).status_code == 404, "another's"
    assert (await service.get(f"{place}/result", service.operator)).status_code == 403, "an operator has no region"
    with service.app.state.desk.writing() as c:
        decide(c, approval, ApprovalState.ENDED, Decision(), "test")
    assert (await service.get(f"{place}/result", nobody)).status_code == 403
    again = await service.client.post("/v1/jobs/nothing/retry", headers=nobody)
    assert again.status_code == 404


async def test_a_division_without_the_parties_has_no_rows_of_them(service: Service) -> None:
    whose = bearer(issue(service.app.state.desk, CallerRole.ANALYST, "出湖州", region="3305").key)
    place, job = await made(service, whose, of="shareholder")
    result = await service.get(f"{place}/result", whose)
    assert job["state"] == "done"
    assert result.headers["x-rows"] == "0"
    listed = await fetched(service, whose, of="shareholder", form="ndjson", parties=[FIRM, "uscc:nothing", "x"])
    assert listed.text == "", "listed ones beyond the division are left out as unknown ones are"


async def test_owners_of_listed_parties(service: Service, local: Headers) -> None:
    found = await fetched(service, local, of="owners", form="ndjson", parties=[MIDDLE, BELOW, MIDDLE])
    rows = [json.loads(line) for line in found.text.splitlines()]
    answers = []
    for firm in (MIDDLE, BELOW):
        owners = (await service.get(f"/v1/parties/{firm}/ownership", local)).json()["owners"]
        answers += [(firm, one["id"], one["integrated"]) for one in owners]
    assert sorted((r["party_id"], r["owner_id"], r["integrated"]) for r in rows) == sorted(answers)
    assert any(row["owner_id"] == HOSTILE for row in rows)
    assert (await service.client.post("/v1/exports", params={"of": "owners"}, headers=local)).status_code == 422


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"of": "nothing"}, 404),
        ({"of": "penalty", "form": "pdf"}, 422),
        ({"of": "penalty", "as_of": "gestern"}, 422),
        ({"of": "penalty", "region": "3x"}, 422),
        ({}, 422),
        ({"of": "penalty", "more": "1"}, 422),
    ],
)
async def test_what_cannot_be_exported(service: Service, local: Headers, query: dict[str, str], status: int) -> None:
    assert (await service.client.post("/v1/exports", params=query, headers=local)).status_code == status


async def test_how_much_left_is_in_the_audit_log(service: Service, local: Headers) -> None:
    place, _ = await made(service, local, **SHARES)
    rows = int((await service.get(f"{place}/result", local)).headers["x-rows"])
    await asyncio.sleep(1.0)
    found = (await service.get("/v1/audit", service.operator, limit=200)).json()["items"]
    left = [one for one in found if one["action"] == "GET /v1/jobs/{job}/result" and one["caller"] == "出省"]
    assert rows > 0
    assert left[0]["rows"] == rows
    asked = [one for one in found if one["action"] == "POST /v1/exports" and one["caller"] == "出省" and one["status"] == 202]
    assert asked[0]["parameters"]["region"] == "330106"
    assert asked[0]["subject"] == place.rpartition("/")[2]


async def test_a_cancelled_export_leaves_no_file_and_old_ones_go(service: Service, group: Settings) -> None:
    exports = Exports(group.home)
    assert exports.folder.stat().st_mode & 0o777 == 0o700
    files = sorted(exports.folder.iterdir())
    assert files
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert not [file for file in files if file.name.endswith(".coming")]
    old = time.time() - 40 * 86_400
    os.utime(files[0], (old, old))
    assert exports.delete_old(30) == 1
    assert sorted(exports.folder.iterdir()) == files[1:]


async def test_an_analysis_is_a_job_that_can_be_cancelled(service: Service) -> None:
    place = "/v1/analyses/ownership"
    assert (await service.client.post(place, headers=service.office)).status_code == 403
    assert (await service.client.post("/v1/analyses/nothing", headers=service.operator)).status_code == 404
    wrong = await service.client.post(place, params={"rules": "nothing"}, headers=service.operator)
    assert wrong.status_code in (404, 422)
    async with writer(service.app.state.engine, "load", 5.0, wait=10.0):
        begun = await service.client.post(place, headers=service.operator)
        assert begun.status_code == 202
        assert (await service.client.post(f"{begun.headers['location']}/cancel", headers=service.operator)).status_code == 200
    assert (await over(service, begun.headers["location"]))["state"] == "cancelled"
    assert (await service.client.post(f"{begun.headers['location']}/retry", headers=service.operator)).status_code == 200
    assert (await over(service, begun.headers["location"]))["state"] == "done"
    result = (await service.get(f"{begun.headers['location']}/result", service.operator)).json()["result"]
    assert result["refreshed"]["parties"] > 0
    stored = ResultStore(Ownership(read_catalogue(), rule_set(MAJORITY)), service.app.state.engine)
    assert result["refreshed"]["digest"] == await stored.digest()


async def over(service: Service, place: str) -> dict[str, Any]:
    """A job of an operator once it is over."""
    for _ in range(1500):
        job: dict[str, Any] = (await service.get(place, service.operator)).json()
        if job["state"] not in ("queued", "running"):
            return job
        await asyncio.sleep(0.02)
    raise AssertionError(job)
