"""Acts about records that are stored: objecting to one, answering, holding it back, approving it, repairing, taking it back.

Each act is a statement of the record's own group, so that what follows from it is worked out as from any other statement.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.engine import Engine
from app.errors import Conflict, NotFound
from loaders.load.counted import CountedRows
from loaders.load.job import SHANGHAI
from loaders.load.keeper import Keeper
from loaders.load.reading import Reading
from loaders.load.tally import Tally
from loaders.load.write import LIMIT
from loaders.store.queries import query
from loaders.store.rows import linked_statement_of
from loaders.values.canonical import digest, statement_id
from models.catalogue import Category
from models.statements import ABOUT, ACTS, CASE, OPEN_TICK, RESULT, Action, Row, Scalar, Statement
from models.work.receipt import Receipt

POSSIBLE = ACTS | {Action.REPAIR, Action.WITHDRAW}
OPEN_TO_ALL = frozenset({Action.HOLD, Action.APPROVE})
"""These decide what the public is shown, so that they are of its level."""


@dataclass(frozen=True, slots=True)
class RecordAct:
    """What is done about a record: `about` is the id of the statement that states it, `day` the day on which it is done.

    `case` is the number of the case in which it is done, `result` what an answer comes to; `seq` orders the acts of a day.
    """

    about: str
    action: Action
    day: str
    case: str | None = None
    result: str | None = None
    seq: int = 0


async def stated(engine: Engine, ids: Sequence[str]) -> dict[str, Statement]:
    """The stored statements of these ids, those that state a record."""
    rows = await engine.read(query("statement_of"), {"ids": list(ids)})
    found = (linked_statement_of(row).statement for row in rows)
    return {s.id: s for s in found if s.action in (Action.STATE, Action.CORRECT)}


async def stated_with(engine: Engine, statement: str, provider: str) -> list[str]:
    """The ids of a provider's statements of the facts that rest on a statement; that statement alone where none does now."""
    rows = await engine.read(query("fact_statements"), {"id": statement, "open": OPEN_TICK})
    found = await stated(engine, sorted({one for row in rows for one in row["by"]}))
    return sorted(sid for sid, s in found.items() if s.provider == provider) or [statement]


async def stated_in(engine: Engine, batch: str, arrival: str) -> AsyncIterator[list[str]]:
    """The ids of the statements that came new in a batch and state records, so many at a time as one transaction takes.

    `arrival` is the batch that the bytes of their file make: `batch`, or another one where they are its mended rows. What the
    file states that was there before is none of them.
    """
    after, given = "", {"id": batch, "arrival": arrival, "open": OPEN_TICK, "limit": LIMIT}
    while rows := await engine.read(query("batch_states"), given | {"after": after}):
        ids = [row["id"] for row in rows]
        after = ids[-1]
        yield ids


def refuse_hidden(about: Statement, category: Category) -> None:
    """Raise Conflict for a record that cannot be held back from the public: one that it is not shown, or a registration."""
    if category.identifies:
        raise Conflict("a registration says who is who, and is not held back")
    if about.level > 0 or category.level > 0:
        raise Conflict("the public is not shown this record, so it is not held back")


def statement_of(act: RecordAct, about: Statement, category: Category) -> Statement:
    """The statement that an act makes. Raises Conflict where nobody may do this about such a record."""
    if act.action not in POSSIBLE:
        raise Conflict(f"{act.action} is nothing that is done about a record")
    if act.action in OPEN_TO_ALL:
        refuse_hidden(about, category)
    values: dict[str, Scalar] = {}
    if act.action in ACTS:
        values[ABOUT] = about.id
        values |= {name: text for name, text in ((CASE, act.case), (RESULT, act.result)) if text}
    taking_back = act.action is Action.WITHDRAW
    day, seq = (about.day, about.seq) if taking_back else (act.day, act.seq)
    level = 0 if act.action in OPEN_TO_ALL else about.level
    key, refs, raised = about.key, about.refs, level if level > category.level else None
    names = about.names if taking_back else ()
    sid = statement_id(category.name, about.provider, key, day, seq, act.action, values, refs, raised)
    return Statement(sid, category.name, about.provider, key, day, seq, act.action, level, values, refs, names, about.scope)


async def do_acts(
    keeper: Keeper,
    engine: Engine,
    acts: Iterable[RecordAct],
    *,
    key: str,
    provider: str,
    document: str,
) -> Receipt:
    """Write acts about records of one category, in a batch of `provider`, who acts.

    Done again under one `key`, nothing changes.

    Raises:
        NotFound: there is no such record.
        Conflict: it is of another category than the others, or the act is not possible.
    """
    given = list(acts)
    known = await stated(engine, [act.about for act in given])
    if lost := [act.about for act in given if act.about not in known]:
        raise NotFound(f"there is no record {lost[0]}")
    names = {s.category for s in known.values()}
    if len(names) != 1:
        raise Conflict("acts of one batch are about records of one category")
    category = keeper.catalogue[names.pop()]
    batch = digest(["acts", key])
    past = await engine.read(query("batch_find"), {"id": batch})
    if past and past[0]["state"] != "open":
        stored = Receipt.model_validate_json(past[0]["receipt"]) if past[0]["receipt"] else _empty(batch, category, document)
        how = "repeated" if past[0]["state"] == "complete" else "withdrawn"
        return stored.model_copy(update={how: True})
    rows = [Row(f"act {n}", n, (statement_of(act, known[act.about], category),)) for n, act in enumerate(given, 1)]
    await keeper.open_batch(batch, _props(batch, category, document, provider))
    tally, counted = Tally(batch, category, document, rows=len(rows)), CountedRows(category, Reading(provider))
    async for written in keeper.parts(batch, rows, LIMIT // 2):
        tally.wrote(written)
        counted.wrote(written)
    receipt = tally.receipt(Reading(provider), None)
    await keeper.complete_batch(batch, receipt.model_dump_json(), counted.props(receipt))
    return receipt


def _empty(batch: str, category: Category, document: str) -> Receipt:
    return Receipt(batch=batch, category=category.name, document=document)


def _props(batch: str, category: Category, document: str, provider: str) -> dict[str, object]:
    at = datetime.now(SHANGHAI).isoformat(timespec="seconds")
    props: Mapping[str, object] = {
        "category": category.name,
        "version": category.version,
        "document": document,
        "sha256": batch,
        "source": batch,
        "at": at,
        "lenient": False,
        "provider": provider,
    }
    return dict(props)
