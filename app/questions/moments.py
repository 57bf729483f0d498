"""Parses the two times of a question: the day (`as_of`), and the tick up to which statements count (`known_at`)."""

import re
from datetime import date

from app.engine.clock import moment_of, stamp
from app.errors import InputError
from models.statements import OPEN_TICK

NOW = OPEN_TICK - 1
"""`known_at` for now: above every tick that will be written, and below the one that marks a fact as not withdrawn."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TICK = re.compile(r"\d{1,16}")


def parse_day(text: str) -> str:
    """A day as given by a caller.

    Raises:
        InputError: it is no ISO day.
    """
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    raise InputError("as_of is no day of the form YYYY-MM-DD", parameter="as_of")


def parse_known_at(given: int | str | None) -> int | str:
    """A tick, or a moment as text that is still to be resolved to one, as `app.engine.clock.moment_of` reads it.

    Raises:
        InputError: it is neither a tick nor an ISO moment.
    """
    if given is None or given == "":
        return NOW
    text = str(given).strip()
    if _TICK.fullmatch(text):
        return min(int(text), NOW)
    try:
        return stamp(moment_of(text))
    except InputError:
        raise InputError("known_at is neither a tick nor an ISO day or moment", parameter="known_at") from None
