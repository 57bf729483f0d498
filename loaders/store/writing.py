"""How truth and what follows from it are written to a graph, a few statements of many rows each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from app.engine.shape import read_shape
from loaders.brought.gathering import Gathered
from loaders.derive.endings import is_ending
from loaders.feed.touched import Touched
from loaders.store.rows import DERIVED, identifier_row, party_row, statement_row
from loaders.transaction import Arrived, Derived, NewStatements
from models.catalogue import Catalogue
from models.facts import FactLink
from models.identity import PartyId, Resolution
from models.statements import FIRST_DAY, NO_LEVEL, OPEN_DAY, OPEN_TICK, Action
from models.traits import StatedTrait

COVERAGE, ENDING = "Coverage", "Ending"
REMARKS, REMARK = 10, 200
ALWAYS: dict[str, Any] = {
    "level": 0,
    "hidden_from": NO_LEVEL,
    "usable": True,
    "public_from": FIRST_DAY,
    "public_until": OPEN_DAY,
    "valid_from": FIRST_DAY,
    "valid_to": OPEN_DAY,
    "recorded_at": 0,
    "withdrawn_at": OPEN_TICK,
}


class Runner(Protocol):
    """What runs the writer's statements in its transaction."""

    catalogue: Catalogue
    tick: int
    touched: Touched
    gathered: Gathered

    async def run(self, name: str, params: dict[str, Any], **words: str) -> list[dict[str, Any]]:
        """Run one statement of cypher/write/."""
        ...


async def write_truth(store: Runner, truth: NewStatements) -> None:
    """Keep new truth, rewrite who is who, and make what refers to moved identifiers wait."""
    if truth.moved:
        await store.run("dirty_depending", {"ids": truth.moved})
    await _write_parties(store, truth)
    await _write_statements(store, truth)
    new = {x.id for x in truth.statements}
    again: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for a in truth.arrivals:
        store.gathered.reached.add(a.batch)
        if a.statement not in new:
            again[a.batch].append({"statement": a.statement, "arrival": _arrival(a, store.tick)})
            store.gathered.arrived[a.statement] = a.batch
    for batch, rows in again.items():
        await store.run("new_arrivals", {"batch": batch, "rows": rows, "tick": store.tick})
    if truth.moved:
        await store.run("dirty_references", {"ids": truth.moved, "tick": store.tick})
    if truth.revived:
        await store.run("dirty_statements", {"ids": truth.revived})
    if truth.moved or truth.revived:
        await store.run("settling", {"settling": True})


async def _write_parties(store: Runner, truth: NewStatements) -> None:
    if not truth.identifies:
        return
    moved = set(truth.moved)
    fresh = {i for i in truth.identifies if i not in moved and i not in truth.there}
    lone = {i for i in fresh if truth.identifies[i].id == i}
    parties = {p.id: p for p in truth.identifies.values() if p.id not in lone}
    if moved:
        kinds = [{"id": p.id, "kind": str(p.kind), "mention": p.mention} for p in parties.values()]
        stale = await store.run("stale_parties", {"rows": kinds})
        store.touched.lose(stale)
        store.gathered.lose(fact for row in stale for fact in row["facts"])
        old = [r["party"] for r in await store.run("unidentify", {"ids": sorted(moved)})]
    for label, some in _by_label(truth.identifies[i] for i in lone).items():
        rows = [{"party": party_row(p), "identifier": identifier_row(p.id)} for p in some]
        await store.run("new_lone", {"rows": rows}, label=label)
    for label, some in _by_label(parties.values()).items():
        await store.run("new_parties", {"rows": [party_row(p) for p in some]}, label=label)
    joining = [{"identifier": identifier_row(i), "party": truth.identifies[i].id} for i in fresh - lone]
    if joining:
        await store.run("new_identifiers", {"rows": joining})
    pairs = [{"identifier": identifier_row(i), "party": p.id} for i, p in truth.identifies.items() if i not in fresh]
    if pairs:
        await store.run("identify", {"rows": pairs})
    if moved:
        await drop_empty(store, old)
        await _mark(store, {truth.identifies[i].id for i in moved & truth.identifies.keys()} | set(old))


def _by_label(parties: Iterable[PartyId]) -> dict[str, list[PartyId]]:
    by_label: dict[str, list[PartyId]] = defaultdict(list)
    for p in parties:
        by_label["Mention" if p.mention else str(p.kind)].append(p)
    return by_label


async def _write_statements(store: Runner, truth: NewStatements) -> None:
    if not truth.statements:
        return
    grouped = {g.statement: g for g in truth.grouped}
    arrived = {a.statement: a for a in truth.arrivals}
    parts: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for s in truth.statements:
        category = store.catalogue[s.category]
        label = COVERAGE if s.action is Action.COVER else ENDING if is_ending(category, s) else category.label
        refs = [{"identifier": r.identifier, "role": r.role, "name": r.name} for r in s.refs]
        row = {
            "statement": statement_row(s, grouped.get(s.id), store.tick),
            "arrival": _arrival(arrived[s.id], store.tick),
            "refs": refs,
        }
        parts[label, arrived[s.id].batch].append(row)
    for (label, batch), rows in parts.items():
        await store.run("new_statements", {"batch": batch, "rows": rows}, label=label)
    names = [{"statement": s.id, "identifier": i} for s in truth.statements for i in s.names]
    if names:
        await store.run("new_names", {"rows": names})
    if truth.called:
        await store.run("new_called", {"rows": [{"statement": s, "name": n} for s, n in truth.called]})
    await write_traits(store, truth.traits)


