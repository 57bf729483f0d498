"""The tables of cases: matters between departments, and the steps that were taken in each."""

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, String, Table

from app.desk.store.tables.metadata import METADATA, Document, UtcTime

CASES = Table(
    "cases",
    METADATA,
    Column("id", String(40), primary_key=True),
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
    Index("uq_cases_kind_key", "kind", "key", unique=True),
    Index("ix_cases_receiver", "receiver", "ended_at", "due_on"),
    Index("ix_cases_sender", "sender"),
    Index("ix_cases_party", "party"),
)
"""`key` names the matter within its kind: opened again, it is the same case. `digest` is that of what it was opened with.
`due_since` and `due_rule` are the term by which `due_on` was worked out; without `due_on` its last day is not known."""

STEPS = Table(
    "case_steps",
    METADATA,
    Column("case_id", String(40), ForeignKey("cases.id"), nullable=False),
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
    PrimaryKeyConstraint("case_id", "number"),
    Index("uq_case_steps_key", "case_id", "key", unique=True),
)
"""The steps of each case, numbered from 1. Rows are added and never changed."""
