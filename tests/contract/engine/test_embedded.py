"""The embedded engine's server process: shared, started by need, stopped by want of it, and found again after a kill."""

import asyncio
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from app.engine import Engine, apply_schema, connect, connected, embedded, now_tick, writer
from app.engine.base import Tx
from app.engine.embedded import EmbeddedEngine, heap_size
from app.engine.embedded_home import Endpoint, GraphHome
from app.engine.embedded_watch import Server
from app.errors import GraphError, GraphUnavailable, StatementTimeout
from app.settings import Settings, read_settings
from models.catalogue import Catalogue
from tests.support.engines import chosen, environment
from tests.support.tools import ROOT

pytestmark = pytest.mark.skipif("embedded" not in chosen(), reason="QUANJING_TEST_ENGINES leaves the embedded engine out")

EMPTY = Catalogue(categories={})
CLIENT = """
import asyncio, signal, sys
from app.engine import apply_schema, connect
from app.settings import read_settings
from models.catalogue import Catalogue

# Tests that run in the background ignore Ctrl-C, and whatever they start would too.
signal.signal(signal.SIGINT, signal.default_int_handler)

async def main():
    engine = await connect(read_settings())
    await apply_schema(engine, Catalogue(categories={}))
    print("ready", flush=True)
    try:
        await asyncio.sleep(float(sys.argv[1]))
    finally:
        await engine.close()

asyncio.run(main())
"""

FULL_DISK = """
import errno
from app.engine import embedded_home
def write_whole(*_):
    raise OSError(errno.ENOSPC, "No space left on device")
embedded_home.write_whole = write_whole
"""


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    """Settings of a graph of this test alone; whatever serves it is gone afterwards."""
    yield read_settings(home=tmp_path, heap="256m", linger_seconds=1, start_seconds=60, lease_seconds=5)
    for process in _servers(tmp_path):
        process.kill()
        process.wait(10)


def _servers(home: Path) -> list[psutil.Process]:
    """The server processes of a home."""
    found = []
    for process in psutil.process_iter():
        try:
            line = process.cmdline()
        except psutil.Error:
            continue
        if "app.engine.embedded_server" in line and str(home) in line:
            found.append(process)
    return found


def _client(settings: Settings, seconds: float, own_group: bool = True) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(seconds)],
        env=environment(settings),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=own_group,
    )


def _ready(client: "subprocess.Popen[str]") -> str:
    assert client.stdout is not None
    return client.stdout.readline()


def _end(*clients: "subprocess.Popen[str]") -> None:
    for client in clients:
        client.kill()
        client.communicate()


def _endpoint(settings: Settings) -> Endpoint:
    endpoint = GraphHome(settings.home).serving()
    assert endpoint is not None
    return endpoint


def _appears(settings: Settings) -> None:
    while not _servers(settings.home):
        time.sleep(0.01)


