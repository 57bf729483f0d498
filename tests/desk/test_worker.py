"""A worker at work: results, errors that pass and that do not, cancelling, stopping, and jobs of workers that ended."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.desk.jobs import listing, queue
from app.desk.jobs.kinds import JobContext, JobKind, Lane, by_name
from app.desk.jobs.listing import OPERATOR
from app.desk.jobs.schedules import Schedule
from app.desk.jobs.worker import PARTS, Pace, Worker
from app.desk.store import Desk
from app.engine.lease import this_place
from app.errors import Forbidden, GraphUnavailable, LeaseHeld
from models.base import Model
from models.work.jobs import JobCard, JobState

PACE = Pace(poll=0.01, beat=0.02, silent=5.0, upkeep=0.05, grace=0.2)


class Params(Model):
    """Whether it goes on until it is told to end."""

    endless: bool = False


class Done(Model):
    """How many times it was begun."""

    begun: int


class Log:
    """What the jobs of a test did, and the errors they raise in turn."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.begun = self.steps = 0
        self.after: list[Params] = []
        self.running = asyncio.Event()


async def work(context: JobContext[Log], params: Params) -> Done:
    """Raise what comes next, or go on until cancelled, or be done."""
    log = context.resources
    log.begun += 1
    log.running.set()
    if log.errors:
        raise log.errors.pop(0)
    while params.endless:
        log.steps += 1
        context.step(log.steps, 10, "steps")
        await asyncio.sleep(0.005)
    return Done(begun=log.begun)


KIND: JobKind[Params, Log] = JobKind(
    "try",
    Params,
    work,
    Lane.WRITE,
    attempts=3,
    pause=0.01,
    patience=0.01,
    afterwards=lambda log, params: log.after.append(params),
)


@asynccontextmanager
async def working(desk: Desk, log: Log, *schedules: Schedule) -> AsyncIterator[Worker[Log]]:
    """A worker, for the time of a block."""
    worker = Worker(desk, by_name([KIND]), log, schedules, PACE)
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        await asyncio.wait_for(task, 10)


async def until(desk: Desk, job: str, is_so: Callable[[JobCard], bool]) -> JobCard:
    """The job once it is so."""
    for _ in range(500):
        found = await desk.read(listing.find, OPERATOR, job)
        if is_so(found):
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(found)


def over(job: JobCard) -> bool:
    return job.state.over


async def put(desk: Desk, **params: Any) -> str:
    return await desk.write(queue.put, KIND.new(Params(**params), "甲"))


async def test_a_job_is_done_and_its_result_kept(desk: Desk) -> None:
    log = Log()
    async with working(desk, log):
        done = await until(desk, name := await put(desk), over)
    assert done.state is JobState.DONE
    assert (await desk.read(listing.result, OPERATOR, name))[1] == '{"begun":1}'
    assert log.after == [Params()]


@pytest.mark.parametrize(
    ("errors", "state", "begun", "problem"),
    [
        ([GraphUnavailable("gone")] * 2, JobState.DONE, 3, None),
        ([GraphUnavailable("gone")] * 3, JobState.FAILED, 3, "graph-unavailable"),
        ([LeaseHeld("load is writing")] * 5, JobState.DONE, 6, None),
        ([Forbidden("not yours")], JobState.FAILED, 1, "forbidden"),
        ([LookupError("secret")], JobState.FAILED, 1, "internal"),
    ],
)
async def test_errors(desk: Desk, errors: list[Exception], state: JobState, begun: int, problem: str | None) -> None:
    log = Log(*errors)
    async with working(desk, log):
        ended = await until(desk, await put(desk), over)
    assert (ended.state, log.begun) == (state, begun)
    assert (ended.error.type if ended.error else None) == problem
    assert "secret" not in ended.model_dump_json()
    assert bool(log.after) is (state is JobState.DONE)


async def test_a_job_that_runs_is_cancelled_at_its_next_step(desk: Desk) -> None:
    log = Log()
    async with working(desk, log):
        name = await put(desk, endless=True)
        running = await until(desk, name, lambda job: job.progress.total == 10)
        assert (running.state, running.progress.what) == (JobState.RUNNING, "steps")
        await desk.write(queue.cancel, name)
        ended = await until(desk, name, over)
        assert ended.state is JobState.CANCELLED
        assert ended.progress.done == log.steps  # what was done until then, not when it was last asked
        await until(desk, await put(desk), over)  # the next one follows


async def test_a_worker_that_stops_puts_its_job_back(desk: Desk) -> None:
    log = Log()
    async with working(desk, log):
        name = await put(desk, endless=True)
        await asyncio.wait_for(log.running.wait(), 5)
    left = await desk.read(listing.find, OPERATOR, name)
    assert (left.state, left.attempts) == (JobState.QUEUED, 0)


async def test_jobs_of_a_process_that_is_gone_are_taken_over_at_once(desk: Desk) -> None:
    name = await put(desk)
    await desk.write(queue.claim, PARTS.join((this_place(), "999999999", "1", "ab")), "write", ["try"])
    async with working(desk, Log()):
        assert (await until(desk, name, over)).attempts == 2


async def test_a_worker_elsewhere_keeps_its_job_while_it_beats(desk: Desk) -> None:
    name = await put(desk)
    await desk.write(queue.claim, PARTS.join(("elsewhere", "1", "1", "ab")), "write", ["try"])
    async with working(desk, Log()):
        await asyncio.sleep(0.3)
    assert (await desk.read(listing.find, OPERATOR, name)).state is JobState.RUNNING


async def test_what_is_scheduled_begins_by_itself_once(desk: Desk) -> None:
    log = Log()
    daily = Schedule("try", "0 0 * * *")
    async with working(desk, log, daily), working(desk, log, daily):
        for _ in range(500):
            if log.begun:
                break
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
    assert log.begun == 1


def test_two_kinds_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="try"):
        by_name([KIND, KIND])
