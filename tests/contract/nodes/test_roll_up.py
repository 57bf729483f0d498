"""A node that follows another ends with the same statements, however files come, wherever it is killed and started again."""

import contextlib
import random

import pytest

from loaders.erase.parties import erase_parties
from loaders.load.reading import Reading
from loaders.upkeep.deep_check import deep_check
from models.caller import Caller
from tests.support.loading import SECRET, Loaded
from tests.support.worlds.two_nodes import FIRMS, Killed, compared, deadly, giving, rolled_up, sheets, written


@pytest.mark.parametrize("seed", range(6))
async def test_what_is_followed_ends_equal_wherever_it_is_killed(
    seed: int, graph: Loaded, other: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    region = ("", "330106", "3302")[seed % 3]
    async with giving(graph) as source:
        node = source.node(region=region)
        client = source.client(node, source.key(region))
        batches = []
        for path, category in written(graph.folder, sheets(seed)):
            receipt = await graph.load(path, category, Reading(provider="某局", day="2024-01-01"))
            assert receipt.error is None
            assert not receipt.rejected, receipt
            batches.append(receipt.batch)
            what = chance.random()
            if what < 0.3:
                await rolled_up(other, client, node, pages=chance.randint(1, 3), limit=chance.randint(1, 9))
            elif what < 0.5:
                with monkeypatch.context() as patched:
                    deadly(patched, other, chance.randint(1, 60))
                    with contextlib.suppress(Killed):
                        await rolled_up(other, client, node, limit=chance.randint(1, 9))
            elif what < 0.6:
                await graph.withdraw(chance.choice(batches))
            elif what < 0.7:
                await _erase_somebody(graph, chance)
        taken = await rolled_up(other, client, node, limit=7)
        assert not taken.more
        assert taken.refused == ()
        found = await compared(other, client, node)
        assert found.differences == ()
        assert found.equal
        assert sum(row.there for row in found.rows)
        assert (await rolled_up(other, client, node)).new == 0
    checked = await deep_check(other.engine, other.catalogue)
    assert checked.differing == []
    if not region:
        for level in (0, 1):
            for code in FIRMS:
                caller = Caller(level=level)
                assert await _facts(graph, code, caller) == await _facts(other, code, caller)


async def _erase_somebody(graph: Loaded, chance: random.Random) -> None:
    rows = await graph.engine.read("MATCH (p:Person) RETURN p.id AS id ORDER BY id")
    if rows:
        async with graph.writing() as work:
            await erase_parties(
                work.keeper, [chance.choice(rows)["id"]], "管理员", "本人请求", work.rejects, secret=SECRET, dry_run=False
            )


FACTS = """
MATCH (:Identifier {id: $id})-[:IDENTIFIES]->(p:Party)-[r]-(x)
WHERE r.withdrawn_at = 9007199254740991 AND r.level <= $level AND $level < r.hidden_from AND r.fact_id IS NOT NULL
RETURN type(r) AS type, x.id AS other, r.fact_id AS fact, r.level AS level, r.usable AS usable, r.valid_from AS valid_from,
       r.valid_to AS valid_to, r.public_until AS public_until, r.by AS by
"""


async def _facts(graph: Loaded, code: str, caller: Caller) -> list[str]:
    rows = await graph.engine.read(FACTS, {"id": f"uscc:{code}", "level": caller.level})
    return sorted(repr(sorted(row.items())) for row in rows)
