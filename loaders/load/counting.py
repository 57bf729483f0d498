"""Gives the batches of older graphs the counts of their rows, which their receipts and statements have."""

import json
from collections import Counter

from loaders.load.counted import counts_of, taken_of
from loaders.store.graph import GraphStore

PAGE = 50


async def fill_counts(store: GraphStore) -> bool:
    """Store on some batches that have none the counts that their receipts state, and the providers and levels of their rows.

    Which rows were refused, and why, is not known any more. Returns whether there may be more such batches.
    """
    batches = await store.run("batch_uncounted", {"limit": PAGE})
    if not batches:
        await store.run("batch_counted", {})
        return False
    taken: dict[str, Counter[tuple[str, int]]] = {row["id"]: Counter() for row in batches}
    for row in await store.run("batch_taken", {"ids": list(taken)}):
        taken[row["batch"]][row["provider"], row["level"]] += row["rows"]
    counts = {row["id"]: counts_of(json.loads(row["receipt"])) for row in batches}
    props = [{"id": batch, "counts": counts[batch] | {"taken_of": taken_of(found)}} for batch, found in taken.items()]
    await store.run("batch_counts", {"rows": props})
    return True
