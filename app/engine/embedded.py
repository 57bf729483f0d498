"""The embedded engine: locates its server process, starts it where there is none, and again where it has ended."""

import asyncio
import fcntl
import os
import subprocess
import sys
import threading
import time
import urllib.error
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from app.engine.bolt import Address, BoltEngine, DriverLimits
from app.engine.capabilities import EMBEDDED
from app.engine.driver import bolt_errors
from app.engine.embedded_home import DATABASE, USER, Endpoint, GraphHome, try_lock
from app.engine.embedded_watch import Server
from app.engine.shape import GraphShape, Node
from app.errors import GraphError, GraphUnavailable, QuanjingError
from app.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]
ANALYZER = "org.apache.lucene.analysis.cjk.CJKAnalyzer"
SQL_TYPES = {"string": "STRING", "integer": "LONG", "boolean": "BOOLEAN"}
STARTS = 3
MERGE_TRIES = 6
POLL_SECONDS = 0.02
LEAST_HEAP, MOST_HEAP = 512, 8192  # MB
LARGEST_LOG = 5_000_000


class EmbeddedEngine(BoltEngine):
    """A client of the embedded graph in the settings' home."""

    capabilities = EMBEDDED

    def __init__(self, settings: Settings) -> None:
        super().__init__(DriverLimits.of(settings))
        self._server = ServerHandle(settings)

    async def _locate(self) -> Address:
        try:
            endpoint = await asyncio.to_thread(self._server.find)
        except asyncio.CancelledError:
            self._server.give_up()
            raise
        return Address(f"bolt://127.0.0.1:{endpoint.bolt_port}", (USER, endpoint.password), DATABASE)

    def _passes(self, error: Exception, tries: int) -> bool:
        """Retry where two writers create one key: the slower one fails on this engine, and matches the key at the next try."""
        return tries < MERGE_TRIES and isinstance(error, bolt_errors.ConstraintError)

    def _explained(self, error: QuanjingError) -> QuanjingError:
        """Name a full disk as the cause: the engine states it in its log alone, if it can write there."""
        full = isinstance(error, GraphError | GraphUnavailable) and self._server.home.full()
        return type(error)(f"{error.message}; {full}", **error.context) if full else error

    async def define(self, shape: GraphShape) -> None:
        """See Engine. Types, their inheritance and the full-text index can only be made in the engine's own SQL."""
        await asyncio.to_thread(self._define, ";\n".join(ddl(shape)) + ";")

    async def defined(self) -> Sequence[str]:
        """See Engine."""
        rows = await asyncio.to_thread(self._sql, "sql", "SELECT name, indexes FROM schema:types")
        return sorted(index["name"] for row in rows for index in row.get("indexes", []))

    async def close(self) -> None:
        """See Engine. The server stops by itself when its last client has left."""
        await super().close()
        self._server.leave()

    def _define(self, script: str) -> None:
        """Run a script of definitions, one client at a time: of two at once the slower one fails, IF NOT EXISTS or not."""
        self._server.find()  # which makes the folder of the lock
        descriptor = self._server.home.lock_file("schema")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            self._sql("sqlscript", script)
        finally:
            os.close(descriptor)

    def _sql(self, language: str, text: str) -> list[dict[str, Any]]:
        server = Server(self._server.find())
        try:
            rows: list[dict[str, Any]] = server.post(
                f"command/{DATABASE}", {"language": language, "command": text}, self._limits.statement
            )
        except urllib.error.HTTPError as error:
            detail = error.read().decode("utf-8", "replace")[:300]
            raise self._explained(GraphError(f"the embedded engine refused a definition: {detail}")) from error
        except OSError as error:
            raise self._explained(GraphUnavailable(f"the embedded engine does not answer: {error}")) from error
        return rows


