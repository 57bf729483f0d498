"""A job: work that a worker does on its own while others wait for it, watch it or cancel it."""

from enum import StrEnum
from typing import Any

from pydantic import Field

from models.base import Model
from models.work.analysis import Refreshed


class JobState(StrEnum):
    """Where a job is: waiting for a worker, being done, done, failed for good, or cancelled."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """Whether nothing more happens unless somebody retries it."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


class JobProgress(Model):
    """How far a job is: `done` of `total` (where that is known), and what is counted or waited for."""

    done: int = 0
    total: int | None = None
    what: str = ""


class JobError(Model):
    """Why a job did not get done: a problem type, its HTTP status and a sentence."""

    type: str
    status: int = 500
    detail: str


class JobCard(Model):
    """A job as its caller and operators see it. Moments are UTC (ISO 8601).

    `attempts` counts how often a worker began it; after `most_attempts` it fails. `not_before` is when it is tried (again).
    `result_bytes` is the size of its result (JSON), kept until `result_until`. `version` grows with each change.
    """

    id: str
    kind: str
    title: str = Field(description="What it works on, such as the name of a push.")
    state: JobState
    caller: str
    department: str | None = None
    created_at: str
    started_at: str | None = None
    finished_at: str | None = None
    not_before: str
    attempts: int = 0
    most_attempts: int = 1
    progress: JobProgress = JobProgress()
    cancel_asked: bool = False
    error: JobError | None = None
    result_bytes: int | None = None
    result_until: str | None = None
    version: int = 0


class Jobs(Model):
    """A page of jobs, the latest first; `next` is the cursor of the next page, absent on the last."""

    items: tuple[JobCard, ...]
    shown: int
    total: int
    next: str | None = None


class JobResult(Model):
    """The result of a job that is done; of a push, the receipt."""

    id: str
    kind: str
    result: dict[str, Any]


class Settled(Model):
    """What counting from a day came to: whether statements were dated for it, or for a day since the last writing."""

    day: str
    worked_in: bool


class AnalysisDone(Model):
    """What a standing analysis came to; nothing where nothing had changed since the last time, or nobody had begun it.

    `more` are those that the same job refreshed besides.
    """

    refreshed: Refreshed | None = None
    more: tuple[Refreshed, ...] = ()


class Tidied(Model):
    """What was let go of after its term: so many jobs that were over, and so many files of pushes or exports."""

    jobs: int
    files: int


class Supervised(Model):
    """What the supervision of quality came to: cases opened, closed and reminded of, and terms that are known by now."""

    opened: int
    closed: int
    reminded: int
    terms: int
