"""Webhooks as their owners see them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from models.base import Model

MOST_HOURS = 168
Names = Annotated[tuple[str, ...], Field(max_length=200)]


class WebhookState(StrEnum):
    """Whether a webhook is delivered to."""

    ACTIVE = "active"
    DISABLED = "disabled"


class NewWebhook(Model):
    """A subscription to changes: where they are sent, and which; all that the subscriber may see where neither is given."""

    url: str = Field(max_length=2000, description="An https address that is public.")
    categories: Names = Field(default=(), description="Only changes in these categories.")
    parties: Names = Field(default=(), description="Only changes of these parties, by identifier.")
    since: str | None = Field(
        default=None, max_length=200, description="A cursor, `latest`, or a moment or day to begin after; default: latest."
    )


class Replay(Model):
    """From where changes are sent again."""

    since: str = Field(max_length=200, description="A cursor, `latest`, or a moment or day (ISO 8601).")


class SecretRotation(Model):
    """How long the secret that is replaced still signs beside the new one."""

    hours: int = Field(default=24, ge=0, le=MOST_HOURS)


class WebhookCard(Model):
    """A webhook without its secret: what it subscribes to, its state, and how delivery goes."""

    id: str
    url: str
    created_by: str
    categories: tuple[str, ...]
    parties: tuple[str, ...]
    state: WebhookState
    reason: str | None = Field(description="Why it is disabled.")
    created_at: datetime
    cursor: str = Field(description="How far changes were taken.")
    delivered: int = Field(description="How many messages were taken.")
    delivered_at: datetime | None
    failed: int = Field(description="How many times the message under way was not taken.")
    failing_since: datetime | None
    next_at: datetime | None = Field(description="When it is tried again.")
    last_result: str | None = Field(description="What the last attempt was answered.")


class IssuedWebhook(WebhookCard):
    """A webhook with its secret, which is shown this once."""

    secret: str = Field(description="`whsec_…`: the key of the signatures.")


class Webhooks(Model):
    """Webhooks, the oldest first."""

    items: tuple[WebhookCard, ...]
    shown: int
    total: int
    next: str | None = None
