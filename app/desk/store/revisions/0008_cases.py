"""Make the tables of cases."""

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, String

from app.desk.store.tables.metadata import Document, UtcTime

revision = "0008_cases"
down_revision = "0007_sessions"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cases",
        Column("id", String(40), nullable=False),
        Column("kind", String(40), nullable=False),
        Column("key", String(300), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("party", String(200)),
        Column("basis", Document, nullable=False),
        Column("sender", String(200)),
        Column("receiver", String(200), nullable=False),
        Column("level", Integer, nullable=False),
        Column("state", String(40), nullable=False),
        Column("holder", String(200)),
        Column("opened_by", String(300), nullable=False),
        Column("opened_at", UtcTime, nullable=False),
        Column("changed_at", UtcTime, nullable=False),
        Column("due_on", String(10)),
        Column("due_since", String(10)),
        Column("due_rule", Document),
        Column("ended_at", UtcTime),
        PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index("uq_cases_kind_key", "cases", ["kind", "key"], unique=True)
    op.create_index("ix_cases_receiver", "cases", ["receiver", "ended_at", "due_on"])
    op.create_index("ix_cases_sender", "cases", ["sender"])
    op.create_index("ix_cases_party", "cases", ["party"])
    op.create_table(
        "case_steps",
        Column("case_id", String(40), nullable=False),
        Column("number", Integer, nullable=False),
        Column("at", UtcTime, nullable=False),
        Column("by", String(300), nullable=False),
        Column("department", String(200)),
        Column("action", String(40), nullable=False),
        Column("before", String(40)),
        Column("after", String(40), nullable=False),
        Column("remark", String(2000)),
        Column("data", Document, nullable=False),
        Column("key", String(255)),
        PrimaryKeyConstraint("case_id", "number", name=op.f("pk_case_steps")),
        ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_steps_case_id")),
    )
    op.create_index("uq_case_steps_key", "case_steps", ["case_id", "key"], unique=True)
