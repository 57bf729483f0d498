"""Opens the desk of the settings: makes it where there is none, and brings an older one up to date."""

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from app.desk.store.database import THREADS, WRITES, Desk
from app.desk.store.migrating import migrate, revision_of
from app.errors import DeskUnavailable, SettingsError
from app.settings import Settings

FILE = "desk.db"
LOCKED_SECONDS = 10.0
"""How long a transaction on SQLite waits for the one that writes."""
CONNECT_SECONDS = 10


def desk_file(settings: Settings) -> Path:
    """Where the desk lies if it is SQLite."""
    return settings.home / FILE


def place_of_desk(settings: Settings) -> str:
    """Where the desk is, for messages: a file, or an address without its password."""
    if settings.desk_url is None:
        return str(desk_file(settings))
    address = urlsplit(settings.desk_url.get_secret_value())
    return f"{address.scheme}://{address.netloc.rpartition('@')[2]}{address.path}"


def open_desk(settings: Settings, *, create: bool = True) -> Desk:
    """Open the desk of the settings, and bring it up to date; unless `create`, only one that is there.

    Raises:
        DeskUnavailable: it does not answer, or there is none and none is to be made.
        DeskTooNew: a newer program has written it.
        SettingsError: the address is none of a PostgreSQL.
    """
    desk = Desk(_postgres(settings) if settings.desk_url else _sqlite(desk_file(settings), create))
    try:
        with desk.reading() as connection:
            there = revision_of(connection) is not None
        if not there and not create:
            raise DeskUnavailable(f"no desk in {place_of_desk(settings)}: nobody has been given a key")
        migrate(desk)
    except BaseException:
        desk.close()
        raise
    return desk


def _postgres(settings: Settings) -> Engine:
    assert settings.desk_url is not None
    try:
        url = make_url(settings.desk_url.get_secret_value()).set(drivername="postgresql+psycopg")
    except ArgumentError:
        raise SettingsError("QUANJING_DESK_URL is no address of a database") from None
    return create_engine(
        url,
        pool_size=THREADS,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "quanjing"},
        hide_parameters=True,
    )


def _sqlite(file: Path, create: bool) -> Engine:
    if not create and not file.exists():
        raise DeskUnavailable(f"no desk in {file}: nobody has been given a key")
    if create:
        _prepare(file)
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        pool_size=THREADS,
        max_overflow=0,
        connect_args={"timeout": LOCKED_SECONDS},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(file: Path) -> None:
    """The folder for this user alone, and the file too, before anything stands in it; SQLite's other files take its mode."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if file.parent.stat().st_uid == os.geteuid():
        file.parent.chmod(0o700)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    if file.stat().st_uid == os.geteuid():
        file.chmod(0o600)


def _set_up(connection: sqlite3.Connection, record: Any) -> None:
    """A write-ahead log, so that readers never wait; each commit on the disk before it returns; references checked."""
    connection.isolation_level = None  # transactions begin where `_begin` says, not where sqlite3 guesses
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
