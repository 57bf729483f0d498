"""A worker: claims jobs, does them, says that they go on, and takes back those of workers that ended."""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import Connection

from app.desk.jobs import queue
from app.desk.jobs.kinds import IN_THE_WAY, PASSING, Cancelled, JobContext, JobKind, Lane
from app.desk.jobs.queue import Claimed
from app.desk.jobs.rows import moment
from app.desk.jobs.schedules import Schedule, begin_due
from app.desk.store import Desk
from app.engine.lease import process_started, this_place
from app.errors import Conflict, DeskUnavailable, QuanjingError
from models.work.jobs import JobError, JobProgress

R = TypeVar("R")
LOG = structlog.get_logger("quanjing.work")
PARTS = "|"


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker does what, in seconds.

    `poll` between looks at an empty queue, `beat` between signs of life, `silent` after which another's job is taken back,
    `upkeep` between looks at schedules and at others' jobs, `grace` given to running jobs when it stops.
    """

    poll: float = 0.1
    beat: float = 1.0
    silent: float = 30.0
    upkeep: float = 5.0
    grace: float = 10.0


class Worker(Generic[R]):
    """A worker of a desk; `resources` are what its kinds of job work with. It does one job of each lane at a time.

    Results are kept for `keep_days`.
    """

    def __init__(
        self,
        desk: Desk,
        kinds: Mapping[str, JobKind[Any, R]],
        resources: R,
        schedules: Sequence[Schedule] = (),
        pace: Pace | None = None,
        keep_days: float = 30.0,
    ) -> None:
        self.name = PARTS.join((this_place(), str(os.getpid()), process_started(os.getpid()) or "", token_hex(4)))
        self._desk = desk
        self._kinds = kinds
        self._resources = resources
        self._schedules = schedules
        self._pace = pace or Pace()
        self._keep_days = keep_days
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask the worker to end: it takes no more jobs, and puts back what does not end in time."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until stopped. Where the desk does not answer, it is asked again."""
        LOG.info("the worker starts", kinds=sorted(self._kinds))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._again(self._upkeep, self._pace.upkeep))
            for lane in Lane:
                group.create_task(self._again(partial(self._next, lane), self._pace.poll))
        LOG.info("the worker has ended")

    async def _again(self, work: Callable[[], Awaitable[bool]], pause: float) -> None:
        """Do something again and again until stopped, at once where it did something, else after a pause."""
        while not self._stopping.is_set():
            did = False
            try:
                did = await work()
            except DeskUnavailable as error:
                LOG.warning("the desk does not answer", problem=error.type)
            if not did:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), pause)

    async def _upkeep(self) -> bool:
        """Take back what workers left that ended, and begin what is due."""
        named = await self._desk.read(queue.workers)
        back = await self._desk.write(queue.recover, self._pace.silent, [n for n in named if _is_gone(n)])
        if back:
            LOG.warning("jobs of workers that ended were taken back", jobs=back)
        kinds = {s.kind: self._kinds[s.kind] for s in self._schedules}
        jobs = {name: kind.new(kind.params(), "") for name, kind in kinds.items()}
        if self._schedules:
            with contextlib.suppress(Conflict):  # another worker began it at the same moment
                await self._desk.write(begin_due, self._schedules, jobs, moment())
        return False

    async def _next(self, lane: Lane) -> bool:
        """Do the next job of a lane; False where none is due."""
        kinds = sorted(name for name, kind in self._kinds.items() if kind.lane is lane)
        if not kinds or not await self._desk.read(queue.is_due, lane.value, kinds):
            return False
        job = await self._desk.write(queue.claim, self.name, lane.value, kinds)
        if job is None:
            return False
        await self._do(job)
        return True

    async def _do(self, job: Claimed) -> None:
        kind = self._kinds[job.kind]
        context = JobContext(job, self._desk, self._resources)
        attempt = asyncio.create_task(self._attempt(kind, context))
        beating = asyncio.create_task(self._beat(context))
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({attempt, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not attempt.done():
            await asyncio.wait({attempt}, timeout=self._pace.grace)
        for task in (beating, stopping, attempt):
            task.cancel()
        await asyncio.gather(beating, stopping, attempt, return_exceptions=True)
        end = Ending(_put_back(job)) if attempt.cancelled() else attempt.result()
        mine = await self._ended(job, partial(_keep, job, context.progress, end.keep))
        if mine and end.afterwards:
            await asyncio.to_thread(end.afterwards)
        LOG.info("a job ended" if mine else "a job was another's when it ended", kind=job.kind, job=job.id, attempt=job.attempt)

    async def _attempt(self, kind: JobKind[Any, R], context: JobContext[R]) -> "Ending":
        """Do a job; gives how it ended."""
        job = context.job
        try:
            params = kind.params.model_validate(job.params)
            result = (await kind.run(context, params)).model_dump_json()
            afterwards = partial(kind.afterwards, self._resources, params) if kind.afterwards else None
            return Ending(lambda c: queue.finish(c, job, result, self._keep_days), afterwards)
        except Cancelled:
            return Ending(lambda c: queue.stop(c, job))
        except QuanjingError as error:
            return Ending(_failed(kind, job, error))
        except Exception:
            LOG.exception("a job failed", kind=job.kind, job=job.id)
            internal = JobError(type="internal", status=500, detail="the service failed")
            return Ending(lambda c: queue.fail(c, job, internal))

    async def _beat(self, context: JobContext[R]) -> None:
        """Say that a job goes on, and tell it to end where somebody cancelled it or another worker has it."""
        told = None
        while True:
            await asyncio.sleep(self._pace.beat)
            progress = context.progress
            with contextlib.suppress(DeskUnavailable):
                news = progress if progress != told else None
                mine, cancelled = await self._desk.write(queue.beat, context.job, news)
                told = progress
                if cancelled or not mine:
                    context.over.set()

    async def _ended(self, job: Claimed, keep: Callable[[Connection], bool]) -> bool:
        """Keep how a job ended; a desk that does not answer is asked again for as long as the job is this worker's."""
        until = asyncio.get_running_loop().time() + self._pace.silent
        while True:
            try:
                return await self._desk.write(keep)
            except DeskUnavailable:
                if asyncio.get_running_loop().time() > until or self._stopping.is_set():
                    raise
                await asyncio.sleep(self._pace.beat)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a job ended: what keeps that, and what is done afterwards."""

    keep: Callable[[Connection], bool]
    afterwards: Callable[[], None] | None = None


def _keep(job: Claimed, progress: JobProgress | None, keep: Callable[[Connection], bool], c: Connection) -> bool:
    """Keep how far a job came, then how it ended."""
    if progress is not None:
        queue.beat(c, job, progress)
    return keep(c)


def _put_back(job: Claimed) -> Callable[[Connection], bool]:
    """How a job ends whose worker stops: it waits for another one."""
    return lambda c: queue.defer(c, job, 0.0, "", counts=False)


def _failed(kind: JobKind[Any, Any], job: Claimed, error: QuanjingError) -> Callable[[Connection], bool]:
    """How a job ends after an error: tried again where it passes, else given up."""
    kept = JobError(type=error.type, status=error.status, detail=error.message)
    if isinstance(error, IN_THE_WAY):
        return lambda c: queue.defer(c, job, kind.patience, error.message, counts=False)
    if isinstance(error, PASSING) and job.attempt < job.most_attempts:
        return lambda c: queue.defer(c, job, kind.delay(job.attempt), error.message, counts=True, error=kept)
    LOG.warning("a job failed", kind=job.kind, job=job.id, problem=error.type, attempt=job.attempt)
    return lambda c: queue.fail(c, job, kept)


def _is_gone(worker: str) -> bool:
    """Whether a worker's process ran on this machine and has ended."""
    place, _, rest = worker.partition(PARTS)
    pid, _, started = rest.partition(PARTS)
    return place == this_place() and pid.isdecimal() and process_started(int(pid)) != started.partition(PARTS)[0]
