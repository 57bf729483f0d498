"""What the writer sends, kept as it goes, and sent again by the bare driver."""

import gc
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import neo4j

from app.engine import Engine, Tx
from app.engine.capabilities import Capabilities
from app.engine.shape import GraphShape

T = TypeVar("T")
Sent = tuple[str, Mapping[str, Any]]
WRITES = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE)\b")
OWN = re.compile(r":(Clock|Lease|Tick|Schema)\b")


@dataclass
class RecordingTx:
    """A transaction that keeps its writing statements, but for those of the clock and the lease."""

    inner: Tx
    sent: list[Sent] = field(default_factory=list)

    async def run(self, query: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Run one statement."""
        if WRITES.search(query) and not OWN.search(query):
            self.sent.append((query, params or {}))
        return await self.inner.run(query, params)


@dataclass
class RecordingEngine:
    """An engine that keeps what was committed, and every statement read, until they are taken."""

    inner: Engine
    committed: list[list[Sent]] = field(default_factory=list)
    asked: list[Sent] = field(default_factory=list)

    @property
    def capabilities(self) -> Capabilities:
        """Those of the engine behind."""
        return self.inner.capabilities

    @capabilities.setter
    def capabilities(self, value: Capabilities) -> None:
        raise AttributeError("capabilities are the engine's own")

    async def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> list[dict[str, Any]]:
        """Read."""
        self.asked.append((query, params or {}))
        return await self.inner.read(query, params, timeout=timeout)

    async def transact(self, work: Callable[[Tx], Awaitable[T]], **how: Any) -> T:
        """Write; what is kept must not make the collector slow for the side that is measured."""
        last: list[RecordingTx] = []

        async def recorded(tx: Tx) -> T:
            last[:] = [RecordingTx(tx)]
            return await work(last[0])

        value = await self.inner.transact(recorded, **how)
        if last and last[0].sent:
            self.committed.append(last[0].sent)
            gc.freeze()
        return value

    async def define(self, shape: GraphShape) -> None:
        """Define."""
        await self.inner.define(shape)

    async def defined(self) -> Sequence[str]:
        """Indexes."""
        return await self.inner.defined()

    async def close(self) -> None:
        """Close."""
        await self.inner.close()

    def take(self) -> list[list[Sent]]:
        """What was committed since it was last taken."""
        taken, self.committed = self.committed, []
        return taken


def replay(session: neo4j.Session, transactions: Sequence[Sequence[Sent]]) -> None:
    """Send it again: the same statements, rows and transactions, without anything read, checked or derived.

    What writes no rows (a batch that opens or ends) goes along with the next transaction, or the one before.
    """
    waiting: list[Sent] = []
    for sent in transactions:
        waiting += sent
        if any(isinstance(v, list) for _, params in sent for v in params.values()):
            _commit(session, waiting)
            waiting = []
    if waiting:
        _commit(session, waiting)


def _commit(session: neo4j.Session, sent: Sequence[Sent]) -> None:
    with session.begin_transaction() as transaction:
        for query, params in sent:
            transaction.run(query, dict(params)).consume()
        transaction.commit()
