"""The interface of a graph engine: reading, write transactions, schema. Rows are dicts of plain values, never whole nodes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from app.engine.capabilities import Capabilities
from app.engine.shape import GraphShape

T = TypeVar("T")
Row = dict[str, Any]
Params = Mapping[str, Any]


class Tx(Protocol):
    """An open write transaction."""

    async def run(self, query: str, params: Params | None = None) -> list[Row]:
        """Run one statement and read its rows to the end."""
        ...


class Engine(Protocol):
    """A connection to a graph, safe to share between the tasks of one event loop."""

    capabilities: Capabilities

    async def read(self, query: str, params: Params | None = None, *, timeout: float | None = None) -> list[Row]:
        """Run one reading statement in READ access mode, again after errors that pass.

        `timeout` (seconds) shortens the statement time-out of the settings, and the time in which it is tried again.

        Raises:
            WriteRefused: the statement writes, loads a file or calls an unlisted procedure.
            StatementTimeout: it ran too long.
            GraphUnavailable: the engine could not be reached for as long as the settings allow.
            GraphError: the engine refused it.
        """
        ...

    async def transact(self, work: Callable[[Tx], Awaitable[T]], *, repeatable: bool = False) -> T:
        """Run `work` in one write transaction and commit it; run it again, from the start, after errors that pass.

        `repeatable` states that writing it twice does no harm.

        Raises:
            CommitUnknown: the connection broke during the commit, so it is not known whether it was written; where it is
                repeatable, only after several tries.
            StatementTimeout, GraphUnavailable, GraphError: as for `read`.
        """
        ...

    async def define(self, shape: GraphShape) -> None:
        """Create the labels, constraints and indexes of `shape` that are not there; harmless to repeat."""
        ...

    async def defined(self) -> Sequence[str]:
        """The names of the indexes that are there, sorted."""
        ...

    async def close(self) -> None:
        """Give back all connections; the engine is not used afterwards."""
        ...
