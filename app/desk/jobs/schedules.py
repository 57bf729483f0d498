"""Jobs that begin by themselves: a cron expression in China's time, and each of its moments once, whoever comes first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from cronsim import CronSim
from sqlalchemy import Connection, select

from app.desk.jobs.queue import NewJob, put
from app.desk.store.tables.jobs import JOBS
from models.caller import SHANGHAI

SCHEDULER = "schedule"
"""The caller of jobs that a schedule begins."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a kind of job begins by itself: at the moments of a cron expression (Asia/Shanghai).

    One that was missed, since no worker ran, begins when the next worker starts; of several missed, the last alone.
    """

    kind: str
    cron: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def last(self, now: datetime) -> datetime:
        """The last moment up to now."""
        return next(CronSim(self.cron, now.astimezone(SHANGHAI).replace(second=1, microsecond=0), reverse=True))

    def name(self, now: datetime) -> str:
        """The name of the last moment up to now, which only one job may have."""
        return f"{self.kind}@{self.last(now).isoformat(timespec='minutes')}"


def begin_due(c: Connection, schedules: Iterable[Schedule], jobs: Mapping[str, NewJob], now: datetime) -> list[str]:
    """Put in a job for each schedule whose last moment has none yet; `jobs` are how a job of each kind is put in."""
    begun = []
    for schedule in schedules:
        once = schedule.name(now)
        if c.execute(select(JOBS.c.id).where(JOBS.c.once == once)).one_or_none() is None:
            begun.append(put(c, replace(jobs[schedule.kind], params=schedule.params, caller=SCHEDULER, once=once)))
    return begun
