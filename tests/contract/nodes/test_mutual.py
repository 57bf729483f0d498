"""Two nodes that follow each other end equal, however files, runs and withdrawals come; what was withdrawn stays so."""

import random

import pytest

from loaders.load.reading import Reading
from loaders.upkeep.deep_check import deep_check
from models.work.nodes import NewNode
from tests.support.loading import Loaded
from tests.support.worlds.two_nodes import compared, giving, rolled_up, sheets, written

OWN = """
MATCH (s:Statement)-[:IN]->(b:Batch)
WHERE b.withdrawn_at = 9007199254740991 AND ($any OR b.node IS NULL)
RETURN DISTINCT s.id AS id
"""
UNSHARED = ("_level", "legal_representative_document")
"""What is not given to other nodes."""


async def _believed(graph: Loaded, *, own: bool = False) -> set[str]:
    return {row["id"] for row in await graph.engine.read(OWN, {"any": not own})}


@pytest.mark.parametrize("seed", [1, 3])
async def test_nodes_that_follow_each_other_end_equal(seed: int, graph: Loaded, other: Loaded) -> None:
    chance = random.Random(seed)
    files = [
        (category, [{name: text for name, text in row.items() if name not in UNSHARED} for row in rows])
        for category, rows in sheets(seed)
    ]
    async with giving(graph) as city, giving(other) as province:
        nodes = (graph, other)
        sources = (province, city)
        known = [NewNode(name=name, url=one.url) for name, one in zip(("省", "市"), sources, strict=True)]
        clients = [one.client(node, one.key()) for one, node in zip(sources, known, strict=True)]
        batches: list[list[str]] = [[], []]
        for path, category in written(graph.folder, files):
            for at in chance.choice(((0,), (1,), (0, 1))):
                receipt = await nodes[at].load(path, category, Reading(provider="某局", day="2024-01-01"))
                assert receipt.batch
                batches[at].append(receipt.batch)
            at = chance.randrange(2)
            if chance.random() < 0.4:
                await rolled_up(nodes[at], clients[at], known[at], limit=chance.randint(1, 9))
            if chance.random() < 0.25 and batches[at]:
                await nodes[at].withdraw(batches[at].pop(chance.randrange(len(batches[at]))))
        order = [0, 1, 0, 1]
        chance.shuffle(order)
        for at in (*order, 0, 1):
            assert (await rolled_up(nodes[at], clients[at], known[at])).refused == ()
        wanted = await _believed(graph, own=True) | await _believed(other, own=True)
        assert await _believed(graph) == await _believed(other) == wanted
        assert await graph.digest() == await other.digest()
        for at in (0, 1):
            for everything in (False, True):
                found = await compared(nodes[at], clients[at], known[at], everything=everything)
                assert (found.differences, found.equal) == ((), True)
            assert (await rolled_up(nodes[at], clients[at], known[at])).new == 0
        for batch in batches[0]:
            await graph.withdraw(batch)
        for _ in range(2):
            for at in (1, 0):
                await rolled_up(nodes[at], clients[at], known[at])
        assert await _believed(graph) == await _believed(other) == await _believed(other, own=True)
        assert await graph.digest() == await other.digest()
    assert (await deep_check(other.engine, other.catalogue)).differing == []
