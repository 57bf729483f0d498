"""The writer clock: one strictly increasing integer per graph, with the wall time of each tick stored once."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.engine.base import Engine
from app.errors import InputError
from models.statements import OPEN_TICK

SHANGHAI = ZoneInfo("Asia/Shanghai")

READ_TICK = "MATCH (c:Clock {id: 'clock'}) RETURN c.tick AS tick"
READ_TICK_AT = "MATCH (t:Tick) WHERE t.at <= $at RETURN t.n AS n ORDER BY t.at DESC, t.n DESC LIMIT 1"

_SEEN = "r.level <= $level AND $level < r.hidden_from AND ($level > 0 OR (r.public_from <= $today AND $today < r.public_until))"
_ENDS = "UNWIND [r.recorded_at, r.withdrawn_at] AS n RETURN DISTINCT n"
READ_SEEN = f"""
CALL () {{
  MATCH (:Statement)-[r:ABOUT|ISSUED_BY]->(:Party) WHERE {_SEEN} {_ENDS}
  UNION MATCH (:Party)-[r:EDGES]->(:Party) WHERE {_SEEN} {_ENDS}
  UNION MATCH (:Party)-[r:RESOLVES_TO]->(:Party) WHERE {_SEEN} {_ENDS}
  UNION MATCH (:Batch)<-[i:IN]-(:Statement)-[r:ABOUT|ISSUED_BY]->(:Party) WHERE {_SEEN} RETURN DISTINCT i.recorded_at AS n
  UNION MATCH (:Party)-[r:EDGES]->(:Party) WHERE {_SEEN} UNWIND r.by AS statement
    MATCH (:Statement {{id: statement}})-[i:IN]->(:Batch) RETURN DISTINCT i.recorded_at AS n
}}
RETURN collect(n) AS ticks
"""
"""The ticks at which facts that may be seen came or went, and at which what they rest on was told."""

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


async def seen_ticks(engine: Engine, edge_types: Iterable[str], level: int, today: str) -> list[int]:
    """The ticks at which anything changed that callers of a level may see on a day, in their order.

    `edge_types` are the types of facts between parties. Every fact is looked at.
    """
    query = READ_SEEN.replace("EDGES", "|".join(sorted(edge_types)) or "NO_EDGE")
    rows = await engine.read(query, {"level": level, "today": today})
    return sorted(n for n in rows[0]["ticks"] if n is not None and n < OPEN_TICK)


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
