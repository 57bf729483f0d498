"""Graphs to measure on: each side has its own engine, empty, with the schema of the catalogue."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import neo4j
import psutil
import pytest

from app.engine import Engine, apply_schema, connect
from app.engine.embedded_home import DATABASE, USER, GraphHome
from app.settings import Settings, read_settings
from loaders.catalogue.files import read_catalogue
from loaders.load.run import Loader, loader
from loaders.synthetic import write_sample
from models.catalogue import Catalogue
from tests.support import neo4j_server

HEAP = os.environ.get("QUANJING_BENCH_HEAP", "2g")
SECRET = b"bench"


def scale() -> int:
    """Enterprises in the world measured on; QUANJING_BENCH_ENTERPRISES, else 50,000."""
    return int(os.environ.get("QUANJING_BENCH_ENTERPRISES", "50000"))


def world(enterprises: int, folder: Path) -> Path:
    """The folder of a sample world, written on the first call."""
    out = Path(os.environ.get("QUANJING_BENCH_WORLDS") or folder) / f"world-{enterprises}"
    if not (out / "truth.json").exists():
        write_sample(out, enterprises, seed=1)
    return out


def full_catalogue() -> Catalogue:
    """The packaged catalogue."""
    return read_catalogue()


@dataclass(frozen=True)
class Side:
    """An engine with an empty graph, and the way a bare driver reaches it."""

    settings: Settings
    engine: Engine
    url: str
    auth: tuple[str, str]
    database: str | None
    process: psutil.Process

    def processor(self) -> float:
        """Processor seconds the engine has used."""
        used = self.process.cpu_times()
        return float(used.user + used.system)

    @contextlib.contextmanager
    def session(self) -> Iterator[neo4j.Session]:
        """A session of the bare driver."""
        with (
            neo4j.GraphDatabase.driver(self.url, auth=self.auth, notifications_min_severity="OFF") as driver,
            driver.session(database=self.database) as session,
        ):
            yield session

    @asynccontextmanager
    async def async_session(self) -> AsyncIterator[neo4j.AsyncSession]:
        """A reading session of the bare asynchronous driver."""
        async with (
            neo4j.AsyncGraphDatabase.driver(self.url, auth=self.auth, notifications_min_severity="OFF") as driver,
            driver.session(database=self.database, default_access_mode=neo4j.READ_ACCESS) as session,
        ):
            yield session


@asynccontextmanager
async def side(name: str, folder: Path, catalogue: Catalogue) -> AsyncIterator[Side]:
    """A fresh engine of that name with its data in `folder`; stopped at the end."""
    given: dict[str, object] = {"home": folder, "heap": HEAP, "linger_seconds": 1, "start_seconds": 180}
    server = None
    if name == "neo4j":
        lacking = neo4j_server.missing()
        if lacking:
            pytest.skip(f"NOT MEASURED on Neo4j: {lacking}")
        server = await asyncio.to_thread(neo4j_server.start, folder, HEAP)
        given |= {"graph_url": server.url, "graph_user": server.user, "graph_password": server.password}
    settings = read_settings(**given)
    engine = await connect(settings)
    try:
        await apply_schema(engine, catalogue)
        if server:
            yield Side(settings, engine, server.url, (server.user, server.password), None, psutil.Process(server.process.pid))
        else:
            endpoint = GraphHome(folder).serving()
            assert endpoint is not None
            url, process = f"bolt://127.0.0.1:{endpoint.bolt_port}", psutil.Process(endpoint.pid)
            yield Side(settings, engine, url, (USER, endpoint.password), DATABASE, process)
    finally:
        await engine.close()
        if server:
            server.stop()


@asynccontextmanager
async def loading(engine: Engine, catalogue: Catalogue, folder: Path) -> AsyncIterator[Loader]:
    """A loader over an engine."""
    async with loader(engine, catalogue, secret=SECRET, rejects=folder / "rejects", holder="bench", ttl=30.0) as found:
        yield found
