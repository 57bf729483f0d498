"""A worker keeps the writer lease over the pushes of its queue, and others who wait for it get their turn."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.desk.jobs import listing, queue
from app.desk.jobs.listing import OPERATOR
from app.desk.store import open_desk
from app.engine import Engine, writer
from app.engine.lease import PAUSE
from app.settings import Settings
from app.work import settling
from app.work.holding import FAIR_SECONDS
from app.work.kinds import SETTLE
from app.work.resources import Resources
from app.work.settling import SettleParams
from models.catalogue import Catalogue
from models.work.jobs import JobState
from tests.contract.work.test_pushes import Office, penalty, worked

TOKEN = "MATCH (l:Lease {id: 'writer'}) RETURN l.token AS token"
A_PUSH = 5.0
"""Seconds that one push may take on a busy machine."""


@pytest.fixture
async def waiting(engine: Engine, settings: Settings, catalogue: Catalogue, tmp_path: Path) -> AsyncIterator[Office]:
    """A desk over the graph of the test; nobody works on its jobs yet."""
    home = settings.model_copy(update={"home": tmp_path / "home"})
    (tmp_path / "home").mkdir()
    with open_desk(home) as desk:
        yield Office(desk, Resources(engine, catalogue, home))


async def token(office: Office) -> int:
    """How often the lease of the graph was taken."""
    rows = await office.resources.engine.read(TOKEN)
    return int(rows[0]["token"]) if rows else 0


async def pushed(office: Office, count: int) -> list[str]:
    """So many pushes of one decision each, waiting."""
    return [await office.begin([penalty(f"{n}号")], document=f"push:{n}") for n in range(count)]


async def test_consecutive_pushes_take_the_lease_once_and_leave_it_free(waiting: Office) -> None:
    jobs, before = await pushed(waiting, 6), await token(waiting)
    async with worked(waiting.desk, waiting.resources):
        for job in jobs:
            assert (await waiting.end(job))[0].state is JobState.DONE
        assert await token(waiting) <= before + 2, "once, and once more where it took longer than it is kept"
        async with writer(waiting.resources.engine, "load", 5.0):
            pass
    assert await waiting.total() == 6


async def test_a_writer_that_waits_gets_its_turn_among_pushes(waiting: Office) -> None:
    jobs = await pushed(waiting, 150)
    async with worked(waiting.desk, waiting.resources):
        await waiting.end(jobs[0])
        begun = time.monotonic()
        async with writer(waiting.resources.engine, "second", 5.0, wait=60.0):
            took = time.monotonic() - begun
            left = [job for job in jobs if not (await waiting.desk.read(listing.find, OPERATOR, job)).state.over]
            assert left, "it waited for the whole queue"
            held = len(await waiting.fines())
            await asyncio.sleep(0.5)
            assert len(await waiting.fines()) == held
        assert took <= FAIR_SECONDS + A_PUSH + 3 * PAUSE
        for job in jobs:
            done, _ = await waiting.end(job)
            assert (done.state, done.attempts) == (JobState.DONE, 1)
    assert await waiting.total() == 150


async def test_the_turn_of_the_day_comes_among_pushes(waiting: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []

    async def settle(engine: Engine, catalogue: Catalogue, **how: Any) -> bool:
        async with writer(engine, "settle", 5.0) as one:  # it does not wait: the worker has given the lease back
            held.append(one.token)
        return True

    monkeypatch.setattr(settling, "settle", settle)
    jobs = await pushed(waiting, 5)
    async with worked(waiting.desk, waiting.resources):
        await waiting.end(jobs[0])
        due = await waiting.desk.write(queue.put, SETTLE.new(SettleParams(), ""))
        done, _ = await waiting.end(due)
        assert (done.state, done.attempts, len(held)) == (JobState.DONE, 1, 1)
        for job in jobs:
            assert (await waiting.end(job))[0].state is JobState.DONE
