"""The two times of a question: the day (`as_of`), and the tick up to which statements count (`known_at`)."""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import date

from app.engine.base import Engine
from app.engine.clock import moment_of, now_tick, seen_ticks, stamp
from app.errors import InputError
from app.questions.once import OncePerTick
from models.caller import Caller
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


class SeenTicks:
    """The ticks at which anything changed that callers of a level may see: the others are not theirs to date.

    Of a moment that a caller gives, the answer holds as of the latest tick of these; were it the latest of all, moments tried
    one after the other would show when something hidden was written. Between two of these nothing changes that they may see.
    """

    def __init__(self, engine: Engine, edge_types: Collection[str]) -> None:
        self._engine = engine
        self._edge_types = edge_types
        self._once: OncePerTick[Sequence[int]] = OncePerTick()

    async def upto(self, tick: int, caller: Caller) -> int:
        """The latest of them up to a tick; 0 where there is none."""

        async def read() -> Sequence[int]:
            return await seen_ticks(self._engine, self._edge_types, caller.level, caller.today)

        newest = await now_tick(self._engine)
        ticks = await self._once.get((caller.level, caller.today), newest, read)
        at = bisect_right(ticks, tick)
        return ticks[at - 1] if at else 0