def _gone(settings: Settings, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not _servers(settings.home):
            return True
        time.sleep(0.1)
    return False


async def _put(engine: Engine, name: str) -> None:
    async def work(tx: Tx) -> None:
        await tx.run("MERGE (b:Batch {id: $id})", {"id": name})

    await engine.transact(work)


async def _names(engine: Engine) -> list[str]:
    return [row["id"] for row in await engine.read("MATCH (b:Batch) RETURN b.id AS id ORDER BY id")]


def test_clients_that_start_at_one_instant_share_one_server(own: Settings) -> None:
    clients = [_client(own, 600) for _ in range(3)]
    try:
        assert [_ready(client) for client in clients] == ["ready\n"] * 3
        assert len(_servers(own.home)) == 1
        endpoint = _endpoint(own)
        assert os.getsid(endpoint.pid) == endpoint.pid
        # One is told to stop, one is killed: the third still has its server.
        clients[0].send_signal(signal.SIGINT)
        clients[1].kill()
        for client in clients[:2]:
            client.wait(20)
        time.sleep(3)
        assert _endpoint(own) == endpoint
        clients[2].kill()
        assert _gone(own, 15)
        assert GraphHome(own.home).serving() is None
        assert not (own.home / "graph" / "endpoint.json").exists()
    finally:
        _end(*clients)


def test_nothing_of_the_server_reaches_its_client(own: Settings) -> None:
    client = _client(own, 0)
    out, err = client.communicate(timeout=60)
    assert (client.returncode, out, err) == (0, "ready\n", "")
    assert "serving" in (own.home / "graph" / "server.log").read_text()


async def test_files_and_ports_are_for_this_user_and_machine_alone(own: Settings) -> None:
    async with connected(own) as engine:
        assert await engine.read("RETURN 1 AS one") == [{"one": 1}]
        home = GraphHome(own.home)
        assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(home.endpoint_file.stat().st_mode) == 0o600
        endpoint = _endpoint(own)
        assert len(endpoint.password) >= 32
        listening = [c.laddr for c in psutil.Process(endpoint.pid).net_connections() if c.status == psutil.CONN_LISTEN]
        assert {address.port for address in listening} == {endpoint.bolt_port, endpoint.http_port}
        assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
        assert endpoint.password not in " ".join(psutil.Process(endpoint.pid).cmdline())
        assert endpoint.password not in home.log_file.read_text()


async def test_a_live_client_recovers_when_the_server_is_killed(own: Settings) -> None:
    """Reading, writing and holding the lease all go on; what was committed is there."""
    async with connected(own) as engine:
        await apply_schema(engine, EMPTY)
        async with writer(engine, "me", 30) as held:
            for number in range(3):

                async def work(tx: Tx, tick: int, number: int = number) -> int:
                    await tx.run("CREATE (:Batch {id: $id})", {"id": str(number)})
                    return tick

                assert await held.transact(work) == number + 1
                os.kill(_endpoint(own).pid, signal.SIGKILL)
                if number == 1:
                    answers = await asyncio.gather(*(_names(engine) for _ in range(8)))
                    assert answers == [["0", "1"]] * 8
            assert await _names(engine) == ["0", "1", "2"]
            assert await now_tick(engine) == 3


async def test_a_kill_while_writing_leaves_whole_transactions(own: Settings) -> None:
    async with connected(own) as engine:
        await apply_schema(engine, EMPTY)
        done: list[int] = []
        seventh = asyncio.Event()

        async def work(tx: Tx, tick: int) -> int:
            rows = [{"id": f"{tick}/{n}"} for n in range(200)]
            await tx.run("UNWIND $rows AS row CREATE (:Batch {id: row.id, tick: $tick})", {"rows": rows, "tick": tick})
            return tick

        async def write() -> None:
            async with writer(engine, "me", 30) as held:
                for _ in range(40):
                    done.append(await held.transact(work))
                    if len(done) == 7:
                        seventh.set()

        writing = asyncio.create_task(write())
        await seventh.wait()
        os.kill(_endpoint(own).pid, signal.SIGKILL)
        await writing
        assert done == list(range(1, 41))
        rows = await engine.read("MATCH (b:Batch) RETURN b.tick AS tick, count(*) AS n ORDER BY tick")
        assert rows == [{"tick": tick, "n": 200} for tick in range(1, 41)]


@pytest.mark.parametrize("delay", [0.1, 1.0, 2.2])
async def test_killed_in_its_first_start_it_starts_unaided(own: Settings, delay: float) -> None:
    """Server and client are killed at some moment before, in, or after the creation of database and schema."""
    client = _client(own, 600)
    try:
        await asyncio.to_thread(_appears, own)
        await asyncio.sleep(delay)
        client.kill()
        for server in _servers(own.home):
            server.kill()
            server.wait(10)
        async with connected(own) as engine:
            await apply_schema(engine, EMPTY)
            await _put(engine, "a")
            assert await _names(engine) == ["a"]
            assert {"Batch[id]", "Party[names]", "Mention[name]"} <= set(await engine.defined())
    finally:
        _end(client)


async def test_half_written_files_of_a_killed_start_do_no_harm(own: Settings) -> None:
    home = GraphHome(own.home)
    home.prepare()
    home.endpoint_file.write_text('{"pid": 1, "bolt_po')
    (home.folder / ".endpoint.json.1").write_text("{")
    (home.root / "config").mkdir(parents=True)
    (home.root / "config" / "server-users.jsonl").write_text('{"name":"root","passw')
    (home.root / "databases" / "quanjing").mkdir(parents=True)
    (home.root / "databases" / "quanjing" / "schema.json").write_text("{")
    async with connected(own) as engine:
        await apply_schema(engine, EMPTY)
        await _put(engine, "a")
        assert await _names(engine) == ["a"]


async def test_what_was_written_is_there_after_a_stop(own: Settings) -> None:
    async with connected(own) as engine:
        await apply_schema(engine, EMPTY)
        await _put(engine, "a")
        first = _endpoint(own)
    assert await asyncio.to_thread(_gone, own, 15)
    async with connected(own) as engine:
        assert await _names(engine) == ["a"]
        assert _endpoint(own).password != first.password


def test_the_heap_fits_the_machine() -> None:
    assert heap_size("512m") == "512m"
    assert 512 <= int(heap_size("auto").removesuffix("m")) <= 8192


def test_an_endpoint_without_a_living_server_is_not_believed(own: Settings) -> None:
    home = GraphHome(own.home)
    home.prepare()
    home.publish(Endpoint(os.getpid(), 1, 2, "x"))
    assert json.loads(home.endpoint_file.read_text())["bolt_port"] == 1
    assert home.serving() is None


async def test_a_server_that_cannot_start_is_told_of_with_its_log(own: Settings) -> None:
    home = GraphHome(own.home)
    home.prepare()
    home.created_file.touch()
    (home.root / "databases").write_text("not a folder")
    with pytest.raises(GraphUnavailable, match=r"does not start; see .*server\.log"):
        await connect(own)
    assert home.log_file.stat().st_size > 0
    assert (home.root / "databases").read_text() == "not a folder"


async def test_a_home_that_cannot_be_made_is_told_of(own: Settings) -> None:
    (own.home / "file").touch()
    with pytest.raises(GraphUnavailable, match="Not a directory"):
        await connect(own.model_copy(update={"home": own.home / "file" / "home"}))


async def test_a_server_whose_log_cannot_be_written_serves_and_stops(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (own.home / "sitecustomize.py").write_text('import sys; sys.stdout = open("/dev/full", "w")')
    monkeypatch.setenv("PYTHONPATH", str(own.home))
    engine = await connect(own)
    assert await engine.read("RETURN 1 AS one") == [{"one": 1}]
    await engine.close()
    assert await asyncio.to_thread(_gone, own, 20)


async def test_a_full_disk_is_told_of_and_holds_nobody_up(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=4_096))
    failed = EmbeddedEngine(own)._explained(GraphError("refused", code="x"))
    assert (type(failed), failed.context) == (GraphError, {"code": "x"})
    assert failed.message == f"refused; the disk of {own.home}/graph is full: make room, then do it again"
    broken = own.home / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(FULL_DISK)
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(broken))
        patch.setattr(embedded, "STARTS", 1)
        with pytest.raises(GraphUnavailable, match=r"does not start; the disk of .* is full"):
            await connect(own)
    assert await asyncio.to_thread(_gone, own, 5), "the engine's threads do not keep it, nor the lock"
    assert "No space left" in GraphHome(own.home).log_file.read_text()
    await (await connect(own)).close()


