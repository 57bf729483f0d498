"""Give callers the enterprise that they act for."""

from alembic import op
from sqlalchemy import Column, String

revision = "0009_callers_party"
down_revision = "0008_cases"


def upgrade() -> None:
    """Add the column."""
    op.add_column("callers", Column("party", String(200)))
