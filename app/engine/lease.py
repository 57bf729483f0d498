"""One writer per graph: a lease in the graph itself, with a fencing token and the clock it advances.

The lease (who may write, until when) and the clock (the last tick, and the token that may advance it) are two nodes, so
renewing the lease never waits for or collides with a long transaction. A take-over raises the token on both; a writer
transaction begins by locking the clock and comparing its token, so one that lost its lease cannot commit.
"""

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from app.engine.base import Engine, Params, Row, Tx
from app.engine.clock import wall_time
from app.engine.schema import define_categories
from app.errors import CommitUnknown, GraphError, LeaseHeld, LeaseLost
from models.catalogue import Category

T = TypeVar("T")
HEARTBEATS = 3  # renewals within the life of a lease
PAUSE = 0.2

LOCK_LEASE = """
MERGE (l:Lease {id: 'writer'}) ON CREATE SET l.token = 0, l.until = 0, l.holder = '', l.place = '', l.pid = 0, l.started = ''
SET l.touched = timestamp()
RETURN l.token AS token, l.until AS until, l.holder AS holder, l.place AS place, l.pid AS pid, l.started AS started,
       l.claim AS claim, timestamp() AS now
"""
TAKE_LEASE = """
MATCH (l:Lease {id: 'writer'})
SET l.token = $token, l.until = timestamp() + $ttl, l.holder = $holder, l.claim = $claim,
    l.place = $place, l.pid = $pid, l.started = $started, l.wanted = 0
MERGE (c:Clock {id: 'clock'}) ON CREATE SET c.tick = 0, c.at = ''
SET c.token = $token
RETURN c.tick AS tick
"""
WANT_LEASE = "MATCH (l:Lease {id: 'writer'}) SET l.wanted = timestamp()"
WANTED = "MATCH (l:Lease {id: 'writer'}) RETURN coalesce(l.wanted, 0) AS wanted, timestamp() AS now"
WANTED_SECONDS = 1.0
"""So long after its last look a writer that waits still wants the lease."""
RENEW_LEASE = """
MATCH (l:Lease {id: 'writer'}) SET l.touched = timestamp()
WITH l WHERE l.token = $token SET l.until = timestamp() + $ttl
RETURN l.token AS token
"""
END_LEASE = """
MATCH (l:Lease {id: 'writer'}) SET l.touched = timestamp()
WITH l WHERE l.token = $token SET l.until = 0, l.holder = ''
RETURN l.token AS token
"""
ADVANCE = """
MATCH (c:Clock {id: 'clock'}) SET c.touched = timestamp()
WITH c WHERE c.token = $token
SET c.tick = c.tick + 1, c.at = CASE WHEN c.at < $at THEN $at ELSE c.at END
CREATE (t:Tick {n: c.tick, at: c.at, token: $token})
RETURN c.tick AS tick
"""
WAS_WRITTEN = "MATCH (t:Tick {n: $tick}) WHERE t.token = $token RETURN t.n AS n"


