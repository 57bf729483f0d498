"""The table of sessions: who is signed in on the pages, in which browser, until when."""

from sqlalchemy import Column, ForeignKey, String, Table

from app.desk.store.tables.metadata import METADATA, UtcTime

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("caller_id", String(40), ForeignKey("callers.id"), nullable=False, index=True),
    Column("key_id", String(40), ForeignKey("keys.id")),
    Column("digest", String(64), nullable=False, unique=True),
    Column("old_digest", String(64), index=True),
    Column("old_until", UtcTime),
    Column("csrf", String(64), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("rotated_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False, index=True),
)
"""`key_id` is the key with which somebody signed in, if it was one; the session ends with it. `digest` is the SHA-256 of what
the cookie holds now, `old_digest` of what it held before, which is good until `old_until`. `csrf` goes into every form."""