async def test_a_client_interrupted_while_waiting_does_not_wait_on(own: Settings) -> None:
    connecting = asyncio.create_task(connect(own))
    await asyncio.to_thread(_appears, own)
    began = time.monotonic()
    connecting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await connecting
    assert time.monotonic() - began < 1
    assert await asyncio.to_thread(_gone, own, 20)


async def test_a_server_told_to_stop_is_started_again_by_who_needs_it(own: Settings) -> None:
    """A stop in good order, while eight tasks read and one writes; nobody is told."""
    async with connected(own) as engine:
        await apply_schema(engine, EMPTY)
        stopped = _endpoint(own).pid
        over = asyncio.Event()

        async def read() -> int:
            answers = 0
            while not over.is_set():
                answers += len(await engine.read("RETURN 1 AS one"))
            return answers

        readers = [asyncio.create_task(read()) for _ in range(8)]
        async with writer(engine, "me", 30) as held:

            async def work(tx: Tx, tick: int) -> int:
                await tx.run("CREATE (:Batch {id: $id})", {"id": f"{tick:03}"})
                return tick

            for number in range(1, 61):
                assert await held.transact(work) == number
                if number == 20:
                    os.kill(stopped, signal.SIGTERM)
        over.set()
        assert min(await asyncio.gather(*readers)) > 0
        assert await _names(engine) == [f"{n:03}" for n in range(1, 61)]
        assert _endpoint(own).pid != stopped


async def test_a_statement_whose_client_has_gone_is_ended(own: Settings) -> None:
    """It would otherwise keep a processor busy until the statement time-out."""
    endless = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a * b AS c WHERE c < 0 RETURN count(c) AS n"
    async with connected(own) as engine:
        server = Server(_endpoint(own))

        def running() -> int:
            return len(server.post("server", {"command": "list queries"}, 5))

        async def within(seconds: float, wanted: int) -> bool:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                if await asyncio.to_thread(running) == wanted:
                    return True
                await asyncio.sleep(0.1)
            return False

        reading = asyncio.create_task(engine.read(endless))
        assert await within(5, 1)
        await asyncio.sleep(2)
        assert running() == 1
        reading.cancel()
        assert await within(5, 0)
        with pytest.raises(StatementTimeout):
            await engine.read(endless, timeout=0.8)
        assert await within(5, 0)
