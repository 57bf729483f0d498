"""Killed anywhere (client, worker, engine), a push that was answered is once in the graph, and its job ends."""

import asyncio
import json
import os
import random
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.desk.jobs import listing, queue
from app.desk.jobs.listing import OPERATOR
from app.desk.pushes.spool import Spool
from app.desk.store import Desk, open_desk
from app.engine import Engine
from app.settings import Settings
from app.work.kinds import PUSH
from app.work.pushes import PushParams
from loaders.upkeep.digest_graph import graph_digest
from models.work.jobs import JobCard, JobState
from tests.support import engines
from tests.support.worlds.hiding import fresh_code

pytestmark = [pytest.mark.kill, pytest.mark.slow]
KILLS = max(2, int(os.environ.get("QUANJING_TEST_KILLS", "5")) // 2)
POINTS = ("new_statements", "make_record", "new_arrivals", "identify", "batch_complete", "finish")
OFFICE = "杭州市市场监督管理局"
PUSHED = 3


def bodies() -> list[str]:
    """The same few pushes each time: decisions about firms, of which two name the same firm."""
    codes = [fresh_code(n) for n in range(4)]
    rows = [
        {
            "行政相对人名称": f"某{n % 4}有限公司",
            "统一社会信用代码": codes[n % 4],
            "行政处罚决定书文号": f"{n}号",
            "处罚决定日期": "2024-03-20",
            "处罚机关": OFFICE,
        }
        for n in range(30)
    ]
    return [json.dumps(rows[i::PUSHED], ensure_ascii=False) for i in range(PUSHED)]


async def put(desk: Desk, spool: Spool, body: str, n: int) -> str:
    """One push, as the service keeps it."""

    async def pieces() -> AsyncIterator[bytes]:
        yield body.encode()

    received = await spool.receive(pieces(), 10_000_000)
    spool.keep(received, name := f"{received.sha256}.{n}.json")
    params = PushParams(file=name, document=f"push:{n}", category="penalty", provider=OFFICE)
    return await desk.write(queue.put, PUSH.new(params, "甲"))


async def worked(settings: Settings, desk: Desk, jobs: list[str], point: str, nth: int, victim: str) -> int:
    """Let a worker work until the jobs are over or it is killed; gives its exit code."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.desk.killing_jobs", point, str(nth), victim),
        env=engines.environment(settings),
        cwd=Path(__file__).parents[2],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert process.stdin
    while process.returncode is None:
        found = [await desk.read(listing.find, OPERATOR, job) for job in jobs]
        if all(job.state.over for job in found):
            process.stdin.close()
            return await asyncio.wait_for(process.wait(), 60)
        await asyncio.sleep(0.05)
    return process.returncode


async def pushed(settings: Settings, desk: Desk, point: str, nth: int, victim: str) -> list[JobCard]:
    """All pushes once they are over, whatever was killed on the way; a killed worker is started again."""
    spool = Spool(settings.home)
    jobs = [await put(desk, spool, body, n) for n, body in enumerate(bodies())]
    if await worked(settings, desk, jobs, point, nth, victim):
        assert await worked(settings, desk, jobs, "-", 0, "none") == 0
    return [await desk.read(listing.find, OPERATOR, job) for job in jobs]


@pytest.mark.parametrize("victim", ["worker", "engine"])
async def test_killed_on_the_way_a_push_is_once_in_the_graph(engine: Engine, settings: Settings, victim: str) -> None:
    if victim == "engine" and settings.graph_url is not None:
        pytest.skip("the server of another machine is not ours to kill; its durability is Neo4j's own")
    before = {*settings.home.glob("spool/*")}  # of tests that shared this home
    with open_desk(settings) as desk:
        await pushed(settings, desk, "-", 0, "none")
        digest = await graph_digest(engine)
        for number in range(KILLS):
            await engines.wipe(engine)
            point = POINTS[:-1][number % 5] if victim == "engine" else POINTS[-1 - number % 6]
            done = await pushed(settings, desk, point, random.Random(number).randint(1, PUSHED), victim)
            assert [job.state for job in done] == [JobState.DONE] * PUSHED, point
            assert await graph_digest(engine) == digest, point
            receipts = [json.loads((await desk.read(listing.result, OPERATOR, job.id))[1]) for job in done]
            assert [receipt["rows"] for receipt in receipts] == [10, 10, 10], point
            assert {*settings.home.glob("spool/*")} <= before
