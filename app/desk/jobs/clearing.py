"""Letting go of jobs that are over, after the term for which they are kept."""

from sqlalchemy import Connection, delete, select

from app.desk.jobs.rows import moment
from app.desk.store.tables.jobs import JOBS, PUSHES
from models.work.jobs import JobState

OVER = tuple(state.value for state in JobState if state.over)


def clear(c: Connection, days: float) -> int:
    """Delete jobs that were over for so many days, and what is known of their pushes; gives how many jobs.

    A push sent again afterwards is a new one: its bytes are still known to the graph, and answer the receipt of then.
    """
    old = select(JOBS.c.id).where(JOBS.c.state.in_(OVER), JOBS.c.finished_at < moment(-days * 86_400))
    c.execute(delete(PUSHES).where(PUSHES.c.job.in_(old)))
    return c.execute(delete(JOBS).where(JOBS.c.id.in_(old))).rowcount
