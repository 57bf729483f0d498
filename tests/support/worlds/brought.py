"""What batches brought, found by looking at every fact, to compare with what the writer keeps of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.engine import Engine
from models.caller import today
from models.catalogue import Catalogue

OF_RECORDS = """
MATCH (b:Batch)<-[i:IN]-(s:Statement)-[r:ABOUT|ISSUED_BY]->(:Party) WHERE b.state <> 'withdrawn'
RETURN DISTINCT b.id AS batch, i.recorded_at AS arrived, r.level AS level, r.hidden_from AS hidden_from,
       r.valid_from AS valid_from, r.public_from AS public_from, r.public_until AS public_until, r.recorded_at AS recorded_at,
       r.withdrawn_at AS withdrawn_at
"""
OF_EDGES = """
MATCH (:Party)-[r:{types}]->(:Party)
WITH r
UNWIND r.by AS statement
MATCH (s:Statement {id: statement})-[i:IN]->(b:Batch) WHERE b.state <> 'withdrawn'
RETURN DISTINCT b.id AS batch, i.recorded_at AS arrived, r.level AS level, r.hidden_from AS hidden_from,
       r.valid_from AS valid_from, r.public_from AS public_from, r.public_until AS public_until, r.recorded_at AS recorded_at,
       r.withdrawn_at AS withdrawn_at
"""
OF_CLAIMS = """
MATCH (c:Brought)
RETURN c.batch AS batch, 0 AS arrived, c.level AS level, c.hidden_from AS hidden_from, c.valid_from AS valid_from,
       c.public_from AS public_from, c.public_until AS public_until, c.recorded_at AS recorded_at,
       c.withdrawn_at AS withdrawn_at
"""
LEVELS = range(4)
Rows = list[dict[str, Any]]
Seen = dict[tuple[int, str, int], dict[str, str]]
"""By level, real day and tick: the first day of each batch that brought something then."""


async def of_facts(engine: Engine, catalogue: Catalogue) -> Rows:
    """The envelope of every fact, with its batches."""
    edges = OF_EDGES.replace("{types}", "|".join(sorted(catalogue.edge_types)))
    return await engine.read(OF_RECORDS) + await engine.read(edges)


async def of_claims(engine: Engine) -> Rows:
    """The claims that the writer keeps."""
    return await engine.read(OF_CLAIMS)


def first_days(rows: Iterable[Mapping[str, Any]], days: Iterable[str], ticks: Iterable[int]) -> Seen:
    """From which day on each batch brought something, for every level on these real days, as known at these ticks."""
    days, ticks, out = list(days), list(ticks), {}
    rows = [row for row in rows if max(row["arrived"], row["recorded_at"]) < row["withdrawn_at"]]
    for level in LEVELS:
        of_level = [row for row in rows if row["level"] <= level < row["hidden_from"]]
        for day in days if level == 0 else days[:1]:
            shown = [r for r in of_level if level or r["public_from"] <= day < r["public_until"]]
            for tick in ticks:
                first: dict[str, str] = {}
                for row in shown:
                    if max(row["arrived"], row["recorded_at"]) <= tick < row["withdrawn_at"]:
                        first[row["batch"]] = min(row["valid_from"], first.get(row["batch"], row["valid_from"]))
                out[level, day, tick] = first
    return out


def boundaries(rows: Iterable[Mapping[str, Any]], since: str) -> list[str]:
    """The real days from this one on at which the public begins or ceases to see one of these, and this one."""
    return sorted({since, *(row[name] for row in rows for name in ("public_from", "public_until") if row[name] > since)})


async def check_claims(engine: Engine, catalogue: Catalogue, ticks: Iterable[int]) -> None:
    """Compare claims with facts, for every level, on every real day to come, known at these ticks.

    Raises:
        AssertionError: they say different things, or one claim is there twice.
    """
    facts, claims, ticks = await of_facts(engine, catalogue), await of_claims(engine), list(ticks)
    days = boundaries(facts, today())
    assert first_days(claims, days, ticks) == first_days(facts, days, ticks)
    assert len({tuple(row.values()) for row in claims}) == len(claims)
