"""The pages in a real Chromium: without scripts, from the search box to a source, in both languages."""

import pytest
from playwright.async_api import Page

from tests.support.worlds.tiny_world import A, P

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (1200, 390)


async def test_from_the_search_box_to_a_source(page: Page, base: str) -> None:
    await page.goto(base)
    await page.fill("main input[name=q]", "杭州甲")
    await page.press("main input[name=q]", "Enter")
    await page.click("text=杭州甲有限公司")
    assert await page.text_content("h1") == "杭州甲有限公司"
    source = page.locator("#warning details").first
    assert not await source.locator("dl").is_visible()
    await source.locator("summary").click()
    assert await source.locator("dl").is_visible()
    assert "penalty.csv" in (await source.text_content() or "")
    await page.click("text=English")
    assert "Owners" in (await page.text_content("#owners") or "")
    assert await page.get_attribute("html", "lang") == "en"
    await page.click("#owners >> text=张三")
    assert "Posts and holdings over time" in (await page.text_content("main") or "")
    assert "lang=en" in page.url


async def test_another_day(page: Page, base: str) -> None:
    await page.goto(f"{base}/parties/{A}")
    await page.fill("input[name=as_of]", "2021-02-15")
    await page.click("text=查看当日")
    assert "as_of=2021-02-15" in page.url
    assert "共 2 条" in (await page.text_content("#warning") or "")


async def test_nothing_is_wider_than_the_screen(page: Page, base: str) -> None:
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        for path in ("/", f"/parties/{A}", f"/parties/{P}", "/search?q=有限公司", "/catalogue/penalty", "/nothing"):
            await page.goto(base + path)
            box = await page.locator("body").bounding_box()
            assert box is not None
            assert box["width"] <= width, path
            assert await page.locator("main").is_visible()


async def test_it_prints(page: Page, base: str) -> None:
    await page.goto(f"{base}/parties/{A}")
    assert (await page.pdf())[:4] == b"%PDF"
    await page.emulate_media(media="print")
    assert not await page.locator(".topsearch").is_visible()
