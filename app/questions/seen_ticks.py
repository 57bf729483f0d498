"""The ticks at which anything changed that a caller may see: the others are not theirs to date.

Of a moment a caller gives, the answer holds as of the latest tick up to it; were that the latest of all, moments tried one
after the other would tell when something hidden was written. Between two ticks of theirs nothing that they may see changes.
"""

from bisect import bisect_right
from collections.abc import Sequence

from app.engine.base import Engine
from app.engine.clock import now_tick
from app.questions.once import OncePerTick
from app.questions.text.macros import expand
from models.caller import Caller
from models.catalogue import Catalogue
from models.statements import OPEN_TICK

_SEEN = "r.level <= $level AND $level < r.hidden_from AND ($level > 0 OR (r.public_from <= $today AND $today < r.public_until))"
_ENDS = "UNWIND [r.recorded_at, r.withdrawn_at] AS n RETURN DISTINCT n"
TICKS = f"""
MATCH (:Statement)-[r:ABOUT|ISSUED_BY]->(:Party) WHERE {_SEEN} {_ENDS}
UNION MATCH (:Party)-[r:ANY_EDGE]->(:Party) WHERE {_SEEN} {_ENDS}
UNION MATCH (:Party)-[r:RESOLVES_TO]->(:Party) WHERE {_SEEN} {_ENDS}
UNION MATCH (:Batch)<-[i:IN]-(:Statement)-[r:ABOUT|ISSUED_BY]->(:Party) WHERE {_SEEN} RETURN DISTINCT i.recorded_at AS n
UNION MATCH (:Party)-[r:ANY_EDGE]->(:Party) WHERE {_SEEN} UNWIND r.by AS statement_
  MATCH (:Statement {{id: statement_}})-[i:IN]->(:Batch) RETURN DISTINCT i.recorded_at AS n
"""
"""The ticks at which facts that may be seen came or went, and at which what they rest on was told."""


class SeenTicks:
    """The ticks at which something changed that callers of a level may see, read once after each write."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self._engine = engine
        self._query = f"CALL () {{ {expand(TICKS, catalogue.edge_types)} }} RETURN collect(n) AS ticks"
        self._once: OncePerTick[Sequence[int]] = OncePerTick()

    async def upto(self, tick: int, caller: Caller) -> int:
        """The latest of them up to a tick; 0 where there is none."""

        async def read() -> Sequence[int]:
            given = {"level": caller.level, "today": caller.today}
            rows = await self._engine.read(self._query, given)
            return sorted(n for n in rows[0]["ticks"] if n is not None and n < OPEN_TICK)

        newest = await now_tick(self._engine)
        ticks = await self._once.get((caller.level, caller.today), newest, read)
        at = bisect_right(ticks, tick)
        return ticks[at - 1] if at else 0
