"""The moment by which a piece of work is to be done, known to everything that it calls."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_UNTIL: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Let the work of a block be done in so many seconds; statements that it sends end by then."""
    token = _UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


@contextmanager
def endless() -> Iterator[None]:
    """Let the work of a block take any time, whatever it is part of: that of a stream, which goes on after its request."""
    token = _UNTIL.set(None)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def remaining() -> float | None:
    """The seconds left of the work under way, 0 or less where they are over; None where it may take any time."""
    until = _UNTIL.get()
    return None if until is None else until - time.monotonic()
