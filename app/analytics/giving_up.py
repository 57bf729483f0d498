"""Lets long work be given up: what works asks now and then, whether anybody still waits for it."""

import threading
from contextvars import ContextVar

GIVEN_UP: ContextVar[threading.Event | None] = ContextVar("given_up", default=None)
"""Set once nobody waits for the work under way; None for work that is never given up."""


class GivenUpError(Exception):
    """Nobody waits for this work any more."""


def checkpoint() -> None:
    """Go on, unless nobody waits for the result; called from within loops, a few hundred times a second or more.

    Raises:
        GivenUpError: nobody does.
    """
    event = GIVEN_UP.get()
    if event is not None and event.is_set():
        raise GivenUpError
