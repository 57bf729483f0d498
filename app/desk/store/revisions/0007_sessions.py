"""Make the table of sessions."""

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, String, UniqueConstraint

from app.desk.store.tables.metadata import UtcTime

revision = "0007_sessions"
down_revision = "0006_webhooks"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "sessions",
        Column("id", String(40), nullable=False),
        Column("caller_id", String(40), nullable=False),
        Column("key_id", String(40)),
        Column("digest", String(64), nullable=False),
        Column("old_digest", String(64)),
        Column("old_until", UtcTime),
        Column("csrf", String(64), nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("rotated_at", UtcTime, nullable=False),
        Column("seen_at", UtcTime, nullable=False),
        Column("ends_at", UtcTime, nullable=False),
        PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        UniqueConstraint("digest", name=op.f("uq_sessions_digest")),
        ForeignKeyConstraint(["caller_id"], ["callers.id"], name=op.f("fk_sessions_caller_id")),
        ForeignKeyConstraint(["key_id"], ["keys.id"], name=op.f("fk_sessions_key_id")),
    )
    for column in ("caller_id", "old_digest", "ends_at"):
        op.create_index(op.f(f"ix_sessions_{column}"), "sessions", [column])
