"""Opens the graph engine that the settings name: an external one by its address, else the embedded one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from app.engine.base import Engine
from app.engine.embedded import EmbeddedEngine
from app.engine.embedded_home import GraphHome
from app.engine.neo4j import Neo4jEngine
from app.engine.schema import has_schema
from app.errors import GraphUnavailable
from app.settings import Settings


async def connect(settings: Settings, *, create: bool = True) -> Engine:
    """Connect to the external engine of the settings, else to the embedded one, which is started where it is not running.

    Unless `create`, only a graph that is there is opened, and nothing is written where there is none.

    Raises:
        GraphUnavailable: the engine does not answer or cannot be started, or there is no graph.
    """
    if not create and not settings.graph_url and not GraphHome(settings.home).created_file.exists():
        raise _no_graph(settings)
    engine = Neo4jEngine(settings) if settings.graph_url else EmbeddedEngine(settings)
    try:
        await engine.open()
        if not create and not await has_schema(engine):
            raise _no_graph(settings)
    except BaseException:
        await engine.close()
        raise
    return engine


def place_of(settings: Settings) -> str:
    """The place of the settings' graph, for messages: the folder of an embedded one, else the address, without a password."""
    if not settings.graph_url:
        return str(settings.home)
    address = urlsplit(settings.graph_url)
    database = f" ({settings.graph_database})" if settings.graph_database else ""
    return f"{address.scheme}://{address.netloc.rpartition('@')[2]}{database}"


def _no_graph(settings: Settings) -> GraphUnavailable:
    setting = "QUANJING_GRAPH_URL" if settings.graph_url else "QUANJING_HOME"
    return GraphUnavailable(f"no graph in {place_of(settings)}; set {setting} or run `quanjing up`")


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Engine]:
    """The engine of the settings, open for the time of a block; raises as `connect` does."""
    engine = await connect(settings)
    try:
        yield engine
    finally:
        await engine.close()
