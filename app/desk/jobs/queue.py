"""The queue: putting jobs in, claiming them, keeping them alive, ending them. Each function is part of one transaction.

A worker owns a job by its name and the attempt's number. Whatever it writes names both, so that a worker that was thought dead,
and whose job another one has, changes nothing when it wakes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, null, or_, select, update

from app.desk.jobs.rows import moment, new_id
from app.desk.jobs.states import Step, after, before
from app.desk.store.tables.jobs import JOBS
from app.errors import NotFound
from models.work.jobs import JobError, JobProgress, JobState

MOST_DETAIL, MOST_WORDS = 1000, 300
"""The most characters that are kept of an error, and of a title or of what is done."""


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to put in: its kind with parameters, who asks for it, and how it is tried.

    `once`: a name that only one job may have. `lane` is the row it waits in, `priority` its place there: less is sooner.
    """

    kind: str
    params: Mapping[str, Any]
    caller: str
    title: str = ""
    department: str | None = None
    lane: str = "work"
    priority: int = 0
    most_attempts: int = 3
    delay: float = 0.0
    once: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that a worker has: which, by whom, and the number of the attempt."""

    id: str
    kind: str
    params: Mapping[str, Any]
    caller: str
    department: str | None
    worker: str
    attempt: int
    most_attempts: int
    once: str | None = None


def put(c: Connection, job: NewJob) -> str:
    """Put a job in; gives its id, or that of the job which has its `once` already."""
    if job.once is not None:
        there = c.execute(select(JOBS.c.id).where(JOBS.c.once == job.once)).scalar_one_or_none()
        if there is not None:
            return str(there)
    values = {
        "id": new_id(),
        "kind": job.kind,
        "title": (job.title or job.kind)[:MOST_WORDS],
        "lane": job.lane,
        "priority": job.priority,
        "caller": job.caller,
        "department": job.department,
        "params": dict(job.params),
        "once": job.once,
        "state": JobState.QUEUED.value,
        "attempts": 0,
        "most_attempts": job.most_attempts,
        "created_at": moment(),
        "not_before": moment(job.delay),
        "cancel_asked": False,
        "done": 0,
        "what": "",
        "version": 1,
    }
    c.execute(insert(JOBS).values(values))
    return str(values["id"])


def is_due(c: Connection, lane: str, kinds: Collection[str]) -> bool:
    """Whether a job of a lane, of these kinds, is due."""
    return c.execute(select(JOBS.c.id).where(*_due(lane, kinds)).limit(1)).one_or_none() is not None


def _due(lane: str, kinds: Collection[str]) -> list[ColumnElement[bool]]:
    waits = JOBS.c.state.in_([state.value for state in before(Step.CLAIM)])
    return [waits, JOBS.c.lane == lane, JOBS.c.kind.in_(kinds), JOBS.c.not_before <= moment()]


def claim(c: Connection, worker: str, lane: str, kinds: Collection[str]) -> Claimed | None:
    """Claim the next job of a lane, of these kinds, that is due; None where none is."""
    next_one = (
        select(JOBS.c.id)
        .where(*_due(lane, kinds))
        .order_by(JOBS.c.priority, JOBS.c.created_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = c.execute(
        update(JOBS)
        .where(JOBS.c.id == next_one.scalar_subquery(), *_due(lane, kinds))
        .values(
            state=JobState.RUNNING.value,
            worker=worker,
            beat_at=moment(),
            started_at=func.coalesce(JOBS.c.started_at, moment()),
            attempts=JOBS.c.attempts + 1,
            what="",
            error=null(),
            version=JOBS.c.version + 1,
        )
        .returning(
            JOBS.c.id,
            JOBS.c.kind,
            JOBS.c.params,
            JOBS.c.caller,
            JOBS.c.department,
            JOBS.c.worker,
            JOBS.c.attempts,
            JOBS.c.most_attempts,
            JOBS.c.once,
        )
    ).one_or_none()
    return Claimed(*row) if row else None


def _mine(job: Claimed) -> Any:
    """The condition under which a job is still this worker's, in this attempt."""
    return and_(
        JOBS.c.id == job.id,
        JOBS.c.worker == job.worker,
        JOBS.c.attempts == job.attempt,
        JOBS.c.state == JobState.RUNNING.value,
    )


def beat(c: Connection, job: Claimed, progress: JobProgress | None) -> tuple[bool, bool]:
    """Say that a job goes on, and how far it is; gives whether it is still the worker's, and whether it is to be cancelled."""
    values: dict[str, Any] = {"beat_at": moment()}
    if progress is not None:
        values |= {**progress.model_dump(), "what": progress.what[:MOST_WORDS], "version": JOBS.c.version + 1}
    row = c.execute(update(JOBS).where(_mine(job)).values(values).returning(JOBS.c.cancel_asked)).one_or_none()
    return row is not None, bool(row and row[0])


