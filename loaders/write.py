"""One transaction of the writer: truth first, then who is who, then what holds (want minus have)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.derive import Changed, Outcome, name, plan
from loaders.links import is_naming, naming_of
from loaders.party_names import called
from loaders.store.base import Arrived, Known, Store, Truth
from loaders.who import identify
from models.catalogue import Catalogue
from models.facts import Arrival, Told
from models.statements import Row, Statement

LIMIT = 2000


@dataclass(slots=True)
class Written:
    """What became of the rows of one transaction: accepted or unchanged; whether statements wait to be derived again."""

    accepted: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    waiting: bool = False
    outcome: Outcome = field(default_factory=Outcome)


async def write_rows(store: Store, catalogue: Catalogue, batch: str, rows: Sequence[Row]) -> Written:
    """Keep the statements of these rows as told in this batch, and derive what follows.

    Writing the same rows again, in this batch or another, changes no fact. At most LIMIT rows belong in one call.
    """
    first: dict[str, tuple[Statement, Row]] = {}
    for row in rows:
        for statement in row.statements:
            first.setdefault(statement.id, (statement, row))
    known = await store.known(list(first), batch)
    truth = Truth()
    for sid, (statement, row) in first.items():
        seen = known.get(sid)
        if seen is None:
            truth.statements.append(statement)
            truth.called += [(sid, bearing) for bearing in called(catalogue[statement.category], statement)]
        elif not seen.believed:
            truth.revived.append(sid)
        if seen is None or seen.place is None:
            truth.arrivals.append(Arrived(sid, batch, row.place, seen is None or not seen.believed))
    naming = [naming_of(catalogue[s.category], s) for s in truth.statements if is_naming(catalogue[s.category], s)]
    refs = {r.identifier for s in truth.statements for r in s.refs} | {i for s in truth.statements for i in s.names}
    who = await identify(store, naming, refs)
    if who.moved:
        await store.write_truth(Truth(identifies=who.changed, moved=who.moved))
    else:
        truth.identifies = who.changed
    arrived = {a.statement: Arrival(batch, a.place, store.tick) for a in truth.arrivals}
    changed = [
        Changed(Told(s, (arrived[s.id],), {r.role: who.parties[r.identifier].id for r in s.refs})) for s in truth.statements
    ]
    todo = await plan(store, catalogue, changed, LIMIT)
    fresh = {s.id for s in truth.statements}
    truth.grouped = [g for g in todo.derived.grouped if g.statement in fresh]
    todo.derived.grouped = [g for g in todo.derived.grouped if g.statement not in fresh]
    await store.write_truth(truth)
    await store.write_derived(todo.derived)
    await name(store, catalogue, todo)
    waiting = bool(who.moved or truth.revived or todo.derived.dirty_groups or todo.derived.dirty_mentions)
    written = Written(waiting=waiting, outcome=todo.outcome)
    written.outcome.statements = len(truth.statements)
    written.outcome.merges = len(who.moved)
    for row in rows:
        new = any(_is_new(s.id, row, first, known.get(s.id)) for s in row.statements)
        (written.accepted if new else written.unchanged).append(row)
    return written


def _is_new(sid: str, row: Row, first: dict[str, tuple[Statement, Row]], seen: Known | None) -> bool:
    if first[sid][1] is not row:
        return False
    return seen is None or not seen.believed or (seen.new and seen.place == row.place)


async def drain(store: Store, catalogue: Catalogue, limit: int = LIMIT) -> tuple[int, Outcome]:
    """Derive up to `limit` waiting statements again; how many there were, and what changed."""
    waiting = await store.dirty(limit)
    if not waiting:
        return 0, Outcome()
    seeds = {
        i for w in waiting if is_naming(catalogue[w.told.statement.category], w.told.statement) for i in w.told.statement.names
    }
    parties: dict[str, str] = {}
    merges = 0
    if seeds:
        who = await identify(store, [], seeds, seeds)
        parties = {i: p.id for i, p in who.parties.items()}
        merges = len(who.moved)
        await store.write_truth(Truth(identifies=who.changed, moved=who.moved))
    changed = []
    for w in waiting:
        s = w.told.statement
        now = {r.role: parties.get(r.identifier, w.told.parties.get(r.role, "")) for r in s.refs}
        changed.append(Changed(Told(s, w.told.arrivals, now), w.group, w.scope))
    todo = await plan(store, catalogue, changed, limit)
    todo.derived.clean = [w.told.statement.id for w in waiting]
    await store.write_derived(todo.derived)
    await name(store, catalogue, todo)
    todo.outcome.merges = merges
    return len(waiting), todo.outcome
