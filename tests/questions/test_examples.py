"""Every question, asked with the examples in its head: answers fit their models, and what is hidden leaves no trace in them.

Neither a question nor a category needs a line here: examples stand in the questions, and records are made from the catalogue.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from loaders.load.reading import Reading
from models.catalogue import Catalogue
from tests.support.engines import Engines, chosen
from tests.support.loading import Loaded
from tests.support.worlds import example_world

pytestmark = pytest.mark.xdist_group("examples")


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=chosen())
async def world(
    request: pytest.FixtureRequest, session_engines: Engines, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Loaded]:
    """The world of the examples, on each engine."""
    engine = await session_engines.clean(request.param, catalogue)
    folder: Path = tmp_path_factory.mktemp("examples")
    world = Loaded(engine, catalogue, session_engines.settings(request.param), folder)
    await example_world.fill(world, Reading(complete="00"))
    yield world


async def test_answers_fit_their_models(world: Loaded) -> None:
    assert await example_world.misfits(world) == []


@pytest.mark.slow
async def test_what_is_hidden_changes_no_byte(world: Loaded) -> None:
    only = tuple(filter(None, os.environ.get("QUANJING_TEST_LEAKS_OF", "").split(",")))
    assert await example_world.leaks(world, only) == []
