"""The databases of desks in a test session: SQLite in a folder of the test, one PostgreSQL with a database for each test."""

import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from app.settings import Settings, read_settings
from tests.support.desk import postgres_server

ALL = ("sqlite", "postgresql")


def chosen() -> tuple[str, ...]:
    """The databases to test: those of QUANJING_TEST_DESKS (separated by commas), else all."""
    wanted = tuple(filter(None, os.environ.get("QUANJING_TEST_DESKS", "").replace(" ", "").split(",")))
    unknown = sorted(set(wanted) - set(ALL))
    if unknown:
        raise pytest.UsageError(f"QUANJING_TEST_DESKS names unknown databases: {', '.join(unknown)}")
    return wanted or ALL


class Desks:
    """Starts PostgreSQL when a test first asks for it."""

    def __init__(self) -> None:
        self._server: postgres_server.PostgresServer | None = None

    def settings(self, database: str, home: Path, **more: Any) -> Settings:
        """Settings with an empty desk of that database; it is made when it is opened."""
        url = SecretStr(self._postgres().new_database()) if database == "postgresql" else None
        return read_settings(home=home, desk_url=url, **more)

    def _postgres(self) -> postgres_server.PostgresServer:
        if self._server is None:
            lacking = postgres_server.missing()
            if lacking and os.environ.get("CI") == "true":
                pytest.fail(f"a real PostgreSQL is needed here: {lacking}")
            if lacking:
                pytest.skip(f"NOT TESTED on a real PostgreSQL: {lacking}")
            self._server = postgres_server.start()
        return self._server

    def close(self) -> None:
        """Stop the server, if there is one."""
        if self._server:
            self._server.stop()
