"""What outsiders tried, tried again on a dense graph: dear questions that are abandoned, and the time of "not found"."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from statistics import median
from typing import Any
from urllib.parse import quote

import httpx
import psutil
import pytest
import pytest_asyncio

from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from tests.support.engines import Engines, chosen
from tests.support.loading import Loaded, sheet
from tests.support.served import Served, served
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRMS, HELD_BY, HIDDEN = 220, 40, 300
"""Firms, of which each is held by so many others; and firms that the public may not see."""
ASKED, ATTACKERS, PATIENCE = 199, 6, 2.0
QUICK = 5.0
"""Seconds in which others are answered meanwhile, on a busy machine; they once waited for 30."""
MORE_MEMORY = 300 * 2**20
QUIET_SECONDS = 15.0
"""Seconds after which nothing of what was abandoned goes on."""
CODES = [fresh_code(70_000 + n) for n in range(FIRMS)]
HIDDEN_CODES = [fresh_code(80_000 + n) for n in range(HIDDEN)]
UNKNOWN_CODES = [fresh_code(90_000 + n) for n in range(HIDDEN)]
TOLD = {"_provider": "杭州市市场监督管理局", "_day": "2024-01-01"}


def named(code: str) -> str:
    """The name of a firm."""
    return f"杭州稠{code[-6:]}有限公司"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def dense(session_engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings that reach a graph of firms that hold each other, and of firms that are hidden."""
    catalogue, folder, rng = read_catalogue(), tmp_path_factory.mktemp("dense"), random.Random(11)
    name = chosen()[0]
    graph = Loaded(await session_engines.clean(name, catalogue), catalogue, session_engines.settings(name), folder)
    firms = [{"企业名称": named(code), "统一社会信用代码": code, "企业类型": "有限责任公司"} | TOLD for code in CODES]
    hidden = [{"企业名称": named(code), "统一社会信用代码": code, "_level": "2"} | TOLD for code in HIDDEN_CODES]
    held: list[dict[str, Any]] = [
        {
            "企业名称": named(code),
            "统一社会信用代码": code,
            "股东名称": named(holder),
            "股东代码": holder,
            "股东类型": "企业法人",
        }
        | {"出资比例(%)": 100 / HELD_BY}
        | TOLD
        for code in CODES
        for holder in rng.sample([other for other in CODES if other != code], HELD_BY)
    ]
    files = {"enterprise.csv": firms, "enterprise.hidden.csv": hidden, "shareholder.csv": held}
    paths = [(sheet(folder / file, rows), file.partition(".")[0]) for file, rows in files.items()]
    receipts = await graph.load_all(paths)
    assert [(one.rejected, one.error) for one in receipts] == [(0, None)] * 3, receipts
    return graph.settings


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(dense: Settings) -> AsyncIterator[Served]:
    """A service over the dense graph, as it is by default."""
    async with served(dense, rate_per_address="") as one:
        yield one


async def abandoned(port: int, target: str) -> bytes:
    """Ask, go after a while; what was answered until then."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    try:
        return await asyncio.wait_for(reader.read(1), PATIENCE)
    except TimeoutError:
        return b""
    finally:
        writer.close()


async def owners(client: httpx.AsyncClient, code: str) -> float:
    """Seconds of the answer to who a firm's beneficial owners are."""
    begun = time.monotonic()
    answer = await client.get(f"/v1/parties/uscc:{code}/beneficial-owners")
    assert answer.status_code == 200, answer.text
    return time.monotonic() - begun


def worked(service: Served) -> float:
    """Seconds of processor that the service has used."""
    told = psutil.Process(service.process.pid).cpu_times()
    return float(told.user + told.system)


async def test_dear_questions_that_are_abandoned_do_not_hold_up_others(service: Served) -> None:
    others = ",".join(f"uscc:{code}" for code in CODES[1:ASKED])
    query = f"of=relations&before=2024-03-01&after=2024-12-01&parties={quote(others, safe=':,')}"
    target = f"/v1/parties/uscc:{CODES[0]}/differences?{query}"
    rng = random.Random(1)
    async with httpx.AsyncClient(base_url=service.url, timeout=60) as client:
        for code in CODES[:5]:
            await owners(client, code)
        before = service.memory
        attack = [asyncio.create_task(abandoned(service.port, target)) for _ in range(ATTACKERS)]
        times, most, until = [], before, time.monotonic() + PATIENCE + 8
        while time.monotonic() < until:
            times.append(await owners(client, rng.choice(CODES)))
            most = max(most, service.memory)
            await asyncio.sleep(0.05)
        answered = [one for one in await asyncio.gather(*attack) if one]
        assert len(answered) < ATTACKERS, "the questions were too easy to be an attack"
        assert service.log.count('"status":499') + service.log.count('"status":503') >= ATTACKERS - len(answered)
        assert max(times) < QUICK, sorted(times)[-5:]
        assert most - before < MORE_MEMORY
        async with asyncio.timeout(QUIET_SECONDS):
            used = -1.0
            while used < 0 or used > 0.3:
                begun = worked(service)
                await asyncio.sleep(1)
                used = worked(service) - begun


async def test_a_hidden_firm_is_not_there_in_the_time_of_an_unknown_one(service: Served) -> None:
    rng = random.Random(2)
    seconds: dict[bool, list[float]] = {True: [], False: []}
    bodies: set[str] = set()
    async with httpx.AsyncClient(base_url=service.url, timeout=60) as client:

        async def asked(code: str) -> float:
            begun = time.perf_counter()
            answer = await client.get(f"/v1/parties/uscc:{code}/portrait")
            took = time.perf_counter() - begun
            assert answer.status_code == 404
            bodies.add(answer.text.replace(code, "").replace(answer.headers["x-request-id"], ""))
            return took

        for pair in zip(HIDDEN_CODES, UNKNOWN_CODES, strict=True):
            first = rng.random() < 0.5
            for is_hidden in (first, not first):
                seconds[is_hidden].append(await asked(pair[0] if is_hidden else pair[1]))
    assert len(bodies) == 1, "nor by a word"
    slower = sum(hidden > unknown for hidden, unknown in zip(seconds[True], seconds[False], strict=True))
    assert HIDDEN * 0.3 <= slower <= HIDDEN * 0.7, f"the hidden one took longer in {slower} of {HIDDEN} pairs"
    assert median(seconds[True]) == pytest.approx(median(seconds[False]), rel=0.25)
