"""Looking jobs up: one, a page of them, and the result of one. Who may see which is part of the question."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from app.desk.jobs.rows import SHOWN, job_of, moment
from app.desk.store.tables.jobs import JOBS
from app.errors import Conflict, NotFound
from models.work.jobs import JobCard, Jobs, JobState

PUSH = "push"
"""The kind of job that loads what a department sent."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the name of a caller, who sees their own jobs, or an operator (`everything`).

    Where a `provider` is given, pushes of its records count as their own too, whoever sent them.
    """

    name: str | None = None
    everything: bool = False
    provider: str | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition that a job is one that the viewer may see."""
        if self.everything:
            return true()
        own = JOBS.c.caller == self.name
        if self.provider is None:
            return own
        return or_(own, and_(JOBS.c.kind == PUSH, JOBS.c.department == self.provider))


OPERATOR = Viewer(everything=True)


def find(c: Connection, viewer: Viewer, job: str) -> JobCard:
    """One job. Raises NotFound where there is none, or none that this viewer may see."""
    row = c.execute(select(*SHOWN).where(JOBS.c.id == job, viewer.condition)).mappings().one_or_none()
    if row is None:
        raise NotFound("there is no such job")
    return job_of(row)


def page(
    c: Connection,
    viewer: Viewer,
    *,
    state: JobState | None = None,
    kind: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Jobs:
    """A page of jobs, the latest first; `cursor` is the `next` of the page before."""
    wanted = [viewer.condition]
    wanted += [JOBS.c.state == state.value] if state else []
    wanted += [JOBS.c.kind == kind] if kind else []
    total = c.execute(select(func.count()).select_from(JOBS).where(*wanted)).scalar_one()
    after = [JOBS.c.id < cursor] if cursor else []
    rows = c.execute(select(*SHOWN).where(*wanted, *after).order_by(JOBS.c.id.desc()).limit(limit + 1)).mappings().all()
    items = tuple(job_of(row) for row in rows[:limit])
    return Jobs(items=items, shown=len(items), total=total, next=items[-1].id if len(rows) > limit else None)


def result(c: Connection, viewer: Viewer, job: str) -> tuple[JobCard, str]:
    """A job that is done, and its result (JSON).

    Raises NotFound where there is none for this viewer, or its result was kept for its term; Conflict where it is not done.
    """
    found = find(c, viewer, job)
    if found.state is not JobState.DONE:
        raise Conflict(f"the job is {found.state}: it has no result")
    row = c.execute(select(JOBS.c.result, JOBS.c.result_until).where(JOBS.c.id == job)).one()
    if row[0] is None or row[1] < moment():
        raise NotFound("its result is no longer kept")
    return found, str(row[0])


def params(c: Connection, job: str) -> dict[str, Any]:
    """The parameters of a job. Raises NotFound."""
    row = c.execute(select(JOBS.c.params).where(JOBS.c.id == job)).one_or_none()
    if row is None:
        raise NotFound("there is no such job")
    return dict(row[0])


def push_of(c: Connection, batch: str) -> str | None:
    """The last push whose receipt names a batch; None where it came by no push, or its result is no longer kept."""
    named = JOBS.c.result.contains(f'"{batch}"', autoescape=True)
    asked = select(JOBS.c.id).where(JOBS.c.kind == PUSH, named).order_by(JOBS.c.id.desc()).limit(1)
    return c.execute(asked).scalar_one_or_none()
