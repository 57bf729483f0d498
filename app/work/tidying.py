"""The job that lets go of what was kept for its term: jobs that are over with their pushes, and bytes nobody will read."""

import asyncio
import time

from app.desk.jobs.clearing import clear
from app.desk.jobs.kinds import JobContext
from app.desk.pushes.accepting import awaited, given_up
from app.work.resources import Resources
from models.base import Model
from models.work.jobs import Tidied

LEFT_SECONDS = 86_400
"""Seconds after which bytes in the spool that no push refers to are deleted."""


class TidyParams(Model):
    """It has no parameters."""


async def tidy(context: JobContext[Resources], params: TidyParams) -> Tidied:
    """Delete jobs and exports kept for their term, the bytes of pushes that failed, and those no job will read."""
    work = context.resources
    jobs = await context.desk.write(clear, float(work.settings.jobs_days))
    spent = await context.desk.read(given_up, float(work.settings.push_days))
    left = await asyncio.to_thread(work.spool.left, time.time() - LEFT_SECONDS)
    kept = await context.desk.read(awaited, left)
    gone = [name for name in spent if work.spool.path(name).exists()] + [name for name in left if name not in kept]
    for name in {*gone}:
        work.spool.drop(name)
    exported = await asyncio.to_thread(work.exports.delete_old, float(work.settings.jobs_days))
    return Tidied(jobs=jobs, files=len({*gone}) + exported)
