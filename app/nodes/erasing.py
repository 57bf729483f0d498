"""Erases here what another node has erased, as far as nobody else states it here."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from app.nodes.scope import hidden_properties, stored_names
from loaders.erase.parties import DataToErase, begin_erasure
from loaders.load.keeper import Keeper
from loaders.store.rows import OWN
from models.catalogue import Catalogue
from models.statements import OPEN_TICK
from models.work.erasure import Erasure
from models.work.nodes import GivenStatement

PERSONS = ("pid:", "person:")
"""How the identifiers of natural persons begin."""


async def erase_given(
    keeper: Keeper, node: str, level: int, parts: Sequence[GivenStatement], whole: Sequence[str]
) -> tuple[int, list[str]]:
    """Erase statements that a node erased, as a `whole` or in `parts`; of the latter what it still has stays.

    Returns how many were erased, and the ids of those that stay since others state them here too.
    """
    given = {item.id: item for item in parts}
    ids = [*given, *whole]
    rows = await keeper.read("nodes_here", {"ids": ids, "open": OPEN_TICK}) if ids else []
    data, kept = DataToErase(), []
    for row in rows:
        item = given.get(row["id"])
        if item is not None and not _lost(keeper.catalogue, level, row, item, DataToErase()):
            continue
        if any(of != node for _, of, believed in row["batches"] if believed):
            kept.append(row["id"])
            continue
        data.batches.update(batch for batch, *_ in row["batches"])
        data.names.update(str(name) for _, i, name in row["refs"] if name and item is None and i.startswith(PERSONS))
        if item is None:
            data.whole.add(row["id"])
        else:
            _lost(keeper.catalogue, level, row, item, data)
    if not data.whole and not data.parts:
        return 0, kept
    erasure = Erasure(
        id=uuid4().hex,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        operator=f"node {node}",
        reason="erased at the node that stated it",
        statements=len(data.whole),
        references=sum(map(len, data.parts.values())),
        rejects=0,
        unsearched=0,
    )
    await keeper.transact(lambda store: begin_erasure(store, erasure, data))
    await keeper.finish_erasures()
    return len(data.whole) + len(data.parts), kept


def _lost(catalogue: Catalogue, level: int, row: dict[str, Any], item: GivenStatement, data: DataToErase) -> bool:
    """Add what a stored statement has and the given one has no more; whether that is anything."""
    node, category = row["statement"], catalogue[item.category]
    hidden = hidden_properties(category, level)
    unknown = stored_names(category, hidden)
    have = {k: tuple(v) if isinstance(v, list) else v for k, v in node.items() if k not in OWN and k not in unknown}
    gone = {role for role, _, _ in row["refs"] if role not in hidden} - {ref.role for ref in item.refs}
    gone |= have.keys() - item.values.keys()
    left: dict[str, Any] = {k: _stored(v) for k, v in item.values.items() if k in have and have[k] != v}
    if tuple(node.get("key") or ()) != item.key:
        left["key"] = list(item.key)
    if gone or left:
        data.parts[item.id] = gone
        data.left[item.id] = left
    return bool(gone or left)


def _stored(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
