"""Opens the engine the settings name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.engine.base import Engine
from app.engine.embedded import EmbeddedEngine
from app.engine.neo4j import Neo4jEngine
from app.settings import Settings


async def connect(settings: Settings) -> Engine:
    """Connect to the external engine of the settings, else to the embedded one, which is started where it is not running.

    Raises:
        GraphUnavailable: the engine does not answer or cannot be started.
    """
    engine = Neo4jEngine(settings) if settings.graph_url else EmbeddedEngine(settings)
    try:
        await engine.open()
    except BaseException:
        await engine.close()
        raise
    return engine


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Engine]:
    """An engine for the time of a block."""
    engine = await connect(settings)
    try:
        yield engine
    finally:
        await engine.close()
