"""Look-through and relations over a graph: against the bare driver reading the same, on a day, and between fifty firms."""

import random
import time
from collections.abc import Sequence
from statistics import median, quantiles
from typing import Any

import neo4j

from app.analytics.risk.network import HOPS
from app.answers import Reader, Viewpoint
from app.answers.exposure import exposed
from app.answers.ownership import ownership
from app.answers.relations import relations
from app.errors import NotFound
from app.questions import Questions
from models.answers.shapes import is_cut
from models.caller import Caller
from models.catalogue import Catalogue
from tests.bench.graphs import Side
from tests.bench.ratios import Pair, Report, worst_tenth
from tests.bench.reads import DAY, chosen
from tests.bench.recording import RecordingEngine, Sent

FIRMS, DRAWS = 50, 40
EXPOSED, MOST_LINKS = 15, 200_000
OFFICER = Caller(level=1)


async def look_through(name: str, enterprises: int, graph: Side, catalogue: Catalogue, rounds: int = 5) -> Report:
    """The ownership of parties, upwards and downwards, and the same reads by the bare driver with nothing made of them."""
    parties = await chosen(graph.engine)
    recorder = RecordingEngine(graph.engine)
    recorded = Questions(catalogue, recorder)
    questions = Questions(catalogue, graph.engine)
    pairs: list[Pair] = []
    async with graph.async_session() as session:
        for party, degree in parties:
            recorder.asked.clear()
            await ownership(Reader(recorded, Viewpoint()), party)
            sent = list(recorder.asked)
            times: list[tuple[float, float]] = []
            for _ in range(rounds):
                begun = time.perf_counter()
                await ownership(Reader(questions, Viewpoint()), party)
                between = time.perf_counter()
                await _read(session, sent)
                times.append((between - begun, time.perf_counter() - between))
            pairs.append(Pair(degree, median(t[0] for t in times), median(t[1] for t in times)))
    report = Report("look-through", name, enterprises)
    report.add("parties", len(pairs))
    ours, base = median(p.ours for p in pairs), median(p.base for p in pairs)
    report.add("p50 ms, look-through / reading its subgraph", f"{1e3 * ours:.2f} / {1e3 * base:.2f}")
    report.ratio("look-through / reading, median of parties", median(p.cost for p in pairs), 1.2, at_least=False)
    worst = worst_tenth(pairs)
    report.add("worst tenth by degree: degrees", f"{min(p.size for p in worst):.0f} to {max(p.size for p in worst):.0f}")
    report.add(
        "worst tenth: p50 ms, look-through / reading",
        f"{1e3 * median(p.ours for p in worst):.1f} / {1e3 * median(p.base for p in worst):.1f}",
    )
    report.add("worst tenth: look-through / reading", median(p.cost for p in worst))
    return report


async def exposure_against_reading(name: str, enterprises: int, graph: Side, catalogue: Catalogue, rounds: int = 3) -> Report:
    """The exposure of parties, and by the bare driver the same reads; and all links within four hops, hop by hop."""
    everybody = await chosen(graph.engine)
    parties = everybody[:EXPOSED] + everybody[-EXPOSED:]
    recorder = RecordingEngine(graph.engine)
    recorded, questions = Questions(catalogue, recorder), Questions(catalogue, graph.engine)
    pairs: list[Pair] = []
    subgraphs: list[Pair] = []
    async with graph.async_session() as session:
        for party, degree in parties:
            recorder.asked.clear()
            await exposed(Reader(recorded, Viewpoint(OFFICER)), party)
            sent = list(recorder.asked)
            recorder.asked.clear()
            await _within(Reader(recorded, Viewpoint(OFFICER)), party, HOPS)
            links = list(recorder.asked)
            times: list[tuple[float, float, float]] = []
            for _ in range(rounds):
                begun = time.perf_counter()
                await exposed(Reader(questions, Viewpoint(OFFICER)), party)
                worked = time.perf_counter()
                await _read(session, sent)
                read = time.perf_counter()
                await _read(session, links)
                times.append((worked - begun, read - worked, time.perf_counter() - read))
            ours, base, four = (median(t[at] for t in times) for at in range(3))
            pairs.append(Pair(degree, ours, base))
            subgraphs.append(Pair(degree, ours, four))
    report = Report("exposure", name, enterprises)
    report.add("parties", len(pairs))
    report.add("p50 ms, exposure", 1e3 * median(p.ours for p in pairs))
    report.ratio("exposure / reading the same, median of parties", median(p.cost for p in pairs), 1.3, at_least=False)
    report.add("worst tenth by degree: exposure / reading the same", median(p.cost for p in worst_tenth(pairs)))
    report.add("exposure / links within four hops, median of parties", median(p.cost for p in subgraphs))
    report.add("worst tenth: exposure / links within four hops", median(p.cost for p in worst_tenth(subgraphs)))
    return report


