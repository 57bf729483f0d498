"""Kinds of job: a function with a model of its parameters, and how it is tried, kept and shown."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from app.desk.jobs.queue import Claimed, NewJob
from app.desk.store import Desk
from app.errors import GraphUnavailable, LeaseHeld, LeaseLost, QuanjingError, StatementTimeout
from models.base import Model
from models.work.jobs import JobProgress

P = TypeVar("P", bound=Model)
R = TypeVar("R")
PASSING: tuple[type[QuanjingError], ...] = (GraphUnavailable, StatementTimeout, LeaseLost)
"""Errors after which a job is tried again."""
IN_THE_WAY: tuple[type[QuanjingError], ...] = (LeaseHeld,)
"""Errors by which others are in a job's way: it is tried again, and the attempt does not count."""


class Lane(StrEnum):
    """The rows in which jobs wait; a worker does one job of each at a time."""

    WRITE = "write"
    WORK = "work"


class Cancelled(Exception):
    """Raised inside a job where it is to end: somebody cancelled it, or another worker has it."""


@dataclass(slots=True)
class JobContext(Generic[R]):
    """What a job is done with: its claim, the desk, the `resources` of its worker, and how it says how far it is."""

    job: Claimed
    desk: Desk
    resources: R
    progress: JobProgress | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def step(self, done: int = 0, total: int | None = None, what: str = "") -> None:
        """Say how far the job is. Raises Cancelled where it is to end."""
        self.progress = JobProgress(done=done, total=total, what=what)
        if self.over.is_set():
            raise Cancelled


@dataclass(frozen=True, slots=True)
class JobKind(Generic[P, R]):
    """A kind of job. `run` gives the result.

    After an error that passes it is tried again, at most `attempts` times, after `pause` seconds, twice as long each time.
    Where others are in the way it waits `patience` seconds. `afterwards` is done once it is kept that the job is done.
    """

    name: str
    params: type[P]
    run: Callable[[JobContext[R], P], Awaitable[BaseModel]]
    lane: Lane = Lane.WORK
    priority: int = 0
    attempts: int = 3
    pause: float = 5.0
    longest_pause: float = 300.0
    patience: float = 1.0
    afterwards: Callable[[R, P], None] | None = None

    def new(self, given: P, caller: str, **more: Any) -> NewJob:
        """A job of this kind, to be put into the queue."""
        how: dict[str, Any] = {"lane": self.lane.value, "priority": self.priority, "most_attempts": self.attempts}
        return NewJob(self.name, given.model_dump(mode="json"), caller, **(how | more))

    def delay(self, attempt: int) -> float:
        """Seconds before the next attempt after this many."""
        return min(self.pause * 2.0 ** (attempt - 1), self.longest_pause)


def by_name(kinds: Iterable[JobKind[Any, R]]) -> dict[str, JobKind[Any, R]]:
    """The kinds by their names. Raises ValueError where two have one."""
    named: dict[str, JobKind[Any, R]] = {}
    for kind in kinds:
        if kind.name in named:
            raise ValueError(f"two kinds of job are called {kind.name}")
        named[kind.name] = kind
    return named
