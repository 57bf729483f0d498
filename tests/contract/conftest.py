"""An empty graph, and the sample world, loaded once on each engine for all tests that look at it."""

from pathlib import Path

import pytest

from app.engine import Engine
from app.settings import Settings
from models.catalogue import Catalogue
from tests.support.engines import Engines
from tests.support.loading import Loaded
from tests.support.worlds.sample_world import World, Worlds


@pytest.fixture
def graph(engine: Engine, catalogue: Catalogue, settings: Settings, tmp_path: Path) -> Loaded:
    """An empty graph."""
    return Loaded(engine, catalogue, settings, tmp_path)


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory, session_engines: Engines) -> Worlds:
    """The sample world; its graphs are filled when first asked for."""
    return Worlds(tmp_path_factory.mktemp("worlds"), session_engines)


@pytest.fixture
async def world(worlds: Worlds, engine_name: str) -> World:
    """The sample world on the engine of this test."""
    return await worlds.get(engine_name)
