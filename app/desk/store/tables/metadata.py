"""The metadata to which all tables of the desk belong, and the types of column that both databases have."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables of the desk. The names of constraints follow from those of their columns, so that a revision can name them."""

Document = JSON().with_variant(JSONB(), "postgresql")
"""The type of a structured value: lists, mappings, texts, numbers."""


class UtcTime(TypeDecorator[datetime]):
    """The type of a moment: a `datetime` with a time zone goes in, one in UTC comes out, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """The moment in UTC; one without a time zone is refused, since nobody knows when it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment of the desk needs a time zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)
