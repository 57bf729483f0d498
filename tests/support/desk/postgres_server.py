"""Runs a real PostgreSQL, from Debian's package, for a test session: on loopback, a free port, in a folder of its own."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.support.neo4j_server import LOOPBACK, die_with_parent, free_port

PACKAGED = Path("/usr/lib/postgresql")
USER = "postgres"
START_SECONDS = 60.0
# Nothing of a test needs to outlive a fall of the machine.
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "32MB"}


def programs() -> Path | None:
    """The folder of the server's programs, of the newest version that is installed; None where there is none."""
    found = sorted(PACKAGED.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    inpath = shutil.which("postgres")
    return Path(inpath).resolve().parent if inpath else None


def missing() -> str | None:
    """Why a PostgreSQL cannot be run here; None where it can."""
    if programs() is None:
        return "postgresql not installed"
    if os.geteuid() == 0 and not _has_user():
        return f"there is no user {USER}, and PostgreSQL does not run as root"
    return None


def _has_user() -> bool:
    try:
        return pwd.getpwnam(USER).pw_uid != 0
    except KeyError:
        return False


@dataclass(frozen=True)
class PostgresServer:
    """A running server."""

    port: int
    password: str
    folder: Path
    process: "subprocess.Popen[bytes]"

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://{USER}:{self.password}@{LOOPBACK}:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database, and return its address."""
        name = f"desk_{secrets.token_hex(6)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def stop(self) -> None:
        """End it at once, and remove its folder."""
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> PostgresServer:
    """Start a server with one user and a password, and wait until it answers."""
    bins = programs()
    assert bins is not None
    who: dict[str, Any] = {"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="quanjing-postgres-"))
    if who:
        shutil.chown(folder, USER, USER)
    password, port, data = secrets.token_urlsafe(16), free_port(), folder / "data"
    given = folder / "password"
    given.write_text(password)
    if who:
        shutil.chown(given, USER, USER)
    made = subprocess.run(
        [bins / "initdb", "-D", data, "-U", USER, "-A", "scram-sha-256", f"--pwfile={given}", "-E", "UTF8", "--locale=C", "-N"],
        capture_output=True,
        text=True,
        cwd=folder,
        **who,
    )
    if made.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        raise RuntimeError(f"initdb ended with {made.returncode}:\n{made.stderr[-2000:]}")
    settings = {**QUICK, "listen_addresses": LOOPBACK, "port": str(port), "unix_socket_directories": str(folder)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [bins / "postgres", "-D", data, *(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_ended if sys.platform == "linux" else None,  # noqa: PLW1509 - one call of the kernel
            **who,
        )
    server = PostgresServer(port, password, folder, process)
    _await(server, lambda: psycopg.connect(server.url(), connect_timeout=2).close())
    return server


def _await(server: PostgresServer, answers: Callable[[], None]) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            return answers()
        except psycopg.OperationalError:
            if server.process.poll() is not None or time.monotonic() > until:
                said = (server.folder / "log").read_text(errors="replace")[-2000:]
                server.stop()
                raise RuntimeError(f"PostgreSQL did not start:\n{said}") from None
            time.sleep(0.1)


def _ended() -> None:
    die_with_parent(signal.SIGQUIT)
