"""Brings the tables of a desk up to date by the numbered revisions of this package."""

from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, column, inspect, select, table, text

from app.desk.store.database import Desk
from app.errors import DeskTooNew

REVISIONS = Path(__file__).parent / "revisions"
VERSION_TABLE = "alembic_version"
LOCK = 0x71_6A_64_65_73_6B
"""The advisory lock under which one process at a time changes the tables on PostgreSQL."""


@cache
def revisions() -> tuple[str, ...]:
    """The names of all revisions, the oldest first: those of their files."""
    return tuple(sorted(file.stem for file in REVISIONS.glob("[0-9]*.py")))


def revision_of(connection: Connection) -> str | None:
    """The revision that a desk stands at; None where it is empty."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version: str | None = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
    return version


def migrate(desk: Desk) -> bool:
    """Apply the revisions that a desk lacks, all in one transaction; returns whether any was lacking.

    Of several processes that start at once one does it, and the others wait.

    Raises:
        DeskTooNew: the desk stands at a revision that this program does not know.
    """
    with desk.reading() as connection:
        if _is_current(connection):
            return False
    with desk.writing() as connection:
        if desk.database == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        if _is_current(connection):
            return False
        _upgrade(connection)
    return True


def _is_current(connection: Connection) -> bool:
    stands = revision_of(connection)
    if stands is not None and stands not in revisions():
        raise DeskTooNew(f"the desk was written by a newer program (revision {stands}): use that program, or a backup")
    return stands == revisions()[-1]


def _upgrade(connection: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationStep
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(REVISIONS.parent), version_locations=[str(REVISIONS)])

    def lacking(stands: Any, context: Any) -> list[MigrationStep]:
        steps = reversed(list(script.iterate_revisions("head", stands, implicit_base=True)))
        return [MigrationStep.upgrade_from_script(script.revision_map, step) for step in steps]

    with EnvironmentContext(Config(), script, fn=lacking) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
