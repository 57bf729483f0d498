"""A writer killed anywhere leaves no gap in the change feed: who follows it hears of all that is written, in order, once."""

import asyncio
import random
from pathlib import Path

import pytest

from app.engine import Engine
from app.settings import Settings
from loaders.synthetic import write_sample
from models.caller import today
from tests.kill.test_kill import KILLS, load
from tests.support.feed.held import Follower, held, told

pytestmark = [pytest.mark.kill, pytest.mark.slow]
POINTS = [("feed_write", 6), ("make_record", 8), ("make_edge", 6), ("clean", 3), ("feed_days_write", 3), ("new_statements", 8)]
LEVELS = (0, 2)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("feed") / "files"
    write_sample(out, enterprises=60, seed=7)
    for extra in (out / "dirty").iterdir():
        extra.unlink()
    return out


@pytest.mark.parametrize("number", range(KILLS))
async def test_followed_while_the_writer_is_killed(number: int, engine: Engine, settings: Settings, files: Path) -> None:
    point, most = POINTS[number % len(POINTS)]
    followers = [Follower(engine, level, limit=50) for level in LEVELS]
    heard: list[list[str]] = [[] for _ in LEVELS]
    over = asyncio.Event()

    async def follow() -> None:
        while not over.is_set():
            for follower, ids in zip(followers, heard, strict=True):
                ids += [change.id for change in await follower.more()]
            await asyncio.sleep(0.02)

    following = asyncio.create_task(follow())
    code, _ = await load(settings, files, point, random.Random(number).randint(1, most), "loader")
    assert code in (0, -9)
    code, _ = await load(settings, files)
    assert code == 0
    over.set()
    await following
    for level, follower, ids in zip(LEVELS, followers, heard, strict=True):
        ids += [change.id for change in await follower.more()]
        everything = await Follower(engine, level, limit=500).more()
        assert ids == [change.id for change in everything]
        assert len(set(ids)) == len(ids)
        assert (await held(engine, level, today())).keys() <= told(everything)
