"""The desk's store, on SQLite and on PostgreSQL alike: transactions, moments, upgrades, and who may read the file."""

import asyncio
import multiprocessing
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, func, insert, inspect, select, text, update

from app.desk.store import METADATA, Desk, open_desk, tables
from app.desk.store.migrating import REVISIONS, VERSION_TABLE, revision_of, revisions
from app.desk.store.opening import desk_file
from app.desk.store.tables.callers import CALLERS, KEYS
from app.errors import Conflict, DeskTooNew, DeskUnavailable, SettingsError
from app.settings import Settings, read_settings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def add(connection: Connection, /, name: str = "某局", **more: Any) -> None:
    """One caller."""
    row = {"id": name, "name": name, "roles": ["department"], "created_at": NOON, "created_by": "test", **more}
    connection.execute(insert(CALLERS).values(row))


def count(connection: Connection) -> int:
    """How many callers there are."""
    return int(connection.scalar(select(func.count()).select_from(CALLERS)) or 0)


async def test_what_is_written_is_read_and_what_fails_is_not(desk: Desk) -> None:
    await desk.write(add, "甲")

    def fails(connection: Connection) -> None:
        add(connection, "乙")
        raise LookupError

    with pytest.raises(LookupError):
        await desk.write(fails)
    with pytest.raises(Conflict):
        await desk.write(add, "甲")
    with pytest.raises(Conflict), desk.writing() as connection:
        connection.execute(insert(KEYS).values(id="k", caller_id="nobody", digest="0", created_at=NOON))
    assert await desk.read(count) == 1


async def test_moments_are_utc(desk: Desk) -> None:
    await desk.write(add, "甲", created_at=NOON.astimezone(timezone(timedelta(hours=8))), revoked_at=NOON)
    row = (await desk.read(lambda connection: connection.execute(select(CALLERS)).all()))[0]
    assert (row.created_at, row.created_at.tzinfo, row.revoked_at) == (NOON, UTC, NOON)
    assert row.roles == ["department"]
    with pytest.raises(Exception, match="time zone"):
        await desk.write(add, "乙", created_at=NOON.replace(tzinfo=None))
    later = select(CALLERS.c.name).where(CALLERS.c.created_at < NOON + timedelta(microseconds=1))
    assert (await desk.read(lambda connection: connection.execute(later).all())) == [("甲",)]


async def test_writers_wait_for_each_other_and_lose_nothing(desk: Desk) -> None:
    await desk.write(add, "甲", region="0")

    def one_more(connection: Connection) -> None:
        row = connection.execute(select(CALLERS).where(CALLERS.c.name == "甲").with_for_update()).one()
        connection.execute(update(CALLERS).values(region=str(int(row.region) + 1)))

    await asyncio.gather(*(desk.write(one_more) for _ in range(40)))
    assert await desk.read(lambda connection: connection.scalar(select(CALLERS.c.region))) == "40"


async def test_readers_do_not_wait_for_a_writer(desk: Desk) -> None:
    with desk.writing() as connection:
        add(connection)
        assert await asyncio.wait_for(desk.read(count), 5) == 0
    assert await desk.read(count) == 1


async def test_the_revisions_make_what_the_tables_say(desk: Desk) -> None:
    for module in iter_modules(tables.__path__):
        import_module(f"{tables.__name__}.{module.name}")

    def differences(connection: Connection) -> Any:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA)

    assert await desk.read(differences) == []
    with desk.reading() as connection:
        made = set(inspect(connection).get_table_names())
    assert made == set(METADATA.tables) | {VERSION_TABLE}


def test_revisions_are_one_line_named_after_their_files() -> None:
    before = None
    for name in revisions():
        text = (REVISIONS / f"{name}.py").read_text(encoding="utf-8")
        assert f'revision = "{name}"' in text
        assert len(name) <= 32, "longer names do not fit Alembic's table"
        assert ("down_revision = None" if before is None else f'down_revision = "{before}"') in text
        before = name


def test_an_older_desk_is_brought_up_to_date(desk_settings: Settings, older: Any) -> None:
    with older(), open_desk(desk_settings) as desk, desk.writing() as connection:
        assert revision_of(connection) == revisions()[0]
        add(connection, "甲")
    with open_desk(desk_settings) as desk, desk.reading() as connection:
        assert revision_of(connection) == revisions()[-1]
        assert count(connection) == 1


def test_a_desk_of_a_newer_program_is_refused_and_left_alone(desk_settings: Settings) -> None:
    with open_desk(desk_settings) as desk, desk.writing() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999_later'"))
    for create in (True, False):
        with pytest.raises(DeskTooNew, match=r"newer program.*9999_later"):
            open_desk(desk_settings, create=create)


def test_a_desk_is_not_made_by_who_only_reads(desk_settings: Settings) -> None:
    with pytest.raises(DeskUnavailable, match="no desk in"):
        open_desk(desk_settings, create=False)
    assert not desk_settings.home.exists()
    open_desk(desk_settings).close()
    open_desk(desk_settings, create=False).close()


def _opens(settings: Settings, found: Any) -> None:
    with open_desk(settings) as desk, desk.reading() as connection:
        found.put(revision_of(connection))


def test_several_processes_may_start_at_once(desk_settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    found: Any = context.Queue()
    started = [context.Process(target=_opens, args=(desk_settings, found)) for _ in range(4)]
    for process in started:
        process.start()
    told = [found.get(timeout=60) for _ in started]
    for process in started:
        process.join(60)
    assert told == [revisions()[-1]] * 4
    assert [process.exitcode for process in started] == [0] * 4


def test_only_its_user_may_read_the_file(tmp_path: Any) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    settings = read_settings(home=home)
    with open_desk(settings) as desk, desk.writing() as connection:
        add(connection)
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        files = sorted(file.name for file in home.iterdir())
        assert files == ["desk.db", "desk.db-shm", "desk.db-wal"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in home.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "breaks",
    [lambda file: file.write_bytes(b"no database" * 1000), lambda file: (file.unlink(), file.mkdir())],
    ids=["another file", "a folder"],
)
def test_what_is_no_desk_is_told(tmp_path: Any, breaks: Callable[[Any], None]) -> None:
    settings = read_settings(home=tmp_path)
    open_desk(settings).close()
    for file in tmp_path.glob("desk.db-*"):
        file.unlink()
    breaks(desk_file(settings))
    with pytest.raises((DeskUnavailable, OSError)):
        open_desk(settings)


def test_an_address_that_does_not_answer_is_told_without_its_password() -> None:
    settings = read_settings(desk_url="postgresql://li:geheim@127.0.0.1:9/desk")
    with pytest.raises(DeskUnavailable) as told:
        open_desk(settings)
    assert "geheim" not in str(told.value)
    assert "geheim" not in repr(settings)


def test_an_address_of_another_database_is_refused() -> None:
    with pytest.raises(SettingsError, match="QUANJING_DESK_URL: must begin with postgresql://"):
        read_settings(desk_url="mysql://li@127.0.0.1/desk")
