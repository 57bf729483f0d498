"""The files through which clients of an embedded graph and its server locate each other; all in one folder, for one user.

    graph/endpoint.json   where the server answers and its password of this run; there only while it serves
    graph/clients.lock    held shared by every client, by the server alone when it has decided to stop
    graph/server.lock     held by the server while it lives
    graph/schema.lock     held by the client that defines the schema
    graph/start.lock      held by the client that starts a server, until it answers
    graph/created         the database was created whole; without it whatever is there is from a start that was killed

Locks are the kernel's (flock): they go with their process, however it ends.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

DATABASE = "quanjing"
USER = "root"
LEAST_FREE = 4 << 20
"""Bytes that an engine needs on its disk for the smallest write."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The process, ports (on 127.0.0.1) and password of a running server."""

    pid: int
    bolt_port: int
    http_port: int
    password: str


class GraphHome:
    """The folder of one embedded graph."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "graph"
        self.endpoint_file = self.folder / "endpoint.json"
        self.created_file = self.folder / "created"
        self.root = self.folder / "server"
        self.log_file = self.folder / "server.log"

    def prepare(self) -> None:
        """Create the folders, for this user alone."""
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.folder.chmod(0o700)
        self.root.mkdir(exist_ok=True)

    def full(self) -> str | None:
        """The message that the disk is full; None where it has room, or there is no such folder."""
        try:
            free = shutil.disk_usage(self.folder).free
        except OSError:
            return None
        return None if free >= LEAST_FREE else f"the disk of {self.folder} is full: make room, then do it again"

    def lock_file(self, name: str) -> int:
        """Open a lock file and return its descriptor; closing it, or the end of the process, releases the lock."""
        return os.open(self.folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def serving(self) -> Endpoint | None:
        """The endpoint of a server that lives and answers; None where there is none, or not yet."""
        if not self.is_alive():
            return None
        try:
            return Endpoint(**json.loads(self.endpoint_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def is_alive(self) -> bool:
        """Whether a server lives, serving or not."""
        with self.trying("server", fcntl.LOCK_SH) as free:
            return not free

    @contextmanager
    def trying(self, name: str, kind: int) -> Iterator[bool]:
        """Try a lock without waiting and hold it for the time of a block; yields whether it was acquired."""
        descriptor = self.lock_file(name)
        try:
            yield try_lock(descriptor, kind)
        finally:
            os.close(descriptor)

    def publish(self, endpoint: Endpoint) -> None:
        """Write the endpoint whole or not at all, readable by this user alone."""
        write_whole(self.endpoint_file, json.dumps(asdict(endpoint)))

    def withdraw(self) -> None:
        """Remove the endpoint file."""
        self.endpoint_file.unlink(missing_ok=True)


def try_lock(descriptor: int, kind: int) -> bool:
    """Take a lock without waiting; returns whether it was acquired."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_whole(path: Path, text: str) -> None:
    """Replace a file at once and durably, mode 0600; a kill leaves the old one or the new one."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
