"""The job that sends problems of quality back to their providers as cases, closes those that are settled, and reminds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.analytics.quality.measures import Measure
from app.answers import Reader, Viewpoint
from app.answers.quality.owed import OwedParams, owed
from app.answers.quality.params import before
from app.answers.quality.reading import MonthQuality, quality_of
from app.desk.cases.participants import PROGRAM
from app.desk.cases.register import act, case_keyed, list_cases, open_case, settle_terms, step_keys
from app.desk.jobs.kinds import JobContext
from app.desk.jobs.listing import push_of
from app.desk.store import Connection, Desk
from app.engine import Engine
from app.questions import Questions
from app.rules.quality.ranking import ranking_rules
from app.work.resources import Resources
from models.base import Model
from models.caller import ROLE_LEVELS, Caller, CallerRole
from models.catalogue import Catalogue
from models.supervision.quality import OwedState, OwedSubmission
from models.work.cases import CaseCard, CaseFilter, NewCase, NewStep
from models.work.jobs import Supervised

MONTHS = 3
"""So many months back batches are looked at; besides, the months of open cases."""
RETURNED = (Measure.MENDED, Measure.CONSISTENCY, Measure.NAMES)
"""The measures whose rows go back to their provider: refused ones, names that differ from the register, names of nobody."""
PROBLEM_ROWS, LATE = "problem_rows", "late_submission"
SHOWN = 1_000


class SuperviseParams(Model):
    """It has no parameters."""


@dataclass(frozen=True, slots=True)
class ProblemBatch:
    """What is not good of one provider in one batch by one measure: how many rows there were, and how many are left."""

    batch: str
    document: str | None
    category: str
    provider: str
    measure: Measure
    month: str
    rows: int
    left: int

    @property
    def key(self) -> str:
        """The key of its case."""
        return f"{self.batch} {self.measure.value} {self.provider}"[:300]


async def supervise_quality(context: JobContext[Resources], params: SuperviseParams) -> Supervised:
    """Open cases for problem rows and late submissions, close those that are settled, and remind who is late."""
    work = context.resources
    return Supervised(**await supervise(work.engine, work.catalogue, context.desk))


async def supervise(engine: Engine, catalogue: Catalogue, desk: Desk) -> dict[str, int]:
    """The same, over a graph and a desk; gives how many cases were opened, closed and reminded of.

    It looks with the eyes of a department: what is hidden from departments is in no case.
    """
    asked = Viewpoint(Caller(level=ROLE_LEVELS[CallerRole.DEPARTMENT]), None, None, "strict")
    questions = Questions(catalogue, engine, ahead=False)
    reader = Reader(questions, asked)
    await reader.begin()
    month = str(reader.stamp["as_of"])[:7]
    recent = {before(month, back) for back in range(MONTHS)}
    cases = await _open_cases(desk)
    months = recent | {str(case.basis["month"]) for case in cases if case.basis.get("month")}
    read = {one: quality for one in sorted(months) if (quality := await quality_of(reader, one)).whole}
    found = [problem for one, quality in read.items() for problem in _problems(one, quality)]
    gone = _gone(cases, {one.key for one in found}, read)
    due = [one for back in (1, 2) for one in (await owed(reader, OwedParams(month=before(month, back)))).items]

    def write(connection: Connection) -> dict[str, int]:
        counts = {"opened": 0, "closed": 0, "reminded": 0, "terms": settle_terms(connection)}
        for problem in found:
            _keep_problem(connection, problem, problem.month in recent, counts)
        for case, action, why in gone:
            counts["closed"] += _close(connection, case, action, why)
        for one in due:
            _keep_owed(connection, one, counts)
        return counts

    return await desk.write(write)


def _problems(month: str, found: MonthQuality) -> list[ProblemBatch]:
    """What goes back to its provider of a month, by batch and measure; rows whose provider nobody knows go to nobody."""
    out = []
    for category, by_provider in found.measured.items():
        for provider, measured in by_provider.items():
            if not provider:
                continue
            for measure in RETURNED:
                left: dict[str, int] = {}
                every: dict[str, int] = {}
                for one in measured.problems:
                    whole = Measure.CONFORMANCE if measure is Measure.MENDED else measure
                    if one.measure is measure:
                        left[one.batch] = left.get(one.batch, 0) + 1
                    if one.measure is whole and (measure is not Measure.MENDED or one.what):
                        every[one.batch] = every.get(one.batch, 0) + 1
                out += [
                    ProblemBatch(
                        batch, found.documents.get(batch), category, provider, measure, month, rows, left.get(batch, 0)
                    )
                    for batch, rows in every.items()
                ]
    return out


async def _open_cases(desk: Desk) -> list[CaseCard]:
    """All open cases about rows."""
    out: list[CaseCard] = []
    past: str | None = None
    while True:
        page = await desk.read(list_cases, PROGRAM, CaseFilter(kind=PROBLEM_ROWS, open=True), SHOWN, past)
        out += page.items
        past = page.next
        if past is None:
            return out


def _gone(cases: list[CaseCard], keys: set[str], read: Mapping[str, MonthQuality]) -> list[tuple[CaseCard, str, str]]:
    """Open cases about rows of months that were read whole which are no problem any more, each with the action that ends it,
    and why: their batch was withdrawn, or its names are right now."""
    out = []
    for case in cases:
        month = read.get(str(case.basis.get("month")))
        if month is None or case.key in keys:
            continue
        if case.basis.get("batch") not in month.documents:
            out.append((case, "void", "withdrawn"))
        elif case.basis.get("measure") != Measure.MENDED.value:
            out.append((case, "close_mended", "mended"))
    return out


def _keep_problem(connection: Connection, problem: ProblemBatch, is_recent: bool, counts: dict[str, int]) -> None:
    case = case_keyed(connection, PROBLEM_ROWS, problem.key, PROGRAM)
    if case is None:
        if not problem.left or not is_recent:
            return
        basis: dict[str, Any] = {
            "batch": problem.batch,
            "document": problem.document,
            "category": problem.category,
            "measure": problem.measure.value,
            "month": problem.month,
            "rows": problem.left,
        }
        job = push_of(connection, problem.batch)
        new = NewCase(
            kind=PROBLEM_ROWS, key=problem.key, receiver=problem.provider, basis=basis | ({"job": job} if job else {})
        )
        open_case(connection, new, PROGRAM)
        counts["opened"] += 1
    elif not problem.left:
        counts["closed"] += _close(connection, case, "close_mended", "mended")
    elif problem.left < int(case.basis.get("rows", 0)) and "note_mended" in case.actions:
        step = NewStep(action="note_mended", data={"left": problem.left}, key=f"left {problem.left}")
        act(connection, case.id, step, PROGRAM)


def _keep_owed(connection: Connection, one: OwedSubmission, counts: dict[str, int]) -> None:
    key = f"{one.month} {one.category} {one.provider}"[:300]
    case = case_keyed(connection, LATE, key, PROGRAM)
    if one.state is OwedState.OVERDUE and case is None:
        basis: Mapping[str, Any] = {"month": one.month, "category": one.category, "due_on": one.due_on}
        case, _ = open_case(connection, NewCase(kind=LATE, key=key, receiver=one.provider, basis=dict(basis)), PROGRAM)
        counts["opened"] += 1
    if case is None:
        return
    if one.sent_on is not None:
        counts["closed"] += _close(connection, case, "close_sent", "sent")
    elif one.working_days_late is not None and "remind" in case.actions:
        counts["reminded"] += _remind(connection, case.id, one.working_days_late)


def _remind(connection: Connection, case: str, late: int) -> int:
    """Remind of a case once for each day that the method names and that has passed; gives how many reminders are new."""
    there = step_keys(connection, case)
    new = [f"remind {day}" for day in ranking_rules().owed.remind_after if day <= late and f"remind {day}" not in there]
    for key in new:
        act(connection, case, NewStep(action="remind", key=key), PROGRAM)
    return len(new)


def _close(connection: Connection, case: CaseCard, action: str, why: str) -> int:
    if action not in case.actions:
        return 0
    act(connection, case.id, NewStep(action=action, key=why), PROGRAM)
    return 1
