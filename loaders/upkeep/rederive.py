"""Derive everything again from statements and arrivals: the oracle of the increments, and the way through an upgrade.

It goes through phases kept in the graph; a writer that starts after a kill goes on where it stopped.
"""

from collections.abc import Awaitable, Callable, Mapping

from app.engine import Tx, Writer
from loaders.derive.groups import DeriveResult
from loaders.derive.traits import StatedTrait, TraitProperties, stated_traits, trait_properties
from loaders.identity.party_names import called_by
from loaders.identity.who import anchors, identify
from loaders.store.base import NewStatements
from loaders.store.graph import GraphStore
from loaders.store.queries import query
from loaders.store.writing import write_traits
from loaders.values.normalise import normalise_name
from models.catalogue import Catalogue

PAGE = 1000
DROP_FACTS, DROP_PARTIES, IDENTIFY, DERIVE = "drop facts", "drop parties", "identify", "derive"
Progress = Callable[[str, int], None]
Drain = Callable[[], Awaitable[DeriveResult]]


async def rederive(
    writer: Writer, catalogue: Catalogue, drain: Drain, progress: Progress | None = None, page: int = PAGE
) -> DeriveResult:
    """Drop parties, resolutions and facts, and derive them again; answers meanwhile say that the graph is settling."""
    await _forget(writer)
    await _enter(writer, DROP_FACTS)
    return await resume(writer, catalogue, drain, progress, page)


async def resume(
    writer: Writer, catalogue: Catalogue, drain: Drain, progress: Progress | None = None, page: int = PAGE
) -> DeriveResult:
    """Go on with a rederivation that was cut short; nothing where none is under way."""
    tell = progress or (lambda phase, done: None)
    phase = await _phase(writer)
    if phase == DROP_FACTS:
        await _drop_facts(writer, catalogue, tell, page)
        phase = await _enter(writer, DROP_PARTIES)
    if phase == DROP_PARTIES:
        await _drop_parties(writer, tell, page)
        phase = await _enter(writer, IDENTIFY)
    if phase == IDENTIFY:
        await _identify(writer, catalogue, tell, page)
        phase = await _enter(writer, DERIVE)
    if phase != DERIVE:
        return DeriveResult()
    outcome = await drain()
    tell(DERIVE, outcome.facts)
    await _enter(writer, None)
    return outcome


async def _forget(writer: Writer) -> None:
    async def work(tx: Tx, tick: int) -> None:
        await tx.run(query("standing_forget"))

    await writer.transact(work)


async def _phase(writer: Writer) -> str | None:
    async def work(tx: Tx, tick: int) -> str | None:
        rows = await tx.run(query("rederive_phase"))
        return rows[0]["phase"] if rows else None

    return await writer.transact(work)


async def _enter(writer: Writer, phase: str | None) -> str | None:
    async def work(tx: Tx, tick: int) -> None:
        await tx.run(query("rederive_enter"), {"phase": phase})

    await writer.transact(work)
    return phase


async def _drop_facts(writer: Writer, catalogue: Catalogue, tell: Progress, page: int) -> None:
    after: str | None = ""
    done = 0
    properties = {c.name: found for c in catalogue.categories.values() if (found := trait_properties(c))}
    while after is not None:

        async def work(tx: Tx, tick: int, start: str = after) -> str | None:
            store = GraphStore(tx, catalogue, tick)
            await _state_traits(store, properties, start, page)
            await _call(store, catalogue, start, page)
            rows = await tx.run(query("rederive_drop_facts"), {"after": start, "limit": page})
            return rows[0]["last"] if rows else None

        after = await writer.transact(work)
        done += page
        tell(DROP_FACTS, done)


async def _state_traits(store: GraphStore, properties: Mapping[str, TraitProperties], after: str, page: int) -> None:
    """Have a page of statements state the traits that their values come to, and no other."""
    missing: list[StatedTrait] = []
    wrong: list[dict[str, str]] = []
    for row in await store.run("rederive_traits", {"after": after, "limit": page, "categories": sorted(properties)}):
        have = {StatedTrait(row["id"], *told) for told in row["traits"]}
        want = set(stated_traits(properties[row["category"]], row["id"], row["values"]))
        missing += want - have
        wrong += [{"statement": t.statement, "id": t.id, "property": t.property} for t in have - want]
    if wrong:
        await store.run("drop_traits", {"rows": wrong})
    await write_traits(store, missing)


async def _call(store: GraphStore, catalogue: Catalogue, after: str, page: int) -> None:
    """Have a page of naming statements call their party by the names they say in the form names now have, and no other;

    others call the persons whom a document tells by theirs.
    """
    naming = [c.name for c in catalogue.categories.values() if c.identifies]
    missing = [
        {"statement": row["id"], "name": normalise_name(row["name"])}
        for row in await store.run("rederive_told", {"after": after, "limit": page})
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


async def _drop_parties(writer: Writer, tell: Progress, page: int) -> None:
    done, dropped = 0, 1
    while dropped:

        async def work(tx: Tx, tick: int) -> int:
            rows = await tx.run(query("rederive_drop_parties"), {"limit": page})
            return int(rows[0]["dropped"]) if rows else 0

        dropped = await writer.transact(work)
        done += dropped
        tell(DROP_PARTIES, done)


async def _identify(writer: Writer, catalogue: Catalogue, tell: Progress, page: int) -> None:
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
        tell(IDENTIFY, done)
