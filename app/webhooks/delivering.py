"""Delivers webhooks: looks at the change feed and the desk, and sends what is due, in order for each webhook, at least once."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any
from uuid import uuid4

import orjson
import structlog

from app.changes.reading import ChangeFeed, Wanted
from app.desk.callers.register import caller_by_id
from app.desk.store import Desk
from app.desk.webhooks import delivery, register
from app.desk.webhooks.register import WebhookRow
from app.engine import Engine
from app.errors import BadRequest, DeskUnavailable, GraphError, StartOver
from app.settings import Settings
from app.webhooks.retrying import GONE, Attempt, next_attempt
from app.webhooks.sealing import opened
from app.webhooks.sending import Sender
from models.caller import Caller
from models.changes import Changes

LOG = structlog.get_logger("quanjing.webhooks")
PAGE = 100
"""The most changes of one message."""
AT_ONCE = 20
"""How many webhooks a process sends at once."""
CHANGES, START_OVER = "changes", "changes.start-over"


@dataclass(frozen=True, slots=True)
class DeliveryPace:
    """Seconds: between looks at feed and desk, and for which a webhook is claimed (more than an attempt takes)."""

    look: float = 0.5
    claim: float = 30.0


class Deliverer:
    """Sends the webhooks of a desk; several processes may, each webhook is one's at a time. `secret` opens their secrets."""

    def __init__(self, desk: Desk, feed: ChangeFeed, sender: Sender, secret: bytes, pace: DeliveryPace | None = None) -> None:
        self._desk, self._feed, self._sender, self._secret = desk, feed, sender, secret
        self._pace = pace or DeliveryPace()
        self._name = f"{os.getpid()}-{token_hex(6)}"
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask it to end, once what is being sent has been."""
        self._stopping.set()

    async def run(self) -> None:
        """Deliver until stopped. Where desk or graph do not answer, they are asked again."""
        while not self._stopping.is_set():
            try:
                await self.begin_due()
            except (DeskUnavailable, GraphError) as error:
                LOG.warning("webhooks wait", problem=error.type)
            except Exception:
                LOG.exception("webhooks wait")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._pace.look)
        await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def once(self) -> None:
        """Deliver what is due now, and return when it has been tried."""
        while await self.begin_due():
            await asyncio.gather(*self._busy.values())

    async def begin_due(self) -> bool:
        """Begin to deliver the webhooks that are due, as many as there is room for; False where none is."""
        moment = datetime.now(UTC)
        ends: dict[int, int] = {}
        began = False
        for row in await self._desk.read(register.active):
            if len(self._busy) >= AT_ONCE or row.id in self._busy:
                continue
            if (row.next_at and row.next_at > moment) or (row.claimed_until and row.claimed_until > moment):
                continue
            if row.message_id is None and not await self._is_behind(row, ends):
                continue
            task = self._busy[row.id] = asyncio.create_task(self._deliver(row.id))
            task.add_done_callback(lambda _, webhook=row.id: self._busy.pop(webhook))  # type: ignore[misc]
            began = True
        return began

    async def _is_behind(self, row: WebhookRow, ends: dict[int, int]) -> bool:
        """Whether the feed has anything after the cursor of a webhook, for callers of the level that the cursor is of."""
        try:
            level, number = self._feed.level(row.cursor), self._feed.number(row.cursor)
        except BadRequest:  # it was made under another QUANJING_SECRET
            return True
        if level not in ends:
            ends[level] = (await self._feed.head(level)).end
        return ends[level] != number

    async def _deliver(self, webhook: str) -> None:
        """Send message after message of one webhook until nothing is left or one is not taken."""
        try:
            while not self._stopping.is_set() and await self._next(webhook):
                pass
        except (DeskUnavailable, GraphError) as error:
            LOG.warning("a webhook waits", webhook=webhook, problem=error.type)
        except Exception:
            LOG.exception("a webhook could not be delivered", webhook=webhook)

    async def _next(self, webhook: str) -> bool:
        """Send the next message of a webhook; whether there may be more at once."""
        row = await self._desk.write(delivery.claim, webhook, self._name, self._pace.claim)
        if row is None:
            return False
        if row.message_id is not None:
            return await self._send(row, row.message_id, row.body, row.body_next)
        caller = await self._owner(row)
        if caller is None:
            await self._desk.write(delivery.give_up, webhook, self._name, "its owner is a caller no more")
            return False
        kind, page = await self._page(row, caller)
        if kind == CHANGES and not page.items:
            await self._desk.write(delivery.skip_to, webhook, self._name, page.next)
            return page.more and page.next != row.cursor
        message, body = f"msg_{uuid4().hex}", _body(kind, page)
        if not await self._desk.write(delivery.keep_message, webhook, self._name, message, body, page.next):
            return False
        return await self._send(row, message, body, page.next)

    async def _owner(self, row: WebhookRow) -> Caller | None:
        """Who a webhook is for, as they are by now; None where they are a caller no more."""
        if row.caller_id is None:
            return Caller(level=row.level, region=row.region)
        return await self._desk.read(caller_by_id, row.caller_id)

    async def _page(self, row: WebhookRow, caller: Caller) -> tuple[str, Changes]:
        wanted = Wanted(frozenset(row.categories), frozenset(row.parties))
        try:
            return CHANGES, await self._feed.page(caller, row.cursor, wanted, PAGE)
        except (StartOver, BadRequest):
            return START_OVER, Changes(items=(), shown=0, next=await self._feed.latest(caller), more=False)

    async def _send(self, row: WebhookRow, message: str, body: str, after: str) -> bool:
        """Send a message and note what became of it; whether it was taken."""
        moment = datetime.now(UTC)
        attempt = await self._sender.send(row.url, self._secrets(row, moment), message, int(moment.timestamp()), body.encode())
        result = str(attempt.status or attempt.error)
        if attempt.taken:
            return await self._desk.write(delivery.taken, row.id, self._name, result, after)
        again = next_attempt(attempt, row.failed + 1, datetime.now(UTC))
        await self._desk.write(delivery.not_taken, row.id, self._name, result, again, _why(attempt))
        LOG.warning("a webhook was not taken", webhook=row.id, result=result, failed=row.failed + 1, disabled=again is None)
        return False

    def _secrets(self, row: WebhookRow, moment: datetime) -> list[str]:
        old = row.old_secret if row.old_until and moment < row.old_until else None
        return [opened(sealed, self._secret) for sealed in (row.secret, old) if sealed]


@contextlib.asynccontextmanager
async def delivering(desk: Desk, engine: Engine, settings: Settings) -> AsyncIterator[Deliverer]:
    """Deliver the webhooks of a desk for the time of a block; at its end, what is being sent is sent."""
    secret, sender = settings.key.encode(), Sender(settings.webhook_private)
    deliverer = Deliverer(desk, ChangeFeed(engine, secret), sender, secret)
    running = asyncio.create_task(deliverer.run())
    try:
        yield deliverer
    finally:
        deliverer.stop()
        await running
        await sender.close()


async def deliver_once(desk: Desk, engine: Engine, settings: Settings) -> None:
    """Deliver what is due now."""
    secret, sender = settings.key.encode(), Sender(settings.webhook_private)
    try:
        await Deliverer(desk, ChangeFeed(engine, secret), sender, secret).once()
    finally:
        await sender.close()


def _why(attempt: Attempt) -> str:
    return (
        "the receiver answered that it is gone (410)" if attempt.status == GONE else "it was not taken for more than three days"
    )


def _body(kind: str, page: Changes) -> str:
    """The body of a message: what happened, when it was written, and thin data, as Standard Webhooks asks."""
    data: dict[str, Any] = {"next": page.next}
    if kind == CHANGES:
        data["items"] = [item.model_dump(mode="json") for item in page.items]
    timestamp = datetime.now(UTC).isoformat(timespec="milliseconds")
    return orjson.dumps({"type": kind, "timestamp": timestamp, "data": data}).decode()
