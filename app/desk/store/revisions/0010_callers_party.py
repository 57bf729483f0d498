"""Give callers the enterprise that they act for."""

from alembic import op
from sqlalchemy import Column, String

revision = "0010_callers_party"
down_revision = "0009_nodes"


def upgrade() -> None:
    """Add the column."""
    op.add_column("callers", Column("party", String(200)))
