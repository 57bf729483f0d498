"""How truth and what follows from it are written to a graph, a few statements of many rows each."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Protocol

from loaders.links import Link
from loaders.resolution import Resolution
from loaders.store.base import Derived, Truth
from loaders.store.rows import identifier_row, party_row, statement_row
from models.catalogue import Catalogue
from models.statements import FIRST_DAY, NO_LEVEL, OPEN_DAY, OPEN_TICK, Action, Ref

COVERAGE = "Coverage"
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

    async def run(self, name: str, params: dict[str, Any], **words: str) -> list[dict[str, Any]]:
        """Run one statement of cypher/write/."""
        ...


async def write_truth(store: Runner, truth: Truth) -> None:
    """Keep new truth, rewrite who is who, and make what refers to moved identifiers wait."""
    await _write_parties(store, truth)
    await _write_statements(store, truth)
    if truth.arrivals:
        by_batch: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for a in truth.arrivals:
            by_batch[a.batch].append({"statement": a.statement, "place": a.place, "new": a.new})
        for batch, rows in by_batch.items():
            await store.run("new_arrivals", {"batch": batch, "rows": rows, "tick": store.tick})
    if truth.moved:
        await store.run("dirty_references", {"ids": truth.moved})
    if truth.revived:
        await store.run("dirty_statements", {"ids": truth.revived})


async def _write_parties(store: Runner, truth: Truth) -> None:
    if not truth.identifies:
        return
    moved = set(truth.moved)
    parties = {p.id: p for p in truth.identifies.values()}
    if moved:
        kinds = [{"id": p.id, "kind": str(p.kind), "mention": p.mention} for p in parties.values()]
        await store.run("stale_parties", {"rows": kinds})
        old = [r["party"] for r in await store.run("unidentify", {"ids": sorted(moved)})]
    by_label: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for p in parties.values():
        by_label["Mention" if p.mention else str(p.kind)].append(party_row(p))
    for label, rows in by_label.items():
        await store.run("new_parties", {"rows": rows}, label=label)
    new = [identifier_row(i) for i in truth.identifies if i not in moved and i not in truth.there]
    if new:
        await store.run("new_identifiers", {"rows": new})
    pairs = [{"identifier": i, "party": p.id} for i, p in truth.identifies.items()]
    await store.run("identify", {"rows": pairs})
    if moved:
        await store.run("empty_parties", {"ids": sorted(set(old))})


async def _write_statements(store: Runner, truth: Truth) -> None:
    if not truth.statements:
        return
    grouped = {g.statement: g for g in truth.grouped}
    by_label: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for s in truth.statements:
        label = COVERAGE if s.action is Action.COVER else store.catalogue[s.category].label
        by_label[label].append(statement_row(s, grouped.get(s.id)))
    for label, rows in by_label.items():
        await store.run("new_statements", {"rows": rows}, label=label)
    refers = [{"statement": s.id, "identifier": r.identifier, "props": _told_ref(r)} for s in truth.statements for r in s.refs]
    if refers:
        await store.run("new_refers", {"rows": refers})
    names = [{"statement": s.id, "identifier": i} for s in truth.statements for i in s.names]
    if names:
        await store.run("new_names", {"rows": names})
    if truth.called:
        await store.run("new_called", {"rows": [{"statement": s, "name": n} for s, n in truth.called]})


def _told_ref(ref: Ref) -> dict[str, str]:
    return {"role": ref.role} | ({"name": ref.name} if ref.name else {})


async def write_derived(store: Runner, derived: Derived) -> None:
    """Keep what follows: places of statements, facts, names, resolutions, and who waits."""
    if derived.grouped:
        rows = [{"statement": g.statement, "group": g.group, "scope": g.scope, "anchor": g.anchor} for g in derived.grouped]
        await store.run("grouped", {"rows": rows})
    await _write_links(store, "drop", derived.drop)
    await _write_links(store, "end", derived.end)
    await _write_links(store, "make", derived.make)
    if derived.drop:
        left = {x.end for x in derived.drop} | {x.start for x in derived.drop if store.catalogue[x.category].edge}
        await store.run("empty_parties", {"ids": sorted(left)})
    if derived.names:
        rows = [{"id": p, "name": name, "names": names} for p, (name, names) in derived.names.items()]
        await store.run("party_names", {"rows": rows})
    if derived.resolutions:
        await _write_resolutions(store, derived.resolutions)
    if derived.clean:
        await store.run("clean", {"ids": derived.clean})
    if derived.dirty_groups:
        await store.run("dirty_groups", {"groups": derived.dirty_groups})
    if derived.dirty_mentions:
        await store.run("dirty_mentions", {})


async def _write_links(store: Runner, what: str, links: Sequence[Link]) -> None:
    by_form: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for link in links:
        edge = store.catalogue[link.category].edge
        form = "record" if edge is None else "edge"
        if edge and what != "make" and edge.anchor == "target":
            form = "edge_target"
        by_form[form, link.type].append(_link_row(what, link))
    for (form, kind), rows in by_form.items():
        await store.run(f"{what}_{form}", {"rows": rows}, type=kind)


def _link_row(what: str, link: Link) -> dict[str, Any]:
    row: dict[str, Any] = {"start": link.start, "end": link.end}
    if what == "make":
        return row | {"props": {k: list(v) if isinstance(v, tuple) else v for k, v in link.props.items()}}
    return row | {"version": link.version_id, "withdrawn_at": link.props["withdrawn_at"]}


async def _write_resolutions(store: Runner, resolutions: dict[str, list[Resolution]]) -> None:
    await store.run("unresolve", {"ids": sorted(resolutions)})
    rows = [
        {"mention": r.mention, "party": r.party, "props": ALWAYS | {"rule": str(r.rule)}}
        for found in resolutions.values()
        for r in found
    ]
    if rows:
        await store.run("resolve", {"rows": rows})
