"""The job of a step in a case: what follows from it in the graph, written once, and the case itself kept as a record."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.desk.cases.participants import PROGRAM
from app.desk.cases.register import read_case
from app.desk.jobs.kinds import JobContext
from app.errors import NotFound
from app.rules.cases.kinds import CaseKind, Effect, case_kinds
from app.work.resources import Resources
from loaders.load.acting import RecordAct, do_acts, stated, stated_in, stated_with
from loaders.load.reading import Reading
from loaders.load.run import Loader
from models.base import Model
from models.caller import SHANGHAI
from models.statements import Action
from models.work.cases import CaseHistory, CaseStep
from models.work.receipt import Receipt

ACTIONS = {
    Effect.CONTEST: (Action.CONTEST,),
    Effect.ANSWER: (Action.ANSWER,),
    Effect.TAKE_BACK: (Action.ANSWER, Action.WITHDRAW),
    Effect.REPAIR: (Action.REPAIR,),
    Effect.HOLD: (Action.HOLD,),
    Effect.APPROVE: (Action.APPROVE,),
    Effect.NOTE: (),
}
"""What is done about the record of a case, by what is to follow."""


class ActParams(Model):
    """The parameters: the case, and the number of the step."""

    case: str
    number: int


class Acted(Model):
    """What followed: the receipts of the batches that were written."""

    receipts: tuple[Receipt, ...]


async def act(context: JobContext[Resources], params: ActParams) -> Acted:
    """Write what follows from a step. Done again, nothing changes.

    Raises NotFound where case, step or record are not there; LeaseHeld while another writer works.
    """
    work = context.resources
    case = await context.desk.read(read_case, params.case, PROGRAM)
    kind, step = case_kinds()[case.kind], case.steps[params.number - 1]
    effect = _effect(kind, step)
    context.step(what="waiting to write")
    async with work.writing("act", context.desk) as loader:
        receipts = [receipt async for receipt in _acts(work, loader, case, step, effect)]
        if kind.record is not None and kind.record in work.catalogue.categories:
            receipts.append(await _keep(work, loader, case, kind, step))
    return Acted(receipts=tuple(receipts))


def _effect(kind: CaseKind, step: CaseStep) -> Effect | None:
    if step.number == 1:
        return kind.effect
    return kind.actions[step.action].effect if step.action in kind.actions else None


async def _acts(
    work: Resources, loader: Loader, case: CaseHistory, step: CaseStep, effect: Effect | None
) -> AsyncIterator[Receipt]:
    """The acts about the record of a case, or about all records that its file brought; gives the receipts."""
    actions: Sequence[Action] = ACTIONS[effect] if effect is not None else ()
    if not actions or (effect is Effect.HOLD and "statement" not in case.basis):  # a batch is held back by its category
        return
    day, named, batch = _day(step.at), case.basis.get("statement"), str(case.basis.get("batch"))
    if named is None:
        asked = stated_in(work.engine, batch, str(case.basis.get("arrival", batch)))
    elif effect is Effect.TAKE_BACK:  # a record that was stated several times stands until each of these is taken back
        asked = _one(*await stated_with(work.engine, str(named), case.receiver))
    else:
        asked = _one(str(named))
    part = 0
    async for ids in asked:
        part += 1
        if named is None:  # what a batch states for departments alone is approved by nobody
            ids = [one for one, about in (await stated(work.engine, ids)).items() if about.level == 0]
        acts = [RecordAct(one, action, day, case.id, step.after, _second(step.at)) for one in ids for action in actions]
        if not acts:
            continue
        key, document = f"{case.id}/{step.number}/{part}", f"case:{case.id}"
        yield await do_acts(
            loader.keeper, work.engine, acts, key=key, provider=step.department or case.receiver, document=document
        )


async def _one(*statements: str) -> AsyncIterator[list[str]]:
    yield [*statements]


async def _keep(work: Resources, loader: Loader, case: CaseHistory, kind: CaseKind, step: CaseStep) -> Receipt:
    """Keep the case, as it is after a step, as a record of the category of its kind, provided by who deals with it."""
    assert kind.record is not None
    category = work.catalogue[kind.record]
    with TemporaryDirectory(prefix="case.") as folder:
        path = Path(folder) / "case.json"
        path.write_text(json.dumps([await _row(work, case, step)], ensure_ascii=False), encoding="utf-8")
        return await loader.load(path, category, Reading(case.receiver), name=f"case:{case.id}/{step.number}")


async def _row(work: Resources, case: CaseHistory, step: CaseStep) -> dict[str, Any]:
    """The row of a case: the same properties in both categories, but for their number and what became of them."""
    named = str(case.basis.get("statement", ""))
    found = await stated(work.engine, [named])
    if named not in found:
        raise NotFound("there is no such record")
    about = found[named]
    form = work.catalogue[about.category].record
    number = about.values.get(form.number) if form and form.number else None
    first = case.steps[0]
    row: dict[str, Any] = {
        "party": case.party,
        "about_category": work.catalogue[about.category].title.zh,
        "about_key": str(number or named),
        "applied_on": _day(first.at),
        "_seq": step.number,
    }
    ended = step.number > 1
    if case.kind == "objection":
        row |= {"objection_no": case.id, "content": case.basis.get("grounds")}
        row |= {"answered_on": _day(step.at), "result": step.after, "remark": step.remark} if ended else {}
    else:
        row |= {"repair_no": case.id, "state": step.after if ended else "pending"}
        row |= {"decided_on": _day(step.at), "note": step.remark} if ended else {}
    return {name: value for name, value in row.items() if value is not None}


def _day(moment: datetime) -> str:
    """The day of a moment in China."""
    return moment.astimezone(SHANGHAI).date().isoformat()


def _second(moment: datetime) -> int:
    """The second of its day of a moment in China."""
    at = moment.astimezone(SHANGHAI)
    return at.hour * 3600 + at.minute * 60 + at.second
