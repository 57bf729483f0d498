"""One open desk: its transactions, and the threads in which asynchronous code has them run."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, Engine, exc

from app.errors import Conflict, DeskUnavailable

P = ParamSpec("P")
T = TypeVar("T")
WRITES = "quanjing_writes"
"""The execution option of a connection that is about to write; on SQLite it takes the write lock at once."""
THREADS = 8
"""Most transactions of one process at a time; further ones wait for their turn."""


class Desk:
    """An open desk. Close it, or use it as a context manager.

    Raises of all its transactions:
        DeskUnavailable: the database does not answer, or stays locked for too long.
        Conflict: a row would stand there twice, or refer to nothing.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="desk")

    @property
    def database(self) -> str:
        """What the database is: sqlite or postgresql."""
        return self.engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads: what it reads is of one moment on SQLite, of each statement's moment on PostgreSQL."""
        with _in_words(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; committed, durably, at the end of the block, undone where the block raises."""
        with _in_words(), self.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function returns that reads in a transaction, run in a thread."""

        def reads() -> T:
            with self.reading() as connection:
                return work(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._threads, reads)

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function returns that writes in a transaction, run in a thread; when it has returned, all is durable.

        Where the waiting is cancelled the transaction still ends as it would have: whole, or not at all.
        """

        def writes() -> T:
            with self.writing() as connection:
                return work(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._threads, writes)

    def close(self) -> None:
        """Let running transactions end, and close all connections."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


@contextmanager
def _in_words() -> Iterator[None]:
    """The errors of the database as those of the service, without statements, values or addresses in them."""
    try:
        yield
    except exc.IntegrityError as error:
        raise Conflict("this contradicts what stands in the desk") from error
    except exc.DatabaseError as error:
        if not isinstance(error, exc.OperationalError | exc.InterfaceError) and type(error) is not exc.DatabaseError:
            raise
        raise DeskUnavailable(f"the desk does not answer: {str(error.orig).partition(chr(10))[0]}") from error
    except exc.TimeoutError as error:
        raise DeskUnavailable("the desk does not answer: all connections are in use") from error
