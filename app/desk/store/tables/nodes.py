"""The table of other nodes whose statements are taken here: where each is, with which key, and what it may give."""

from sqlalchemy import Column, String, Table

from app.desk.store.tables.metadata import METADATA, Document, UtcTime

NODES = Table(
    "nodes",
    METADATA,
    Column("name", String(60), primary_key=True),
    Column("url", String(2000), nullable=False),
    Column("key", String(1000), nullable=False),
    Column("region", String(12), nullable=False),
    Column("categories", Document, nullable=False),
    Column("providers", Document, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", String(200), nullable=False),
)
"""One node a row. `key` is sealed. `region` is a division, `categories` and `providers` are lists; empty ones bound nothing."""
