"""The service killed at any moment while clients push: what they repeat until it is answered is once in the graph."""

import asyncio
import json
import os
import random
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from secrets import token_hex

import httpx
import pytest

from app.desk.jobs import listing
from app.desk.jobs.listing import OPERATOR, Viewer
from app.desk.store import Desk, open_desk
from app.engine import Engine
from app.settings import Settings
from loaders.load.reading import Reading
from loaders.load.run import loader
from loaders.upkeep.digest_graph import graph_digest
from models.caller import CallerRole
from models.catalogue import Catalogue
from models.work.jobs import JobCard, JobState
from tests.support import engines
from tests.support.desk.keys import Headers, bearer, issue
from tests.support.neo4j_server import free_port
from tests.support.served import served
from tests.support.worlds.hiding import fresh_code

pytestmark = [pytest.mark.kill, pytest.mark.slow]
KILLS = max(2, int(os.environ.get("QUANJING_TEST_KILLS", "5")) // 2)
SENDERS, ROWS = 4, 3
LONGEST = 1.5
"""The most seconds that a service serves before it is killed."""
OFFICE = "杭州市市场监督管理局"
STATED = "MATCH (s:Penalty) RETURN s.decision_no AS number"


def rows_of(n: int) -> list[dict[str, str]]:
    """The decisions of the nth push; firms come in several of them."""
    return [
        {
            "行政相对人名称": f"某{(n + i) % 7}有限公司",
            "统一社会信用代码": fresh_code((n + i) % 7),
            "行政处罚决定书文号": f"{n}-{i}号",
            "处罚决定日期": "2024-03-20",
            "处罚机关": OFFICE,
        }
        for i in range(ROWS)
    ]


@dataclass
class Senders:
    """Clients that push one thing after the other, each again until it is answered with its receipt, until it is over."""

    url: str
    headers: Headers
    run: str
    over: asyncio.Event = field(default_factory=asyncio.Event)
    jobs: dict[int, set[str]] = field(default_factory=dict)
    broken: int = 0
    _next: "count[int]" = field(default_factory=count)

    async def send(self) -> None:
        """Push until it is over, and then what was begun to its end."""
        async with httpx.AsyncClient(base_url=self.url, headers=self.headers, timeout=60, trust_env=False) as client:
            while not self.over.is_set():
                await self.answered(client, next(self._next))

    async def answered(self, client: httpx.AsyncClient, n: int) -> None:
        """Push one thing until it is answered with its receipt."""
        content = json.dumps(rows_of(n), ensure_ascii=False).encode()
        named = self.jobs.setdefault(n, set())
        while True:
            try:
                key = {"Idempotency-Key": f"push-{n}", "Content-Type": "application/json"}
                answer = await client.post("/v1/records/penalty", content=content, headers=key, params={"wait": 20})
            except httpx.TransportError:
                self.broken += 1
                await asyncio.sleep(0.1)
                continue
            assert answer.status_code in (200, 201, 202, 503), answer.text
            if answer.status_code != 503:
                named.add(answer.headers["location"].rpartition("/")[2])
            if answer.status_code in (200, 201):
                assert answer.json()["rows"] == ROWS
                return
            await asyncio.sleep(0.1)


async def killed_again_and_again(settings: Settings, senders: Senders, rng: random.Random) -> int:
    """Serve, and kill the service at a random moment, so often; then serve until all is answered. How often it was in use."""
    port, used = senders.url.rpartition(":")[2], 0
    sending = [asyncio.create_task(senders.send()) for _ in range(SENDERS)]
    for _ in range(KILLS):
        async with served(settings, port=port) as service:
            before = senders.broken
            await asyncio.sleep(rng.uniform(0.05, LONGEST))
            service.process.kill()
            await service.process.wait()
            await asyncio.sleep(0.05)
            used += senders.broken > before
    async with served(settings, port=port):
        await asyncio.sleep(LONGEST)
        senders.over.set()
        await asyncio.wait_for(asyncio.gather(*sending), 120)
    return used


async def everybody_s(desk: Desk, caller: str) -> list[JobCard]:
    """All jobs of a caller."""
    found: list[JobCard] = []
    cursor: str | None = None
    while True:
        page = await desk.read(listing.page, Viewer(caller), limit=200, cursor=cursor)
        found += page.items
        if (cursor := page.next) is None:
            return found


@pytest.fixture
def senders(settings: Settings) -> Senders:
    """Senders with the key of a department."""
    with open_desk(settings) as desk:
        name = f"报送{token_hex(4)}"
        key = issue(desk, CallerRole.DEPARTMENT, name, department=OFFICE).key
    return Senders(f"http://127.0.0.1:{free_port()}", bearer(key), name)


async def test_the_service_killed_under_pushes(
    engine: Engine, settings: Settings, catalogue: Catalogue, senders: Senders, tmp_path: Path
) -> None:
    rng = random.Random(len(engine.capabilities.name))
    assert await killed_again_and_again(settings, senders, rng) > 0, "it was never killed under a push"
    with open_desk(settings) as desk:
        jobs = {job.id: job for job in await everybody_s(desk, senders.run)}
        assert [len(named) for named in senders.jobs.values()] == [1] * len(senders.jobs), "each push has one job"
        assert {job for named in senders.jobs.values() for job in named} == jobs.keys()
        assert {job.state for job in jobs.values()} == {JobState.DONE}
        for job in jobs:
            receipt = json.loads((await desk.read(listing.result, OPERATOR, job))[1])
            assert (receipt["rows"], receipt["rejected"], receipt["error"]) == (ROWS, 0, None)
    stated = [row["number"] for row in await engine.read(STATED)]
    assert sorted(stated) == sorted(row["行政处罚决定书文号"] for n in senders.jobs for row in rows_of(n))
    assert await graph_digest(engine) == await loaded_as_a_file(engine, settings, catalogue, sorted(senders.jobs), tmp_path)


async def loaded_as_a_file(engine: Engine, settings: Settings, catalogue: Catalogue, pushes: list[int], folder: Path) -> str:
    """The digest of the graph after the rows of these pushes were loaded, once, from one file into an empty graph."""
    await engines.wipe(engine)
    file = folder / "penalty.json"
    file.write_text(json.dumps([row for n in pushes for row in rows_of(n)], ensure_ascii=False), encoding="utf-8")
    secret = settings.key.encode()
    async with loader(engine, catalogue, secret=secret, rejects=folder, holder="test", ttl=20.0, wait=30.0) as work:
        receipt = await work.load(file, catalogue["penalty"], Reading(OFFICE))
    assert receipt.rejected == 0
    return await graph_digest(engine)