class ServerHandle:
    """One client's hold on the server of a graph folder: while it is held, the server does not stop by itself."""

    def __init__(self, settings: Settings) -> None:
        self.home = GraphHome(settings.home)
        self._settings = settings
        self._held: int | None = None
        self._threads = threading.Lock()
        self._given_up = threading.Event()

    def find(self) -> Endpoint:
        """The endpoint of the server, which is started where none runs. Blocks for as long as that takes.

        Raises:
            GraphUnavailable: it could not be started in the time the settings give.
        """
        until = time.monotonic() + self._settings.start_seconds
        with self._threads:
            self._given_up.clear()
            self._hold(until)
            endpoint = self.home.serving()
            if endpoint is None:
                with self._starting(until):
                    endpoint = self._await_or_start(until)
            return endpoint

    def give_up(self) -> None:
        """End a `find` that waits in another thread, so that the process need not wait for it."""
        self._given_up.set()

    def leave(self) -> None:
        """Let go of the server."""
        with self._threads:
            if self._held is not None:
                os.close(self._held)
                self._held = None

    def _hold(self, until: float) -> None:
        """Count as a client. A server that is just stopping is waited for."""
        if self._held is not None:
            return
        self.home.prepare()
        descriptor = self.home.lock_file("clients")
        try:
            self._lock(descriptor, fcntl.LOCK_SH, until)
        except BaseException:
            os.close(descriptor)
            raise
        self._held = descriptor

    @contextmanager
    def _starting(self, until: float) -> Iterator[None]:
        """Only one client at a time starts a server."""
        descriptor = self.home.lock_file("start")
        try:
            self._lock(descriptor, fcntl.LOCK_EX, until)
            yield
        finally:
            os.close(descriptor)

    def _lock(self, descriptor: int, kind: int, until: float) -> None:
        while not try_lock(descriptor, kind):
            if time.monotonic() > until:
                raise GraphUnavailable(f"the embedded engine in {self.home.folder} neither starts nor stops")
            self._pause()

    def _pause(self) -> None:
        if self._given_up.wait(POLL_SECONDS):
            raise GraphUnavailable("interrupted while waiting for the embedded engine")

    def _await_or_start(self, until: float) -> Endpoint:
        child: subprocess.Popen[bytes] | None = None
        starts = 0
        while time.monotonic() < until:
            endpoint = self.home.serving()
            if endpoint:
                return endpoint
            if (child is None or child.poll() is not None) and not self.home.is_alive():
                if starts == STARTS:
                    raise GraphUnavailable(f"the embedded engine does not start; {self.home.full() or self._see_log()}")
                starts += 1
                child = self._spawn()
            self._pause()
        raise GraphUnavailable(f"the embedded engine did not start in time; {self.home.full() or self._see_log()}")

    def _see_log(self) -> str:
        return f"see {self.home.log_file}"

    def _spawn(self) -> "subprocess.Popen[bytes]":
        """Start a server in a session of its own, with all its output in the log file."""
        log = self.home.log_file
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        paths = [str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
        command = [sys.executable, "-m", "app.engine.embedded_server", "--home", str(self._settings.home)]
        command += ["--heap", heap_size(self._settings.heap), "--linger", str(self._settings.linger_seconds)]
        command += ["--statement-timeout", str(self._settings.statement_timeout_seconds)]
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command,
                cwd=self.home.root,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                start_new_session=True,
            )
        finally:
            os.close(descriptor)
        # Somebody must wait for the child, or it stays a zombie for as long as this process runs.
        threading.Thread(target=child.wait, name="embedded-engine-reaper", daemon=True).start()
        return child


def heap_size(wanted: str) -> str:
    """The heap size as a JVM option takes it (`2048m`): that of the settings, or a quarter of the memory available here."""
    if wanted != "auto":
        return wanted
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):
        memory = min(memory, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return f"{min(max(memory // 4 // 2**20, LEAST_HEAP), MOST_HEAP)}m"


def ddl(shape: GraphShape) -> Iterator[str]:
    """The SQL that creates a shape. Subtypes inherit properties and indexes, so a key is unique across them all."""
    for label, node in shape.nodes.items():
        yield f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS"
        yield from _of(label, node)
        for sublabel, subnode in node.subtypes.items():
            yield f"CREATE VERTEX TYPE `{sublabel}` IF NOT EXISTS EXTENDS `{label}`"
            yield from _of(sublabel, subnode)
    for relationship in shape.relationships:
        yield f"CREATE EDGE TYPE `{relationship}` IF NOT EXISTS"


def _of(label: str, node: Node) -> Iterator[str]:
    for properties, kind in ((node.unique, "UNIQUE"), (node.index, "NOTUNIQUE")):
        for name, type_name in properties.items():
            yield f"CREATE PROPERTY `{label}`.`{name}` IF NOT EXISTS {SQL_TYPES[type_name]}"
            yield f"CREATE INDEX IF NOT EXISTS ON `{label}` (`{name}`) {kind}"
    if node.fulltext:
        yield f"CREATE PROPERTY `{label}`.`{node.fulltext}` IF NOT EXISTS STRING"
        yield f'CREATE INDEX IF NOT EXISTS ON `{label}` (`{node.fulltext}`) FULL_TEXT METADATA {{"analyzer": "{ANALYZER}"}}'
