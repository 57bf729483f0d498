"""While the service runs, it works in what was told for a day yet to come, once that day has come."""

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
async def kept_settled(engine: Engine, catalogue: Catalogue, ttl: float) -> AsyncIterator[None]:
    """Look every minute, as long as the block lasts; `ttl` (seconds) is that of the writer's lease.

    Of several processes the one that gets the lease does it. Where another writer works, or the graph does not answer, the next
    minute will do: answers say meanwhile that the graph settles.
    """
    over = asyncio.Event()
    looking = asyncio.create_task(_look(engine, catalogue, ttl, over))
    try:
        yield
    finally:
        over.set()
        await asyncio.wait({looking}, timeout=STOP_SECONDS)  # a statement that is cancelled leaves its connection open
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


async def _look(engine: Engine, catalogue: Catalogue, ttl: float, over: asyncio.Event) -> None:
    while not over.is_set():
        try:
            if await settle(engine, catalogue, holder="service", ttl=ttl):
                LOG.info("what was told for today counts")
        except LeaseHeld:
            pass
        except QuanjingError as error:
            LOG.warning("what was told for today could not be worked in", problem=error.type)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), EVERY_SECONDS)
