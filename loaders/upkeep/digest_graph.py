"""Computes the digest of a graph, which is read page by page."""

from collections.abc import AsyncIterator
from typing import Any

from app.engine import Engine
from loaders.store.queries import query
from loaders.store.rows import party_of_row
from loaders.upkeep.digest import Digest, fact_line, identifier_line, party_line, resolution_line
from models.facts import FactLink, ResolutionRule
from models.identity import Resolution
from models.statements import OPEN_TICK

PAGE = 2000


async def graph_digest(engine: Engine) -> str:
    """The digest of what the graph believes now (32 hexadecimal digits)."""
    digest = Digest()
    async for line in graph_lines(engine):
        digest.add((line,))
    return str(digest)


async def graph_lines(engine: Engine) -> AsyncIterator[str]:
    """The lines of the digest, in any order."""
    supported: set[str] = set()
    async for row in pages(engine, "export_identifiers"):
        if row["supported"]:
            party = party_of_row(row)
            yield identifier_line(row["id"], party.id)
            if party.id not in supported:
                supported.add(party.id)
                named = (None, None) if party.mention else (row["name"], row["names"])
                yield party_line(party, *named)
    async for row in pages(engine, "export_records"):
        for kind, party_id, props in row["facts"]:
            yield fact_line(FactLink(row["category"], kind, row["id"], party_id, props))
    async for row in pages(engine, "export_edges"):
        for kind, party_id, props in row["facts"]:
            yield fact_line(FactLink(props["category"], kind, row["id"], party_id, props))
        for rule, party_id in row["resolutions"]:
            if row["id"] in supported:
                yield resolution_line(Resolution(row["id"], party_id, ResolutionRule(rule)))


async def pages(engine: Engine, name: str, **params: Any) -> AsyncIterator[dict[str, Any]]:
    """The rows of an exporting query by its name, read page by page in the order of their key."""
    after = ""
    while True:
        rows = await engine.read(query(name), {"after": after, "limit": PAGE, "open": OPEN_TICK} | params)
        for row in rows:
            yield row
        if not rows:
            return
        after = max(row["id"] for row in rows)
