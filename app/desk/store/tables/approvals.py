"""The table of approvals: leave to push for another provider, or to take out records of another region, asked and decided."""

from sqlalchemy import Column, ForeignKey, String, Table

from app.desk.store.tables.metadata import METADATA, UtcTime

APPROVALS = Table(
    "approvals",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("caller_id", String(40), ForeignKey("callers.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("scope", String(200), nullable=False),
    Column("reason", String(1000), nullable=False),
    Column("state", String(20), nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("decided_at", UtcTime),
    Column("decided_by", String(300)),
    Column("remark", String(1000)),
    Column("until", UtcTime),
)
"""`kind` is push or export, `scope` a provider or a division (`*`: all of them), `state` asked, granted, refused or ended."""
