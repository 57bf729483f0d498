"""A department at work in a real Chromium, without scripts and with: a form to its receipt, a file with a bad row mended."""

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from app.desk.jobs.worker import Pace, Worker
from app.desk.store import open_desk
from app.engine import Engine
from app.settings import Settings
from app.work.kinds import KINDS
from app.work.resources import Resources
from loaders.catalogue.files import read_catalogue
from models.caller import CallerRole
from models.catalogue import Catalogue
from tests.browser.conftest import served
from tests.support import tools
from tests.support.desk.keys import issue
from tests.support.loading import Loaded

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAMES = count()
OFFICE, FIRM, CODE = "杭州市市场监督管理局", "杭州壬丙科技有限公司", "91330106NXKE900005"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest_asyncio.fixture(loop_scope="session")
async def base(engine: Engine, catalogue: Catalogue, settings: Settings, tmp_path: Path) -> AsyncIterator[str]:
    graph = Loaded(engine, catalogue, settings, tmp_path)
    await graph.say("enterprise.csv", {"企业名称": FIRM, "统一社会信用代码": CODE, "_day": "2024-01-01", "_provider": OFFICE})
    with open_desk(settings) as desk:
        worker = Worker(desk, KINDS, Resources(engine, catalogue, settings), (), Pace(poll=0.05, beat=0.1))
        task = asyncio.create_task(worker.run())
        async with served(settings, catalogue) as address:
            yield address
        worker.stop()
        await asyncio.wait_for(task, 30)


@pytest_asyncio.fixture(loop_scope="session")
async def key(settings: Settings, base: str) -> str:
    """The key of a department."""
    with open_desk(settings) as desk:
        return issue(desk, CallerRole.DEPARTMENT, f"窗口{next(NAMES)}", department=OFFICE).key


async def signed_in(page: Page, base: str, key: str, path: str) -> None:
    """Open a page by way of the page to sign in."""
    await page.goto(base + path)
    await page.fill("#key", key)
    await page.click("main button")
    assert page.url == base + path


async def over(page: Page) -> None:
    """Wait until a job's page shows that it is over."""
    for _ in range(200):
        if not await page.locator("[data-bar]").count():
            return
        await asyncio.sleep(0.1)
        await page.goto(page.url)
    raise AssertionError(await page.text_content("main"))


async def fill(page: Page, number: str) -> None:
    """Fill the form of a penalty in."""
    for name, text in (("party.name", FIRM), ("decision_no", number), ("decided_on", "2024-03-20"), ("authority.name", OFFICE)):
        await page.fill(f'[name="f:{name}"]', text)
    await page.select_option('[name="f:gravity"]', "serious")


async def test_a_form_is_filled_in_checked_and_sent(page: Page, base: str, key: str) -> None:
    await signed_in(page, base, key, "/entry")
    await page.click("text=行政处罚")
    await page.fill('[name="f:party.code"]', CODE)
    await page.locator("button[value=lookup]").first.click()
    assert FIRM in (await page.text_content(".found a") or "")
    await fill(page, "窗1号")
    await page.click("text=下一步：核对")
    assert "失信严重程度=严重" in (await page.text_content(".says") or "")
    await page.click("text=返回修改")
    assert await page.input_value('[name="f:decision_no"]') == "窗1号"
    await page.click("text=下一步：核对")
    await page.click("text=确认报送")
    await over(page)
    assert await page.text_content(".accepted b") == "1"
    await page.goto(f"{base}/parties/uscc:{CODE}")
    assert "窗1号" in (await page.text_content("#warning") or "")


async def test_a_file_with_a_bad_row_is_mended_and_sent(page: Page, base: str, key: str) -> None:
    await signed_in(page, base, key, "/upload")
    heads = "行政相对人名称,统一社会信用代码,行政处罚决定书文号,处罚决定日期,处罚机关"
    rows = [f"{FIRM},{CODE},窗{n}号,{day},{OFFICE}" for n, day in ((2, "2024-03-20"), (3, "2024-13-40"))]
    await page.select_option("#category", "penalty")
    file = {"name": "决定.csv", "mimeType": "text/csv", "buffer": "\n".join((heads, *rows)).encode()}
    await page.set_input_files("#file", file)  # type: ignore[arg-type]
    await page.click("text=报送文件")
    await over(page)
    assert await page.text_content(".rejected b") == "1"
    await page.click("text=修改被退回的行")
    await page.fill(".field.wrong input", "2024-04-01")
    await page.click("main form button")
    await over(page)
    assert await page.text_content(".rejected b") == "0"
    await page.goto(f"{base}/jobs")
    assert await page.locator(".jobs tbody tr").count() >= 2
    for width in (1200, 390):
        await page.set_viewport_size({"width": width, "height": 900})
        for path in ("/entry", "/entry/penalty", "/upload", "/jobs"):
            await page.goto(base + path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, path


async def test_scripts_look_up_and_follow_under_the_policy(base: str, key: str) -> None:
    program = tools.chromium()
    if program is None:
        pytest.skip("NOT TESTED in a browser: no Chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = await browser.new_page(locale="zh-CN")
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if "Security Policy" in message.text else None)
        await signed_in(page, base, key, "/entry/penalty")
        await page.fill('[name="f:party.code"]', CODE)
        await page.press('[name="f:party.code"]', "Tab")
        await expect(page.locator('[name="f:party.name"]')).to_have_value(FIRM)
        await fill(page, "窗9号")
        await page.press('[name="f:decision_no"]', "Enter")
        await page.wait_for_selector(".says")
        await page.click("text=确认报送")
        await page.wait_for_selector(".counts")
        assert re.search("接受", await page.text_content("main") or "")
        await browser.close()
        assert wrong == []
