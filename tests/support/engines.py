"""The engines of a test session: each started when first asked for, emptied for each test, closed at the end."""

import os
from pathlib import Path
from typing import Any

import pytest

from app.engine import Engine, apply_schema, connect
from app.engine.base import Tx
from app.settings import Settings, read_settings
from models.catalogue import Catalogue
from tests.support import neo4j_server

ALL = ("embedded", "neo4j")
WIPE = "MATCH (n) WHERE NOT n:Schema WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS gone"
PLAIN: dict[str, Any] = {
    "hosts": "test,localhost,127.0.0.1,::1",
    "linger_seconds": 1,
    "lease_seconds": 5,
    "heap": "768m",
    "start_seconds": 120,
}


def chosen() -> tuple[str, ...]:
    """The engines to test: those of QUANJING_TEST_ENGINES (separated by commas), else all."""
    wanted = tuple(filter(None, os.environ.get("QUANJING_TEST_ENGINES", "").replace(" ", "").split(",")))
    unknown = sorted(set(wanted) - set(ALL))
    if unknown:
        raise pytest.UsageError(f"QUANJING_TEST_ENGINES names unknown engines: {', '.join(unknown)}")
    return wanted or ALL


class Engines:
    """Starts what a test asks for and keeps it for the next one. Embedded engines collect in one thread, too."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("JAVA_TOOL_OPTIONS", " ".join(neo4j_server.QUICK))
        self._folder = folder
        self._server: neo4j_server.Neo4jServer | None = None
        self._settings: dict[str, Settings] = {}
        self._open: dict[str, Engine] = {}

    def settings(self, name: str) -> Settings:
        """Settings that reach the session's engine of that name."""
        if name not in self._settings:
            given: dict[str, Any] = {"home": self._folder / name, **PLAIN}
            if name == "neo4j":
                server = self._neo4j()
                given |= {"graph_url": server.url, "graph_user": server.user, "graph_password": server.password}
            # Tests ask as fast as they can, from one address.
            self._settings[name] = read_settings(**{"rate_per_address": "", "rate_per_key": "", "sign_in_rate": "", **given})
        return self._settings[name]

    def _neo4j(self) -> neo4j_server.Neo4jServer:
        if self._server is None:
            lacking = neo4j_server.missing()
            if lacking and os.environ.get("CI") == "true":
                pytest.fail(f"a real Neo4j is needed here: {lacking}")
            if lacking:
                pytest.skip(f"NOT TESTED on a real Neo4j: {lacking}")
            self._server = neo4j_server.start(self._folder / "neo4j-server", short=True)
        return self._server

    async def clean(self, name: str, catalogue: Catalogue) -> Engine:
        """The session's engine of that name, with an empty graph of the catalogue's schema."""
        if name not in self._open:
            self._open[name] = await connect(self.settings(name))
        engine = self._open[name]
        await wipe(engine)
        await apply_schema(engine, catalogue)
        return engine

    async def close(self) -> None:
        """Leave the engines and stop the servers started for them."""
        for engine in self._open.values():
            await engine.close()
        if self._server:
            self._server.stop()


async def wipe(engine: Engine) -> None:
    """Delete every node and relationship; labels, indexes, and what is known of them, stay."""

    async def some(tx: Tx) -> int:
        return int((await tx.run(WIPE))[0]["gone"])

    while await engine.transact(some, repeatable=True):
        pass


def environment(settings: Settings) -> dict[str, str]:
    """The environment that gives these settings to another process."""
    plain = settings.model_dump(mode="python", exclude_none=True, exclude_defaults=True)
    secrets = {k: v.get_secret_value() for k, v in plain.items() if hasattr(v, "get_secret_value")}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("QUANJING_")}
    return kept | {f"QUANJING_{k.upper()}": str(v) for k, v in (plain | secrets).items()}
