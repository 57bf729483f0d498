"""The register of webhooks: subscribe, list, replace a secret, disable, enable, replay, remove."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from app.desk.store.tables.metadata import now
from app.desk.store.tables.webhooks import WEBHOOKS
from app.errors import Conflict, NotFound
from models.caller import Caller
from models.work.webhooks import NewWebhook, WebhookCard, WebhookState

WebhookRow = Row[Any]
"""A row of the table of webhooks."""
MOST = 20
"""How many webhooks a caller may have."""
IDLE: dict[str, Any] = {
    "message_id": None,
    "body": None,
    "body_next": None,
    "failed": 0,
    "failing_since": None,
    "next_at": None,
    "claimed_by": None,
    "claimed_until": None,
}
"""A row with no message under way: whoever had claimed it finds out, and leaves it alone."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose webhooks are meant: a caller's, by id; None: anybody's."""

    caller_id: str | None = None

    @property
    def mine(self) -> list[ColumnElement[bool]]:
        """The condition on rows."""
        return [] if self.caller_id is None else [WEBHOOKS.c.caller_id == self.caller_id]


ANYBODY = Owner()


def add_webhook(connection: Connection, new: NewWebhook, caller: Caller, by: str, cursor: str, sealed: str) -> WebhookCard:
    """Subscribe for a caller from a cursor on, with a secret that is sealed; `by` is who does so.

    Raises:
        Conflict: the caller has as many as they may.
    """
    caller_id = caller.id
    if caller_id is not None:
        count = connection.scalar(select(func.count()).select_from(WEBHOOKS).where(WEBHOOKS.c.caller_id == caller_id))
        if (count or 0) >= MOST:
            raise Conflict(f"a caller may have {MOST} webhooks")
    moment = now()
    row = {
        "id": f"wh_{token_hex(12)}",
        "url": new.url,
        "caller_id": caller_id,
        "created_by": by,
        "level": caller.level,
        "region": caller.region,
        "categories": sorted(set(new.categories)),
        "parties": sorted(set(new.parties)),
        "secret": sealed,
        "state": WebhookState.ACTIVE.value,
        "created_at": moment,
        "changed_at": moment,
        "cursor": cursor,
        "delivered": 0,
        **IDLE,
    }
    connection.execute(insert(WEBHOOKS).values(row))
    return webhook(connection, str(row["id"]), ANYBODY)


def webhooks(connection: Connection, owner: Owner) -> list[WebhookCard]:
    """The webhooks of an owner, the oldest first."""
    rows = connection.execute(select(WEBHOOKS).where(*owner.mine).order_by(WEBHOOKS.c.created_at, WEBHOOKS.c.id))
    return [card(row) for row in rows]


def webhook(connection: Connection, webhook_id: str, owner: Owner) -> WebhookCard:
    """One webhook of an owner. Raises NotFound."""
    return card(row_of(connection, webhook_id, owner))


def row_of(connection: Connection, webhook_id: str, owner: Owner) -> Row[Any]:
    """The row of one webhook of an owner. Raises NotFound."""
    row = connection.execute(select(WEBHOOKS).where(WEBHOOKS.c.id == webhook_id, *owner.mine)).one_or_none()
    if row is None:
        raise NotFound("there is no such webhook")
    return row


def remove_webhook(connection: Connection, webhook_id: str, owner: Owner) -> None:
    """Remove a webhook; a message on its way may still arrive. Raises NotFound."""
    if not connection.execute(delete(WEBHOOKS).where(WEBHOOKS.c.id == webhook_id, *owner.mine)).rowcount:
        raise NotFound("there is no such webhook")


def rotate_secret(connection: Connection, webhook_id: str, owner: Owner, sealed: str, hours: int) -> WebhookCard:
    """Give a webhook a new secret, sealed; the old one signs beside it for so many hours. Raises NotFound."""
    old = row_of(connection, webhook_id, owner).secret if hours else None
    until = now() + timedelta(hours=hours) if hours else None
    return _changed(connection, webhook_id, owner, secret=sealed, old_secret=old, old_until=until)


def disable_webhook(connection: Connection, webhook_id: str, owner: Owner, reason: str) -> WebhookCard:
    """Deliver no more until it is enabled; what is under way is kept. Raises NotFound."""
    state = {"state": WebhookState.DISABLED.value, "claimed_by": None, "claimed_until": None}
    return _changed(connection, webhook_id, owner, reason=reason, **state)


def enable_webhook(connection: Connection, webhook_id: str, owner: Owner) -> WebhookCard:
    """Deliver again, from where it stopped: the message under way first, at once. Raises NotFound."""
    again = {"failed": 0, "failing_since": None, "next_at": None}
    return _changed(connection, webhook_id, owner, state=WebhookState.ACTIVE.value, reason=None, **again)


def replay_webhook(connection: Connection, webhook_id: str, owner: Owner, cursor: str) -> WebhookCard:
    """Send everything after a cursor, again where it was sent; the message under way is given up. Raises NotFound."""
    return _changed(connection, webhook_id, owner, cursor=cursor, **IDLE)


def _changed(connection: Connection, webhook_id: str, owner: Owner, **values: Any) -> WebhookCard:
    mine = (WEBHOOKS.c.id == webhook_id, *owner.mine)
    if not connection.execute(update(WEBHOOKS).where(*mine).values(changed_at=now(), **values)).rowcount:
        raise NotFound("there is no such webhook")
    return webhook(connection, webhook_id, owner)


def card(row: Row[Any]) -> WebhookCard:
    """A row without what is secret."""
    return WebhookCard.model_validate({name: getattr(row, name) for name in WebhookCard.model_fields})


def active(connection: Connection) -> list[Row[Any]]:
    """What decides whether there is something to deliver, of each webhook that is delivered to."""
    c = WEBHOOKS.c
    columns = (c.id, c.level, c.caller_id, c.cursor, c.message_id, c.next_at, c.claimed_until)
    return list(connection.execute(select(*columns).where(c.state == WebhookState.ACTIVE.value)))