def _end(c: Connection, job: Claimed, step: Step, **values: Any) -> bool:
    """Take a step that ends the attempt; whether the job was still the worker's."""
    state = after(JobState.RUNNING, step)
    ended = {"finished_at": moment()} if state.over else {}
    done = c.execute(
        update(JOBS)
        .where(_mine(job))
        .values(state=state.value, worker=None, beat_at=None, version=JOBS.c.version + 1, **ended, **values)
        .returning(JOBS.c.id)
    )
    return done.one_or_none() is not None


def finish(c: Connection, job: Claimed, result: str, keep_days: float) -> bool:
    """Keep the result (JSON) of a job that is done, for so many days; whether the job was still the worker's."""
    size = len(result.encode())
    return _end(c, job, Step.FINISH, result=result, result_bytes=size, result_until=moment(keep_days * 86_400), what="")


def fail(c: Connection, job: Claimed, error: JobError) -> bool:
    """Give a job up for good; whether it was still the worker's."""
    return _end(c, job, Step.FAIL, error=_kept(error))


def defer(c: Connection, job: Claimed, delay: float, what: str, *, counts: bool, error: JobError | None = None) -> bool:
    """Put a job back, to be tried again in so many seconds; the attempt counts, or does not since others were in its way.

    One that is to be cancelled ends instead.
    """
    if beat(c, job, None)[1]:
        return stop(c, job)
    attempts = job.attempt if counts else job.attempt - 1
    kept = _kept(error) if error else null()
    return _end(c, job, Step.DEFER, attempts=attempts, not_before=moment(delay), what=what[:MOST_WORDS], error=kept)


def stop(c: Connection, job: Claimed) -> bool:
    """End a job that was to be cancelled; whether it was still the worker's."""
    return _end(c, job, Step.CANCEL, cancel_asked=True)


def _kept(error: JobError) -> dict[str, Any]:
    return error.model_copy(update={"detail": error.detail[:MOST_DETAIL]}).model_dump()


def cancel(c: Connection, job: str) -> JobState:
    """Cancel a job that waits; of one that runs, ask its worker to. Gives its state.

    Raises NotFound; Conflict where it is over.
    """
    row = c.execute(select(JOBS.c.state).where(JOBS.c.id == job).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("there is no such job")
    state = JobState(row[0])
    after(state, Step.CANCEL)
    values: dict[str, Any] = {"cancel_asked": True, "version": JOBS.c.version + 1}
    if state is JobState.QUEUED:
        state = JobState.CANCELLED
        values |= {"state": state.value, "finished_at": moment()}
    c.execute(update(JOBS).where(JOBS.c.id == job).values(values))
    return state


def retry(c: Connection, job: str, params: Mapping[str, Any] | None = None) -> None:
    """Let a job that failed or was cancelled be tried anew, from its first attempt; `params` take the place of its own.

    Raises NotFound; Conflict where it is in another state.
    """
    row = c.execute(select(JOBS.c.state).where(JOBS.c.id == job).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("there is no such job")
    state = after(JobState(row[0]), Step.RETRY)
    c.execute(
        update(JOBS)
        .where(JOBS.c.id == job)
        .values(
            state=state.value,
            attempts=0,
            cancel_asked=False,
            error=null(),
            finished_at=None,
            not_before=moment(),
            done=0,
            total=None,
            what="",
            version=JOBS.c.version + 1,
            **({"params": dict(params)} if params is not None else {}),
        )
    )


def recover(c: Connection, silent: float, gone: Collection[str]) -> int:
    """Take back the jobs of workers silent for so many seconds, or known to be gone; gives how many.

    One with attempts left waits again; one to be cancelled is cancelled; the others fail.
    """
    lost = select(JOBS.c.id, JOBS.c.attempts, JOBS.c.most_attempts, JOBS.c.cancel_asked).where(
        JOBS.c.state == JobState.RUNNING.value,
        or_(JOBS.c.beat_at < moment(-silent), JOBS.c.worker.in_(gone)),
    )
    rows = c.execute(lost.with_for_update(skip_locked=True)).all()
    ended = JobError(type="worker-ended", detail="its worker ended while it worked on it")
    for row in rows:
        values: dict[str, Any] = {"worker": None, "beat_at": None, "version": JOBS.c.version + 1}
        if row.cancel_asked:
            values |= {"state": JobState.CANCELLED.value, "finished_at": moment()}
        elif row.attempts >= row.most_attempts:
            values |= {"state": JobState.FAILED.value, "finished_at": moment(), "error": ended.model_dump()}
        else:
            values |= {"state": JobState.QUEUED.value, "not_before": moment()}
        c.execute(update(JOBS).where(JOBS.c.id == row.id, JOBS.c.attempts == row.attempts).values(values))
    return len(rows)


def workers(c: Connection) -> list[str]:
    """The workers that have jobs."""
    named = select(JOBS.c.worker).where(JOBS.c.state == JobState.RUNNING.value).distinct()
    return [str(name) for name in c.execute(named).scalars() if name]
