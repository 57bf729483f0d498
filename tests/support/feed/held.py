"""What holds in a graph for callers of a level, read without the feed, to compare the feed with."""

from collections import Counter
from typing import Any

from app.changes.reading import EVERYTHING, ChangeFeed, Wanted
from app.engine import Engine
from models.caller import Caller
from models.changes import Change
from models.statements import OPEN_TICK

SECRET = b"feed"
FACTS = """
MATCH (s)-[r]->(p:Party) WHERE r.withdrawn_at = $open AND r.version_id IS NOT NULL
RETURN coalesce(r.category, s.category) AS category, type(r) AS type, s.id AS source, s:Party AS edge, p.id AS target,
       properties(r) AS props, [(s)-[m:RESOLVES_TO]->(q:Party) WHERE s:Party | [q.id, m.rule]] AS of_source,
       [(p)-[m:RESOLVES_TO]->(q:Party) | [q.id, m.rule]] AS of_target, p.kind AS kind, s.kind AS other
"""
MOVING = frozenset({"recorded_at", "withdrawn_at", "version_id", "hidden_from"})
Held = dict[tuple[str, str], Counter[str]]


async def held(engine: Engine, level: int, today: str) -> Held:
    """All facts that callers of a level see, by party and category: of parties that are no natural persons."""
    out: Held = {}
    for row in await engine.read(FACTS, {"open": OPEN_TICK}):
        r = row["props"]
        public = r["public_from"] <= today < r["public_until"]
        if not (r["level"] <= level < r["hidden_from"] and (level or public)):
            continue
        stated = repr((row["type"], row["source"], row["target"], sorted((k, v) for k, v in r.items() if k not in MOVING)))
        ends = [(row["target"], row["of_target"], row["kind"])]
        if row["edge"]:
            ends.append((row["source"], row["of_source"], row["other"]))
        for party, meant, kind in ends:
            for who, how in _who(party, meant, kind, level):
                out.setdefault((who, row["category"]), Counter())[f"{how} {stated}"] += 1
    return out


def _who(party: str, meant: list[Any], kind: str, level: int) -> list[tuple[str, str]]:
    if party.startswith("name:"):
        return [(q, rule) for q, rule in meant if rule == "certain" or (rule == "likely" and level)]
    return [] if kind == "Person" else [(party, kind)]


def differing(before: Held, after: Held) -> set[tuple[str, str]]:
    """The parties and categories whose facts differ."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def told(items: tuple[Change, ...] | list[Change]) -> set[tuple[str, str]]:
    """The parties and categories that changes name."""
    return {(one.party_id, category) for one in items for category in one.categories}


class Follower:
    """Follows the feed of a graph at a level from where it stands."""

    def __init__(self, engine: Engine, level: int, since: str | None = None, limit: int = 3) -> None:
        self.feed, self.caller, self.since, self.limit = ChangeFeed(engine, SECRET), Caller(level=level), since, limit

    async def start(self) -> None:
        """Go on from the end of the feed."""
        self.since = await self.feed.latest(self.caller)

    async def more(self, wanted: Wanted = EVERYTHING) -> list[Change]:
        """What was written since."""
        out: list[Change] = []
        while True:
            page = await self.feed.page(self.caller, self.since, wanted, self.limit)
            out += page.items
            self.since = page.next
            if not page.more:
                return out
