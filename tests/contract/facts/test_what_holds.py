"""Both engines hold what the oracle holds, through loads, repeats, withdrawals, merges and splits."""

import random
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.engine import Engine, now_tick, writer
from app.engine.base import Tx
from loaders.load.keeper import Keeper
from loaders.upkeep.digest_graph import graph_lines
from models.catalogue import Catalogue
from tests.support.engines import Engines
from tests.support.naming import Files, files, send
from tests.support.oracle import World, trait_lines
from tests.support.sums import THE_CAPITAL_LEAVES, sums_sent
from tests.support.worlds.ending import ended_sendings
from tests.support.worlds.playing import GraphRun, play
from tests.support.worlds.small import SMALL, Sending, rows, sendings

UNNAMED = "MATCH (i:Identifier) WHERE i.scheme = 'person' AND NOT i.id ENDS WITH ':' + coalesce(i.name, '-') RETURN i.id AS id"
UNREACHABLE = """
MATCH (p:Party) WHERE NOT EXISTS { MATCH (p)<-[:IDENTIFIES]-(i:Identifier) WHERE i.id = p.id } RETURN p.id AS id
"""
EXAMPLES = settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return SMALL


@EXAMPLES
@given(sending=st.one_of(sendings(), sums_sent(), ended_sendings()), seed=st.integers(0, 2**32))
async def test_the_graph_equals_the_oracle(engine_name: str, session_engines: Engines, sending: Sending, seed: int) -> None:
    engine: Engine = await session_engines.clean(engine_name, SMALL)
    async with writer(engine, "test", 10.0, wait=10.0) as lease:
        run = GraphRun(Keeper(lease, SMALL), await now_tick(engine), first=seed % 2 == 0)
        await play(run, sending, random.Random(seed))
        world = World(SMALL, run.memory.kept)
        assert await _lines(engine) == world.lines()
        assert await engine.read(UNREACHABLE) == []
        traits = trait_lines(run.memory.kept)
        assert await _traits(engine) == traits
        history = await _history(engine)
        await _spoil(engine)
        await run.keeper.rederive(page=3)
        assert await _lines(engine) == world.lines()
        assert await _traits(engine) == traits
        assert await engine.read(UNNAMED) == []
        assert await _history(engine) == history


@EXAMPLES
@given(found=files(), seed=st.integers(0, 2**32))
async def test_names_are_found_whenever_their_bearers_come(
    engine_name: str, session_engines: Engines, found: Files, seed: int
) -> None:
    engine: Engine = await session_engines.clean(engine_name, SMALL)
    async with writer(engine, "test", 10.0, wait=10.0) as lease:
        run = GraphRun(Keeper(lease, SMALL), await now_tick(engine), first=seed % 2 == 0)
        await send(run, found, random.Random(seed))
        world = World(SMALL, run.memory.kept)
        assert await _lines(engine) == world.lines()
        history = await _history(engine)
        await run.keeper.rederive(page=3)
        assert await _lines(engine) == world.lines()
        assert await _history(engine) == history


async def test_a_list_is_full_no_longer_when_the_capital_is_another_enterprises(engine: Engine) -> None:
    async with writer(engine, "test", 10.0, wait=10.0) as lease:
        run = GraphRun(Keeper(lease, SMALL), await now_tick(engine))
        for n, statement in enumerate(THE_CAPITAL_LEAVES):
            await run.load(f"b{n}", rows((statement,)))
            await run.drain(100)
        assert await _lines(engine) == World(SMALL, run.memory.kept).lines()


async def _lines(engine: Engine) -> list[str]:
    return sorted([line async for line in graph_lines(engine)])


async def _traits(engine: Engine) -> list[str]:
    """What each statement states that others may state too."""
    rows = await engine.read("MATCH (s:Statement)-[r:STATES]->(t:Trait) RETURN s.id AS s, r.property AS p, t.id AS t")
    return sorted(f"{row['s']} {row['p']} {row['t']}" for row in rows)


async def _spoil(engine: Engine) -> None:
    """As an older program would have left the graph: what is stated or called is not, or wrongly so; persons have no names."""
    for query in (
        "MATCH (s:Statement)-[r:STATES]->(:Address) WITH r LIMIT 2 DELETE r",
        "MATCH (s:Statement)-[:STATES]->(:Phone) MATCH (t:Address) WITH s, t LIMIT 1 CREATE (s)-[:STATES {property: 'x'}]->(t)",
        "MATCH (i:Identifier) WHERE i.scheme = 'person' REMOVE i.name",
        "MATCH (:Statement)-[c:CALLED]->(:Name) WITH c LIMIT 2 DELETE c",
        "MATCH (s:Statement)-[:CALLED]->(n:Name) WITH s LIMIT 1 MERGE (m:Name {id: '甲'}) CREATE (s)-[:CALLED]->(m)",
    ):
        await engine.transact(partial(_run, query))


async def _run(query: str, tx: Tx) -> None:
    await tx.run(query)


async def _history(engine: Engine) -> set[tuple[str, int]]:
    """Every version of every fact, withdrawn ones too."""
    rows = await engine.read("MATCH ()-[r]->() WHERE r.version_id IS NOT NULL RETURN r.version_id AS v, r.withdrawn_at AS w")
    return {(row["v"], row["w"]) for row in rows}
