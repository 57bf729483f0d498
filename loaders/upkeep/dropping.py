"""Deletes erased statements once no fact follows from them, with the nodes that belonged to them alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from loaders.store.graph import GraphStore
from loaders.store.writing import drop_empty

PAGE = 500
LABELS = ("Identifier", "Name", "Trait")


async def drop_pending(store: GraphStore) -> bool:
    """Delete some of the erased statements from which no fact follows any more; returns False where none is left."""
    ids = [row["id"] for row in await store.run("erase_pending", {"limit": PAGE})]
    if not ids:
        await store.run("erase_done", {})
        return False
    around = await store.run("erase_around", {"ids": ids})
    await store.run("erase_drop", {"ids": ids})
    await _orphans(store, around)
    await store.run("erase_closed", {"ids": ids})
    return True


async def _orphans(store: GraphStore, around: Iterable[Mapping[str, Any]]) -> None:
    rows = list(around)
    for label in LABELS:
        ids = sorted({row["id"] for row in rows if row["label"] == label})
        if ids:
            await store.run("erase_orphans", {"ids": ids}, label=label)
    parties = {p for row in rows for p in row["parties"]}
    if parties:
        await drop_empty(store, parties)
