"""The tables of callers and of the keys by which they are known."""

from sqlalchemy import Column, ForeignKey, String, Table

from app.desk.store.tables.metadata import METADATA, Document, UtcTime

CALLERS = Table(
    "callers",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("department", String(200)),
    Column("party", String(200)),
    Column("region", String(12)),
    Column("roles", Document, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("revoked_at", UtcTime),
)
"""Who may call. `name` is for people, `department` the provider that it pushes for, `party` the enterprise that it acts for,
`region` a code of GB/T 2260 or its beginning, `roles` a list of their names."""

KEYS = Table(
    "keys",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("caller_id", String(40), ForeignKey("callers.id"), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    Column("revoked_at", UtcTime),
    Column("last_used_at", UtcTime),
)
"""The keys of callers. `id` is the part of a key that may be shown, `digest` the SHA-256 of the rest, in hexadecimal."""
