"""The tables of the audit log: its entries, each chained to the one before, and where the chain begins and ends."""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from app.desk.store.tables.metadata import METADATA, Document, UtcTime

AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False, index=True),
    Column("caller_id", String(40), index=True),
    Column("caller", String(200), nullable=False),
    Column("action", String(200), nullable=False),
    Column("subject", String(200), index=True),
    Column("parameters", Document, nullable=False),
    Column("purpose", String(400)),
    Column("status", Integer),
    Column("rows", BigInteger),
    Column("bytes", BigInteger),
    Column("times", BigInteger, nullable=False),
    Column("request_id", String(64)),
    Column("hash", String(64), nullable=False),
)
"""What was done, entry by entry without a gap; `hash` is over an entry and the hash of the one before it."""

MARKS = Table(
    "audit_marks",
    METADATA,
    Column("name", String(10), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)
"""Two rows: `start`, the last entry that was let go by its term, and `head`, the last one there is; sealed with the secret."""
