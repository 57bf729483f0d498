"""The page on which exports and analyses are begun, as a browser without scripts uses it."""

import re
from collections.abc import AsyncIterator

import pytest_asyncio

from app.desk.jobs.queue import NewJob, put
from app.desk.jobs.schedules import SCHEDULER
from app.settings import Settings
from models.caller import CallerRole
from tests.api.test_pushes import Service, serving_pushes
from tests.support.desk.keys import issue
from tests.support.desk.signed_in import Browser, key_of, over, sign_in, text_of
from tests.support.worlds.small_group import BELOW, MIDDLE, NAMES


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(group: Settings) -> AsyncIterator[Service]:
    """A service with a worker beside it."""
    async with serving_pushes(group) as one:
        yield one


async def signed_in(service: Service, role: CallerRole, name: str, region: str | None = None) -> Browser:
    """The browser of a caller."""
    return await sign_in(service.client, issue(service.app.state.desk, role, name, region=region).key)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def analyst(service: Service) -> Browser:
    """The browser of an analyst of Hangzhou."""
    return await signed_in(service, CallerRole.ANALYST, "分析甲", "3301")


async def test_an_export_is_begun_and_fetched(analyst: Browser) -> None:
    html = (await analyst.get("/begin")).text
    assert 'href="/begin"' in (await analyst.get("/jobs")).text
    assert 'name="region" value="3301"' in html, "one's own division stands there"
    filled = {"key": key_of(html), "of": "shareholder", "region": "330106", "form": "csv", "as_of": "", "parties": ""}
    sent = await analyst.post("/begin/export", filled)
    job = await over(analyst, sent)
    assert "股东及出资 330106" in text_of(job), "jobs are called as people call them"
    place = re.search(r'href="(/v1/jobs/\w+/result)"', job)
    assert place
    file = await analyst.get(place[1])
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert int(file.headers["x-rows"]) > 10
    again = await analyst.post("/begin/export", filled)
    assert again.headers["location"] == sent.headers["location"], "sent twice it is one job"
    other = await analyst.post("/begin/export", {**filled, "form": "xlsx"})
    assert other.headers["location"] != sent.headers["location"], "changed it is another"


async def test_owners_of_the_parties_that_are_listed(analyst: Browser) -> None:
    filled = {"of": "owners", "region": "3301", "form": "ndjson", "parties": f"{MIDDLE}\r\n{BELOW}，{MIDDLE} "}
    job = await over(analyst, await analyst.post("/begin/export", filled))
    place = re.search(r'href="(/v1/jobs/\w+/result)"', job)
    assert place
    lines = (await analyst.get(place[1])).text
    assert NAMES[MIDDLE] in lines
    assert NAMES[BELOW] in lines


async def test_what_is_wrong_is_said_on_the_form(analyst: Browser) -> None:
    right = {"of": "shareholder", "region": "3301", "form": "csv"}
    for change, status, says in (
        ({"of": ""}, 422, "请选择导出内容"),
        ({"of": "nothing"}, 404, ""),
        ({"of": "owners"}, 422, "须列出主体"),
        ({"region": "33a"}, 422, "2、4 或 6 位数字"),
        ({"region": "32"}, 403, "须经审批"),
        ({"region": ""}, 403, "须经审批"),
        ({"form": "pdf"}, 422, "没有这种文件格式"),
        ({"as_of": "2024-13-40"}, 422, "as_of"),
        ({"parties": "x\n" * 2_001}, 422, "2,000"),
    ):
        answer = await analyst.post("/begin/export", {**right, **change})
        assert (answer.status_code, says in text_of(answer.text)) == (status, True), (change, text_of(answer.text)[:300])
        if change.get("region") == "32":
            assert '<option value="shareholder" selected>' in answer.text, "what was filled in stays"
    unmarked = await analyst.client.post("/begin/export", data=right, headers={"Origin": analyst.origin})
    assert unmarked.status_code == 403, "without the token of the page"


async def test_operators_begin_an_analysis(service: Service, analyst: Browser) -> None:
    assert "/begin/analysis" not in (await analyst.get("/begin")).text
    assert (await analyst.post("/begin/analysis", {"rules": "company_law_265"})).status_code == 403
    operator = await signed_in(service, CallerRole.OPERATOR, "运维甲")
    html = (await operator.get("/begin")).text
    assert 'value="company_law_265" selected' in html
    job = await over(operator, await operator.post("/begin/analysis", {"key": key_of(html), "rules": "company_law_265"}))
    assert "股权与控制分析" in text_of(job)
    assert re.search(r"\d+ 个主体，重新计算 \d+ 个；结果 \d+ 条", text_of(job)), "what came of it is said in words"
    wrong = await operator.post("/begin/analysis", {"rules": "nothing"})
    assert wrong.status_code == 422


async def test_jobs_that_begin_by_themselves_have_names(service: Service) -> None:
    with service.app.state.desk.writing() as c:
        put(c, NewJob("tidy", {}, SCHEDULER))
    operator = await signed_in(service, CallerRole.OPERATOR, "运维乙")
    jobs = (await operator.get("/jobs")).text
    assert re.search(r'<a href="/jobs/\w+">清理</a>', jobs)
    assert ">tidy<" not in jobs


async def test_who_may_not_is_told_so(analyst: Browser) -> None:
    refused = await analyst.get("/entry")
    assert refused.status_code == 403
    assert "没有进行这项操作的权限" in text_of(refused.text)
