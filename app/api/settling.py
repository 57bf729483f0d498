"""While the service runs, it works in what was told for a day yet to come, once that day has come."""

import asyncio

import structlog

from app.engine import Engine
from app.errors import LeaseHeld, QuanjingError
from loaders.run import settle
from models.catalogue import Catalogue

LOG = structlog.get_logger("quanjing.settling")
EVERY_SECONDS = 60.0


async def keep_settled(engine: Engine, catalogue: Catalogue, ttl: float) -> None:
    """Look every minute, until cancelled; `ttl` (seconds) is that of the writer's lease.

    Of several processes the one that gets the lease does it. Where another writer works, or the graph does not answer, the next
    minute will do: answers say meanwhile that the graph settles.
    """
    while True:
        try:
            if await settle(engine, catalogue, holder="service", ttl=ttl):
                LOG.info("what was told for today counts")
        except LeaseHeld:
            pass
        except QuanjingError as error:
            LOG.warning("what was told for today could not be worked in", problem=error.type)
        await asyncio.sleep(EVERY_SECONDS)
