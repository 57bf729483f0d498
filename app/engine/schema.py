"""Brings a graph to the shape this program and its catalogue need, and keeps older programs away from newer graphs."""

from collections.abc import Collection, Mapping
from typing import Any

from app.engine.base import Engine, Tx
from app.engine.shape import GraphShape, read_shape
from app.errors import SchemaTooNew
from models.catalogue import Catalogue, Category

READ_STATE = """
MATCH (s:Schema {id: 'schema'})
RETURN s.version AS version, s.fingerprint AS fingerprint, coalesce(s.defined, []) AS defined
"""
WRITE_STATE = """
MERGE (s:Schema {id: 'schema'}) SET s.version = $version, s.fingerprint = $fingerprint, s.defined = $defined
MERGE (c:Clock {id: 'clock'}) ON CREATE SET c.tick = 0, c.token = 0, c.at = ''
MERGE (l:Lease {id: 'writer'}) ON CREATE SET l.token = 0, l.until = 0, l.holder = '', l.place = '', l.pid = 0, l.started = ''
RETURN c.tick AS tick
"""
ADD_DEFINED = """
MATCH (s:Schema {id: 'schema'})
SET s.defined = [x IN coalesce(s.defined, []) WHERE NOT x IN $defined] + $defined
"""
LOADED = "MATCH (b:Batch) RETURN DISTINCT b.category AS category"


async def apply_schema(engine: Engine, catalogue: Catalogue) -> None:
    """Create the labels, constraints, indexes and the clock that the graph lacks. Nothing is ever dropped. Idempotent.

    Of the catalogue only those categories count that the graph has rows of: see `define_categories` for the others. Where the
    stored fingerprint is the present one nothing is done, so a start costs one look-up.

    Raises:
        SchemaTooNew: the graph was written by a program with a higher schema version.
    """
    shape = read_shape().with_categories(())
    rows = await engine.read(READ_STATE)
    if rows and _is_shape(rows[0], shape):
        return
    defined = set(rows[0]["defined"]) if rows else set()
    loaded = {row["category"] for row in await engine.read(LOADED)} if rows else set()
    there = [c for c in catalogue.categories.values() if c.name in loaded or defined.issuperset(_added([c]))]
    await engine.define(read_shape().with_categories(there))
    state = {"version": shape.version, "fingerprint": shape.fingerprint, "defined": sorted(defined | _added(there))}

    async def write_state(tx: Tx) -> None:
        await tx.run(WRITE_STATE, state)

    await engine.transact(write_state, repeatable=True)


async def define_categories(engine: Engine, categories: Collection[Category]) -> frozenset[str]:
    """Create the labels and relationship types of these categories, before the first rows of each are written. Idempotent.

    Gives the names of those whose label is new: the graph has no statement of them.

    They come with the rows since an engine may look through each label's index where a statement is looked up (the embedded
    one takes 0.5 µs for each), and a graph seldom has rows of every category.
    """
    rows = await engine.read(READ_STATE)
    lacking = _added(categories).difference(rows[0]["defined"] if rows else ())
    if not lacking:
        return frozenset()
    await engine.define(read_shape().of_categories([c for c in categories if lacking & _added([c])]))

    async def add(tx: Tx) -> None:
        await tx.run(ADD_DEFINED, {"defined": sorted(lacking)})

    await engine.transact(add, repeatable=True)
    return frozenset(c.name for c in categories if c.label in lacking)


def _added(categories: Collection[Category]) -> set[str]:
    return {c.label for c in categories} | {c.edge.type for c in categories if c.edge}


async def has_schema(engine: Engine) -> bool:
    """Whether any version of this program has given the graph its schema."""
    return bool(await engine.read(READ_STATE))


def _is_shape(stored: Mapping[str, Any], shape: GraphShape) -> bool:
    """Whether the graph already has exactly this shape; raises SchemaTooNew where it has a higher version."""
    if stored["version"] > shape.version:
        raise SchemaTooNew(
            f"the graph has schema version {stored['version']}, this program knows {shape.version}: use a newer program",
            stored=stored["version"],
            known=shape.version,
        )
    return bool(stored["version"] == shape.version and stored["fingerprint"] == shape.fingerprint)
