"""The portrait: over HTTP against the bare driver, and on a day against the same question without time."""

import asyncio
import contextlib
import http.client
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

import neo4j

from app.engine import Engine, connect
from app.errors import NotFound
from app.questions import Questions
from app.questions.text import macros
from app.settings import Settings, read_settings
from models.catalogue import Catalogue
from tests.bench.graphs import Side
from tests.bench.ratios import Pair, Report, worst_tenth
from tests.bench.recording import RecordingEngine
from tests.support.engines import environment
from tests.support.neo4j_server import free_port

PARTIES, HUBS, ROUNDS = 180, 20, 7
DAY = "2024-07-01"
START_SECONDS = 120.0
DEGREES = """
MATCH (p:Enterprise)-[r]-() WHERE type(r) <> 'IDENTIFIES'
WITH p.id AS id, count(r) AS degree ORDER BY degree DESC, id
RETURN collect([id, degree]) AS found
"""
TIMELESS = (
    "({r}.level <= $level AND $level < {r}.hidden_from "
    "AND ($level > 0 OR ({r}.public_from <= $today AND $today < {r}.public_until)))"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A party, how many relationships it has, and what the engine is sent for its portrait."""

    party: str
    degree: int
    query: str
    params: dict[str, Any]


async def chosen(engine: Engine, parties: int = PARTIES, hubs: int = HUBS) -> list[tuple[str, int]]:
    """Enterprises drawn at random, and those with most relationships."""
    found = [(str(i), int(n)) for i, n in (await engine.read(DEGREES))[0]["found"]]
    rest = found[hubs:]
    return found[:hubs] + random.Random(1).sample(rest, min(parties, len(rest)))


async def over_home(home: Path, measured: Callable[[str, int, Settings, list[str]], Awaitable[Report]]) -> None:
    """Measure the service over the graph of a home, on some of its parties, and print what was found."""
    settings = read_settings(home=home)
    engine = await connect(settings, create=False)
    try:
        parties = [party for party, _ in await chosen(engine)]
        size = len(await engine.read("MATCH (p:Enterprise) RETURN p.id AS id"))
    finally:
        await engine.close()
    (await measured("embedded" if settings.graph_url is None else "neo4j", size, settings, parties)).close()


async def asked(engine: Engine, catalogue: Catalogue, parties: Sequence[tuple[str, int]], **how: Any) -> list[Asked]:
    """What is sent for the portraits of these parties; one of which nothing holds is left out."""
    recorder = RecordingEngine(engine)
    questions = Questions(catalogue, recorder)
    out = []
    with contextlib.suppress(NotFound):
        await questions.answer("portrait.party", party_id=parties[0][0], **how)  # the state of loading is remembered
    for party, degree in parties:
        recorder.asked.clear()
        with contextlib.suppress(NotFound):
            await questions.answer("portrait.party", party_id=party, **how)
            query, params = next(sent for sent in recorder.asked if "party_id" in sent[1])
            out.append(Asked(party, degree, query, dict(params)))
    return out


async def api_against_raw(name: str, enterprises: int, graph: Side, catalogue: Catalogue, rounds: int = ROUNDS) -> Report:
    """One client asks for portraits in turn over HTTP and by the bare driver."""
    todo = await asked(graph.engine, catalogue, await chosen(graph.engine))
    async with served(graph) as port, graph.async_session() as session:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        pairs = await _in_turn(todo, rounds, lambda a: _get(connection, a.party), lambda a: _ask(session, a))
        connection.close()
    report = Report("portrait", name, enterprises)
    report.add("parties", len(todo))
    ours, base = median(p.ours for p in pairs), median(p.base for p in pairs)
    report.add("p50 ms, API / raw driver", f"{1e3 * ours:.2f} / {1e3 * base:.2f}")
    report.add("added by the API, ms", 1e3 * (ours - base))
    report.ratio("API p50 / raw p50", ours / base, max(1.3, (base + 0.0005) / base), at_least=False)
    worst = worst_tenth(pairs)
    report.add("worst tenth by degree: degrees", f"{min(p.size for p in worst)} to {max(p.size for p in worst)}")
    report.add(
        "worst tenth: p50 ms, API / raw",
        f"{1e3 * median(p.ours for p in worst):.2f} / {1e3 * median(p.base for p in worst):.2f}",
    )
    report.add("worst tenth: API / raw", median(p.cost for p in worst))
    return report


async def as_of_against_timeless(
    name: str, enterprises: int, graph: Side, catalogue: Catalogue, rounds: int = ROUNDS
) -> Report:
    """The portrait of a day in the past, and the same question without its time filters, both by the bare driver."""
    parties = await chosen(graph.engine)
    with _timeless():
        without = {a.party: a for a in await asked(graph.engine, catalogue, parties)}
    todo = [a for a in await asked(graph.engine, catalogue, parties, as_of=DAY) if a.party in without]
    async with graph.async_session() as session:
        pairs = await _in_turn(todo, rounds, lambda a: _ask(session, a), lambda a: _ask(session, without[a.party]))
    report = Report("as-of", name, enterprises)
    report.add("parties", len(todo))
    ours, base = median(p.ours for p in pairs), median(p.base for p in pairs)
    report.add("p50 ms, as of a day / without time", f"{1e3 * ours:.2f} / {1e3 * base:.2f}")
    report.ratio("as-of p50 / without time p50", ours / base, 1.3, at_least=False)
    report.add("worst tenth by degree: as-of / without", median(p.cost for p in worst_tenth(pairs)))
    return report


@contextlib.contextmanager
def _timeless() -> Any:
    kept = dict(macros.MACROS)
    macros.MACROS.update({"held": TIMELESS, "ever_held": TIMELESS})
    try:
        yield
    finally:
        macros.MACROS.update(kept)


async def _in_turn(todo: Sequence[Asked], rounds: int, ours: Any, base: Any) -> list[Pair]:
    """Both sides for each party, one after the other, the first of them changing; the first round only warms up."""
    times: dict[str, list[tuple[float, float]]] = {a.party: [] for a in todo}
    for i in range(rounds + 1):
        for j, one in enumerate(todo):
            took = {}
            for side in (ours, base) if (i + j) % 2 else (base, ours):
                begun = time.perf_counter()
                await side(one)
                took[side] = time.perf_counter() - begun
            if i:
                times[one.party].append((took[ours], took[base]))
    return [Pair(a.degree, median(t[0] for t in times[a.party]), median(t[1] for t in times[a.party])) for a in todo]


async def _ask(session: neo4j.AsyncSession, one: Asked) -> None:
    result = await session.run(one.query, one.params)
    rows = [record.data() async for record in result]
    assert rows


async def _get(connection: http.client.HTTPConnection, party: str) -> None:
    connection.request("GET", f"/v1/parties/{quote(party, safe='')}/portrait")
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (answer.status, body[:300])


@asynccontextmanager
async def served(graph: Side) -> AsyncIterator[int]:
    """The service over a graph, as a process of its own with one worker."""
    port = free_port()
    process = await asyncio.to_thread(
        subprocess.Popen,
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
        env=environment(graph.settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + START_SECONDS
        while not _ready(port):
            assert process.poll() is None, "the service ended"
            assert time.monotonic() < until, "the service does not start"
            await asyncio.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _ready(port: int) -> bool:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False
