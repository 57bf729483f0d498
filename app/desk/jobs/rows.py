"""A row of the table of jobs as the model that callers see; moments and ids of new rows."""

import time
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import RowMapping

from app.desk.store.tables.jobs import JOBS
from models.work.jobs import JobCard, JobError, JobProgress, JobState

SHOWN = tuple(column for column in JOBS.c if column.name not in ("params", "result"))
"""The columns of which a job as callers see it is made."""


def moment(seconds: float = 0.0) -> datetime:
    """The moment so many seconds from now, in UTC."""
    return datetime.now(UTC) + timedelta(seconds=seconds)


def new_id() -> str:
    """An id that nobody guesses and that sorts by its moment."""
    return f"{time.time_ns() // 1_000_000:012x}{token_hex(8)}"


def job_of(row: RowMapping) -> JobCard:
    """A row as the model that callers see."""
    plain: dict[str, Any] = {name: _text(row[name]) for name in JobCard.model_fields if name in row}
    return JobCard.model_validate(
        plain
        | {
            "state": JobState(row["state"]),
            "cancel_asked": bool(row["cancel_asked"]),
            "progress": JobProgress(done=row["done"], total=row["total"], what=row["what"]),
            "error": JobError.model_validate(row["error"]) if row["error"] else None,
        }
    )


def _text(value: Any) -> Any:
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z") if isinstance(value, datetime) else value