class Committed:
    """Reads what is committed through the interface of a transaction: each statement for itself, and none that writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def run(self, query: str, params: Params | None = None) -> list[Row]:
        """Run one reading statement. Raises as Engine.read."""
        return await self._engine.read(query, params)


class Writer:
    """The holder of the lease. Made by `writer`; its transactions run one after the other."""

    def __init__(self, engine: Engine, token: int, ttl: float) -> None:
        self._engine = engine
        self._token = token
        self._ttl = ttl
        self._turn = asyncio.Lock()
        self._lost = False

    @property
    def token(self) -> int:
        """The fencing token: grows with every take-over."""
        return self._token

    @property
    def committed(self) -> Tx:
        """Runs reading statements on what is committed, each by itself, whatever transaction is under way."""
        return Committed(self._engine)

    async def define(self, categories: Collection[Category]) -> frozenset[str]:
        """Create the labels of categories without rows so far; gives the names of these. Raises GraphError and LeaseLost."""
        self._check()
        return await define_categories(self._engine, categories)

    async def transact(self, work: Callable[[Tx, int], Awaitable[T]]) -> T:
        """Run `work` with its tick in one write transaction that advances the clock by one; it may be run again from the start.

        Where the connection breaks during the commit, the clock shows whether it was written, so the caller need not care.

        Raises:
            LeaseLost: the lease was taken over; nothing was written.
            GraphError and its kinds: as for Engine.transact.
        """
        async with self._turn:
            while True:
                self._check()
                last: list[tuple[T, int]] = []
                try:
                    return await self._engine.transact(partial(self._once, work, last))
                except CommitUnknown:
                    if not last:
                        raise
                    value, tick = last[-1]
                    if await self._engine.read(WAS_WRITTEN, {"tick": tick, "token": self._token}):
                        return value

    async def _once(self, work: Callable[[Tx, int], Awaitable[T]], results: list[tuple[T, int]], tx: Tx) -> T:
        rows = await tx.run(ADVANCE, {"token": self._token, "at": wall_time()})
        if not rows:
            self._lost = True
            self._check()
        tick = int(rows[0]["tick"])
        value = await work(tx, tick)
        results.append((value, tick))
        return value

    def _check(self) -> None:
        if self._lost:
            raise LeaseLost("another writer took the lease over; nothing more is written by this one", token=self._token)

    async def renew(self) -> None:
        """Renew the lease until cancelled or lost; an engine that does not answer is tried again."""
        while not self._lost:
            await asyncio.sleep(self._ttl / HEARTBEATS)
            with contextlib.suppress(GraphError):
                params = {"token": self._token, "ttl": round(self._ttl * 1000)}
                self._lost = not await self._engine.transact(partial(_run, RENEW_LEASE, params), repeatable=True)

    async def end(self) -> None:
        """Release the lease, where this writer still holds it."""
        with contextlib.suppress(GraphError):
            await self._engine.transact(partial(_run, END_LEASE, {"token": self._token}), repeatable=True)


@asynccontextmanager
async def writer(engine: Engine, holder: str, ttl: float, *, wait: float = 0.0) -> AsyncIterator[Writer]:
    """Hold the one writer lease of the graph for the time of a block.

    Args:
        holder: who writes, as shown to others who want to.
        ttl: seconds after which a silent holder is taken over; one whose process on this machine is gone, at once.
        wait: seconds to wait for another holder to end.

    Raises:
        LeaseHeld: somebody else holds it, still after `wait`.
    """
    until = time.monotonic() + wait
    claim = uuid4().hex
    while True:
        try:
            token = await engine.transact(partial(_take, holder, claim, ttl), repeatable=True)
            break
        except LeaseHeld:
            if time.monotonic() >= until:
                raise
            await engine.transact(partial(_run, WANT_LEASE, {}), repeatable=True)
            await asyncio.sleep(PAUSE)
    held = Writer(engine, token, ttl)
    heartbeat = asyncio.create_task(held.renew())
    try:
        yield held
    finally:
        heartbeat.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await heartbeat
        await held.end()


async def is_wanted(engine: Engine) -> bool:
    """Whether somebody waits for the lease that is held."""
    rows = await engine.read(WANTED)
    return any(row["now"] - row["wanted"] < WANTED_SECONDS * 1000 for row in rows)


async def _run(query: str, params: Params, tx: Tx) -> list[Row]:
    return await tx.run(query, params)


async def _take(holder: str, claim: str, ttl: float, tx: Tx) -> int:
    """Take the lease where it is free, and return its token; `claim` recognises one taken by an earlier try of this call.

    Raises:
        LeaseHeld: another process holds it.
    """
    lease = (await tx.run(LOCK_LEASE))[0]
    if lease["claim"] == claim:
        return int(lease["token"])
    if lease["until"] > lease["now"] and not _is_dead(lease):
        seconds = (lease["until"] - lease["now"]) / 1000
        raise LeaseHeld(f"{lease['holder']} is writing to this graph", holder=lease["holder"], seconds=round(seconds, 1))
    token = int(lease["token"]) + 1
    pid = os.getpid()
    await tx.run(
        TAKE_LEASE,
        {
            "token": token,
            "ttl": round(ttl * 1000),
            "holder": holder,
            "claim": claim,
            "place": this_place(),
            "pid": pid,
            "started": process_started(pid) or "",
        },
    )
    return token


def _is_dead(lease: dict[str, Any]) -> bool:
    """Whether the holder's process ran on this machine and has ended (its number may meanwhile be another process's)."""
    return bool(lease["place"] == this_place() and process_started(lease["pid"]) != lease["started"])


def this_place() -> str:
    """A name for the set of processes visible from here: host, boot and process namespace."""
    parts = [socket.gethostname()]
    with contextlib.suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text().strip())
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return "/".join(parts)


def process_started(pid: int) -> str | None:
    """When a process started (clock ticks since boot, as text); None where there is none, '' where it cannot be seen."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return None if fields[0] in "ZX" else fields[19]
    except OSError:
        pass
    if Path("/proc/self/stat").exists():
        return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    return ""
