"""Rows of the tables of cases, and the models that callers see."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, select

from app.desk.cases.participants import Participant
from app.desk.store.tables.cases import CASES, STEPS
from app.errors import NotFound
from app.rules.cases.kinds import CaseKind, DueRule, case_kinds
from models.caller import SHANGHAI, today
from models.values.working_days import YearNotKnown
from models.work.cases import CaseCard, CaseDue, CaseHistory, CaseStep, NewCase


def kind_named(name: str) -> CaseKind:
    """The kind of that name. Raises NotFound."""
    kind = case_kinds().get(name)
    if kind is None:
        raise NotFound("there is no such kind of case")
    return kind


def digest_of(new: NewCase) -> str:
    """The digest of what a case is opened with: the same matter opened again has the same."""
    text = orjson.dumps(new.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
    return sha256(text).hexdigest()


def term(rule: DueRule | None, moment: datetime, opened: datetime) -> dict[str, Any]:
    """The columns of a term that begins after the day, in China, of a step, or of the opening of its case."""
    since = (opened if rule is not None and rule.since == "opened" else moment).astimezone(SHANGHAI).date()
    given = None if rule is None else rule.model_dump(exclude_none=True, exclude_defaults=True)
    return {
        "due_on": last_day(given, since.isoformat()),
        "due_since": since.isoformat() if given else None,
        "due_rule": given,
    }


def last_day(rule: dict[str, Any] | None, since: str | None) -> str | None:
    """The last day of a term as the columns have it; None where there is none, or the calendar does not know it."""
    if rule is None or since is None:
        return None
    try:
        return DueRule.model_validate(rule).after(date.fromisoformat(since)).isoformat()
    except YearNotKnown:
        return None


def card_of(row: Any, viewer: Participant, form: type[CaseCard] = CaseCard, **more: Any) -> Any:
    """A row as the card of a case, with what the viewer may do in it now."""
    kind = case_kinds().get(row.kind)
    given = {name: getattr(row, name) for name in CaseCard.model_fields if hasattr(row, name)}
    final, actions = row.ended_at is not None, viewer.may(kind, row) if kind else ()
    return form.model_validate({**given, "final": final, "due": _due(row), "actions": actions, **more})


def history_of(connection: Connection, row: Any, viewer: Participant) -> CaseHistory:
    """A row as a case with its steps."""
    asked = select(STEPS).where(STEPS.c.case_id == row.id).order_by(STEPS.c.number)
    steps = tuple(step_of(step) for step in connection.execute(asked))
    case: CaseHistory = card_of(row, viewer, CaseHistory, steps=steps)
    return case


def step_of(row: Any) -> CaseStep:
    """A row as a step."""
    return CaseStep(**{name: getattr(row, name) for name in CaseStep.model_fields})


def case_row(connection: Connection, case: str, viewer: Participant, *, lock: bool = False) -> Any:
    """The row of a case. Raises NotFound where there is none, or none that this viewer may see."""
    query = select(CASES).where(CASES.c.id == case, viewer.condition)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound("there is no such case")
    return row


def _due(row: Any) -> CaseDue | None:
    if row.due_rule is None:
        return None
    rule, unknown = DueRule.model_validate(row.due_rule), None
    on = row.due_on
    if on is None:
        try:
            on = rule.after(date.fromisoformat(row.due_since)).isoformat()
        except YearNotKnown as error:
            unknown = error.year
    late = row.ended_at is None and on is not None and on < today()
    return CaseDue(on=on, working_days=rule.working_days, days=rule.days, unknown_year=unknown, late=late)
