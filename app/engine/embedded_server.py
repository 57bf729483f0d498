"""The embedded graph engine as a process of its own: `python -m app.engine.embedded_server`. Started by clients, not by hand.

It has its own session, so a terminal's Ctrl-C does not reach it. It stops by itself when no client holds the clients' lock
for the linger time, and at SIGTERM. All it prints goes to a log file.
"""

import argparse
import fcntl
import os
import secrets
import shutil
import signal
import socket
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from app.engine.embedded_home import DATABASE, Endpoint, GraphHome, try_lock, write_whole
from app.engine.embedded_watch import Server, end_abandoned

LOOPBACK = "127.0.0.1"
ANOTHER_SERVES = 3
FAILED = 1
PROBE_SECONDS = 0.25
WATCH_SECONDS = 1.0
LOCK_SECONDS = 2.0
STOP_SECONDS = 60.0
JVM_ARGUMENTS = (
    "-Xrs",  # leaves the signals to us
    "-Darcadedb.txWalFlush=2",  # a commit is on the disk before it is answered
    "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
    "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
    "-Darcadedb.server.httpsIncomingPort=0",
)


def main(arguments: list[str] | None = None) -> int:
    """Serve until no client is left or a signal comes. Exit status 3: another server holds this folder; 1: it cannot start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--heap", required=True)
    parser.add_argument("--statement-timeout", type=float, required=True)
    parser.add_argument("--linger", type=float, required=True)
    given = parser.parse_args(arguments)
    stop = threading.Event()

    def request_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, request_stop)
    home = GraphHome(given.home)
    home.prepare()
    lock = home.lock_file("server")
    if not _lock_soon(lock):
        return ANOTHER_SERVES
    home.withdraw()
    try:
        server, endpoint = _start(home, given.heap, given.statement_timeout)
        home.publish(endpoint)
    except Exception:  # noqa: BLE001 - whatever it was, the process ends with it
        _failed()
    _log(f"serving, process {os.getpid()}")
    clients = _wait(home, given.linger, stop, Server(endpoint))
    _log("stopping")
    home.withdraw()
    _give_up_after(STOP_SECONDS)
    server.stop()
    for held in (clients, lock):
        if held is not None:
            os.close(held)
    os._exit(0)  # the engine leaves threads behind that would hold up the process


def _failed() -> NoReturn:
    """End the process at once, releasing its lock: the threads of an engine started in part would never let it end."""
    with suppress(OSError):  # on a full disk the log takes nothing either
        traceback.print_exc()
    os._exit(FAILED)


def _log(text: str) -> None:
    """Write a line to the log; on a full disk, which takes none, the process goes on all the same, to its end too."""
    with suppress(OSError):
        sys.stdout.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}\n")
        sys.stdout.flush()


def _lock_soon(descriptor: int) -> bool:
    """Take the server's lock, with a few tries: a client that checks whether a server runs holds it for an instant."""
    until = time.monotonic() + LOCK_SECONDS
    while not try_lock(descriptor, fcntl.LOCK_EX):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _start(home: GraphHome, heap: str, statement_timeout: float) -> tuple[Any, Endpoint]:
    """Start the engine with a new password, on free ports, and create its database where there is none."""
    import arcadedb_embedded

    os.chdir(home.root)
    shutil.rmtree(home.root / "config", ignore_errors=True)  # users and passwords of the last run, perhaps half written
    if not home.created_file.exists():
        shutil.rmtree(home.root / "databases", ignore_errors=True)  # no client has ever seen it
    password = secrets.token_urlsafe(32)
    bolt_port, http_port = _free_ports(2)
    arguments = [*JVM_ARGUMENTS, f"-Darcadedb.command.timeout={round(statement_timeout * 1000)}"]
    server = arcadedb_embedded.ArcadeDBServer(
        str(home.root),
        root_password=password,
        config={
            "host": LOOPBACK,
            "http_port": http_port,
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": bolt_port,
        },
        jvm_kwargs={"heap_size": heap, "jvm_args": arguments},
    )
    server.start()
    server.create_database(DATABASE)
    if not home.created_file.exists():
        write_whole(home.created_file, "")
    return server, Endpoint(os.getpid(), bolt_port, http_port, password)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind((LOOPBACK, 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _wait(home: GraphHome, linger: float, stop: threading.Event, server: Server) -> int | None:
    """Wait until no client was connected for `linger` seconds; returns the lock, then held, that excludes new clients.

    Returns None where `stop` is set or the folder is gone.
    """
    alone_since: float | None = None
    watched = time.monotonic()
    while not stop.wait(PROBE_SECONDS):
        try:
            descriptor = home.lock_file("clients")
        except FileNotFoundError:
            return None  # the folder was removed: no client can locate this server any more
        if not try_lock(descriptor, fcntl.LOCK_EX):
            alone_since = None
        else:
            now = time.monotonic()
            alone_since = now if alone_since is None else alone_since
            if now - alone_since >= linger:
                return descriptor
        os.close(descriptor)
        if time.monotonic() - watched >= WATCH_SECONDS:
            watched = time.monotonic()
            _watch(server)
    return None


def _watch(server: Server) -> None:
    try:
        ended = end_abandoned(server)
    except OSError as error:
        _log(f"cannot see the running statements: {error}")
    else:
        if ended:
            _log(f"ended {ended} statements whose clients have gone")


def _give_up_after(seconds: float) -> None:
    """End the process even where the engine does not stop; commits are on the disk anyway."""
    timer = threading.Timer(seconds, os._exit, (1,))
    timer.daemon = True
    timer.start()


if __name__ == "__main__":
    sys.exit(main())
