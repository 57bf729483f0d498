"""Work handed over to a thread: others go on meanwhile, and errors and cancellation arrive where they should."""

import asyncio
import threading
import time
from contextvars import ContextVar, copy_context

import pytest

from app.analytics.giving_up import GIVEN_UP, GivenUpError, checkpoint
from app.analytics.relations.path_distances import SearchBudget
from app.answers.reading.working import AT_ONCE, LARGE, worked_out

PATIENCE = 20
"""Seconds after which a test that would hang fails instead."""


async def test_another_coroutine_goes_on_while_large_work_is_done() -> None:
    loop, begun, over = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def work() -> bool:
        loop.call_soon_threadsafe(begun.set)
        return over.wait(PATIENCE)

    async def other() -> None:
        await begun.wait()
        over.set()

    found, _ = await asyncio.gather(worked_out(LARGE, work), other())
    assert found, "the other coroutine had its turn before the work was over"


async def test_small_work_is_done_where_it_is_asked_for() -> None:
    here = threading.get_ident()
    assert await worked_out(LARGE - 1, threading.get_ident) == here
    assert await worked_out(LARGE, threading.get_ident) != here


@pytest.mark.parametrize("size", [0, LARGE])
async def test_errors_and_context_are_the_callers(size: int) -> None:
    told = ContextVar("told", default="nothing")
    told.set("something")
    assert await worked_out(size, told.get) == "something"

    def wrong() -> None:
        raise KeyError("none of these")

    with pytest.raises(KeyError, match="none of these"):
        await worked_out(size, wrong)


async def test_who_is_cancelled_waits_no_longer_and_work_not_begun_is_dropped() -> None:
    over, begun, done = threading.Event(), threading.Semaphore(0), list[str]()

    def work() -> None:
        begun.release()
        over.wait(PATIENCE)

    busy = [asyncio.create_task(worked_out(LARGE, work)) for _ in range(AT_ONCE)]
    for _ in busy:
        assert await asyncio.to_thread(begun.acquire, timeout=PATIENCE)
    waiting = asyncio.create_task(worked_out(LARGE, lambda: done.append("done")))
    await asyncio.sleep(0)
    for task in (busy[0], waiting):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    over.set()
    await asyncio.gather(*busy[1:])
    await worked_out(LARGE, lambda: done.append("after"))
    assert done == ["after"]


async def test_work_that_was_begun_ends_at_its_next_checkpoint_where_nobody_waits() -> None:
    begun, ended = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        try:
            while True:
                checkpoint()
                time.sleep(0.001)
        except GivenUpError:
            ended.set()
            raise

    task = asyncio.create_task(worked_out(LARGE, work))
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(ended.wait, PATIENCE), "it goes on for nobody"


def test_a_search_for_paths_can_be_given_up() -> None:
    given_up, budget = threading.Event(), SearchBudget(1_000_000)

    def spend() -> None:
        GIVEN_UP.set(given_up)
        budget.spend(1)
        given_up.set()
        with pytest.raises(GivenUpError):
            budget.spend(1)

    copy_context().run(spend)
    assert budget.spent == 1
