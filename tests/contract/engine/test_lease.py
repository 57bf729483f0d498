"""One writer per graph, and the clock it advances, on either engine."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from app.engine import Engine, Writer, connected, now_tick, tick_at, writer
from app.engine.base import Tx
from app.engine.clock import stamp, wall_time
from app.errors import InputError, LeaseHeld, LeaseLost
from app.settings import Settings
from tests.support.tools import ROOT

HOLD = """
import asyncio, sys
from app.engine import connect, writer
from app.settings import read_settings

async def main():
    engine = await connect(read_settings())
    async with writer(engine, "other process", 60) as held:
        ticks = []
        for _ in range(int(sys.argv[1])):
            async def work(tx, tick):
                await tx.run("CREATE (:Batch {id: $id})", {"id": f"{held.token}/{tick}"})
                return tick
            ticks.append(await held.transact(work))
        print(ticks, flush=True)
        if sys.argv[2] == "stay":
            await asyncio.sleep(600)
    await engine.close()

asyncio.run(main())
"""


def _other(environment: dict[str, str], ticks: int, then: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(ticks), then], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


async def _line(process: "subprocess.Popen[str]") -> Any:
    assert process.stdout is not None
    return json.loads(await asyncio.to_thread(process.stdout.readline))


async def _put(held: Writer, name: str) -> int:
    async def work(tx: Tx, tick: int) -> int:
        await tx.run("CREATE (:Batch {id: $id})", {"id": name})
        return tick

    return await held.transact(work)


async def _batches(engine: Engine) -> list[str]:
    return [row["id"] for row in await engine.read("MATCH (b:Batch) RETURN b.id AS id ORDER BY id")]


async def test_each_transaction_is_one_tick_with_its_time(engine: Engine) -> None:
    before = wall_time()
    async with writer(engine, "a", 5) as held:
        assert [await _put(held, name) for name in "xyz"] == [1, 2, 3]
    async with writer(engine, "b", 5) as held:
        assert await _put(held, "w") == 4
    ticks = await engine.read("MATCH (t:Tick) RETURN t.n AS n, t.at AS at ORDER BY n")
    assert [tick["n"] for tick in ticks] == [1, 2, 3, 4]
    times = [tick["at"] for tick in ticks]
    assert before <= times[0]
    assert times == sorted(times)
    assert all(at.endswith("+08:00") for at in times)
    assert await now_tick(engine) == 4


async def test_a_transaction_that_fails_takes_no_tick(engine: Engine) -> None:
    async def work(tx: Tx, tick: int) -> None:
        await tx.run("CREATE (:Batch {id: 'lost'})")
        raise KeyError(tick)

    async with writer(engine, "a", 5) as held:
        with pytest.raises(KeyError):
            await held.transact(work)
        assert await _put(held, "kept") == 1
    assert await _batches(engine) == ["kept"]


async def test_the_tick_of_a_moment(engine: Engine) -> None:
    assert await now_tick(engine) == 0
    async with writer(engine, "a", 5) as held:
        await _put(held, "x")
        await asyncio.sleep(0.05)
        between = wall_time()
        await asyncio.sleep(0.05)
        await _put(held, "y")
    assert await tick_at(engine, "2020-01-01") == 0
    assert await tick_at(engine, between) == 1
    assert await tick_at(engine, between.replace("+08:00", "")) == 1
    assert await tick_at(engine, between[:10]) == 2
    assert await tick_at(engine, "2999-01-01T00:00:00Z") == 2
    with pytest.raises(InputError):
        await tick_at(engine, "yesterday")


async def test_the_clock_does_not_follow_a_wall_clock_that_goes_back(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    async with writer(engine, "a", 5) as held:
        await _put(held, "x")
        early = stamp(datetime(2001, 1, 1, tzinfo=UTC))
        monkeypatch.setattr("app.engine.lease.wall_time", lambda: early)
        await _put(held, "y")
    times = [row["at"] for row in await engine.read("MATCH (t:Tick) RETURN t.at AS at ORDER BY t.n")]
    assert times[0] == times[1]
    assert times[0] > early


async def test_one_writer_at_a_time(engine: Engine) -> None:
    async with writer(engine, "a", 5) as first:
        with pytest.raises(LeaseHeld, match="a is writing"):
            async with writer(engine, "b", 5):
                pass
        await _put(first, "x")
    async with writer(engine, "b", 5) as second:
        assert second.token > first.token


async def test_only_one_of_many_gets_the_lease(engine: Engine) -> None:
    inside = 0

    async def one(number: int) -> int:
        nonlocal inside
        async with writer(engine, str(number), 5, wait=20) as held:
            inside += 1
            assert inside == 1
            tick = await _put(held, str(number))
            inside -= 1
            return tick

    assert sorted(await asyncio.gather(*(one(n) for n in range(4)))) == [1, 2, 3, 4]


async def test_another_process_holds_it_and_is_taken_over_when_it_dies(engine: Engine, environment: dict[str, str]) -> None:
    process = _other(environment, 2, "stay")
    try:
        assert await _line(process) == [1, 2]
        with pytest.raises(LeaseHeld, match="other process"):
            async with writer(engine, "me", 5):
                pass
        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.wait)
        began = time.monotonic()
        async with writer(engine, "me", 5) as held:
            assert time.monotonic() - began < 3
            assert await _put(held, "mine") == 3
    finally:
        process.kill()
        process.communicate()


async def test_ticks_go_on_across_processes(engine: Engine, environment: dict[str, str]) -> None:
    process = _other(environment, 3, "end")
    assert await _line(process) == [1, 2, 3]
    await asyncio.to_thread(process.communicate)
    assert process.returncode == 0
    async with writer(engine, "me", 5) as held:
        assert await _put(held, "mine") == 4


async def test_a_silent_holder_elsewhere_is_taken_over_after_its_time(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.engine.lease.this_place", lambda: "elsewhere")
    monkeypatch.setattr(Writer, "renew", lambda self: asyncio.sleep(600))
    async with writer(engine, "silent", 1.5):
        monkeypatch.undo()
        with pytest.raises(LeaseHeld):
            async with writer(engine, "me", 5):
                pass
        async with writer(engine, "me", 5, wait=10) as held:
            await _put(held, "mine")


async def test_the_lease_lives_as_long_as_its_holder(engine: Engine) -> None:
    async with writer(engine, "a", 0.9) as held:
        await asyncio.sleep(2)
        with pytest.raises(LeaseHeld):
            async with writer(engine, "b", 5):
                pass
        await _put(held, "x")


async def test_a_writer_that_lost_its_lease_cannot_commit(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its transaction is open, and has written, when the lease is taken over."""
    monkeypatch.setattr(Writer, "renew", lambda self: asyncio.sleep(600))
    entered, taken = asyncio.Event(), asyncio.Event()

    async def slow(tx: Tx, tick: int) -> None:
        entered.set()
        await taken.wait()
        await tx.run("CREATE (:Batch {id: 'late'})")

    async with writer(engine, "old", 0.5) as old:
        await _put(old, "early")
        await asyncio.sleep(0.7)
        async with connected(settings) as other, writer(other, "new", 30) as new:
            with pytest.raises(LeaseLost):
                await old.transact(slow)
            assert not entered.is_set()
            with pytest.raises(LeaseLost):
                await _put(old, "never")
            assert await _put(new, "new") == 2
    assert await _batches(engine) == ["early", "new"]


