"""Make the table of approvals."""

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, String

from app.desk.store.tables.metadata import UtcTime

revision = "0005_approvals"
down_revision = "0004_audit"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "approvals",
        Column("id", String(40), nullable=False),
        Column("caller_id", String(40), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("scope", String(200), nullable=False),
        Column("reason", String(1000), nullable=False),
        Column("state", String(20), nullable=False),
        Column("asked_at", UtcTime, nullable=False),
        Column("decided_at", UtcTime),
        Column("decided_by", String(300)),
        Column("remark", String(1000)),
        Column("until", UtcTime),
        PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        ForeignKeyConstraint(["caller_id"], ["callers.id"], name=op.f("fk_approvals_caller_id")),
    )
    op.create_index(op.f("ix_approvals_caller_id"), "approvals", ["caller_id"])