async def write_traits(store: Runner, traits: Iterable[StatedTrait]) -> None:
    """Link statements that are there to the traits they state, which are made where they are new."""
    by_label: dict[str, list[dict[str, str]]] = defaultdict(list)
    for t in traits:
        by_label[t.label].append({"statement": t.statement, "id": t.id, "property": t.property})
    for label, rows in by_label.items():
        await store.run("new_traits", {"rows": rows}, label=label)


def _arrival(arrived: Arrived, tick: int) -> dict[str, Any]:
    remarks = {"remarks": [r[:REMARK] for r in arrived.remarks[:REMARKS]]} if arrived.remarks else {}
    return {"place": arrived.place, "new": arrived.new, "recorded_at": tick} | remarks


async def drop_empty(store: Runner, parties: Iterable[str]) -> None:
    """Drop those of these parties that no identifier and no fact touches, with what standing analyses stored of them."""
    await store.run("empty_parties", {"ids": sorted(set(parties)), "stored": sorted(read_shape().stored)})


async def write_derived(store: Runner, derived: Derived) -> None:
    """Keep what follows: places of statements, facts, names, resolutions, and who waits."""
    if derived.grouped:
        rows = [{"statement": g.statement} | {name: getattr(g, name) for name in DERIVED} for g in derived.grouped]
        await store.run("grouped", {"rows": rows})
    await _write_links(store, "drop", derived.drop)
    await _write_links(store, "end", derived.end)
    await _write_links(store, "make", derived.make)
    if derived.drop:
        await drop_empty(store, _parties(store, derived.drop))
    await _mark(store, _rederived(store, derived))
    if derived.names:
        rows = [{"id": p, "name": name, "names": names} for p, (name, names) in derived.names.items()]
        await store.run("party_names", {"rows": rows, "tick": store.tick})
    if derived.resolutions:
        await _write_resolutions(store, derived.resolutions)
    if derived.moved:
        await store.run("dirty_meanings", {"ids": derived.moved, "tick": store.tick})
    if derived.clean:
        await store.run("clean", {"ids": derived.clean})
    if derived.dirty_groups:
        await store.run("dirty_groups", {"groups": derived.dirty_groups})
    if derived.dirty_mentions:
        await store.run("dirty_mentions", {})
    if derived.waits:
        rows = [{"statement": s, "day": day} for s, day in derived.waits.items()]
        await store.run("waits", {"rows": rows, "days": sorted(set(derived.waits.values()))})
    if derived.unsettled:
        await store.run("settling", {"settling": True})


def _rederived(store: Runner, derived: Derived) -> set[str]:
    """The parties whose facts are other than they were for ticks gone by: facts moved to them or away."""
    past = [x for x in derived.make if x.props["recorded_at"] < store.tick]
    past += [x for x in derived.end if x.props["withdrawn_at"] != store.tick]
    return _parties(store, derived.drop + past)


def _parties(store: Runner, links: Sequence[FactLink]) -> set[str]:
    """The parties at the ends of links; a record's link begins at its statement."""
    return {x.end for x in links} | {x.start for x in links if store.catalogue[x.category].edge}


async def _mark(store: Runner, parties: set[str]) -> None:
    """Note on parties that who they are, or what was known of them before, is no longer what it was."""
    if parties:
        await store.run("rederived", {"ids": sorted(parties), "tick": store.tick})


async def _write_links(store: Runner, what: str, links: Sequence[FactLink]) -> None:
    by_form: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for link in links:
        edge = store.catalogue[link.category].edge
        form = "record" if edge is None else "edge"
        if edge and what != "make" and edge.anchor == "target":
            form = "edge_target"
        by_form[form, link.type].append(_link_row(what, link))
    for (form, kind), rows in by_form.items():
        await store.run(f"{what}_{form}", {"rows": rows}, type=kind)


def _link_row(what: str, link: FactLink) -> dict[str, Any]:
    row: dict[str, Any] = {"start": link.start, "end": link.end}
    if what == "make":
        row["props"] = link.props
        return row
    return row | {"version": link.version_id, "withdrawn_at": link.props["withdrawn_at"]}


async def _write_resolutions(store: Runner, resolutions: dict[str, list[Resolution]]) -> None:
    meant = [row["party"] for row in await store.run("unresolve", {"ids": sorted(resolutions), "tick": store.tick})]
    rows = [
        {"mention": r.mention, "party": r.party, "props": ALWAYS | {"rule": str(r.rule)}}
        for found in resolutions.values()
        for r in found
    ]
    if rows:
        await store.run("resolve", {"rows": rows})
    if meant:  # who was joined to another meanwhile was stored by the names that meant it alone
        await drop_empty(store, meant)
