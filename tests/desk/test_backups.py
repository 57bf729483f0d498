"""A backup that was made while the desk was written to is whole, on SQLite and on PostgreSQL, and can be served from."""

import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from app.desk.audit.chain import append, verify
from app.desk.callers.keys import given_key
from app.desk.callers.register import caller_of_key
from app.desk.store import Desk, open_desk
from app.desk.store.opening import desk_file
from app.settings import Settings, read_settings
from tests.desk.test_audit import KEY, entry
from tests.support.desk import postgres_server
from tests.support.desk.keys import issue


@contextmanager
def written_to(desk: Desk) -> Iterator[None]:
    """A desk to whose log entries are added all the while."""
    over = threading.Event()

    def write() -> None:
        number = 0
        while not over.is_set():
            number += 1
            with desk.writing() as connection:
                append(connection, [entry(number % 1000)], KEY)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()


def copied(settings: Settings, folder: Path) -> Settings:
    """A backup of a desk as docs/desk.md says, restored; the settings that reach it."""
    if settings.desk_url is None:
        home = folder / "restored"
        home.mkdir()
        with sqlite3.connect(desk_file(settings)) as source, sqlite3.connect(folder / "backup.db") as target:
            source.backup(target, pages=1)
        source.close()
        target.close()
        shutil.copy(folder / "backup.db", home / "desk.db")
        return read_settings(home=home)
    programs = postgres_server.programs()
    assert programs is not None
    url = settings.desk_url.get_secret_value()
    name = urlsplit(url).path.removeprefix("/")
    other = url.removesuffix(name) + f"{name}_restored"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}_restored"'.encode())
    dump = folder / "backup.dump"
    subprocess.run([programs / "pg_dump", "--format=custom", f"--file={dump}", url], check=True)
    subprocess.run([programs / "pg_restore", "--no-owner", f"--dbname={other}", dump], check=True)
    return read_settings(home=folder / "restored", desk_url=other)


@pytest.mark.parametrize("busy", [False, True], ids=["at rest", "written to"])
def test_a_backup_is_whole(desk: Desk, desk_settings: Settings, tmp_path: Path, busy: bool) -> None:
    issued = issue(desk)
    with desk.writing() as connection:
        append(connection, [entry(number) for number in range(200)], KEY)
    if busy:
        with written_to(desk):
            restored = copied(desk_settings, tmp_path)
    else:
        restored = copied(desk_settings, tmp_path)
    with open_desk(restored, create=False) as other, other.reading() as connection:
        found = verify(connection, KEY)
        assert (found.wrong, found.entries >= 200) == ((), True)
        caller = caller_of_key(connection, given_key(issued.key))
    assert caller is not None
    assert caller.id == issued.id
