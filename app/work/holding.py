"""The writer lease as a worker has it: kept over consecutive jobs while nobody else wants it, and given back in time.

To take the lease and to look for what a killed writer left costs more than most pushes. A worker whose queue goes on therefore
keeps it from one job to the next. It gives it back when its queue is empty, when a job fails, after `MOST_SECONDS`, and after
`FAIR_SECONDS` where somebody waits for it; then it leaves them the time to take it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress

from app.engine import Engine, is_wanted
from app.engine.lease import PAUSE
from loaders.load.run import Loader

FAIR_SECONDS = 1.0
"""How long a worker goes on where another writer waits."""
MOST_SECONDS = 5.0
"""How long it keeps the lease without giving it back, whoever waits."""
IDLE_SECONDS = 0.5
"""How long it keeps the lease without using it: another worker may have taken the job that it was kept for."""
Opening = Callable[[str], AbstractAsyncContextManager[Loader]]


class HeldLoader:
    """A loader that outlives a job. One job uses it at a time; `opening` takes the lease under the name of a holder."""

    def __init__(self, engine: Engine, opening: Opening) -> None:
        self._engine = engine
        self._opening = opening
        self._turn = asyncio.Lock()
        self._stack: AsyncExitStack | None = None
        self._loader: Loader | None = None
        self._since = 0.0
        self._leave_until = 0.0
        self._idle: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def use(self, holder: str, more: Callable[[], Awaitable[bool]]) -> AsyncIterator[Loader]:
        """The loader for the time of a block; it is kept afterwards if `more` says that the next job is there.

        Raises LeaseHeld where another writer goes on. Whatever the block raises, the lease is given back.
        """
        async with self._turn:
            self._stop_idling()
            loader = self._loader or await self._open(holder)
            try:
                yield loader
            except BaseException:
                await self._close()
                raise
            if await self._is_over(more):
                await self._close()
            else:
                self._idle = asyncio.create_task(self._close_when_idle())

    async def aclose(self) -> None:
        """Give the lease back, where it is kept."""
        async with self._turn:
            self._stop_idling()
            await self._close()

    async def _open(self, holder: str) -> Loader:
        await asyncio.sleep(max(0.0, self._leave_until - time.monotonic()))
        stack = AsyncExitStack()
        self._loader = await stack.enter_async_context(self._opening(holder))
        self._stack, self._since = stack, time.monotonic()
        return self._loader

    async def _is_over(self, more: Callable[[], Awaitable[bool]]) -> bool:
        """Whether the lease is to be given back now."""
        held = time.monotonic() - self._since
        if held >= MOST_SECONDS or not await more():
            return True
        if held < FAIR_SECONDS or not await is_wanted(self._engine):
            return False
        self._leave_until = time.monotonic() + 2 * PAUSE
        return True

    async def _close(self) -> None:
        stack, self._stack, self._loader = self._stack, None, None
        if stack is not None:
            await stack.aclose()

    def _stop_idling(self) -> None:
        idle, self._idle = self._idle, None
        if idle is not None:
            idle.cancel()

    async def _close_when_idle(self) -> None:
        await asyncio.sleep(IDLE_SECONDS)
        with suppress(asyncio.CancelledError):
            async with self._turn:
                self._idle = None
                await self._close()
