"""Pushes measured over HTTP: from sending one to its receipt, and how many a second several senders get through.

`python -m tests.bench.pushes ENGINE PUSHES SENDERS FOLDER` starts a service with its worker, as `quanjing serve` does, and
sends pushes of ten decisions each: first one after the other, then several senders at once.
"""

import asyncio
import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

import httpx

from app.desk.store import open_desk
from app.settings import Settings
from models.caller import CallerRole
from tests.bench.ratios import Report
from tests.support import engines
from tests.support.desk.keys import bearer, issue
from tests.support.engines import Engines
from tests.support.worlds.hiding import fresh_code

OFFICE = "杭州市市场监督管理局"
ROWS = 10
START_SECONDS = 120


def body(n: int) -> bytes:
    """The nth push: decisions about ten firms."""
    rows = [
        {
            "行政相对人名称": f"某{n}{i}有限公司",
            "统一社会信用代码": fresh_code(n * ROWS + i),
            "行政处罚决定书文号": f"{n}-{i}号",
            "处罚决定日期": "2024-03-20",
            "处罚机关": OFFICE,
        }
        for i in range(ROWS)
    ]
    return json.dumps(rows, ensure_ascii=False).encode()


async def sent(client: httpx.AsyncClient, n: int) -> float:
    """Push once and wait for the receipt; the seconds that it took."""
    begun = time.perf_counter()
    answer = await client.post("/v1/records/penalty", content=body(n), params={"wait": 60})
    took = time.perf_counter() - begun
    while answer.status_code == 202:  # the service answers before the receipt is there
        place = answer.headers["location"]
        if (await client.get(place)).json()["state"] == "done":
            answer = await client.get(f"{place}/result")
            took = time.perf_counter() - begun
    receipt = answer.json().get("result", answer.json())
    assert receipt["accepted"] == ROWS, answer.text
    return took


async def several(client: httpx.AsyncClient, numbers: range, senders: int) -> tuple[float, list[float]]:
    """Push with so many senders at once; the seconds of all, and of each push."""
    waiting = iter(numbers)
    times: list[float] = []

    async def sender() -> None:
        for n in waiting:
            times.append(await sent(client, n))

    begun = time.perf_counter()
    await asyncio.gather(*(sender() for _ in range(senders)))
    return time.perf_counter() - begun, times


async def measured(settings: Settings, count: int, senders: int, report: Report) -> None:
    """Start the service, push, and report."""
    with open_desk(settings) as desk:
        key = issue(desk, CallerRole.DEPARTMENT, f"报送{time.time_ns()}", department=OFFICE).key
    environment = engines.environment(settings) | {"QUANJING_RATE_PER_KEY": "", "QUANJING_RATE_PER_ADDRESS": ""}
    command = (sys.executable, "-m", "app.cli", "serve", "--port", str(settings.port))
    process = await asyncio.create_subprocess_exec(*command, env=environment, stderr=asyncio.subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{settings.port}"
        headers = bearer(key) | {"Content-Type": "application/json"}
        async with httpx.AsyncClient(base_url=base, headers=headers, timeout=120, trust_env=False) as client:
            await _ready(client)
            for n in range(5):
                await sent(client, n)
            alone = [await sent(client, n) for n in range(5, 5 + count)]
            told(report, "push of 10 rows to receipt, one sender", alone)
            whole, times = await several(client, range(5 + count, 5 + 2 * count), senders)
            told(report, f"push of 10 rows to receipt, {senders} senders", times)
            report.add(f"pushes a second, {senders} senders", count / whole)
    finally:
        process.terminate()
        await process.wait()


def told(report: Report, what: str, times: list[float]) -> None:
    """Report the middle and the slowest twentieth."""
    report.add(f"{what}, p50 ms", 1000 * median(times))
    report.add(f"{what}, p95 ms", 1000 * quantiles(times, n=20)[-1])


async def _ready(client: httpx.AsyncClient) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with suppress(httpx.TransportError):
            if (await client.get("/ready")).status_code == 200:
                return
        await asyncio.sleep(0.2)
    raise TimeoutError("the service does not start")


async def pushes(engine: str, count: int, senders: int, folder: Path) -> Report:
    """Measure on one engine; the report."""
    started = Engines(folder)
    report = Report("pushes", engine, count)
    try:
        settings = started.settings(engine).model_copy(update={"port": free_port()})
        await measured(settings, count, senders, report)
    finally:
        await started.close()
    return report


def free_port() -> int:
    """A port that nobody listens on."""
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def main(engine: str, count: str, senders: str, folder: str) -> None:
    """Measure and print."""
    report = await pushes(engine, int(count), int(senders), Path(folder))
    report.close()


if __name__ == "__main__":
    os.environ.setdefault("QUANJING_HEAP", "768m")
    asyncio.run(main(*sys.argv[1:]))
