"""A service of several processes ends whole on Ctrl-C: no process stays, nobody holds the lease, the data is there."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from app.engine import Engine, writer
from app.settings import Settings
from models.catalogue import Catalogue
from tests.support import engines
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc"),
]
ROOT = Path(__file__).parents[3]
CODE = fresh_code(741)
WORKERS = 2


def in_session(leader: int) -> Iterator[int]:
    """The living processes of a session."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            yield int(stat.parent.name)


async def answered(process: asyncio.subprocess.Process, url: str, told: Callable[[], str]) -> None:
    """Wait until the service is ready."""
    async with httpx.AsyncClient() as client:
        while True:
            assert process.returncode is None, told()
            try:
                if (await client.get(f"{url}/ready", timeout=30)).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.2)


async def test_ctrl_c_ends_all_processes(engine: Engine, catalogue: Catalogue, settings: Settings, tmp_path: Path) -> None:
    world = Loaded(engine, catalogue, settings, tmp_path)
    await world.say("enterprise.csv", {"name": "杭州服务有限公司", "code": CODE, "_provider": "某局", "_day": "2024-01-01"})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = engines.environment(settings) | {"QUANJING_HOST": "127.0.0.1", "QUANJING_PORT": str(port)}
    log = tmp_path / "log"
    arguments = [sys.executable, "-m", "app.cli", "up", "--workers", str(WORKERS)]
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *arguments, env=environment, cwd=ROOT, stdout=out, stderr=out, start_new_session=True
        )
    try:
        await answered(process, f"http://127.0.0.1:{port}", log.read_text)
        assert len(list(in_session(process.pid))) > WORKERS
        os.killpg(process.pid, signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 60) == 0, log.read_text()
        async with asyncio.timeout(20):  # helpers of the interpreter go when they see that it is gone
            while list(in_session(process.pid)):  # noqa: ASYNC110 - nothing tells when a process ends that is not ours
                await asyncio.sleep(0.1)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    assert "Traceback" not in log.read_text()
    async with writer(engine, "test", 5.0):
        pass
    assert (await world.answer("party.show", party_id=f"uscc:{CODE}"))["name"] == "杭州服务有限公司"
