"""One setting for all writers of a graph: which categories have their records approved before the public sees them.

A writer without it would derive as public what others hold back, so the graph knows the setting that its records rest on.
"""

from app.engine import Tx, Writer
from app.errors import SettingsError
from loaders.store.queries import query
from models.catalogue import Catalogue


def approvals_of(catalogue: Catalogue) -> list[str]:
    """The categories that are approved first, each with the level from which on its records are shown until then."""
    return sorted(f"{c.name} {c.approval.level}" for c in catalogue.categories.values() if c.approval)


async def check_approvals(writer: Writer, catalogue: Catalogue) -> None:
    """Refuse a writer under whose catalogue records of the graph would be shown otherwise than they were derived.

    Of categories without records any setting may be: it counts from now on.

    Raises:
        SettingsError: records of a category that differs are there; the message names it.
    """
    rows = await writer.committed.run(query("approvals_kept"))
    kept, here = set(rows[0]["approvals"] if rows else ()), set(approvals_of(catalogue))
    if kept == here:
        return
    names = sorted({one.partition(" ")[0] for one in kept ^ here})
    if loaded := await writer.committed.run(query("approvals_loaded"), {"categories": names}):
        raise SettingsError(
            f"QUANJING_APPROVE_FIRST: this graph was derived under another setting for {loaded[0]['category']}: give the "
            "setting of its other processes, or run `quanjing rederive` under the new one"
        )

    async def keep(tx: Tx, tick: int) -> None:
        await keep_approvals(tx, catalogue)

    await writer.transact(keep)


async def keep_approvals(tx: Tx, catalogue: Catalogue) -> None:
    """Note what is approved first under this catalogue, by which all records are derived from now on."""
    await tx.run(query("approvals_keep"), {"approvals": approvals_of(catalogue) or None})
