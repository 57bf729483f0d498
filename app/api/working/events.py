"""Server-sent events of a job: its state whenever it changes, until it is over."""

import asyncio
import time
from collections.abc import AsyncIterator

from app.desk.jobs import listing
from app.desk.jobs.listing import Viewer
from app.desk.store import Desk

LOOK_SECONDS = 0.25
QUIET_SECONDS = 15.0
"""After so long without a change a comment is sent, so that nobody between takes the connection for dead."""
LONGEST_SECONDS = 3600.0
"""After so long the stream ends; a client comes back by itself, and goes on where it was."""


async def changes_of(desk: Desk, viewer: Viewer, job: str, last: int) -> AsyncIterator[str]:
    """The events of a job after the version `last`; each has the job as JSON and its version as its id."""
    begun = told = time.monotonic()
    yield "retry: 2000\n\n"
    while time.monotonic() - begun < LONGEST_SECONDS:
        found = await desk.read(listing.find, viewer, job)
        if found.version > last:
            last, told = found.version, time.monotonic()
            yield f"id: {found.version}\nevent: job\ndata: {found.model_dump_json()}\n\n"
        if found.state.over:
            return
        if time.monotonic() - told > QUIET_SECONDS:
            told = time.monotonic()
            yield ": waiting\n\n"
        await asyncio.sleep(LOOK_SECONDS)
