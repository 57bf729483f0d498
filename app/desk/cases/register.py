"""The register of cases in the desk: open one, act in it, list them, read one with its history."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exc, func, insert, or_, select, update

from app.desk.cases.participants import Participant
from app.desk.cases.rows import card_of, case_row, digest_of, history_of, kind_named, last_day, term
from app.desk.jobs.queue import NewJob, put
from app.desk.jobs.rows import new_id
from app.desk.store.tables.cases import CASES, STEPS
from app.desk.store.tables.metadata import now
from app.errors import Conflict, Forbidden
from app.rules.cases.kinds import Actor, CaseAction, CaseKind
from models.caller import SHANGHAI
from models.work.cases import CaseCard, CaseFilter, CaseHistory, Cases, NewCase, NewStep

OPENED = "open"
"""The action of the first step of every case."""


def open_case(connection: Connection, new: NewCase, by: Participant) -> tuple[CaseHistory, bool]:
    """Open a case; gives it, and whether it was made now: what was opened under its key before is the same case.

    Raises:
        NotFound: there is no such kind.
        Forbidden: who opens it may not, or not at this level.
        Conflict: something else was opened under its key.
    """
    kind = kind_named(new.kind)
    level = max(kind.level, new.level or 0)
    if not _may_open(kind, new, by) or level > by.level:
        raise Forbidden("a case of this kind is not opened by this caller")
    made = _insert(connection, kind, new, by, level)
    named = select(CASES).where(CASES.c.kind == new.kind, CASES.c.key == new.key)
    row = connection.execute(named).one()
    if made and kind.effect is not None:
        follow(connection, row.id, 1, by)
    if not made and row.digest != digest_of(new):
        raise Conflict("another case was opened under this key")
    return history_of(connection, row, by), made


def open_once(connection: Connection, new: NewCase, by: Participant) -> None:
    """Open a case, unless one was opened under its key before, whatever that one rests on. Raises as `open_case`."""
    if case_keyed(connection, new.kind, new.key, by) is None:
        open_case(connection, new, by)


def act(connection: Connection, case: str, step: NewStep, by: Participant) -> CaseHistory:
    """Take an action in a case; gives it with all its steps. Of several who claim it at once, one does.

    Raises:
        NotFound: there is no such case for whoever acts.
        Conflict: its kind does not allow the action in its state, or not to them; the message names what it does allow. Or
            another action was taken under the step's key, or the action needs a remark.
    """
    row = case_row(connection, case, by, lock=True)
    kind = kind_named(row.kind)
    if step.key is not None and (taken := _step_keyed(connection, row.id, step.key)) is not None:
        if taken.action != step.action or taken.by != by.by:
            raise Conflict("another step was taken under this key")
        return history_of(connection, row, by)
    allowed = by.may(kind, row)
    if step.action not in allowed:
        raise Conflict(
            f"the case is {row.state}: {step.action} is not allowed, only {', '.join(allowed) or 'nothing'}",
            state=row.state,
            allowed=list(allowed),
        )
    action = kind.actions[step.action]
    if action.remark and not (step.remark or "").strip():
        raise Conflict(f"{step.action} needs a remark that says why", allowed=list(allowed))
    step = _checked(action, step, row.basis)
    moment, after = now(), action.to or row.state
    if action.daily and not by.program and _taken_today(connection, row.id, step.action, by, moment):
        raise Conflict(f"{step.action} was taken today already", allowed=list(allowed))
    holder = by.by if action.claims else None if action.releases or after in kind.final else row.holder
    values: dict[str, Any] = {"state": after, "holder": holder, "changed_at": moment}
    values["ended_at"] = (row.ended_at or moment) if after in kind.final else None
    basis: Any = step.data["basis"] if action.rebases else row.basis
    values |= {"basis": basis} if action.rebases else {}
    values |= {"receiver": step.data["to"]} if action.refers else {}
    due = action.due or (kind.first_term(basis) if action.restarts else None)
    values |= term(due, moment, row.opened_at) if due is not None else {}
    connection.execute(update(CASES).where(CASES.c.id == row.id).values(values))
    number = _add_step(connection, row.id, by, step, moment, row.state, after)
    if action.effect is not None:
        follow(connection, row.id, number, by)
    return history_of(connection, case_row(connection, row.id, by), by)


def read_case(connection: Connection, case: str, viewer: Participant) -> CaseHistory:
    """A case with its history. Raises NotFound where there is none that the viewer may see."""
    return history_of(connection, case_row(connection, case, viewer), viewer)


def case_keyed(connection: Connection, kind: str, key: str, viewer: Participant, *, lock: bool = False) -> CaseCard | None:
    """The case of a key, if the viewer may see it; with `lock` nobody else acts in it before the transaction ends."""
    query = select(CASES).where(CASES.c.kind == kind, CASES.c.key == key, viewer.condition)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else card_of(row, viewer)


def numbered_cases(connection: Connection, kind: str, key: str, viewer: Participant) -> tuple[tuple[CaseCard, ...], int]:
    """The cases whose key is this one and a number, of those that the viewer may see, the latest first; and the next number."""
    named = CASES.c.kind == kind, CASES.c.key.startswith(f"{key} ", autoescape=True)
    numbers = [str(one).removeprefix(f"{key} ") for (one,) in connection.execute(select(CASES.c.key).where(*named))]
    rows = connection.execute(select(CASES).where(*named, viewer.condition).order_by(CASES.c.id.desc()))
    own = tuple(card_of(row, viewer) for row in rows if row.key.removeprefix(f"{key} ").isdecimal())
    return own, max((int(one) for one in numbers if one.isdecimal()), default=0) + 1


def step_keys(connection: Connection, case: str) -> set[str]:
    """The keys of the steps that were taken in a case."""
    found = connection.execute(select(STEPS.c.key).where(STEPS.c.case_id == case, STEPS.c.key.is_not(None)))
    return {str(key) for (key,) in found}


def list_cases(
    connection: Connection, viewer: Participant, which: CaseFilter | None = None, limit: int = 20, cursor: str | None = None
) -> Cases:
    """A page of the cases that a viewer may see, the latest opened first; `cursor` is the `next` of the page before."""
    wanted = [viewer.condition, *_conditions(which or CaseFilter())]
    total = connection.execute(select(func.count()).select_from(CASES).where(*wanted)).scalar_one()
    after = [CASES.c.id < cursor] if cursor else []
    query = select(CASES).where(*wanted, *after).order_by(CASES.c.id.desc()).limit(limit + 1)
    rows = connection.execute(query).all()
    items = tuple(card_of(row, viewer) for row in rows[:limit])
    return Cases(items=items, shown=len(items), total=total, next=items[-1].id if len(rows) > limit else None)


def settle_terms(connection: Connection) -> int:
    """Work out the last days of terms that were not known when they began; gives how many are known now."""
    lacking = select(CASES).where(CASES.c.due_on.is_(None), CASES.c.due_since.is_not(None), CASES.c.ended_at.is_(None))
    count = 0
    for row in connection.execute(lacking).all():
        day = last_day(row.due_rule, row.due_since)
        if day is not None:
            count += connection.execute(update(CASES).where(CASES.c.id == row.id).values(due_on=day)).rowcount
    return count


def _may_open(kind: CaseKind, new: NewCase, by: Participant) -> bool:
    is_theirs = (by.department is not None and new.sender == by.department) or new.sender is None
    roles = {Actor.SENDER: is_theirs, Actor.OPERATOR: by.operator, Actor.PROGRAM: by.program}
    return any(roles.get(one, False) for one in kind.opened_by)


def _insert(connection: Connection, kind: CaseKind, new: NewCase, by: Participant, level: int) -> bool:
    """Add a case with its first step, unless its key has one; whether it was added."""
    named = select(CASES.c.id).where(CASES.c.kind == new.kind, CASES.c.key == new.key)
    if connection.execute(named).scalar_one_or_none() is not None:
        return False
    moment, case = now(), new_id()
    given = new.model_dump(mode="json", exclude={"level"})
    values = {**given, "id": case, "digest": digest_of(new), "level": level, "state": kind.first, "opened_by": by.by}
    try:
        with connection.begin_nested():
            connection.execute(
                insert(CASES).values(
                    **values, **term(kind.first_term(new.basis), moment, moment), opened_at=moment, changed_at=moment
                )
            )
    except exc.IntegrityError:  # another one has just opened it
        return False
    _add_step(connection, case, by, NewStep(action=OPENED), moment, None, kind.first)
    return True


def _checked(action: CaseAction, step: NewStep, basis: dict[str, Any]) -> NewStep:
    """A step with its fields stripped of blanks, and with what its action notes of the basis.

    Raises Conflict where it lacks what its action has to state, naming the field and what it may be.
    """
    data = dict(step.data)
    for name, field in action.fields.items():
        stated = step.data.get(name)
        if not isinstance(stated, str) or not 0 < len(stated.strip()) <= 200:
            raise Conflict(f"{step.action} needs {name}", field=name, allowed=list(field.choices))
        if field.choices and stated not in field.choices:
            raise Conflict(f"{name} is one of {', '.join(field.choices)}", field=name, allowed=list(field.choices))
        data[name] = stated.strip()
    data |= {name: basis[name] for name in action.notes if name in basis}
    return step.model_copy(update={"data": data})


def _add_step(
    connection: Connection, case: str, by: Participant, step: NewStep, moment: datetime, before: str | None, after: str
) -> int:
    """Add a step; gives its number in the case."""
    last = connection.execute(select(func.max(STEPS.c.number)).where(STEPS.c.case_id == case)).scalar_one() or 0
    given = {"case_id": case, "number": last + 1, "at": moment, "by": by.by, "department": by.department}
    connection.execute(insert(STEPS).values(**given, before=before, after=after, **step.model_dump(mode="json")))
    return int(last) + 1


def follow(connection: Connection, case: str, number: int, by: Participant) -> None:
    """Put in the job that writes into the graph what follows from a step, once."""
    how: dict[str, Any] = {"department": by.department, "lane": "write", "most_attempts": 8, "once": f"act {case} {number}"}
    put(connection, NewJob("act", {"case": case, "number": number}, by.by, f"case {case}", **how))


def _taken_today(connection: Connection, case: str, action: str, by: Participant, moment: datetime) -> bool:
    """Whether the same department, or the same caller where of none, has taken this action on this day in China."""
    who = STEPS.c.by == by.by if by.department is None else STEPS.c.department == by.department
    last = connection.execute(
        select(func.max(STEPS.c.at)).where(STEPS.c.case_id == case, STEPS.c.action == action, who)
    ).scalar_one()
    return last is not None and last.astimezone(SHANGHAI).date() == moment.astimezone(SHANGHAI).date()


def _step_keyed(connection: Connection, case: str, key: str) -> Any:
    return connection.execute(select(STEPS).where(STEPS.c.case_id == case, STEPS.c.key == key)).one_or_none()


def _conditions(which: CaseFilter) -> list[ColumnElement[bool]]:
    equal = {CASES.c.kind: which.kind, CASES.c.state: which.state, CASES.c.party: which.party}
    found: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value is not None]
    if which.department is not None:
        found.append(or_(CASES.c.receiver == which.department, CASES.c.sender == which.department))
    if which.open is not None:
        found.append(CASES.c.ended_at.is_(None) if which.open else CASES.c.ended_at.is_not(None))
    if which.due_by is not None:
        found.append(CASES.c.due_on <= which.due_by)
    return found
