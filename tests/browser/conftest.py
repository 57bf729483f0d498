"""A browser without scripts, that asks nobody but the service, and a service for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Page, async_playwright

from app.engine import Engine
from app.main import create_app
from app.settings import Settings
from models.catalogue import Catalogue
from tests.support import tools
from tests.support.worlds import tiny_world
from tests.support.worlds.tiny_catalogue import tiny_catalogue


@asynccontextmanager
async def served(settings: Settings, catalogue: Catalogue) -> AsyncIterator[str]:
    """The service on a free port, and its address."""
    config = uvicorn.Config(create_app(settings, catalogue), port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - the server offers no event
        await asyncio.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The small catalogue; a module may put its own in its place, as its own service in that of `base`."""
    return tiny_catalogue()


@pytest.fixture
def engine_name() -> str:
    """The pages are the same over both engines; one will do."""
    return "embedded"


@pytest_asyncio.fixture(loop_scope="session")
async def base(engine: Engine, catalogue: Catalogue, settings: Settings) -> AsyncIterator[str]:
    """The address of a service over the tiny world."""
    await tiny_world.build(engine, catalogue)
    async with served(settings, catalogue) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def page(base: str) -> AsyncIterator[Page]:
    program = tools.chromium()
    if program is None:
        pytest.skip("NOT TESTED in a browser: no Chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = await browser.new_context(java_script_enabled=False, locale="zh-CN")
        page = await context.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if "404" not in message.text else None)
        yield page
        await browser.close()
        assert asked
        assert all(url.startswith((base, "data:")) for url in asked)
        assert complaints == []
