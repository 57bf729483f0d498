"""The writer clock: one strictly increasing integer per graph, with the wall time of each tick stored once."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.engine.base import Engine
from app.errors import InputError

SHANGHAI = ZoneInfo("Asia/Shanghai")

READ_TICK = "MATCH (c:Clock {id: 'clock'}) RETURN c.tick AS tick"
READ_TICK_AT = "MATCH (t:Tick) WHERE t.at <= $at RETURN t.n AS n ORDER BY t.at DESC, t.n DESC LIMIT 1"

READ_MOMENT = "MATCH (t:Tick {n: $tick}) RETURN t.at AS at"


def stamp(moment: datetime) -> str:
    """A moment in the form stored with a tick: ISO 8601 in Shanghai time, of one width, so text order is time order."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="microseconds")


def wall_time() -> str:
    """The present moment, in the form stored with a tick."""
    return stamp(datetime.now(UTC))


async def now_tick(engine: Engine, *, timeout: float | None = None) -> int:
    """The latest tick written; 0 where nothing was. `timeout` (seconds) as for Engine.read."""
    rows = await engine.read(READ_TICK, timeout=timeout)
    return int(rows[0]["tick"]) if rows else 0


async def tick_at(engine: Engine, moment_iso: str) -> int:
    """The latest tick at or before a moment as `moment_of` reads it; 0 before the first.

    Raises:
        InputError: it is no moment.
    """
    rows = await engine.read(READ_TICK_AT, {"at": stamp(moment_of(moment_iso))})
    return int(rows[0]["n"]) if rows else 0


async def wall_time_of(engine: Engine, tick: int) -> str | None:
    """The wall time stored with a tick, at which it was written; None where nothing was written at it."""
    rows = await engine.read(READ_MOMENT, {"tick": tick})
    return str(rows[0]["at"]) if rows else None


def moment_of(text: str) -> datetime:
    """The moment that an ISO 8601 text means, in Shanghai time; a day alone is its end: all that was known on that day counts.

    Without a zone it is Shanghai time.

    Raises:
        InputError: it is neither a day nor a moment, or beyond the calendar.
    """
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time.max, SHANGHAI)
        moment = datetime.fromisoformat(text)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
        return zoned.astimezone(UTC).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        raise InputError(f"{text!r} is not an ISO 8601 date or moment", value=text) from None
