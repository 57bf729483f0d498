"""Moments that a public caller tries do not tell when something hidden was written."""

from pathlib import Path

import pytest_asyncio

from app.engine import Engine
from app.settings import Settings
from models.caller import Caller
from models.catalogue import Catalogue
from tests.support.loading import INSPECTOR, PUBLIC, Loaded
from tests.support.worlds.hiding import SECRET_WORD, fresh_code, rows_about

CODE = fresh_code(851)


@pytest_asyncio.fixture(loop_scope="session")
async def world(engine: Engine, catalogue: Catalogue, settings: Settings, tmp_path: Path) -> Loaded:
    loaded = Loaded(engine, catalogue, settings, tmp_path)
    row = {"name": "杭州时刻有限公司", "code": CODE, "_provider": "某局", "_day": "2024-01-01"}
    await loaded.say("enterprise.1.csv", row)
    return loaded


async def moments(world: Loaded) -> list[tuple[int, str]]:
    """Every tick with the moment at which it was written."""
    rows = await world.engine.read("MATCH (t:Tick) RETURN t.n AS n, t.at AS at ORDER BY n")
    return [(row["n"], row["at"]) for row in rows]


async def test_moments_tried_by_the_public_show_no_hidden_tick(world: Loaded) -> None:
    before = await moments(world)
    hidden = rows_about(world.catalogue["penalty"], CODE, SECRET_WORD, _level=2)
    await world.say("penalty.hidden.csv", *hidden)
    after = (await moments(world))[len(before) :]
    assert after, "something hidden was written"

    async def dated(caller: Caller, at: str) -> int:
        return int((await world.answer("party.show", caller, known_at=at, party_id=f"uscc:{CODE}"))["known_at"])

    known_before = await dated(PUBLIC, before[-1][1])
    assert {await dated(PUBLIC, at) for _, at in after} == {known_before}
    moment = {await world.questions.moment(tick, PUBLIC) for tick, _ in after}
    assert moment == {dict(before)[known_before]}, "nor does a page that is asked for a tick"
    ticks = {tick for tick, _ in after}
    assert {await dated(INSPECTOR, at) for _, at in after} & ticks, "who may see it may date it"


async def test_what_everybody_sees_is_dated_for_everybody(world: Loaded) -> None:
    before = await moments(world)
    await world.say("licence.1.csv", *rows_about(world.catalogue["licence"], CODE, "公开"))
    after = (await moments(world))[len(before) :]
    party = {"party_id": f"uscc:{CODE}"}
    totals = []
    for at in (before[-1][1], after[-1][1]):
        portrait = await world.answer("portrait.party", PUBLIC, known_at=at, **party)
        totals.append(sum(g["total"] or 0 for g in portrait["records"]))
    assert totals[0] < totals[1]
