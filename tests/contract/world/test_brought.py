"""What is asked of what batches brought is what looking at every fact of the sample world finds."""

import pytest

from app.engine import now_tick
from loaders.erase.parties import erase_parties
from loaders.load.reading import Reading
from models.caller import Caller, today
from tests.support.loading import INSPECTOR, PUBLIC, SECRET, Loaded
from tests.support.worlds.brought import LEVELS, check_claims, first_days, of_claims, of_facts
from tests.support.worlds.hiding import fresh_code
from tests.support.worlds.sample_world import World

FIRM = fresh_code(901)
TOLD = Reading(provider="某局", day="2024-01-01")


@pytest.mark.slow
async def test_the_sample_world(world: World) -> None:
    ticks = sorted({world.half, await now_tick(world.engine), *range(1, await now_tick(world.engine), 7)})
    await check_claims(world.engine, world.catalogue, ticks)
    facts = first_days(await of_facts(world.engine, world.catalogue), [today()], ticks)
    complete = {
        r["id"]: r for r in await world.engine.read("MATCH (b:Batch) WHERE b.state = 'complete' RETURN b.id AS id, b.at AS at")
    }
    for level in LEVELS:
        for tick in (world.half, ticks[-1]):
            found = (await world.answer("batches.brought", Caller(level=level), known_at=tick))["items"]
            expected = {batch: day for batch, day in facts[level, today(), tick].items() if batch in complete}
            assert {one["batch"]: one["since"] for one in found} == expected
            assert len(expected) > 2
            assert all(one["loaded_on"] == complete[one["batch"]]["at"][:10] for one in found)
    batches = {row["batch"] for row in await of_claims(world.engine)}
    assert len(await of_claims(world.engine)) < 40 * len(batches)


async def test_lists_between_parties_count(graph: Loaded) -> None:
    await graph.say("shareholder.csv", {"企业代码": FIRM, "股东名称": "某甲", "持股比例(%)": 40}, reading=TOLD)
    (one,) = (await graph.answer("catalogue.loaded"))["items"]
    assert (one["category"], one["day"]) == ("shareholder", today())


async def test_what_is_withdrawn_or_erased_was_never_brought(graph: Loaded) -> None:
    """Of one batch everything goes; of the other what held first, so that it brought something from a later day on."""
    holder = {"企业代码": FIRM, "股东类型": "自然人股东", "持股比例(%)": 30}
    first, later = "2019-01-01", "2021-01-01"
    receipt = await graph.say(
        "shareholder.csv",
        holder | {"股东名称": "被忘记", "_day": first},
        holder | {"股东名称": "留下来", "_day": later},
        reading=TOLD,
    )
    other = await graph.say("key_person.csv", {"企业代码": FIRM, "姓名": "某乙", "职务": "董事"}, reading=TOLD)

    async def since(caller: Caller = PUBLIC) -> dict[str, str]:
        await check_claims(graph.engine, graph.catalogue, range(await now_tick(graph.engine) + 1))
        return {one["batch"]: one["since"] for one in (await graph.answer("batches.brought", caller))["items"]}

    assert await since() == {receipt.batch: first, other.batch: TOLD.day}
    await graph.withdraw(other.batch)
    assert await since() == {receipt.batch: first}
    assert {row["batch"] for row in await of_claims(graph.engine)} == {receipt.batch}
    async with graph.writing() as work:
        await erase_parties(
            work.keeper, [f"person:uscc:{FIRM}:被忘记"], "管理员", "本人请求", work.rejects, secret=SECRET, dry_run=False
        )
    assert await since() == {receipt.batch: later}
    assert await since(INSPECTOR) == {receipt.batch: later}


async def test_a_statement_that_comes_again_is_brought_by_both(graph: Loaded) -> None:
    """Also where what comes first is withdrawn; and what only higher levels see is brought for them alone."""
    row = {"统一社会信用代码": FIRM, "姓名": "某乙", "职务": "董事"}
    one = await graph.say("key_person.1.csv", row, reading=TOLD)
    two = await graph.say("key_person.2.csv", row, row | {"姓名": "某丙", "_level": 2}, reading=TOLD)
    three = await graph.say("key_person.3.csv", row | {"姓名": "某丁", "_level": 2}, reading=TOLD)

    async def brought(caller: Caller) -> set[str | None]:
        await check_claims(graph.engine, graph.catalogue, range(await now_tick(graph.engine) + 1))
        return {found["batch"] for found in (await graph.answer("batches.brought", caller))["items"]}

    assert await brought(PUBLIC) == {one.batch, two.batch}
    assert await brought(INSPECTOR) == {one.batch, two.batch, three.batch}
    await graph.withdraw(one.batch)
    assert await brought(PUBLIC) == {two.batch}
    assert await brought(INSPECTOR) == {two.batch, three.batch}
