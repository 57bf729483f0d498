"""The ticks at which statements changed, read in windows, up to the last one that is surely seen whole."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from app.engine import Engine
from loaders.store.queries import query

WINDOW = 256
"""How many ticks are looked at in one query."""
SETTLED = timedelta(seconds=0.5)
"""A tick is given once it is so old: an engine may show a part of a commit before the rest, for a moment."""


@dataclass(frozen=True, slots=True)
class GraphClock:
    """The name of a graph (16 hexadecimal digits), and the last of its ticks that is seen whole."""

    graph: str
    upto: int


async def graph_clock(engine: Engine) -> GraphClock:
    """The clock of a graph; of one in which nothing was written, tick 0."""
    rows = await engine.read(query("nodes_clock"))
    if not rows or not rows[0]["tick"]:
        return GraphClock("0" * 16, 0)
    row = rows[0]
    at = datetime.fromisoformat(row["at"])
    young = datetime.now(at.tzinfo) - at < SETTLED
    return GraphClock(graph_name(row["begun"]), row["tick"] - 1 if young else row["tick"])


def graph_name(begun: object) -> str:
    """The name of a graph, by when its first tick was written."""
    return blake2b(str(begun).encode(), digest_size=8).hexdigest()


async def changed_ticks(engine: Engine, after: int, upto: int, level: int) -> AsyncIterator[tuple[int, int]]:
    """The ticks in (after, upto] at which statements changed that callers of a level see, each with how many these are."""
    for first in range(after + 1, upto + 1, WINDOW):
        ticks = list(range(first, min(first + WINDOW, upto + 1)))
        rows = await engine.read(query("nodes_ticks"), {"ticks": ticks, "level": level})
        for row in sorted(rows, key=lambda r: int(r["tick"])):
            if row["changed"]:
                yield int(row["tick"]), int(row["changed"])
