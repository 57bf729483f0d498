"""Fixtures for all tests. `engine` runs a test once on each graph engine, `desk` once on each database, empty each time."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
import pytest_asyncio

from app.desk.store import Desk, open_desk
from app.engine import Engine
from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from models.catalogue import Catalogue
from tests.support import engines
from tests.support.desk import databases

# How long an example takes says how busy the machine is, and is no test.
hypothesis.settings.register_profile("untimed", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("untimed")
os.environ["LC_ALL"] = "C.UTF-8"  # messages are compared in English, whatever the locale of who tests


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue whose schema the graph has; a test module may put its own in its place."""
    return read_catalogue()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def session_engines(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[engines.Engines]:
    """The engines of the session; started on demand."""
    started = engines.Engines(tmp_path_factory.mktemp("engines"))
    yield started
    await started.close()


@pytest.fixture(params=engines.chosen())
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture
def settings(engine_name: str, session_engines: engines.Engines) -> Settings:
    """Settings that reach the engine of this test."""
    return session_engines.settings(engine_name)


@pytest_asyncio.fixture(loop_scope="session")
async def engine(engine_name: str, session_engines: engines.Engines, catalogue: Catalogue) -> Engine:
    """An engine with an empty graph whose schema is applied."""
    return await session_engines.clean(engine_name, catalogue)


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    """Environment variables with which another process reaches the engine of this test."""
    return engines.environment(settings)


@pytest.fixture(scope="session")
def session_desks() -> Iterator[databases.Desks]:
    """The databases of desks; started on demand."""
    started = databases.Desks()
    yield started
    started.close()


@pytest.fixture(params=databases.chosen())
def desk_settings(request: pytest.FixtureRequest, session_desks: databases.Desks, tmp_path: Path) -> Settings:
    """Settings with a desk that is not made yet, once on SQLite and once on PostgreSQL."""
    return session_desks.settings(str(request.param), tmp_path / "home")


@pytest.fixture
def desk(desk_settings: Settings) -> Iterator[Desk]:
    """An empty desk, once on SQLite and once on PostgreSQL."""
    with open_desk(desk_settings) as one:
        yield one