async def _within(reader: Reader, party: str, hops: int) -> None:
    """Read all links within so many hops of a party, one hop after the other."""
    seen, level = {party}, {party}
    for _ in range(hops):
        rows = (await reader.pages("network.links", level, "links", most=MOST_LINKS))["links"] if level else []
        level = {str(row[1]) for row in rows} - seen
        seen |= level


async def as_of_against_now(name: str, enterprises: int, graph: Side, catalogue: Catalogue, rounds: int = 5) -> Report:
    """The ownership of parties as of a day in the past and as of today, in turn."""
    questions = Questions(catalogue, graph.engine)
    pairs = []
    for party, degree in await chosen(graph.engine):
        times = []
        try:
            await ownership(Reader(questions, Viewpoint(as_of=DAY)), party)
        except NotFound:  # it came later
            continue
        for _ in range(rounds):
            begun = time.perf_counter()
            await ownership(Reader(questions, Viewpoint(as_of=DAY)), party)
            between = time.perf_counter()
            await ownership(Reader(questions, Viewpoint()), party)
            times.append((between - begun, time.perf_counter() - between))
        pairs.append(Pair(degree, median(t[0] for t in times), median(t[1] for t in times)))
    report = Report("look-through as-of", name, enterprises)
    report.add("parties", len(pairs))
    report.ratio("as of a day / now, median of parties", median(p.cost for p in pairs), 1.3, at_least=False)
    report.add("worst tenth by degree: as of a day / now", median(p.cost for p in worst_tenth(pairs)))
    return report


async def between_fifty(
    name: str, enterprises: int, graph: Side, catalogue: Catalogue, firms: int = FIRMS, draws: int = DRAWS
) -> Report:
    """Relations among firms drawn at random: the first page, which is the whole answer where it is not cut."""
    questions = Questions(catalogue, graph.engine)
    known = [party for party, _ in await chosen(graph.engine, parties=5_000)]
    rng = random.Random(1)
    times, pairs, cut = [], [], 0
    for _ in range(draws):
        some = rng.sample(known, min(firms, len(known)))
        begun = time.perf_counter()
        answer = await relations(Reader(questions, Viewpoint()), some)
        times.append(time.perf_counter() - begun)
        pairs.append(len(answer.pairs))
        cut += is_cut(answer.incomplete)
    report = Report("relations", name, enterprises)
    report.add("firms", firms)
    report.add("draws", draws)
    report.add("p50 ms", 1e3 * median(times))
    report.add("p99 ms", 1e3 * quantiles(times, n=100, method="inclusive")[98])
    report.add("pairs that are related, median", median(pairs))
    report.add("answers that were cut", cut)
    return report


async def _read(session: neo4j.AsyncSession, sent: Sequence[Sent]) -> None:
    for query, params in sent:
        result = await session.run(query, dict(params))
        rows: list[Any] = [record.values() async for record in result]
        assert rows
