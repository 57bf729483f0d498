"""Make the tables of callers and their keys."""

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, String, UniqueConstraint

from app.desk.store.tables.metadata import Document, UtcTime

revision = "0001_callers"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "callers",
        Column("id", String(40), nullable=False),
        Column("name", String(200), nullable=False),
        Column("department", String(200)),
        Column("region", String(12)),
        Column("roles", Document, nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("created_by", String(200), nullable=False),
        Column("revoked_at", UtcTime),
        PrimaryKeyConstraint("id", name=op.f("pk_callers")),
        UniqueConstraint("name", name=op.f("uq_callers_name")),
    )
    op.create_table(
        "keys",
        Column("id", String(40), nullable=False),
        Column("caller_id", String(40), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("expires_at", UtcTime),
        Column("revoked_at", UtcTime),
        Column("last_used_at", UtcTime),
        PrimaryKeyConstraint("id", name=op.f("pk_keys")),
        ForeignKeyConstraint(["caller_id"], ["callers.id"], name=op.f("fk_keys_caller_id")),
    )
    op.create_index(op.f("ix_keys_caller_id"), "keys", ["caller_id"])
