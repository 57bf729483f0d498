"""The table of webhooks: what each subscribes to, and how far its delivery has got."""

from sqlalchemy import Column, Integer, String, Table, Text

from app.desk.store.tables.metadata import METADATA, Document, UtcTime

WEBHOOKS = Table(
    "webhooks",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("url", String(2000), nullable=False),
    Column("caller_id", String(40), index=True),
    Column("created_by", String(200), nullable=False),
    Column("level", Integer, nullable=False),
    Column("region", String(12)),
    Column("categories", Document, nullable=False),
    Column("parties", Document, nullable=False),
    Column("secret", String(400), nullable=False),
    Column("old_secret", String(400)),
    Column("old_until", UtcTime),
    Column("state", String(10), nullable=False),
    Column("reason", String(200)),
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("cursor", String(200), nullable=False),
    Column("message_id", String(80)),
    Column("body", Text),
    Column("body_next", String(200)),
    Column("failed", Integer, nullable=False),
    Column("failing_since", UtcTime),
    Column("next_at", UtcTime),
    Column("last_result", String(200)),
    Column("delivered", Integer, nullable=False),
    Column("delivered_at", UtcTime),
    Column("claimed_by", String(200)),
    Column("claimed_until", UtcTime),
)
"""One subscription a row. `level` and `region` bound what it is given; of a caller's, what that caller may see by then does.

`secret` signs and is sealed; `old_secret` signs too until `old_until`. `state` is active or disabled, `reason` why. `cursor` is
how far changes were taken. A message under way has its id, its body, and the cursor after it (`body_next`); it `failed` so many
times, is tried again at `next_at`, and belongs to the process that claimed it, for a time.
"""
