"""Make the table of other nodes."""

from alembic import op
from sqlalchemy import Column, PrimaryKeyConstraint, String

from app.desk.store.tables.metadata import Document, UtcTime

revision = "0009_nodes"
down_revision = "0008_cases"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "nodes",
        Column("name", String(60), nullable=False),
        Column("url", String(2000), nullable=False),
        Column("key", String(1000), nullable=False),
        Column("region", String(12), nullable=False),
        Column("categories", Document, nullable=False),
        Column("providers", Document, nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("created_by", String(200), nullable=False),
        PrimaryKeyConstraint("name", name=op.f("pk_nodes")),
    )
