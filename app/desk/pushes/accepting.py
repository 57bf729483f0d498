"""Accepting a push: one row and one job for each key of a caller, however often it is sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from app.desk.jobs import queue
from app.desk.jobs.queue import NewJob
from app.desk.jobs.rows import moment, new_id
from app.desk.store.tables.jobs import JOBS, PUSHES
from app.errors import Conflict
from models.work.jobs import JobState


@dataclass(frozen=True, slots=True)
class NewPush:
    """A push as it comes: the caller's `key`, the `digest` of its bytes and of how they are to be read, and its file's name.

    `at` is the moment at which it came; by default the present one.
    """

    caller: str
    key: str
    digest: str
    category: str
    file: str
    size: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The job of a push; `fresh` where it is new, `again` where one that had failed was put in again; `at` is when it came."""

    job: str
    fresh: bool = False
    again: bool = False
    at: datetime | None = None

    @property
    def needs_bytes(self) -> bool:
        """Whether the job is still to read the bytes that came with this request."""
        return self.fresh or self.again


def find(c: Connection, push: NewPush) -> Accepted | None:
    """The job of a push that came before; None where its key is new. Raises Conflict where the key had another body."""
    row = c.execute(
        select(PUSHES.c.digest, PUSHES.c.job, JOBS.c.state)
        .join(JOBS, JOBS.c.id == PUSHES.c.job)
        .where(PUSHES.c.caller == push.caller, PUSHES.c.key == push.key)
    ).one_or_none()
    if row is None:
        return None
    if row.digest != push.digest:
        raise Conflict(
            "this Idempotency-Key was used for another push: give each push a key of its own", parameter="Idempotency-Key"
        )
    return Accepted(row.job, again=JobState(row.state) in (JobState.FAILED, JobState.CANCELLED))


def keyed(c: Connection, caller: str, prefix: str) -> dict[str, Accepted]:
    """The pushes of a caller whose keys begin so, by key."""
    rows = c.execute(
        select(PUSHES.c.key, PUSHES.c.job, PUSHES.c.created_at, JOBS.c.state)
        .join(JOBS, JOBS.c.id == PUSHES.c.job)
        .where(PUSHES.c.caller == caller, PUSHES.c.key.startswith(prefix, autoescape=True))
    )
    over = (JobState.FAILED, JobState.CANCELLED)
    return {row.key: Accepted(row.job, again=JobState(row.state) in over, at=row.created_at) for row in rows}


def accept(c: Connection, push: NewPush, job: NewJob) -> Accepted:
    """Keep a push and put in its job; one that failed or was cancelled is put in again. Its bytes must be on the disk by now.

    Raises Conflict where its key had another body.
    """
    there = find(c, push)
    if there is not None:
        if there.again:
            c.execute(PUSHES.update().where(PUSHES.c.job == there.job).values(file=push.file))
            queue.retry(c, there.job, params=job.params)
        return there
    made = queue.put(c, job)
    c.execute(
        insert(PUSHES).values(
            id=new_id(),
            caller=push.caller,
            key=push.key,
            digest=push.digest,
            category=push.category,
            file=push.file,
            bytes=push.size,
            job=made,
            created_at=push.at or moment(),
        )
    )
    return Accepted(made, fresh=True)


def given_up(c: Connection, days: float) -> list[str]:
    """The files of pushes whose job failed or was cancelled so many days ago, or more."""
    rows = select(PUSHES.c.file).join(JOBS, JOBS.c.id == PUSHES.c.job)
    states = (JobState.FAILED.value, JobState.CANCELLED.value)
    return list(c.execute(rows.where(JOBS.c.state.in_(states), JOBS.c.finished_at < moment(-days * 86_400))).scalars())


def awaited(c: Connection, names: list[str]) -> set[str]:
    """Those of these files that a push may still read: its job is neither done nor gone."""
    rows = select(PUSHES.c.file).join(JOBS, JOBS.c.id == PUSHES.c.job)
    return set(c.execute(rows.where(PUSHES.c.file.in_(names), JOBS.c.state != JobState.DONE.value)).scalars())
