"""Compares this graph with another node: digests by category and division, then buckets of ids, then statements."""

import time

from app.nodes.client import NodeClient
from app.nodes.filed import FiledStatements
from app.nodes.following import asked, scope_of
from app.nodes.scope import NodeScope
from models.work.nodes import BucketListing, ComparedRow, Digests, NewNode, NodeComparison, StatementDifference, Where

SHOWN = 1000
"""The most differences that are named; all are counted."""
PREFIX_MOST = 8
"""The longest beginning of ids by which is narrowed down: then statements are listed in any case."""


async def compare(filed: FiledStatements, client: NodeClient, node: NewNode, *, everything: bool = False) -> NodeComparison:
    """What this graph and a node have of what the node may give: equal, or which statements differ.

    Here those statements count that came from the node, there those that it does not have from here; with `everything`, all of
    its divisions and categories.

    Raises:
        NodeAnswer, ServiceUnreachable, Unauthorized, Forbidden: as the client.
    """
    begun = time.monotonic()
    of = None if everything else node.name
    client.not_from = "" if everything else await filed.graph()
    there = await client.digests(**asked(node, filed.catalogue))
    scope = scope_of(node, filed.catalogue, there.level)
    here = await filed.digests(scope, of)
    rows = _rows(here, there)
    categories = sorted({row.category for row in rows if not row.equal})
    found: list[StatementDifference] = []
    for category in categories:
        await _narrow(filed, client, scope, node, of, category, "", found)
    return NodeComparison(
        node=node.name,
        level=there.level,
        rows=rows,
        differences=tuple(found[:SHOWN]),
        differing=len(found),
        equal=all(row.equal for row in rows),
        requests=client.requests,
        seconds=time.monotonic() - begun,
    )


def _rows(here: Digests, there: Digests) -> tuple[ComparedRow, ...]:
    mine = {(row.category, row.region): row for row in here.items}
    yours = {(row.category, row.region): row for row in there.items}
    out = []
    for category, region in sorted(mine.keys() | yours.keys()):
        one, other = mine.get((category, region)), yours.get((category, region))
        out.append(
            ComparedRow(
                category=category,
                region=region,
                here=one.statements if one else 0,
                there=other.statements if other else 0,
                equal=one is not None and other is not None and one.digest == other.digest,
            )
        )
    return tuple(out)


async def _narrow(
    filed: FiledStatements,
    client: NodeClient,
    scope: NodeScope,
    node: NewNode,
    of: str | None,
    category: str,
    prefix: str,
    found: list[StatementDifference],
) -> None:
    """Add the differing statements of a category whose ids begin with a prefix."""
    here = await filed.listing(scope, category, prefix, of)
    there = await client.listing(category, prefix=prefix, region=node.region, provider=node.providers)
    if here.buckets and there.buckets and len(prefix) < PREFIX_MOST:
        mine, yours = {b.prefix: b.digest for b in here.buckets}, {b.prefix: b.digest for b in there.buckets}
        for one in sorted(p for p in mine.keys() | yours.keys() if mine.get(p) != yours.get(p)):
            await _narrow(filed, client, scope, node, of, category, one, found)
        return
    if here.buckets or there.buckets:  # one of them has few: both are listed
        left = await _whole(filed, client, scope, node, of, category, here, prefix)
        right = await _whole(None, client, scope, node, of, category, there, prefix)
    else:
        left, right = dict(here.statements), dict(there.statements)
    for statement in sorted(left.keys() | right.keys()):
        if left.get(statement) != right.get(statement):
            both = statement in left and statement in right
            where = Where.BOTH if both else Where.HERE if statement in left else Where.THERE
            found.append(StatementDifference(category=category, statement=statement, where=where))


async def _whole(
    filed: FiledStatements | None,
    client: NodeClient,
    scope: NodeScope,
    node: NewNode,
    of: str | None,
    category: str,
    listing: BucketListing,
    prefix: str,
) -> dict[str, str]:
    """All statements of a listing with their marks, its buckets taken apart."""
    out = dict(listing.statements)
    for bucket in listing.buckets:
        if filed:
            part = await filed.listing(scope, category, bucket.prefix, of)
        else:
            part = await client.listing(category, prefix=bucket.prefix, region=node.region, provider=node.providers)
        out |= await _whole(filed, client, scope, node, of, category, part, bucket.prefix)
    return out
