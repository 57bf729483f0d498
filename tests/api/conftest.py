"""A small group of firms in the embedded engine, and a service over it, for the tests of one module."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from tests.support.engines import Engines
from tests.support.loading import serving
from tests.support.worlds import small_group


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def group(session_engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings that reach the group; what is asked of it is the same on both engines, so that one will do."""
    return await small_group.build(session_engines, tmp_path_factory.mktemp("group"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(group: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service over the group."""
    async with serving(group, read_catalogue()) as client:
        yield client
