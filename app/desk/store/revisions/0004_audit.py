"""Make the tables of the audit log."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, PrimaryKeyConstraint, String

from app.desk.store.tables.metadata import Document, UtcTime

revision = "0004_audit"
down_revision = "0002_jobs"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "audit",
        Column("seq", BigInteger, nullable=False, autoincrement=False),
        Column("at", UtcTime, nullable=False),
        Column("caller_id", String(40)),
        Column("caller", String(200), nullable=False),
        Column("action", String(200), nullable=False),
        Column("subject", String(200)),
        Column("parameters", Document, nullable=False),
        Column("purpose", String(400)),
        Column("status", Integer),
        Column("rows", BigInteger),
        Column("bytes", BigInteger),
        Column("times", BigInteger, nullable=False),
        Column("request_id", String(64)),
        Column("hash", String(64), nullable=False),
        PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    for name in ("at", "caller_id", "subject"):
        op.create_index(op.f(f"ix_audit_{name}"), "audit", [name])
    op.create_table(
        "audit_marks",
        Column("name", String(10), nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("hash", String(64), nullable=False),
        Column("seal", String(64), nullable=False),
        PrimaryKeyConstraint("name", name=op.f("pk_audit_marks")),
    )
