"""The table of jobs: what workers do, and how far they are."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from app.desk.store.tables.metadata import METADATA, Document, UtcTime

JOBS = Table(
    "jobs",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("title", String(300), nullable=False),
    Column("lane", String(20), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("caller", String(200), nullable=False),
    Column("department", String(200)),
    Column("params", Document, nullable=False),
    Column("once", String(200), unique=True),
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
    Index("ix_jobs_waiting", "state", "lane", "priority", "created_at"),
    Index("ix_jobs_caller", "caller", "created_at"),
)
"""`caller` is the name of who asked for it. `once` is a name that only one job may have: of a schedule, its moment.
`beat_at` is when its worker last said that it goes on. `version` grows with each change that somebody may watch."""

PUSHES = Table(
    "pushes",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("caller", String(200), nullable=False),
    Column("key", String(255), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("category", String(40), nullable=False),
    Column("file", String(200), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("job", String(40), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Index("uq_pushes_caller_key", "caller", "key", unique=True),
    Index("ix_pushes_file", "file"),
)
"""What was pushed: `digest` is that of the bytes and of how they are to be read, `file` the name of the file with the bytes."""
