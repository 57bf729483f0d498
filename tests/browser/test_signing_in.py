"""Signing in and out in a real Chromium, which decides by itself what cookies and which origin it sends."""

import pytest
from playwright.async_api import Page

from app.settings import Settings
from tests.support.desk.keys import issue_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]


async def test_somebody_signs_in_looks_and_signs_out(page: Page, base: str, settings: Settings) -> None:
    key = issue_at(settings, name="浏览器里的人").key
    await page.goto(f"{base}/catalogue")
    await page.get_by_text("登录", exact=True).click()
    for width in (1200, 390):
        await page.set_viewport_size({"width": width, "height": 900})
        box = await page.locator("body").bounding_box()
        assert box is not None
        assert box["width"] <= width
    await page.fill("#key", key)
    await page.locator("main button").click()
    await page.wait_for_url(f"{base}/catalogue")
    assert "浏览器里的人" in await page.locator(".me").inner_text()
    cookie = next(one for one in await page.context.cookies() if one.get("name") == "quanjing")
    assert (cookie.get("httpOnly"), cookie.get("sameSite")) == (True, "Lax")
    await page.locator(".me button").click()
    await page.wait_for_url(f"{base}/")
    assert await page.locator(".me").count() == 0
    assert "quanjing" not in {one.get("name") for one in await page.context.cookies()}
