"""Warnings in the register of cases: a page of them, one with its steps, and how often each rule was right."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, func, literal, or_, select, update

from app.desk.cases.participants import Participant
from app.desk.cases.rows import card_of, case_row, history_of
from app.desk.store.tables.cases import CASES, STEPS
from app.errors import NotFound
from app.rules.cases.kinds import case_kinds
from app.rules.warnings.rules import warning_rules
from models.catalogue import Title
from models.work.cases import CaseCard, CaseHistory, CaseStep
from models.work.warnings import RaisedWarning, RaisedWarningHistory, RaisedWarnings, WarningFilter

KIND = "warning"
OUTCOMES = {"confirm": "confirmed", "dismiss": "false", "refer": "referred"}
DECIDED = ("confirm", "dismiss")
STATED = ("rule", "version", "severity", "roles", "basis", "records", "records_total", "tick")
PLAIN = ("rule", "name", "version", "severity", "party_name", "roles", "records_total", "day", "tick")
C = TypeVar("C", bound=CaseCard)
Counts = dict[tuple[str, int], Counter[str]]


def list_warnings(
    connection: Connection, viewer: Participant, which: WarningFilter | None = None, limit: int = 20, cursor: str | None = None
) -> RaisedWarnings:
    """A page of the warnings that a viewer may see, the latest raised first; `cursor` is the `next` of the page before."""
    wanted = [viewer.condition, CASES.c.kind == KIND, *_conditions(which or WarningFilter())]
    total = connection.execute(select(func.count()).select_from(CASES).where(*wanted)).scalar_one()
    after = [CASES.c.id < cursor] if cursor else []
    rows = connection.execute(select(CASES).where(*wanted, *after).order_by(CASES.c.id.desc()).limit(limit + 1)).all()
    items = tuple(raised(card_of(row, viewer)) for row in rows[:limit])
    return RaisedWarnings(items=items, shown=len(items), total=total, next=items[-1].id if len(rows) > limit else None)


def read_warning(connection: Connection, case: str, viewer: Participant) -> RaisedWarningHistory:
    """A warning with its steps. Raises NotFound where there is none that the viewer may see."""
    row = case_row(connection, case, viewer)
    if row.kind != KIND:
        raise NotFound("there is no such warning")
    found: RaisedWarningHistory = raised(history_of(connection, row, viewer), RaisedWarningHistory)
    return found


def name_anew(connection: Connection, case: str, key: str, party: str | None) -> None:
    """Give a warning another key and party, where parties of it have become one."""
    connection.execute(update(CASES).where(CASES.c.id == case).values(key=key, party=party))


def open_warnings(
    connection: Connection,
    viewer: Participant,
    rules: Sequence[str],
    parties: Sequence[str] | None = None,
    past: str = "",
    most: int = 500,
) -> tuple[CaseCard, ...]:
    """The warnings of some rules that are not over, of some parties or of all, by id after `past`, so many at a time."""
    of_rules = or_(*(CASES.c.key.startswith(f"{rule} ", autoescape=True) for rule in rules))
    wanted = [viewer.condition, CASES.c.kind == KIND, CASES.c.ended_at.is_(None), CASES.c.id > past, of_rules]
    if parties is not None:
        wanted.append(CASES.c.party.in_(parties))
    rows = connection.execute(select(CASES).where(*wanted).order_by(CASES.c.id).limit(most)).all()
    return tuple(card_of(row, viewer) for row in rows)


def warnings_about(connection: Connection, viewer: Participant, rules: Sequence[str], parties: Sequence[str]) -> list[CaseCard]:
    """The warnings of some rules about some parties, over or not."""
    wanted = [viewer.condition, CASES.c.kind == KIND, CASES.c.party.in_(parties)]
    rows = connection.execute(select(CASES).where(*wanted)).all()
    return [card_of(row, viewer) for row in rows if row.basis["rule"] in rules]


def outcomes(connection: Connection, viewer: Participant) -> Counts:
    """By rule and version: warnings raised, the last outcome of each that has one, and how many were referred.

    An outcome counts for the version under which it was judged, which its step states.
    """
    mine = [viewer.condition, CASES.c.kind == KIND]
    rule, now = CASES.c.basis["rule"].as_string().label("rule"), CASES.c.basis["version"].as_integer()
    first = func.coalesce(CASES.c.basis["first_version"].as_integer(), now).label("version")
    judged = func.coalesce(STEPS.c.data["version"].as_integer(), now).label("version")
    last = func.row_number().over(partition_by=STEPS.c.case_id, order_by=STEPS.c.number.desc()).label("back")
    acted = select(STEPS.c.case_id).where(STEPS.c.action == "refer")
    steps = select(rule, judged, STEPS.c.action, last).join(CASES, CASES.c.id == STEPS.c.case_id)
    decided = steps.where(*mine, STEPS.c.action.in_(DECIDED)).subquery()
    out: Counts = {}
    for query in (
        select(rule, first, literal("raised").label("action")).where(*mine).subquery(),
        select(rule, first, literal("refer").label("action")).where(*mine, CASES.c.id.in_(acted)).subquery(),
        select(decided.c.rule, decided.c.version, decided.c.action).where(decided.c.back == 1).subquery(),
    ):
        columns = (query.c.rule, query.c.version, query.c.action)
        for of, version, action, count in connection.execute(select(*columns, func.count()).group_by(*columns)):
            out.setdefault((of, version), Counter())[OUTCOMES.get(action, action)] += count
    return out


def raised(card: CaseCard, form: type[RaisedWarning] = RaisedWarning) -> Any:
    """A case as a warning; titles are those of the rule as it is now, figures those that were found."""
    basis, rule, kind = card.basis, warning_rules().rules.get(str(card.basis["rule"])), case_kinds()[KIND]
    own = {name: getattr(card, name) for name in form.model_fields if hasattr(card, name)}
    stated = {
        name: basis[name] for name in ("rule", "version", "severity", "roles", "basis", "records", "records_total", "tick")
    }
    figures = []
    for figure in basis["figures"]:
        known = rule.figures.get(figure["name"]) if rule else None
        title = known.title if known else Title(zh=figure["name"], en=figure["name"])
        figures.append({**figure, "title": title.model_dump()})
    return form.model_validate(
        own
        | stated
        | {
            "basis": {name: value for name, value in basis["basis"].items() if name != "hashes"},
            "title": rule.title if rule else Title(zh=basis["rule"], en=basis["rule"]),
            "figures": figures,
            "party": card.party or "",
            "party_name": basis.get("party_name"),
            "as_of": basis["day"],
            "state_title": kind.states[card.state].title,
            "law": rule.law.source if rule and rule.law else None,
            "act": rule.act if rule else None,
        }
        | ({"steps": [_without_basis(step) for step in card.steps]} if isinstance(card, CaseHistory) else {})
    )


def _without_basis(step: CaseStep) -> CaseStep:
    """A step without the basis that it set: the warning has it, and the steps after it what it was before."""
    return step.model_copy(update={"data": {name: value for name, value in step.data.items() if name != "basis"}})


def without_roots(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a step of a warning without the roots of its events, and without what it rested on before."""
    out = {name: value for name, value in data.items() if name not in ("basis", "before", "gained")}
    gained = data.get("gained")
    return out | ({"gained": {"bands": gained["bands"]}} if isinstance(gained, Mapping) and "bands" in gained else {})


def plain_case(card: C) -> C:
    """A case as routes about cases of any kind show it: of a warning without its records and roots, which only its own routes
    show, to whoever sees these records now."""
    if card.kind != KIND:
        return card
    changed: dict[str, Any] = {"basis": {name: card.basis[name] for name in PLAIN if name in card.basis}}
    if isinstance(card, CaseHistory):
        changed["steps"] = tuple(step.model_copy(update={"data": without_roots(step.data)}) for step in card.steps)
    return card.model_copy(update=changed)


def _conditions(which: WarningFilter) -> list[ColumnElement[bool]]:
    equal = {CASES.c.state: which.state, CASES.c.party: which.party}
    found: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value is not None]
    if which.rule is not None:
        found.append(CASES.c.key.startswith(f"{which.rule} ", autoescape=True))
    if which.department is not None:
        found.append(or_(CASES.c.receiver == which.department, CASES.c.sender == which.department))
    if which.open is not None:
        found.append(CASES.c.ended_at.is_(None) if which.open else CASES.c.ended_at.is_not(None))
    return found
