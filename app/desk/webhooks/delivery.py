"""The delivery of one webhook in the desk: claimed by one process at a time, each message kept until it was taken."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from app.desk.store.tables.metadata import now
from app.desk.store.tables.webhooks import WEBHOOKS
from app.desk.webhooks.register import IDLE
from models.work.webhooks import WebhookState


def claim(connection: Connection, webhook_id: str, worker: str, seconds: float) -> Row[Any] | None:
    """Claim a webhook that is due for so many seconds; its row, or None where another process has it, or nothing is due."""
    c, moment = WEBHOOKS.c, now()
    due = (
        c.id == webhook_id,
        c.state == WebhookState.ACTIVE.value,
        or_(c.next_at.is_(None), c.next_at <= moment),
        or_(c.claimed_until.is_(None), c.claimed_until < moment, c.claimed_by == worker),
    )
    until = moment + timedelta(seconds=seconds)
    if not connection.execute(update(WEBHOOKS).where(*due).values(claimed_by=worker, claimed_until=until)).rowcount:
        return None
    return connection.execute(select(WEBHOOKS).where(c.id == webhook_id)).one()


def keep_message(connection: Connection, webhook_id: str, worker: str, message: str, body: str, after: str) -> bool:
    """Keep a message before it is sent, so that whoever sends it again sends the same; False where the claim is lost."""
    return _mine(connection, webhook_id, worker, message_id=message, body=body, body_next=after)


def skip_to(connection: Connection, webhook_id: str, worker: str, cursor: str) -> bool:
    """Note that nothing up to a cursor is for this webhook, and give it back; False where the claim is lost."""
    return _mine(connection, webhook_id, worker, cursor=cursor, **IDLE)


def taken(connection: Connection, webhook_id: str, worker: str, result: str, after: str) -> bool:
    """Note that the message under way was taken, and go on after it; False where the claim is lost."""
    count = WEBHOOKS.c.delivered + 1
    done = {**IDLE, "claimed_by": worker, "claimed_until": WEBHOOKS.c.claimed_until}
    return _mine(
        connection,
        webhook_id,
        worker,
        **{**done, "delivered": count, "delivered_at": now(), "last_result": result, "cursor": after},
    )


def not_taken(connection: Connection, webhook_id: str, worker: str, result: str, again: datetime | None, reason: str) -> bool:
    """Note that the message under way was not taken, to be tried `again` then; where never, disable for this reason."""
    row = connection.execute(select(WEBHOOKS).where(WEBHOOKS.c.id == webhook_id)).one_or_none()
    values: dict[str, Any] = {
        "failed": WEBHOOKS.c.failed + 1,
        "failing_since": now() if row is None else row.failing_since or now(),
        "last_result": result,
        "next_at": again,
        "claimed_by": None,
        "claimed_until": None,
    }
    if again is None:
        values |= {"state": WebhookState.DISABLED.value, "reason": reason}
    return _mine(connection, webhook_id, worker, **values)


def give_up(connection: Connection, webhook_id: str, worker: str, reason: str) -> bool:
    """Disable a webhook for a reason that lies in whom it belongs to."""
    values = {"state": WebhookState.DISABLED.value, "reason": reason, "claimed_by": None, "claimed_until": None}
    return _mine(connection, webhook_id, worker, **values)


def give_back(connection: Connection, webhook_id: str, worker: str) -> bool:
    """Give a webhook back as it is."""
    return _mine(connection, webhook_id, worker, claimed_by=None, claimed_until=None)


def _mine(connection: Connection, webhook_id: str, worker: str, **values: Any) -> bool:
    """Change the row if this process still has it: it was not taken over, disabled, replayed or removed meanwhile."""
    held = (WEBHOOKS.c.id == webhook_id, WEBHOOKS.c.claimed_by == worker)
    return bool(connection.execute(update(WEBHOOKS).where(*held).values(changed_at=now(), **values)).rowcount)
