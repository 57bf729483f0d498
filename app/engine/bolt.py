"""The asynchronous Bolt client both engines share: reading, writing, retrying, and translating the driver's errors."""

import asyncio
import contextlib
import itertools
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.engine.base import Params, Row, Tx
from app.engine.capabilities import Capabilities
from app.engine.deadline import remaining
from app.engine.driver import bolt_errors, neo4j
from app.engine.guard import refuse_writes
from app.engine.shape import GraphShape
from app.errors import (
    CommitUnknown,
    Conflict,
    DeadlineExceeded,
    GraphError,
    GraphUnavailable,
    Overloaded,
    QuanjingError,
    StatementTimeout,
)
from app.settings import Settings

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # lost connections are reported by this module

T = TypeVar("T")
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0
UNKNOWN_TRIES = 3
CLOSING_SECONDS = 10.0
WRITE_FACTOR = 10  # a write transaction holds many statements, so it may run this many times as long as one
TIMED_OUT = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "LockClientStopped")
LOST = (bolt_errors.ServiceUnavailable, bolt_errors.SessionExpired, OSError, EOFError)


@dataclass(frozen=True, slots=True)
class Address:
    """The address of an engine, with the user and database to connect with."""

    url: str
    auth: tuple[str, str] | None
    database: str | None


@dataclass(frozen=True, slots=True)
class DriverLimits:
    """Limits of a driver: seconds a statement may run, is retried, and waits for one of the connections of the pool."""

    statement: float
    retry: float
    pool: int
    wait: float

    @classmethod
    def of(cls, settings: Settings) -> "DriverLimits":
        """The limits that the settings give."""
        return cls(settings.statement_timeout_seconds, settings.retry_seconds, settings.pool_size, settings.pool_wait_seconds)


class BoltTx:
    """An open write transaction over Bolt."""

    def __init__(self, transaction: neo4j.AsyncTransaction) -> None:
        self._transaction = transaction

    async def run(self, query: str, params: Params | None = None) -> list[Row]:
        """Run one statement and read its rows to the end."""
        return await _rows(await self._transaction.run(query, dict(params or {})))


