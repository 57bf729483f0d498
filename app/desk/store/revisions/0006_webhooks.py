"""Make the table of webhooks."""

from alembic import op
from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Text

from app.desk.store.tables.metadata import Document, UtcTime

revision = "0006_webhooks"
down_revision = "0005_approvals"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "webhooks",
        Column("id", String(40), nullable=False),
        Column("url", String(2000), nullable=False),
        Column("caller_id", String(40)),
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
        PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index(op.f("ix_webhooks_caller_id"), "webhooks", ["caller_id"])
