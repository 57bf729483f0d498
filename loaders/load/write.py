"""One transaction of the writer: truth first, then who is who, then what holds (want minus have)."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeVar

from loaders.derive.fact_links import is_naming, naming_of
from loaders.derive.groups import ChangedStatement, DeriveResult, name, survey, work_out
from loaders.derive.traits import stated_traits, trait_properties
from loaders.identity.beside import beside
from loaders.identity.party_names import called
from loaders.identity.two_names import stated_under_two_names
from loaders.identity.who import identify, parties_of
from loaders.transaction import Arrived, KnownStatement, NewStatements, Store
from models.catalogue import Catalogue
from models.facts import Arrival, LinkedStatement
from models.statements import Row, Statement

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
LIMIT = 2000
NONE: Mapping[str, bool] = MappingProxyType({})


@dataclass(slots=True)
class Written:
    """What became of the rows of one transaction: accepted or unchanged; whether statements wait to be derived again.

    `erased` of the unchanged were erased: they stay out.
    """

    accepted: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    erased: int = 0
    waiting: bool = False
    outcome: DeriveResult = field(default_factory=DeriveResult)


async def write_rows(
    store: Store, catalogue: Catalogue, batch: str, rows: Sequence[Row], erased: Mapping[str, bool] = NONE
) -> Written:
    """Keep the statements of these rows as stated in this batch, and derive what follows.

    Writing the same rows again, in this batch or another, changes no fact. At most LIMIT rows belong in one call.
    Statements that were `erased` as a whole (true) stay out; those erased in part are there as they are.
    """
    first: dict[str, tuple[Statement, Row]] = {}
    for row in rows:
        for statement in row.statements:
            if not erased.get(statement.id):
                first.setdefault(statement.id, (statement, row))
    names = {sid: identifiers_of(s) for sid, (s, _) in first.items()}
    asked = set[str]().union(*names.values())
    present = await parties_of(store, asked)
    new_ids = {sid for sid, (s, _) in first.items() if store.lacks(s.category, sid)}
    there = [sid for sid, of in names.items() if sid in erased or (sid not in new_ids and present.keys() >= of)]
    known = await store.known(there, batch)
    truth = NewStatements()
    properties = {name: trait_properties(catalogue[name]) for name in {s.category for s, _ in first.values()}}
    for sid, (statement, row) in first.items():
        seen = known.get(sid)
        if seen is None:
            truth.statements.append(statement)
            truth.traits += stated_traits(properties[statement.category], sid, statement.values)
            truth.called += [(sid, bearing) for bearing in called(catalogue[statement.category], statement)]
        elif not seen.believed or (seen.place is None and catalogue[statement.category].adds):
            # Where rows add up it counts in which documents they come: those of one add, those of another may repeat them.
            truth.revived.append(sid)
        if seen is None or seen.place is None:
            truth.arrivals.append(Arrived(sid, batch, row.place, seen is None or not seen.believed, row.flags))
    counting = [s for s in truth.statements if s.day <= store.today]
    naming = [naming_of(catalogue[s.category], s) for s in counting if is_naming(catalogue[s.category], s)]
    who = await identify(store, naming, set[str]().union(*(names[s.id] for s in truth.statements)), present=present)
    parties = NewStatements(identifies=who.changed, moved=who.moved)
    if who.moved:
        await store.write_truth(parties)
        parties = NewStatements()
    arrived = {a.statement: Arrival(batch, a.place, store.tick) for a in truth.arrivals}
    changed = [
        ChangedStatement(LinkedStatement(s, (arrived[s.id],), {r.role: who.parties[r.identifier].id for r in s.refs}))
        for s in truth.statements
    ]
    new = ({p.id for p in who.parties.values()} & asked) - present.keys()
    earlier = store if who.moved else store.before
    # Where nobody became another, what is asked is what was committed before: it is read while new parties are written.
    ground, remarks, named, _ = await together(
        survey(earlier, catalogue, changed, LIMIT, new),
        beside(earlier, catalogue, truth.statements, {i: p.id for i, p in who.parties.items()}),
        stated_under_two_names(earlier, catalogue, truth.statements, who.parties, present),
        store.write_truth(parties),
    )
    if remarks:
        truth.arrivals = [
            replace(a, remarks=tuple(dict.fromkeys((*a.remarks, *remarks.get(a.statement, ()))))) for a in truth.arrivals
        ]
    mine = {s.id for s in truth.statements}
    truth.grouped = [g for g in ground.derived.grouped if g.statement in mine]
    ground.derived.grouped = [g for g in ground.derived.grouped if g.statement not in mine]
    # The engine writes what was stated while a thread works out what follows from it.
    todo, _ = await asyncio.gather(asyncio.to_thread(work_out, catalogue, ground), store.write_truth(truth))
    await store.write_derived(todo.derived)
    unsettled = await name(store, catalogue, todo, new)
    waiting = bool(unsettled or who.moved or truth.revived or todo.derived.unsettled)
    written = Written(waiting=waiting, outcome=todo.outcome)
    written.outcome.statements = len(truth.statements)
    written.outcome.merges = len(who.moved)
    for row in rows:
        came = any(_is_new(s.id, row, first, known.get(s.id)) for s in row.statements)
        said = (remark for s in row.statements for remark in (*remarks.get(s.id, ()), *named.get(s.id, ())))
        more = tuple(dict.fromkeys(said)) if remarks or named else ()
        remarked = replace(row, flags=(*row.flags, *more)) if more else row
        (written.accepted if came else written.unchanged).append(remarked)
        written.erased += any(erased.get(s.id) for s in row.statements)
    return written


def identifiers_of(statement: Statement) -> set[str]:
    """All that a statement refers to or names; where one of them is not there, neither is the statement."""
    return {*(r.identifier for r in statement.refs), *statement.names}


def _is_new(sid: str, row: Row, first: dict[str, tuple[Statement, Row]], seen: KnownStatement | None) -> bool:
    if sid not in first or first[sid][1] is not row:
        return False
    return seen is None or not seen.believed or (seen.new and seen.place == row.place)


async def together(
    one: Coroutine[Any, Any, A], two: Coroutine[Any, Any, B], three: Coroutine[Any, Any, C], four: Coroutine[Any, Any, D]
) -> tuple[A, B, C, D]:
    """Run four things side by side; where one fails the others are waited for first, since they use one transaction."""
    tasks = asyncio.create_task(one), asyncio.create_task(two), asyncio.create_task(three), asyncio.create_task(four)
    await asyncio.gather(*tasks, return_exceptions=True)
    return tasks[0].result(), tasks[1].result(), tasks[2].result(), tasks[3].result()


async def drain(store: Store, catalogue: Catalogue, limit: int = LIMIT) -> tuple[int, DeriveResult]:
    """Derive up to `limit` waiting statements again, those whose day has come among them; how many, and what changed."""
    await store.ripen(limit)
    waiting = await store.dirty(limit)
    if not waiting:
        return 0, DeriveResult()
    seeds = {
        i
        for w in waiting
        if is_naming(catalogue[w.linked.statement.category], w.linked.statement)
        for i in w.linked.statement.names
    }
    parties: dict[str, str] = {}
    merges = 0
    if seeds:
        who = await identify(store, [], seeds, seeds)
        parties = {i: p.id for i, p in who.parties.items()}
        merges = len(who.moved)
        await store.write_truth(NewStatements(identifies=who.changed, moved=who.moved))
    changed = []
    for w in waiting:
        s = w.linked.statement
        now = {r.role: parties.get(r.identifier, w.linked.parties.get(r.role, "")) for r in s.refs}
        changed.append(ChangedStatement(LinkedStatement(s, w.linked.arrivals, now), w.group, w.scope))
    todo = work_out(catalogue, await survey(store, catalogue, changed, limit))
    todo.derived.clean = [w.linked.statement.id for w in waiting]
    await store.write_derived(todo.derived)
    await name(store, catalogue, todo)
    todo.outcome.merges = merges
    return len(waiting), todo.outcome