class BoltEngine(ABC):
    """Base of both engines, over Bolt. A subclass locates the engine each time a connection is opened."""

    capabilities: Capabilities

    def __init__(self, limits: DriverLimits) -> None:
        self._limits = limits
        self._driver: neo4j.AsyncDriver | None = None
        self._address: Address | None = None
        self._bookmarks: neo4j.api.AsyncBookmarkManager | None = None
        # Reading sessions of the driver in use: a new one costs as much as a small read.
        self._idle: list[neo4j.AsyncSession] = []
        self._places = asyncio.Semaphore(limits.pool)
        self._opening = asyncio.Lock()
        self._closed = False
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    @abstractmethod
    async def _locate(self) -> Address:
        """The present address of the engine; called again whenever a connection is lost."""

    def _passes(self, error: Exception, tries: int) -> bool:
        """Whether to retry after this engine's `error` and so many `tries`, beyond errors the driver calls retryable."""
        return False

    def _explained(self, error: QuanjingError) -> QuanjingError:
        """The error that is raised, with what this engine knows of its cause."""
        return error

    @abstractmethod
    async def define(self, shape: GraphShape) -> None:
        """See Engine."""

    @abstractmethod
    async def defined(self) -> Sequence[str]:
        """See Engine."""

    async def open(self) -> None:
        """Connect, and raise GraphUnavailable where the engine does not answer in time."""
        await self.read("RETURN 1 AS one")

    async def close(self) -> None:
        """See Engine."""
        self._closed = True
        # A read that nobody waits for any more may be connecting: cut off, the driver would leave its socket open.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), CLOSING_SECONDS)
        driver, self._driver = self._driver, None
        await self._drop_idle()
        if driver:
            await driver.close()

    async def read(self, query: str, params: Params | None = None, *, timeout: float | None = None) -> list[Row]:
        """See Engine."""
        refuse_writes(query)
        limit = self._limit(timeout)
        statement = neo4j.Query(query, timeout=limit)
        given = dict(params or {})

        async def once(session: neo4j.AsyncSession) -> list[Row]:
            if self.capabilities.timeout_per_call or limit >= self._limits.statement:
                return await _rows(await session.run(statement, given))
            try:
                async with asyncio.timeout(limit):
                    return await _rows(await session.run(statement, given))
            except TimeoutError:
                raise StatementTimeout(f"the statement ran longer than {limit:g} s", seconds=limit) from None

        return await self._persist(once, neo4j.READ_ACCESS, min(timeout or self._limits.retry, self._limits.retry))

    def _limit(self, timeout: float | None) -> float:
        """Seconds that a statement may run; those left of the work it belongs to only where the engine itself ends it then.

        Elsewhere it ends with its connection, which is closed where whoever waits for it is cancelled.
        """
        limit = min(timeout or self._limits.statement, self._limits.statement)
        left = remaining() if self.capabilities.timeout_per_call else None
        if left is None:
            return limit
        if left <= 0:
            raise DeadlineExceeded("the time for this is over")
        return min(limit, left)

    async def transact(self, work: Callable[[Tx], Awaitable[T]], *, repeatable: bool = False) -> T:
        """See Engine."""

        async def once(session: neo4j.AsyncSession) -> T:
            transaction = await session.begin_transaction(timeout=self._limits.statement * WRITE_FACTOR)
            async with transaction:
                value = await work(BoltTx(transaction))
                try:
                    await transaction.commit()
                except (*LOST, bolt_errors.DriverError) as error:
                    raise CommitUnknown("the connection broke during a commit; it may or may not be written") from error
                return value

        for _ in range(UNKNOWN_TRIES - 1 if repeatable else 0):
            with contextlib.suppress(CommitUnknown):
                return await self._persist(once, neo4j.WRITE_ACCESS, self._limits.retry)
        return await self._persist(once, neo4j.WRITE_ACCESS, self._limits.retry)

    async def _persist(self, once: Callable[[neo4j.AsyncSession], Awaitable[T]], access: str, patience: float) -> T:
        """Run `once` in a session until it succeeds, fails for good, or the time for trying is over."""
        self._under_way += 1
        self._quiet.clear()
        try:
            return await self._try(once, access, patience)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._quiet.set()

    async def _try(self, once: Callable[[neo4j.AsyncSession], Awaitable[T]], access: str, patience: float) -> T:
        until = time.monotonic() + patience
        pause = FIRST_PAUSE
        for tries in itertools.count(1):
            driver: neo4j.AsyncDriver | None = None
            try:
                driver = await self._open()
                async with self._lent(driver, access) as session:
                    return await once(session)
            except LOST as error:
                if time.monotonic() + pause > until:
                    raise self._explained(GraphUnavailable(f"the graph engine does not answer: {_brief(error)}")) from error
                await asyncio.sleep(pause)
                await self._look_again(driver)
            except (bolt_errors.Neo4jError, bolt_errors.DriverError) as error:
                replaced = driver is not self._driver  # another task located the engine elsewhere and closed this driver
                if isinstance(error, bolt_errors.AuthError) and not replaced:
                    await self._look_again(driver)
                    replaced = driver is not self._driver
                passing = replaced or error.is_retryable() or self._passes(error, tries)
                if not passing or time.monotonic() + pause > until:
                    raise self._explained(_translated(error)) from error
                await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        raise AssertionError("unreachable")

    @contextlib.asynccontextmanager
    async def _lent(self, driver: neo4j.AsyncDriver, access: str) -> AsyncIterator[neo4j.AsyncSession]:
        """A session for one task alone; a reading one that ended without an error is reused for the next read."""
        reading = access == neo4j.READ_ACCESS
        async with contextlib.AsyncExitStack() as left, self._place():
            session = self._idle.pop() if reading and self._idle and driver is self._driver else self._session(driver, access)
            left.push_async_exit(session)
            yield session
            if reading and driver is self._driver and len(self._idle) < self._limits.pool:
                left.pop_all()
                self._idle.append(session)

    @contextlib.asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """One of the connections of the pool, for the time of a block; Overloaded where none becomes free in time."""
        try:
            async with asyncio.timeout(self._limits.wait if self._places.locked() else None):
                await self._places.acquire()
        except TimeoutError:
            raise Overloaded(
                f"none of {self._limits.pool} connections to the graph engine became free", retry_after=1
            ) from None
        try:
            yield
        finally:
            self._places.release()

    async def _drop_idle(self) -> None:
        idle, self._idle = self._idle, []
        for session in idle:
            with contextlib.suppress(*LOST):
                await session.close()

    def _session(self, driver: neo4j.AsyncDriver, access: str) -> neo4j.AsyncSession:
        database = self._address.database if self._address else None
        if self._bookmarks:
            return driver.session(database=database, default_access_mode=access, bookmark_manager=self._bookmarks)
        return driver.session(database=database, default_access_mode=access)

    async def _open(self) -> neo4j.AsyncDriver:
        driver = self._driver
        if driver and not self._closed:
            return driver
        async with self._opening:
            self._refuse_closed()
            if self._driver is None:
                address = await self._locate()
                self._refuse_closed()  # while the engine was located
                self._use(address)
            assert self._driver is not None
            return self._driver

    def _refuse_closed(self) -> None:
        if self._closed:
            raise GraphError("this engine is closed")

    def _use(self, address: Address) -> None:
        self._address = address
        self._bookmarks = neo4j.AsyncGraphDatabase.bookmark_manager() if self.capabilities.bookmarks else None
        self._driver = neo4j.AsyncGraphDatabase.driver(
            address.url,
            auth=address.auth,
            max_connection_pool_size=self._limits.pool,
            connection_timeout=10.0,
            keep_alive=True,
            notifications_min_severity="OFF",
            user_agent="quanjing",
        )

    async def _look_again(self, lost: neo4j.AsyncDriver | None) -> None:
        """Replace the driver that lost its engine, where the engine has moved. One task does it for all."""
        async with self._opening:
            if lost is None or self._driver is not lost or self._closed:
                return
            address = await self._locate()
            if address == self._address:
                return
            self._use(address)
        await self._drop_idle()
        with contextlib.suppress(*LOST):
            await lost.close()


async def _rows(result: neo4j.AsyncResult) -> list[Row]:
    keys = result.keys()
    return [dict(zip(keys, record, strict=True)) async for record in result]


def _translated(error: Exception) -> QuanjingError:
    code = str(getattr(error, "code", None) or type(error).__name__)
    if isinstance(error, bolt_errors.AuthError):
        return GraphUnavailable("the graph engine refuses the user or password")
    if code.endswith(TIMED_OUT):
        return StatementTimeout("the statement ran longer than it may")
    if code.endswith("ConstraintValidationFailed"):
        return Conflict("another node already has that key", code=code)
    return GraphError(f"the graph engine refused a statement: {_brief(error)}", code=code)


def _brief(error: Exception) -> str:
    """The error in one line, shortened: engines put no parameters into these messages, but queries may be long."""
    text: Any = getattr(error, "message", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:300]
