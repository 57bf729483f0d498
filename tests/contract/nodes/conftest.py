"""A second graph beside the one of the test's engine: that of the node which takes, always on the embedded engine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from app.nodes import ticks
from models.catalogue import Catalogue
from tests.support.engines import Engines
from tests.support.loading import Loaded


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def other_engines(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Engines]:
    """The engine of the other node, with a home and a desk of its own."""
    started = Engines(tmp_path_factory.mktemp("other"))
    yield started
    await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def other(other_engines: Engines, catalogue: Catalogue, tmp_path: Path) -> Loaded:
    """An empty graph of another node."""
    engine = await other_engines.clean("embedded", catalogue)
    folder = tmp_path / "other"
    folder.mkdir()
    return Loaded(engine, catalogue, other_engines.settings("embedded"), folder)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written while it is read in these tests, so that no tick needs to settle."""
    monkeypatch.setattr(ticks, "SETTLED", ticks.SETTLED * 0)
