"""The service in a process of its own, as its users have it: `quanjing serve` on a free port of this machine."""

import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from app.settings import Settings
from tests.support import engines
from tests.support.neo4j_server import free_port

ROOT = Path(__file__).parents[2]
START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Served:
    """A running service: its port, its process, and what it wrote to its log so far."""

    port: int
    process: asyncio.subprocess.Process
    log_file: Path

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """Its log."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    @property
    def memory(self) -> int:
        """Its memory in bytes."""
        return int(psutil.Process(self.process.pid).memory_info().rss)


@contextlib.asynccontextmanager
async def served(settings: Settings, *module: str, **more: str) -> AsyncIterator[Served]:
    """The service over the graph of these settings; `more` are further ones (default port: a free one).

    `module` is what runs in its place.
    """
    port = int(more.pop("port", 0)) or free_port()
    environment = _environment(settings) | {"QUANJING_HOST": "127.0.0.1", "QUANJING_PORT": str(port)}
    environment |= {f"QUANJING_{name.upper()}": value for name, value in more.items()}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *(module or ("app.cli", "serve"))), env=environment, cwd=ROOT, stdout=out, stderr=out
            )
        service = Served(port, process, log)
        try:
            await _ready(service)
            yield service
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.terminate()
                try:
                    await asyncio.wait_for(process.wait(), 30)
                except TimeoutError:
                    process.kill()
                    await process.wait()


def _environment(settings: Settings) -> dict[str, str]:
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    return engines.environment(settings) | {"PYTHONPATH": paths}


async def _ready(service: Served) -> None:
    async with asyncio.timeout(START_SECONDS), httpx.AsyncClient() as client:
        while True:
            assert service.process.returncode is None, service.log
            try:
                if (await client.get(f"{service.url}/ready", timeout=30)).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.2)
