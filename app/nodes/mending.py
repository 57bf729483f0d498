"""Takes what a comparison found to be at another node and not here, or not the same; what is only here stays."""

import asyncio
import time

from app.nodes.client import NodeClient
from app.nodes.comparing import compare
from app.nodes.filed import FiledStatements
from app.nodes.following import fetch, scope_of
from app.nodes.taking import NodeTaker
from app.nodes.ticks import SETTLED
from loaders.load.keeper import Keeper
from models.work.nodes import NewNode, NodeComparison, Where

ROUNDS = 1000
"""The most rounds: each takes as many statements as a comparison names."""


async def mend_from(
    filed: FiledStatements,
    keeper: Keeper,
    client: NodeClient,
    node: NewNode,
    found: NodeComparison,
    *,
    everything: bool = False,
) -> NodeComparison:
    """Take what differs and is at the node, and compare again; returns the last comparison, with what was taken.

    Raises:
        NodeAnswer, ServiceUnreachable, Unauthorized, Forbidden: as the client. GraphError and its kinds, LeaseLost.
    """
    begun = time.monotonic()
    taker = NodeTaker(node.name, keeper, scope_of(node, keeper.catalogue))
    before: set[str] = set()
    for _ in range(ROUNDS):
        ids = {one.statement for one in found.differences if one.where is not Where.HERE}
        if not ids or ids == before:
            break
        await fetch(client, node, sorted(ids), taker)
        before = ids
        await settled()
        found = await compare(filed, client, node, everything=everything)
    return found.model_copy(update={"mended": taker.report(), "seconds": time.monotonic() - begun})


async def settled() -> None:
    """Wait until what was just written counts as seen whole."""
    await asyncio.sleep(SETTLED.total_seconds() + 0.1)
