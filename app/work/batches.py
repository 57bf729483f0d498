"""The job of withdrawing a batch: the department that provided it, or an operator, takes it back for good."""

from app.desk.jobs.kinds import JobContext
from app.errors import NotFound
from app.work.resources import Resources
from loaders.load.providers import refuse_others_batch
from loaders.store.queries import query
from models.base import Model
from models.work.batches import Withdrawal


class WithdrawParams(Model):
    """The parameters of a withdrawal: the batch, and the department whose it must be (none: anybody's)."""

    batch: str
    provider: str | None = None


async def withdraw(context: JobContext[Resources], params: WithdrawParams) -> Withdrawal:
    """Believe a batch no more, for good. Withdrawing it again changes nothing.

    Raises NotFound; Forbidden where it is another department's; LeaseHeld while another writer works.
    """
    work = context.resources
    if not await work.engine.read(query("batch_find"), {"id": params.batch}):
        raise NotFound("there is no such batch")
    if params.provider is not None:
        await refuse_others_batch(work.engine, params.batch, params.provider)
    context.step(what="waiting to write")
    async with work.writing("withdraw", context.desk) as loader:
        return Withdrawal(batch=params.batch, statements=await loader.keeper.withdraw_batch(params.batch))
