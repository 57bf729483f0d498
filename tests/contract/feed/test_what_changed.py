"""The change feed tells of every change that a caller of a level may see, of nothing else, and nothing of what is hidden."""

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.changes.reading import ChangeFeed
from app.engine import Engine, lease, now_tick, writer
from loaders.feed import days, writing
from loaders.load.keeper import Keeper
from models.caller import Caller, today
from models.catalogue import Catalogue
from models.statements import Row, Statement
from tests.support.engines import Engines
from tests.support.feed.held import SECRET, Follower, Held, differing, held, told
from tests.support.worlds.playing import GraphRun, Watched, play
from tests.support.worlds.small import SMALL, Sending, coverages, sendings, statements

EXAMPLES = settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
LEVELS = range(4)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return SMALL


@EXAMPLES
@given(sending=sendings(), seed=st.integers(0, 2**32))
async def test_every_transaction_tells_what_differs_after_it(
    engine_name: str, session_engines: Engines, sending: Sending, seed: int
) -> None:
    engine: Engine = await session_engines.clean(engine_name, SMALL)
    followers = [Follower(engine, level) for level in LEVELS]
    before: list[Held] = [{} for _ in LEVELS]
    replaced: set[tuple[str, str]] = set()
    """Of parties whose node was replaced, since they are of another kind: their facts went with it, and came back."""

    async def look() -> None:
        for level in LEVELS:
            now = await held(engine, level, today())
            differ, said = differing(before[level], now), told(await followers[level].more())
            assert differ <= said, level
            assert said - differ <= replaced, level
            replaced.update(key for key in differ if key not in now)
            before[level] = now

    async with writer(engine, "test", 10.0, wait=10.0) as held_lease:
        keeper = Watched(held_lease, SMALL)
        keeper.look = look
        await play(GraphRun(keeper, await now_tick(engine)), sending, random.Random(seed))


@st.composite
def histories(draw: st.DrawFn) -> list[Statement | int]:
    """Statements, each a batch of its own, and numbers of earlier ones whose batch is withdrawn."""
    out: list[Statement | int] = []
    for one in draw(
        st.lists(st.one_of(statements(), statements(), coverages()), min_size=2, max_size=12, unique_by=lambda s: s.id)
    ):
        out.append(one)
        if draw(st.integers(0, 4)) == 0:
            out.append(draw(st.integers(0, len(out) - 1)))
    return out


@pytest.fixture
def same_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    """All is written at one moment, in a graph of one name."""

    class Name:
        hex = "ab" * 16

    monkeypatch.setattr(lease, "wall_time", lambda: "2026-01-01T00:00:00.000000+08:00")
    monkeypatch.setattr(writing, "uuid4", Name)
    monkeypatch.setattr(days, "uuid4", Name)


async def played(engine: Engine, history: list[Statement | int], level: int) -> list[str]:
    """What callers of a level read of the feed after each of its steps that they may know of, each as the bytes they get."""
    async with writer(engine, "test", 10.0, wait=10.0) as held_lease:
        keeper = Keeper(held_lease, SMALL)
        await keeper.resume()
        out = []
        for i, step in enumerate(history):
            if step == -1:
                continue
            seen = history[step] if isinstance(step, int) else step
            if isinstance(step, int):
                await keeper.withdraw_batch(f"b{step}")
            else:
                await keeper.open_batch(f"b{i}", {})
                await keeper.rows(f"b{i}", [Row("line 2", 2, (step,))])
            await keeper.drain()
            if isinstance(seen, Statement) and seen.level <= level:
                pages = [await ChangeFeed(engine, SECRET).page(Caller(level=level), None, limit=n) for n in (2, 500)]
                out += [page.model_dump_json() for page in pages]
    return out


def without_hidden(history: list[Statement | int], level: int) -> list[Statement | int]:
    """A history without what callers of a level may not see, each batch under its own number."""

    def seen(step: Statement | int) -> bool:
        one = history[step] if isinstance(step, int) else step
        return isinstance(one, Statement) and one.level <= level

    return [step if seen(step) else -1 for step in history]


@EXAMPLES
@given(history=histories(), level=st.sampled_from([0, 0, 1]))
async def test_what_is_hidden_leaves_no_trace_in_the_feed(
    engine_name: str, session_engines: Engines, same_moments: None, history: list[Statement | int], level: int
) -> None:
    engine: Engine = await session_engines.clean(engine_name, SMALL)
    told_all = await played(engine, history, level)
    engine = await session_engines.clean(engine_name, SMALL)
    assert await played(engine, without_hidden(history, level), level) == told_all
