"""Following a job from a request: whose jobs a caller may see, and waiting for one for a while."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from app.desk.jobs import listing
from app.desk.jobs.listing import OPERATOR, Viewer
from app.desk.store import Connection, Desk
from app.settings import Settings
from models.caller import Caller, CallerRole
from models.work.jobs import JobCard

PAUSE = 0.05
OF_REQUEST = 0.8
"""The part of the longest time of a request that is spent on waiting at most."""


def viewer_of(caller: Caller) -> Viewer:
    """Whose jobs a caller may see: an operator everybody's, others their own."""
    return OPERATOR if CallerRole.OPERATOR in caller.roles else Viewer(caller.name)


def mender_of(caller: Caller) -> Viewer:
    """Whose refused rows a caller may mend: of pushes of their own, and of all others of their department's records."""
    viewer = viewer_of(caller)
    of_department = CallerRole.DEPARTMENT in caller.roles and not viewer.everything
    return replace(viewer, provider=caller.department) if of_department else viewer


async def changed(desk: Desk, caller: Caller, job: str, change: Callable[[Connection, str], object]) -> JobCard:
    """A job after a change of it. Raises NotFound where it is not the caller's to see, and nothing is changed."""
    await desk.read(listing.find, viewer_of(caller), job)
    await desk.write(change, job)
    return await desk.read(listing.find, viewer_of(caller), job)


async def over_within(desk: Desk, settings: Settings, job: str, seconds: float) -> JobCard:
    """The job once it is over, or as it is after so many seconds, and well before the request would be ended."""
    until = time.monotonic() + min(seconds, settings.request_seconds * OF_REQUEST)
    while True:
        found = await desk.read(listing.find, OPERATOR, job)
        if found.state.over or time.monotonic() >= until:
            return found
        await asyncio.sleep(PAUSE)
