"""Derives everything again from statements and their arrivals: for upgrades, and to verify what was derived step by step.

It goes through phases that are stored in the graph; after a kill, the next writer continues where it stopped.
"""

from collections.abc import Awaitable, Callable, Mapping

from app.engine import Tx, Writer
from loaders.derive.groups import DeriveResult
from loaders.derive.traits import TraitProperties, stated_traits, trait_properties
from loaders.identity.party_names import called_by
from loaders.identity.who import anchors, identify
from loaders.store.graph import GraphStore
from loaders.store.queries import query
from loaders.store.writing import write_traits
from loaders.transaction import NewStatements
from loaders.upkeep.approvals import keep_approvals
from loaders.values.normalise import normalise_name
from models.catalogue import Catalogue
from models.traits import StatedTrait

PAGE = 1000
DAYS_PAGE = 100
DROP_FACTS, DROP_PARTIES, IDENTIFY, DERIVE = "drop facts", "drop parties", "identify", "derive"
Progress = Callable[[str, int], None]
Drain = Callable[[], Awaitable[DeriveResult]]


async def rederive(
    writer: Writer, catalogue: Catalogue, drain: Drain, progress: Progress | None = None, page: int = PAGE
) -> DeriveResult:
    """Drop parties, resolutions and facts, and derive them again; answers meanwhile state `settling`."""
    await _forget(writer)
    await _enter(writer, DROP_FACTS, catalogue)
    return await resume(writer, catalogue, drain, progress, page)


async def resume(
    writer: Writer, catalogue: Catalogue, drain: Drain, progress: Progress | None = None, page: int = PAGE
) -> DeriveResult:
    """Continue a rederivation that was cut short; does nothing where none is under way."""
    report = progress or (lambda phase, done: None)
    phase = await _phase(writer)
    if phase == DROP_FACTS:
        await _delete_by(writer, "brought_forget", PAGE)  # kept anew as facts are
        await _drop_facts(writer, catalogue, report, page)
        phase = await _enter(writer, DROP_PARTIES)
    if phase == DROP_PARTIES:
        await _drop_parties(writer, report, page)
        phase = await _enter(writer, IDENTIFY)
    if phase == IDENTIFY:
        await _identify(writer, catalogue, report, page)
        phase = await _enter(writer, DERIVE)
    if phase != DERIVE:
        return DeriveResult()
    outcome = await drain()
    report(DERIVE, outcome.facts)
    await _enter(writer, None)
    return outcome


async def _forget(writer: Writer) -> None:
    async def work(tx: Tx, tick: int) -> None:
        await tx.run(query("standing_forget"))

    await writer.transact(work)
    await _delete_by(writer, "feed_days_forget", DAYS_PAGE)


async def _delete_by(writer: Writer, name: str, limit: int) -> None:
    """Run a statement that deletes some of what is to go, at most `limit` a transaction, until nothing is left of it."""

    async def work(tx: Tx, tick: int) -> bool:
        rows = await tx.run(query(name), {"limit": limit})
        return bool(rows) and int(rows[0]["deleted"]) == limit

    while await writer.transact(work):
        pass


async def _phase(writer: Writer) -> str | None:
    async def work(tx: Tx, tick: int) -> str | None:
        rows = await tx.run(query("rederive_phase"))
        return rows[0]["phase"] if rows else None

    return await writer.transact(work)


async def _enter(writer: Writer, phase: str | None, under: Catalogue | None = None) -> str | None:
    """Enter a phase; the first one `under` a catalogue: from then on only writers under its setting of approvals go on."""

    async def work(tx: Tx, tick: int) -> None:
        if under is not None:
            await keep_approvals(tx, under)
        await tx.run(query("rederive_enter"), {"phase": phase})
        if phase in (DROP_FACTS, None):  # whoever follows the change feed starts over
            await tx.run(query("feed_restart"))

    await writer.transact(work)
    return phase


async def _drop_facts(writer: Writer, catalogue: Catalogue, report: Progress, page: int) -> None:
    after: str | None = ""
    done = 0
    properties = {c.name: traits for c in catalogue.categories.values() if (traits := trait_properties(c))}
    while after is not None:

        async def work(tx: Tx, tick: int, start: str = after) -> str | None:
            store = GraphStore(tx, catalogue, tick)
            await _state_traits(store, properties, start, page)
            await _state_names(store, catalogue, start, page)
            rows = await tx.run(query("rederive_drop_facts"), {"after": start, "limit": page, "tick": tick})
            return rows[0]["last"] if rows else None

        after = await writer.transact(work)
        done += page
        report(DROP_FACTS, done)


async def _state_traits(store: GraphStore, properties: Mapping[str, TraitProperties], after: str, page: int) -> None:
    """Correct the stored traits of a page of statements to those that follow from their values."""
    missing: list[StatedTrait] = []
    wrong: list[dict[str, str]] = []
    for row in await store.run("rederive_traits", {"after": after, "limit": page, "categories": sorted(properties)}):
        have = {StatedTrait(row["id"], *trait) for trait in row["traits"]}
        want = set(stated_traits(properties[row["category"]], row["id"], row["values"]))
        missing += want - have
        wrong += [{"statement": t.statement, "id": t.id, "property": t.property} for t in have - want]
    if wrong:
        await store.run("drop_traits", {"rows": wrong})
    await write_traits(store, missing)


async def _state_names(store: GraphStore, catalogue: Catalogue, after: str, page: int) -> None:
    """Correct the stored names of a page of statements to those they state of a party, in the present normalised form.

    Registrations name their party; other statements name the persons they identify by a document number.
    """
    naming = [c.name for c in catalogue.categories.values() if c.identifies]
    missing = [
        {"statement": row["id"], "name": normalise_name(row["name"])}
        for row in await store.run("rederive_document_names", {"after": after, "limit": page})
    ]
    wrong: list[dict[str, str]] = []
    for row in await store.run("rederive_called", {"after": after, "limit": page, "categories": naming}):
        want = called_by(catalogue[row["category"]], row["values"]["level"], row["values"])
        missing += [{"statement": row["id"], "name": name} for name in want if name not in row["called"]]
        wrong += [{"statement": row["id"], "name": name} for name in row["called"] if name not in want]
    if wrong:
        await store.run("drop_called", {"rows": wrong})
    if missing:
        await store.run("new_called", {"rows": missing})


async def _drop_parties(writer: Writer, report: Progress, page: int) -> None:
    done, dropped = 0, 1
    while dropped:

        async def work(tx: Tx, tick: int) -> int:
            rows = await tx.run(query("rederive_drop_parties"), {"limit": page})
            return int(rows[0]["dropped"]) if rows else 0

        dropped = await writer.transact(work)
        done += dropped
        report(DROP_PARTIES, done)


async def _identify(writer: Writer, catalogue: Catalogue, report: Progress, page: int) -> None:
    after: str | None = ""
    done = 0
    while after is not None:

        async def work(tx: Tx, tick: int, start: str = after) -> str | None:
            rows = await tx.run(query("rederive_identifiers"), {"after": start, "limit": page})
            ids = [str(r["id"]) for r in rows]
            if not ids:
                return None
            store = GraphStore(tx, catalogue, tick)
            who = await identify(store, [], ids, {*ids, *anchors(ids)}, stored_rows=True)
            await store.write_truth(NewStatements(identifies=who.changed, there=set(who.parties)))
            return ids[-1]

        after = await writer.transact(work)
        done += page
        report(IDENTIFY, done)
