"""What bounds reads: waiting for a connection, a deadline, and that a statement ends with who waits for it."""

import asyncio
import json
import time

import psutil
import pytest

from app.engine import Engine, connect
from app.engine.deadline import deadline, remaining
from app.errors import Overloaded, StatementTimeout
from app.settings import Settings

ENDLESS = "UNWIND range(1, 300000) AS a UNWIND range(1, 300000) AS b WITH a, b WHERE a * b < 0 RETURN count(*) AS n"
QUIET = 0.2
"""Of one processor: what an engine that runs no statement takes at most."""


async def test_connections_are_waited_for_only_so_long(engine: Engine, settings: Settings) -> None:
    few = await connect(settings.model_copy(update={"pool_size": 1, "pool_wait_seconds": 0.3}))
    endless = asyncio.create_task(few.read(ENDLESS))
    try:
        await asyncio.sleep(0.2)
        begun = time.perf_counter()
        with pytest.raises(Overloaded) as caught:
            await few.read("RETURN 1 AS one")
        assert time.perf_counter() - begun < 5
        assert caught.value.context["retry_after"] >= 1
    finally:
        endless.cancel()
        await asyncio.gather(endless, return_exceptions=True)
    assert await few.read("RETURN 1 AS one") == [{"one": 1}], "who has gone gave the connection back"
    await few.close()


async def test_a_statement_ends_with_who_waits_for_it(engine: Engine, settings: Settings) -> None:
    reads = [asyncio.create_task(engine.read(ENDLESS)) for _ in range(3)]
    async with asyncio.timeout(40):
        while not await busy(engine, settings):  # noqa: ASYNC110 - the engine tells nobody
            await asyncio.sleep(0.2)
    for one in reads:
        one.cancel()
    await asyncio.gather(*reads, return_exceptions=True)
    async with asyncio.timeout(30):
        while await busy(engine, settings):  # noqa: ASYNC110 - the engine tells nobody
            await asyncio.sleep(0.5)
    assert await engine.read("RETURN 1 AS one") == [{"one": 1}]


async def busy(engine: Engine, settings: Settings) -> bool:
    """Whether the engine runs the endless statement: as it says, or as its process shows."""
    if engine.capabilities.timeout_per_call:
        rows = await engine.read("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery AS query")
        return any("300000" in str(row["query"]) for row in rows)
    pid = json.loads((settings.home / "graph" / "endpoint.json").read_text())["pid"]
    process = psutil.Process(pid)
    before = sum(process.cpu_times()[:2])
    await asyncio.sleep(1)
    return sum(process.cpu_times()[:2]) - before > QUIET


async def test_statements_end_by_the_deadline_of_the_work_they_belong_to(engine: Engine) -> None:
    assert remaining() is None
    with deadline(1.0):
        left = remaining()
        assert left is not None
        assert 0 < left <= 1
        begun = time.perf_counter()
        with pytest.raises((StatementTimeout, TimeoutError)):
            async with asyncio.timeout(2):
                await engine.read(ENDLESS)
        assert time.perf_counter() - begun < 10
    assert remaining() is None
