"""The job that sends problems of quality back to their providers as cases, closes those that are settled, and reminds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.analytics.quality.measures import Measure
from app.answers import Reader, Viewpoint
from app.answers.quality.owed import OwedParams, owed
from app.answers.quality.params import before
from app.answers.quality.reading import batches_of, quality_of
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
"""So many months back batches are looked at."""
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
    found = [one for back in range(MONTHS) for one in await _problems(reader, before(month, back))]
    gone = await _gone(desk, reader, {one.key for one in found}, before(month, MONTHS - 1), month)
    due = [one for back in (1, 2) for one in (await owed(reader, OwedParams(month=before(month, back)))).items]

    def write(connection: Connection) -> dict[str, int]:
        counts = {"opened": 0, "closed": 0, "reminded": 0, "terms": settle_terms(connection)}
        for problem in found:
            _keep_problem(connection, problem, counts)
        for case in gone:
            counts["closed"] += _close(connection, case, "void", "withdrawn")
        for one in due:
            _keep_owed(connection, one, counts)
        return counts

    return await desk.write(write)


async def _problems(reader: Reader, month: str) -> list[ProblemBatch]:
    """What goes back to its provider of a month, by batch and measure; rows whose provider nobody knows go to nobody."""
    found = await quality_of(reader, month)
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


async def _gone(desk: Desk, reader: Reader, keys: set[str], start: str, end: str) -> list[CaseCard]:
    """Open cases about rows of months looked at that are no problem any more: their batch was withdrawn, or they are right."""
    open_ones = await desk.read(list_cases, PROGRAM, CaseFilter(kind=PROBLEM_ROWS, open=True), SHOWN)
    known = {one["batch"] for one in await batches_of(reader, start, end)}
    out = []
    for case in open_ones.items:
        if case.key in keys or not start <= str(case.basis.get("month")) <= end:
            continue
        if case.basis.get("measure") == Measure.MENDED.value and case.basis.get("batch") in known:
            continue
        out.append(case)
    return out


def _keep_problem(connection: Connection, problem: ProblemBatch, counts: dict[str, int]) -> None:
    case = case_keyed(connection, PROBLEM_ROWS, problem.key, PROGRAM)
    if case is None:
        if not problem.left:
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
