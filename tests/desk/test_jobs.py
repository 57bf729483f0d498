"""The queue of jobs, on SQLite and on PostgreSQL alike: who gets a job, how it ends, and who may see it."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import update

from app.desk.jobs import listing, queue
from app.desk.jobs.clearing import clear
from app.desk.jobs.listing import OPERATOR, Viewer
from app.desk.jobs.queue import Claimed, NewJob
from app.desk.jobs.schedules import Schedule, begin_due
from app.desk.jobs.states import TRANSITIONS, Step, after
from app.desk.store import Desk
from app.desk.store.tables.jobs import JOBS
from app.errors import Conflict, NotFound
from models.work.jobs import JobCard, JobError, JobProgress, JobState

BROKE = JobError(type="graph-unavailable", status=503, detail="gone")


async def put(desk: Desk, **more: Any) -> str:
    """One job of some kind."""
    return await desk.write(queue.put, NewJob(**({"kind": "push", "params": {"n": 1}, "caller": "甲"} | more)))


async def claimed(desk: Desk, worker: str = "w1", lane: str = "work") -> Claimed | None:
    """The next job, claimed."""
    return await desk.write(queue.claim, worker, lane, ["push"])


async def seen(desk: Desk, job: str) -> JobCard:
    """A job as operators see it."""
    return await desk.read(listing.find, OPERATOR, job)


async def test_a_job_from_beginning_to_end(desk: Desk) -> None:
    name = await put(desk, title="push:1", department="某局")
    assert await desk.read(queue.is_due, "work", ["push"])
    job = await claimed(desk)
    assert job is not None
    assert (job.id, job.params, job.department, job.attempt) == (name, {"n": 1}, "某局", 1)
    assert await claimed(desk, "w2") is None
    assert await desk.write(queue.beat, job, JobProgress(done=3, total=9, what="rows")) == (True, False)
    running = await seen(desk, name)
    assert running.state is JobState.RUNNING
    assert running.progress == JobProgress(done=3, total=9, what="rows")
    assert await desk.write(queue.finish, job, '{"x": "企业"}', 30.0)
    done, result = await desk.read(listing.result, Viewer("甲"), name)
    assert (done.state, done.result_bytes, result) == (JobState.DONE, 15, '{"x": "企业"}')
    assert done.version > running.version
    assert done.finished_at is not None


async def test_of_many_workers_one_gets_each_job(desk: Desk) -> None:
    names = {await put(desk) for _ in range(12)}
    got = await asyncio.gather(*(claimed(desk, f"w{n}") for n in range(20)))
    ids = [job.id for job in got if job]
    assert len(ids) == len(set(ids))
    while (job := await claimed(desk)) is not None:  # on PostgreSQL some looked while others held what they looked at
        ids.append(job.id)
    assert sorted(ids) == sorted(names)


async def test_the_order_is_that_of_priority_then_of_coming(desk: Desk) -> None:
    late, first, second = [await put(desk, priority=p) for p in (5, 0, 0)]
    await put(desk, delay=60.0, priority=-9)
    await put(desk, lane="write")
    got = [job.id for _ in range(3) if (job := await claimed(desk))]
    assert got == [first, second, late]
    assert await claimed(desk) is None


async def test_what_fails_is_tried_again_and_then_given_up(desk: Desk) -> None:
    name = await put(desk, most_attempts=2)
    first = await claimed(desk)
    assert first
    assert await desk.write(queue.defer, first, 0.0, "the graph does not answer", counts=True, error=BROKE)
    waiting = await seen(desk, name)
    assert (waiting.state, waiting.attempts, waiting.error) == (JobState.QUEUED, 1, BROKE)
    second = await claimed(desk)
    assert second
    assert second.attempt == 2
    assert await desk.write(queue.fail, second, BROKE)
    assert (await seen(desk, name)).state is JobState.FAILED
    await desk.write(queue.retry, name)
    again = await claimed(desk)
    assert again
    assert again.attempt == 1


async def test_whom_others_are_in_the_way_of_loses_no_attempt(desk: Desk) -> None:
    name = await put(desk, most_attempts=1)
    for _ in range(3):
        job = await claimed(desk)
        assert job
        assert await desk.write(queue.defer, job, 0.0, "another writes", counts=False)
    assert (await seen(desk, name)).attempts == 0


async def test_a_worker_that_ended_loses_its_job_and_what_it_says_afterwards_counts_nothing(desk: Desk) -> None:
    name = await put(desk, most_attempts=2)
    lost = await claimed(desk, "gone")
    assert lost
    assert await desk.write(queue.recover, 60.0, []) == 0
    assert await desk.read(queue.workers) == ["gone"]
    assert await desk.write(queue.recover, 60.0, ["gone"]) == 1
    mine = await claimed(desk, "w2")
    assert mine
    assert await desk.write(queue.beat, lost, JobProgress(done=1)) == (False, False)
    assert not await desk.write(queue.finish, lost, "{}", 1.0)
    assert not await desk.write(queue.fail, lost, BROKE)
    await desk.write(lambda c: c.execute(update(JOBS).values(beat_at=datetime.now(UTC) - timedelta(seconds=90))))
    assert await desk.write(queue.recover, 60.0, []) == 1
    ended = await seen(desk, name)
    assert ended.state is JobState.FAILED
    assert ended.error is not None
    assert ended.error.type == "worker-ended"


async def test_cancelling(desk: Desk) -> None:
    waiting, running, lost = [await put(desk) for _ in range(3)]
    assert await desk.write(queue.cancel, waiting) is JobState.CANCELLED
    job, other = await claimed(desk), await claimed(desk, "gone")
    assert job
    assert other
    assert await desk.write(queue.cancel, running) is JobState.RUNNING
    assert await desk.write(queue.beat, job, None) == (True, True)
    assert await desk.write(queue.stop, job)
    await desk.write(queue.cancel, lost)
    await desk.write(queue.recover, 60.0, ["gone"])
    assert {(await seen(desk, name)).state for name in (waiting, running, lost)} == {JobState.CANCELLED}
    for step in (queue.cancel, queue.retry):
        with pytest.raises(NotFound):
            await desk.write(step, "nothing")
    with pytest.raises(Conflict):
        await desk.write(queue.cancel, running)
    await desk.write(queue.retry, running)
    again = await claimed(desk)
    assert again
    assert await desk.write(queue.beat, again, None) == (True, False)


@pytest.mark.parametrize(("state", "step"), sorted(set(product(JobState, Step)) - TRANSITIONS.keys()))
def test_what_is_no_transition_is_refused(state: JobState, step: Step) -> None:
    with pytest.raises(Conflict, match=state.value):
        after(state, step)


async def test_a_job_is_seen_by_its_caller_and_operators_alone(desk: Desk) -> None:
    mine, other = await put(desk), await put(desk, caller="乙")
    with pytest.raises(NotFound) as foreign:
        await desk.read(listing.find, Viewer("甲"), other)
    with pytest.raises(NotFound) as absent:
        await desk.read(listing.find, Viewer("甲"), "none")
    assert foreign.value.message == absent.value.message
    page = await desk.read(listing.page, Viewer("甲"))
    assert ([job.id for job in page.items], page.total) == ([mine], 1)
    assert (await desk.read(listing.page, OPERATOR)).total == 2


async def test_pages_follow_each_other(desk: Desk) -> None:
    names = [await put(desk) for _ in range(5)]
    got: list[str] = []
    cursor: str | None = None
    while True:
        page = await desk.read(listing.page, OPERATOR, limit=2, cursor=cursor)
        got += [job.id for job in page.items]
        if (cursor := page.next) is None:
            break
    assert got == sorted(names, reverse=True)
    assert (await desk.read(listing.page, OPERATOR, state=JobState.DONE)).total == 0


async def test_results_and_jobs_are_kept_for_their_term(desk: Desk) -> None:
    name = await put(desk)
    with pytest.raises(Conflict):
        await desk.read(listing.result, OPERATOR, name)
    job = await claimed(desk)
    assert job
    await desk.write(queue.finish, job, "{}", -1.0)
    with pytest.raises(NotFound):
        await desk.read(listing.result, OPERATOR, name)
    assert await desk.write(clear, 1.0) == 0
    assert await desk.write(clear, -1.0) == 1
    with pytest.raises(NotFound):
        await seen(desk, name)


async def test_each_moment_of_a_schedule_begins_one_job(desk: Desk) -> None:
    daily = Schedule("push", "0 0 * * *", {"n": 2})
    how = {"push": NewJob("push", {}, "")}
    evening = datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC)  # in Shanghai the first of March, a second before midnight
    midnight = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
    assert daily.name(evening) == "push@2026-03-01T00:00+08:00"
    assert daily.name(midnight) == "push@2026-03-02T00:00+08:00"
    for now, begun in ((evening, 1), (evening, 0), (midnight, 1), (midnight + timedelta(hours=5), 0)):
        assert len(await desk.write(begin_due, [daily], how, now)) == begun
    both = await asyncio.gather(
        *(desk.write(begin_due, [daily], how, midnight + timedelta(days=2)) for _ in range(4)), return_exceptions=True
    )
    assert sum(len(one) for one in both if isinstance(one, list)) == 1
    assert all(isinstance(one, list | Conflict) for one in both)
    first = await claimed(desk)
    assert first
    assert (first.params, first.caller) == ({"n": 2}, "schedule")
