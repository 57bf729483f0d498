"""What the writer keeps of what batches brought is what looking at every fact finds, after each of its transactions."""

import random
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.engine import Engine, now_tick, writer
from app.engine.base import Tx
from models.catalogue import Catalogue
from models.catalogue_terms import Term, TermVersion
from tests.support.engines import Engines
from tests.support.sums import sums_sent
from tests.support.worlds.brought import check_claims, of_claims
from tests.support.worlds.playing import GraphRun, Watched, play
from tests.support.worlds.small import SMALL, Sending, sendings

EXAMPLES = settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
TERM = Term(
    start="decided", by="text", versions=(TermVersion(since="2020-01-01", law="", terms={"x": "P3Y"}, otherwise="P9Y"),)
)
OWN = Term(versions=(TermVersion(since="2020-01-01", law="", otherwise="P2Y"),))
TERMS = {"penalty": TERM, "licence": OWN}
SHOWN = Catalogue(
    categories={n: c.model_copy(update={"public_for": TERMS[n]}) if n in TERMS else c for n, c in SMALL.categories.items()}
)
"""The small catalogue, with records that are public for a term: for some that term is over, for others it is yet to end."""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return SHOWN


async def alike(engine: Engine) -> None:
    """The claims of batches say what the facts say, known at every tick."""
    await check_claims(engine, SHOWN, range(await now_tick(engine) + 1))


@EXAMPLES
@given(sending=st.one_of(sendings(), sums_sent()), seed=st.integers(0, 2**32))
async def test_claims_say_what_facts_say_after_each_transaction(
    engine_name: str, session_engines: Engines, sending: Sending, seed: int
) -> None:
    engine: Engine = await session_engines.clean(engine_name, SHOWN)
    rng = random.Random(seed)
    async with writer(engine, "test", 10.0, wait=10.0) as held:
        keeper = Watched(held, SHOWN)
        keeper.look = partial(alike, engine)
        await play(GraphRun(keeper, await now_tick(engine)), sending, rng)
        kept = await of_claims(engine)
        keeper.look = None
        await keeper.rederive(page=3)
        await alike(engine)
        await engine.transact(_as_an_older_program_left_it)
        await keeper.resume()
        await alike(engine)
    assert bool(kept) == bool(await of_claims(engine))


async def _as_an_older_program_left_it(tx: Tx) -> None:
    await tx.run("MATCH (c:Brought) DELETE c")
    await tx.run("MATCH (c:Clock {id: 'clock'}) REMOVE c.brought")
