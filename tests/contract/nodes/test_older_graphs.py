"""What an older program wrote is given to other nodes too, once something writes to the graph."""

from app.engine.base import Tx
from tests.support.loading import Loaded
from tests.support.worlds.two_nodes import HAISHU, compared, firm, giving, penalty, rolled_up

FORGET = (
    "MATCH (s:Statement) REMOVE s.changed_at",
    "MATCH (p:Party) REMOVE p.registered_in",
    "MATCH (c:Clock) REMOVE c.registered",
)


async def test_what_an_older_program_wrote_is_given(graph: Loaded, other: Loaded) -> None:
    await graph.say("penalty.1.csv", penalty(0, "罚1号"), penalty(1, "罚2号"))
    await graph.say("enterprise.1.csv", firm(0, HAISHU), firm(1))
    digests = await _digests(graph)

    async def forget(tx: Tx) -> None:
        for text in FORGET:
            await tx.run(text)

    await graph.engine.transact(forget)
    async with graph.writing():
        pass
    assert await _digests(graph) == digests
    async with giving(graph) as source:
        node = source.node(region="3302")
        async with source.client(node, source.key("3302")) as client:
            assert (await rolled_up(other, client, node)).new == 2
            assert (await compared(other, client, node)).equal


async def _digests(graph: Loaded) -> list[tuple[str, str, int]]:
    async with giving(graph) as source, source.client(source.node(), source.key()) as client:
        return [(row.category, row.region, row.statements) for row in (await client.digests()).items]
