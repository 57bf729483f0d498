"""On both engines: what is told for a day yet to come waits, says so on its day, and then counts as if told that day."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.engine import Engine, now_tick, writer
from loaders.load.keeper import Keeper
from loaders.store import graph
from loaders.upkeep.digest_graph import graph_lines
from models.catalogue import Catalogue
from tests.support.engines import Engines
from tests.support.oracle import World, counting
from tests.support.worlds.playing import GraphRun, play
from tests.support.worlds.small import DAYS, SMALL, Sending, sendings

EXAMPLES = settings(
    max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
HISTORY = "MATCH ()-[r]->() WHERE r.version_id IS NOT NULL RETURN r.version_id AS version, r.withdrawn_at AS until"
PARTIES = "MATCH (i:Identifier)-[:IDENTIFIES]->(p:Party) RETURN i.id AS id, p.id AS party"
WAITING = "MATCH (s:Statement) WHERE s.counts_from IS NOT NULL RETURN count(s) AS n"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return SMALL


@EXAMPLES
@given(sending=sendings(), seed=st.integers(0, 2**32), days=st.lists(st.sampled_from(DAYS), min_size=2, max_size=2))
async def test_the_graph_is_that_of_what_counts_by_its_day(
    engine_name: str, session_engines: Engines, sending: Sending, seed: int, days: list[str]
) -> None:
    engine: Engine = await session_engines.clean(engine_name, SMALL)
    with pytest.MonkeyPatch.context() as patch:
        async with writer(engine, "test", 10.0, wait=10.0) as lease:
            run = GraphRun(Keeper(lease, SMALL), await now_tick(engine))
            for i, day in enumerate(sorted(days)):
                patch.setattr(graph, "today", lambda day=day: day)
                await (run.keeper.resume() if i else play(run, sending, random.Random(seed)))
                world = World(SMALL, counting(run.memory.kept, day))
                facts = [line for line in world.lines() if line.startswith("fact")]
                assert await _facts(engine) == facts
                found = {r["id"]: r["party"] for r in await engine.read(PARTIES)}
                assert {i: found[i] for i in world.parties} == {i: p.id for i, p in world.parties.items()}
                assert await engine.read(WAITING) == [{"n": _waiting(run, day)}]
            history = await _history(engine)
            await run.keeper.rederive(page=3)
            assert (await _facts(engine), await _history(engine)) == (facts, history)
            assert await engine.read(WAITING) == [{"n": _waiting(run, max(days))}]


def _waiting(run: GraphRun, day: str) -> int:
    return len(run.memory.kept.statements) - len(counting(run.memory.kept, day).statements)


async def _facts(engine: Engine) -> list[str]:
    return sorted([line async for line in graph_lines(engine) if line.startswith("fact")])


async def _history(engine: Engine) -> set[tuple[str, Any]]:
    return {(row["version"], row["until"]) for row in await engine.read(HISTORY)}
