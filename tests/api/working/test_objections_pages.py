"""The pages to object and to file, each as a browser without scripts uses it."""

import re
from collections.abc import AsyncIterator
from html import unescape

import pytest
import pytest_asyncio

from app.settings import Settings
from models.caller import CallerRole
from tests.api.test_pushes import Service, serving_pushes
from tests.support.desk.commands import OFFICE, decision
from tests.support.desk.keys import bearer, issue
from tests.support.desk.signed_in import sign_in
from tests.support.worlds.small_group import BELOW

pytestmark = pytest.mark.slow
HOSTILE = "<script>alert(1)</script>"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(group: Settings) -> AsyncIterator[Service]:
    """A service with a worker beside it."""
    async with serving_pushes(group) as one:
        yield one


async def test_somebody_objects_and_is_answered_on_the_pages(service: Service) -> None:
    key = bearer(issue(service.app.state.desk, CallerRole.DEPARTMENT, "异议局员", department=OFFICE).key)
    row = {"公示截止期": "2099-01-01", **decision("异页1号", 统一社会信用代码=BELOW[5:], 行政相对人名称="")}
    sent = await service.client.post("/v1/records/penalty", json=[row], params={"wait": 30}, headers=key)
    assert sent.status_code == 201, sent.text
    firm = await sign_in(service.client, issue(service.app.state.desk, CallerRole.ENTERPRISE, "异议企业员", party=BELOW).key)
    office = await sign_in(
        service.client, issue(service.app.state.desk, CallerRole.DEPARTMENT, "异议局员二", department=OFFICE).key
    )
    portrait = (await firm.get(f"/parties/{BELOW}")).text
    link = unescape(re.findall(r'href="(/objections/new\?[^"]*category=penalty[^"]*)"', portrait)[0])
    assert HOSTILE not in (await firm.get(link)).text
    lodged = await firm.post(link, {"kind": "objection", "grounds": f"有误{HOSTILE}"})
    assert lodged.status_code == 303, lodged.text
    place = lodged.headers["location"]
    shown = (await office.get(place)).text
    assert "有误" in shown
    assert HOSTILE not in shown
    assert place.split("?")[0] in (await office.get("/objections")).text
    early = await office.post(place, {"action": "reject", "remark": "正确"})
    assert early.status_code == 409
    assert (await office.post(place, {"action": "claim"})).status_code == 303
    assert (await office.post(place, {"action": "correct", "remark": "已更正"})).status_code == 409
    assert (await office.post(place, {"action": "reject", "remark": "正确"})).status_code == 303
    assert "异议不成立" in (await firm.get(place)).text
    assert (await firm.post(link, {"kind": "objection", "grounds": ""})).status_code == 422


async def test_an_enterprise_checks_then_files_on_the_page(service: Service) -> None:
    firm = await sign_in(service.client, issue(service.app.state.desk, CallerRole.ENTERPRISE, "申报企业员", party=BELOW).key)
    assert "年度报告" in (await firm.get("/filing")).text
    filled = {"f:report_year": "2025", "f:reported_on": "2026-05-01", "f:assets": "1000", "f:employees": "3", "c:assets": "1"}
    place = "/filing/annual_report"
    unchecked = await firm.post(place, filled | {"step": "submit"})
    assert unchecked.status_code == 200
    digest = re.findall(r'name="checked" value="([0-9a-f]{64})"', unchecked.text)[0]
    assert "不公示" in unchecked.text
    changed = await firm.post(place, filled | {"f:assets": "2000", "step": "submit", "checked": digest})
    assert changed.status_code == 200
    done = await firm.post(place, filled | {"step": "submit", "checked": digest})
    assert (done.status_code, done.headers["location"].startswith("/jobs/")) == (303, True)
    assert (await firm.post(place, {"step": "preview"})).status_code == 422
    assert (await firm.get("/filing/penalty")).status_code == 404
    assert (await service.client.get("/filing")).status_code in (303, 401)
