"""Derives facts from statements dated for a later day once that day has come, while the service runs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog

from app.engine import Engine
from app.errors import LeaseHeld, QuanjingError
from loaders.load.run import settle
from models.catalogue import Catalogue

LOG = structlog.get_logger("quanjing.settling")
EVERY_SECONDS = 60.0
STOP_SECONDS = 5.0


@contextlib.asynccontextmanager
async def settling(engine: Engine, catalogue: Catalogue, ttl: float) -> AsyncIterator[None]:
    """Derive what has fallen due every minute, for the time of a block; `ttl` (seconds) is that of the writer's lease.

    Of several processes the one that gets the lease does it. Where another writer works, or the graph does not answer, the next
    minute will do: answers meanwhile state `settling`.
    """
    over = asyncio.Event()
    task = asyncio.create_task(_settle_due(engine, catalogue, ttl, over))
    try:
        yield
    finally:
        over.set()
        await asyncio.wait({task}, timeout=STOP_SECONDS)  # a cancelled statement would leave its connection open
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _settle_due(engine: Engine, catalogue: Catalogue, ttl: float, over: asyncio.Event) -> None:
    while not over.is_set():
        try:
            if await settle(engine, catalogue, holder="service", ttl=ttl):
                LOG.info("statements for today now count")
        except LeaseHeld:
            pass
        except QuanjingError as error:
            LOG.warning("statements for today could not be derived", problem=error.type)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), EVERY_SECONDS)
