"""The pages of quality, cases and statistics, as a browser without scripts uses them, from a figure to the mended row."""

import io
import re
from collections.abc import AsyncIterator

import httpx
import pytest_asyncio
from openpyxl import load_workbook

from app.settings import Settings
from app.ui.supervision.charts import bars, line
from app.work.supervising import supervise
from loaders.catalogue.files import read_catalogue
from models.caller import CallerRole, today
from tests.api.test_pushes import Service, serving_pushes
from tests.support.desk.commands import OFFICE, decision
from tests.support.desk.keys import issue
from tests.support.desk.signed_in import Browser, sign_in, text_of


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(group: Settings) -> AsyncIterator[Service]:
    """A service with a worker beside it, to which a department has pushed a sound row and one with an impossible day."""
    async with serving_pushes(group) as one:
        wrong = {name: "2024-02-30" if "日期" in name else text for name, text in decision("质2号").items()}
        sent = await one.push([decision("质1号"), wrong], "quality-1", document="质量.json")
        assert (sent.json()["accepted"], sent.json()["rejected"]) == (1, 1)
        yield one


async def opened(service: Service, role: CallerRole, name: str, **more: str) -> Browser:
    return await sign_in(service.client, issue(service.app.state.desk, role, name, **more).key)


def links(html: str, path: str) -> list[str]:
    return [one.replace("&amp;", "&") for one in re.findall(rf'href="({re.escape(path)}[^"]*)"', html)]


async def test_a_department_goes_from_a_figure_to_the_row_and_mends_it(service: Service) -> None:
    await supervise(service.app.state.engine, read_catalogue(), service.app.state.desk)
    office = await opened(service, CallerRole.DEPARTMENT, "质量局员", department=OFFICE)
    page = await office.get("/quality")
    assert page.status_code == 200, text_of(page.text)
    assert "<script" not in page.text
    assert "style=" not in page.text
    behind = [one for one in links(page.text, "/quality/rows") if "measure=mended" in one and "category=penalty" in one]
    rows = await office.get(behind[0])
    assert "质量.json" in rows.text
    (mend,) = set(links(rows.text, "/jobs/"))
    assert mend.endswith("/mend")
    assert (await office.get(mend)).status_code == 200
    cases = await office.get("/cases")
    case = links(cases.text, "/cases/")[0]
    shown = await office.get(case)
    assert "待办" in text_of(shown.text)
    assert mend in shown.text
    claimed = await office.post(case, {"action": "claim", "remark": ""}, of=case)
    assert (claimed.status_code, claimed.headers["location"]) == (303, case)
    assert "已认领" in text_of((await office.get(case)).text)
    refused = await office.post(case, {"action": "accept"}, of=case)
    assert (refused.status_code, "只允许" in text_of(refused.text)) == (409, True)
    assert "/cases/" in (await office.get("/cases?lang=en")).text


async def test_others_see_no_rows_and_no_cases(service: Service) -> None:
    other = await opened(service, CallerRole.DEPARTMENT, "质量别局员", department="别局")
    assert (await other.get(f"/quality/rows?provider={OFFICE}")).status_code == 403
    assert links((await other.get("/cases")).text, "/cases/") == []
    html = (await other.get(f"/quality?provider={OFFICE}")).text
    assert OFFICE in html
    assert links(html, "/quality/rows") == []
    headers = {"accept": "text/html"}
    assert (await service.client.get("/quality", headers=headers)).headers["location"].startswith("/sign-in")
    assert (await service.client.get("/v1/quality")).status_code == 401


async def test_an_operator_takes_a_workbook_out(service: Service) -> None:
    operator = await opened(service, CallerRole.OPERATOR, "质量运营")
    html = (await operator.get("/quality")).text
    assert OFFICE in html
    for place in (*links(html, "/v1/quality?"), *links(html, "/v1/quality/ranking")):
        found = await operator.client.get(place)
        assert found.status_code == 200, found.text
        book = load_workbook(io.BytesIO(found.content))
        cells = [str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
        assert OFFICE in cells
        assert "得分" in cells


async def test_statistics_are_public_and_drawn_by_the_service(service: Service) -> None:
    answer: httpx.Response = await service.client.get("/statistics", headers={"accept": "text/html"})
    assert answer.status_code == 200
    assert answer.text.count("<svg") == 5
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    known = (await service.client.get("/v1/statistics")).json()
    assert known["records"] == sum(one["records"] for one in known["by_category"])
    assert known["records"] == sum(one["records"] for one in known["by_department"])
    assert f"{known['records']:,}" in answer.text
    firms = (await service.client.get("/v1/statistics?category=enterprise")).json()
    assert [(one["key"], one["records"]) for one in firms["by_category"]] == [("enterprise", firms["records"])]
    assert today()[:4] >= max(one["key"] for one in firms["by_month"])[:4]
    assert (await service.client.get("/statistics?category=nothing", headers={"accept": "text/html"})).status_code == 404
    assert (await service.client.get("/v1/statistics?region=333")).status_code == 422


def test_charts_are_worked_out() -> None:
    drawn = bars([("甲", 50.0, "50"), ("乙", 25.0, "25"), ("丙", 0.0, "0")])
    assert [one.width for one in drawn.bars] == [350.0, 175.0, 0.0]
    assert bars([]).bars == ()
    curve = line([("1", 100.0, ""), ("2", None, ""), ("3", 50.0, ""), ("4", 0.0, "")], 100.0)
    assert [(one.x, one.y) for one in curve.points] == [(28.0, 28.0), (417.3, 90.0), (612.0, 152.0)]
    assert curve.path == "M28.0 28.0 M417.3 90.0 L612.0 152.0"
    assert line([]).path == ""
