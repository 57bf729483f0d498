"""The page about owners and controllers in a real Chromium: from a portrait to a chain of control, by forms and links alone."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page

from loaders.catalogue.files import read_catalogue
from tests.browser.conftest import served
from tests.support.engines import Engines
from tests.support.worlds import small_group
from tests.support.worlds.small_group import BELOW, FIRM, HEAD, NAMES, OTHER

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def base(session_engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    settings = await small_group.build(session_engines, tmp_path_factory.mktemp("group"))
    async with served(settings, read_catalogue()) as address:
        yield address


async def test_from_a_portrait_to_who_controls(page: Page, base: str) -> None:
    await page.goto(f"{base}/parties/{FIRM}")
    await page.click("text=股权穿透")
    assert await page.text_content("h1") == NAMES[FIRM]
    tree = await page.locator("#owners .tree").first.inner_text()
    assert tree.index(NAMES[HEAD]) < tree.index(small_group.OWNER)
    assert "47.5 %" in tree
    assert "合计 55 % 的表决权" in (await page.text_content("#controllers") or "")
    assert NAMES[BELOW] not in (await page.text_content("#controls") or "")
    await page.click(f"#owners >> text={NAMES[HEAD]}")
    assert await page.text_content("h1") == NAMES[HEAD]
    assert NAMES[FIRM] in (await page.text_content("#controls") or "")


async def test_another_day_another_basis_and_other_rules(page: Page, base: str) -> None:
    await page.goto(f"{base}/parties/{FIRM}/ownership")
    await page.fill("input[name=as_of]", small_group.EARLIER)
    await page.select_option("select[name=basis]", "votes")
    await page.select_option("select[name=rules]", "eu_fatf_25")
    await page.click("text=重新计算")
    assert f"as_of={small_group.EARLIER}" in page.url
    assert NAMES[BELOW] in (await page.text_content("#controls") or "")
    assert small_group.RIVAL in (await page.text_content("#controllers") or "")
    await page.click("text=English")
    assert "more than 25 %" in (await page.text_content("#controllers") or "")
    assert await page.input_value("select[name=rules]") == "eu_fatf_25"


async def test_who_is_presumed_to_act_in_concert_is_told_where_asked(page: Page, base: str) -> None:
    await page.goto(f"{base}/parties/{FIRM}/ownership?rules=eu_fatf_25&as_of={small_group.EARLIER}")
    before = await page.text_content("#controllers") or ""
    assert "第八十三条" not in before
    await page.click("text=推定为一致行动人")
    after = await page.text_content("#controllers") or ""
    assert "第八十三条" in after
    assert await page.locator("#concert ~ ul.chains > li, #concert ~ p").count() > 1
    assert await page.input_value("select[name=rules]") == "eu_fatf_25"
    assert await page.input_value("input[name=as_of]") == small_group.EARLIER


async def test_it_fits_the_screen_and_prints(page: Page, base: str) -> None:
    for width in (1200, 390):
        await page.set_viewport_size({"width": width, "height": 900})
        for party in (FIRM, OTHER):
            await page.goto(f"{base}/parties/{party}/ownership")
            box = await page.locator("body").bounding_box()
            assert box is not None
            assert box["width"] <= width
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert (await page.pdf())[:4] == b"%PDF"
    await page.emulate_media(media="print")
    assert not await page.locator(".asof button").is_visible()
    assert await page.locator("#owners .tree, #owners p").first.is_visible()
