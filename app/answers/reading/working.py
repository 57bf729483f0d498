"""Works answers out: small ones at once, large ones in a thread, so that other callers are answered meanwhile."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from app.analytics.giving_up import GIVEN_UP
from app.answers.problems import as_problems

LARGE = 200
"""Rows or links from which on work is handed over: it takes some half a millisecond, ten times what handing over costs."""
PAIR = 20
"""As how many links one pair of parties counts, between which paths are looked for."""
AT_ONCE = 3
"""Threads that work at once. They take turns with the event loop: more would only keep it waiting longer."""

A = TypeVar("A")
_THREADS = ThreadPoolExecutor(AT_ONCE, "working-out")


async def worked_out(size: int, work: Callable[[], A]) -> A:
    """What `work` gives, which waits for nothing and reads nothing; in a thread where `size` (rows or links) is large.

    An error of the work is raised here, one of analytics as a problem of the service. Whoever is cancelled waits no longer:
    work not begun is dropped, and what was begun ends at its next `app.analytics.giving_up.checkpoint`.
    """
    with as_problems():
        if size < LARGE:
            return work()
        given_up, context = threading.Event(), copy_context()
        context.run(GIVEN_UP.set, given_up)
        try:
            return await asyncio.get_running_loop().run_in_executor(_THREADS, context.run, work)
        except asyncio.CancelledError:
            given_up.set()
            raise
