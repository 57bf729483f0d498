"""Make the tables of jobs and pushes."""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, String, Text, UniqueConstraint

from app.desk.store.tables.metadata import Document, UtcTime

revision = "0002_jobs"
down_revision = "0001_callers"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "jobs",
        Column("id", String(40), nullable=False),
        Column("kind", String(40), nullable=False),
        Column("title", String(300), nullable=False),
        Column("lane", String(20), nullable=False),
        Column("priority", Integer, nullable=False),
        Column("caller", String(200), nullable=False),
        Column("department", String(200)),
        Column("params", Document, nullable=False),
        Column("once", String(200)),
        Column("state", String(20), nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("most_attempts", Integer, nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("not_before", UtcTime, nullable=False),
        Column("started_at", UtcTime),
        Column("finished_at", UtcTime),
        Column("worker", String(300)),
        Column("beat_at", UtcTime),
        Column("cancel_asked", Boolean, nullable=False),
        Column("done", Integer, nullable=False),
        Column("total", Integer),
        Column("what", String(300), nullable=False),
        Column("error", Document),
        Column("result", Text),
        Column("result_bytes", Integer),
        Column("result_until", UtcTime),
        Column("version", Integer, nullable=False),
        PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        UniqueConstraint("once", name=op.f("uq_jobs_once")),
    )
    op.create_index("ix_jobs_waiting", "jobs", ["state", "lane", "priority", "created_at"])
    op.create_index("ix_jobs_caller", "jobs", ["caller", "created_at"])
    op.create_table(
        "pushes",
        Column("id", String(40), nullable=False),
        Column("caller", String(200), nullable=False),
        Column("key", String(255), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("category", String(40), nullable=False),
        Column("file", String(200), nullable=False),
        Column("bytes", Integer, nullable=False),
        Column("job", String(40), nullable=False),
        Column("created_at", UtcTime, nullable=False),
        PrimaryKeyConstraint("id", name=op.f("pk_pushes")),
    )
    op.create_index("uq_pushes_caller_key", "pushes", ["caller", "key"], unique=True)
    op.create_index("ix_pushes_file", "pushes", ["file"])
