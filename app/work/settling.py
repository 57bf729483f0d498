"""The job that works in what counts from today: statements that were dated for a day to come."""

from app.desk.jobs.kinds import JobContext
from app.work.resources import LEASE_WAIT_SECONDS, Resources
from loaders.load.run import settle
from models.base import Model
from models.caller import today
from models.work.jobs import Settled


class SettleParams(Model):
    """It has no parameters."""


async def settle_due(context: JobContext[Resources], params: SettleParams) -> Settled:
    """Derive what counts from today, or since a day on which nobody wrote. Raises LeaseHeld while another writer works."""
    work = context.resources
    context.step(what="waiting to write")
    await work.held.aclose()
    ttl = work.settings.lease_seconds
    worked_in = await settle(work.engine, work.catalogue, holder="settle", ttl=ttl, wait=LEASE_WAIT_SECONDS)
    return Settled(day=today(), worked_in=worked_in)
