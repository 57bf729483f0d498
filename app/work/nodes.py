"""The jobs of other nodes: rolling up what changed there, and taking over the file of a party."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.desk.jobs.kinds import JobContext
from app.desk.nodes.register import known_node
from app.nodes.client import NodeClient
from app.nodes.following import follow_in_turns, take_over
from app.work.resources import Resources
from loaders.load.keeper import Keeper
from models.base import Model
from models.work.nodes import NewHandover, RolledUp


class RollUpParams(Model):
    """Which node is followed."""

    node: str


async def roll_up(context: JobContext[Resources], params: RollUpParams) -> RolledUp:
    """Take what changed at a node since it was last followed. A job that is cut short goes on where it was.

    Raises NotFound; LeaseHeld while another writer works; what `follow` raises.
    """
    work = context.resources
    known = await context.desk.read(known_node, params.node, work.settings.key.encode())
    context.step(what="waiting to write")

    @asynccontextmanager
    async def writing(again: bool) -> AsyncIterator[Keeper]:
        async with work.writing("roll-up", context.desk) as loader:
            yield loader.keeper

    async with NodeClient(known.node, known.key) as client:
        return await follow_in_turns(
            work.engine, writing, client, known.node, progress=lambda done: context.step(done, what="statements")
        )


async def hand_over(context: JobContext[Resources], params: NewHandover) -> RolledUp:
    """Take over the file of a party from a node: every statement about it, with its evidence.

    Raises NotFound; LeaseHeld while another writer works; what `take_over` raises.
    """
    work = context.resources
    known = await context.desk.read(known_node, params.node, work.settings.key.encode())
    context.step(what="waiting to write")
    async with work.writing("hand-over", context.desk) as loader, NodeClient(known.node, known.key) as client:
        return await take_over(
            loader.keeper, client, known.node, params.party, progress=lambda done: context.step(done, what="statements")
        )