async def test_a_take_over_during_a_transaction_fences_it(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either the transaction commits before the take-over, or it does not commit: never after."""
    monkeypatch.setattr(Writer, "renew", lambda self: asyncio.sleep(600))
    entered, taken = asyncio.Event(), asyncio.Event()

    async def slow(tx: Tx, tick: int) -> int:
        await tx.run("CREATE (:Batch {id: 'slow'})")
        entered.set()
        await asyncio.wait([asyncio.create_task(taken.wait())], timeout=2)
        return tick

    async def take(other: Engine) -> int:
        await entered.wait()
        async with writer(other, "new", 30, wait=10) as new:
            taken.set()
            return await _put(new, "new")

    async with connected(settings) as other, writer(engine, "old", 0.5) as old:
        taking = asyncio.create_task(take(other))
        try:
            slow_tick: int | None = await old.transact(slow)
        except LeaseLost:
            slow_tick = None
        new_tick = await taking
    assert await _batches(engine) == (["new"] if slow_tick is None else ["new", "slow"])
    assert slow_tick is None or slow_tick < new_tick
    ticks = await engine.read("MATCH (t:Tick) RETURN t.n AS n ORDER BY n")
    assert [tick["n"] for tick in ticks] == list(range(1, new_tick + 1))


async def test_a_process_number_used_again_is_not_the_holder(engine: Engine) -> None:
    async with writer(engine, "a", 30):

        async def forge(tx: Tx) -> None:
            await tx.run("MATCH (l:Lease {id: 'writer'}) SET l.started = 'long ago', l.pid = $pid", {"pid": os.getpid()})

        await engine.transact(forge)
        async with writer(engine, "b", 5) as held:
            await _put(held, "x")
