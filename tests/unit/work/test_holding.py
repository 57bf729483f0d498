"""When a worker keeps the writer lease for its next job, and when it gives it back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.engine.lease import PAUSE
from app.work import holding
from app.work.holding import HeldLoader


class Lease:
    """A lease that is taken and given back, and an engine that says whether others want it."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.given_back = 0
        self.wanted = False
        self.held = HeldLoader(self, self.opening)  # type: ignore[arg-type]

    async def read(self, query: str, params: Any = None) -> list[dict[str, int]]:
        return [{"wanted": 8_500 if self.wanted else 0, "now": 9_000}]

    @asynccontextmanager
    async def opening(self, holder: str) -> AsyncIterator[Any]:
        self.taken.append(holder)
        try:
            yield object()
        finally:
            self.given_back += 1

    async def job(self, name: str, *, more: bool) -> None:
        async def next_one() -> bool:
            return more

        async with self.held.use(name, next_one):
            pass


@pytest.fixture
def lease(monkeypatch: pytest.MonkeyPatch) -> Lease:
    monkeypatch.setattr(holding, "FAIR_SECONDS", 0.0)
    return Lease()


async def test_it_is_kept_while_jobs_follow_and_given_back_with_the_last(lease: Lease) -> None:
    await lease.job("a", more=True)
    await lease.job("b", more=True)
    assert (lease.taken, lease.given_back) == (["a"], 0)
    await lease.job("c", more=False)
    assert (lease.taken, lease.given_back) == (["a"], 1)


async def test_it_is_given_back_where_somebody_wants_it_and_left_to_them(lease: Lease) -> None:
    lease.wanted = True
    await lease.job("a", more=True)
    assert lease.given_back == 1
    begun = asyncio.get_running_loop().time()
    await lease.job("b", more=False)
    assert asyncio.get_running_loop().time() - begun >= 2 * PAUSE - 0.05
    assert lease.taken == ["a", "b"]


async def test_not_at_once_where_somebody_wants_it(lease: Lease, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "FAIR_SECONDS", 60.0)
    lease.wanted = True
    await lease.job("a", more=True)
    assert lease.given_back == 0
    await lease.held.aclose()


async def test_it_is_given_back_after_a_while_whoever_wants_it(lease: Lease, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "MOST_SECONDS", 0.0)
    await lease.job("a", more=True)
    assert lease.given_back == 1


async def test_it_is_given_back_where_the_next_job_does_not_come(lease: Lease, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "IDLE_SECONDS", 0.01)
    await lease.job("a", more=True)
    await asyncio.sleep(0.2)
    assert lease.given_back == 1
    await lease.job("b", more=False)
    assert (lease.taken, lease.given_back) == (["a", "b"], 2)


async def test_it_is_given_back_where_a_job_fails_or_is_cancelled(lease: Lease) -> None:
    async def fails() -> None:
        async with lease.held.use("a", lambda: asyncio.sleep(0, result=True)):
            raise KeyError

    async def goes_on() -> None:
        async with lease.held.use("b", lambda: asyncio.sleep(0, result=True)):
            await asyncio.sleep(60)

    with pytest.raises(KeyError):
        await fails()
    assert lease.given_back == 1
    task = asyncio.create_task(goes_on())
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert (lease.taken, lease.given_back) == (["a", "b"], 2)


async def test_closing_gives_it_back(lease: Lease) -> None:
    await lease.job("a", more=True)
    await lease.held.aclose()
    await lease.held.aclose()
    assert lease.given_back == 1
