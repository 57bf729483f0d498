"""Brings a graph to the shape this program and its catalogue need, and keeps older programs away from newer graphs."""

from app.engine.base import Engine, Tx
from app.engine.shape import GraphShape, read_shape
from app.errors import SchemaTooNew
from models.catalogue import Catalogue

READ_STATE = "MATCH (s:Schema {id: 'schema'}) RETURN s.version AS version, s.fingerprint AS fingerprint"
WRITE_STATE = """
MERGE (s:Schema {id: 'schema'}) SET s.version = $version, s.fingerprint = $fingerprint
MERGE (c:Clock {id: 'clock'}) ON CREATE SET c.tick = 0, c.token = 0, c.at = ''
MERGE (l:Lease {id: 'writer'}) ON CREATE SET l.token = 0, l.until = 0, l.holder = '', l.place = '', l.pid = 0, l.started = ''
RETURN c.tick AS tick
"""


async def apply_schema(engine: Engine, catalogue: Catalogue) -> None:
    """Create the labels, constraints, indexes and the clock that the graph lacks. Nothing is ever dropped. Idempotent.

    Where the stored fingerprint is the present one nothing is done, so a start costs one look-up.

    Raises:
        SchemaTooNew: the graph was written by a program with a higher schema version.
    """
    shape = read_shape().with_catalogue(catalogue)
    if await _state_allows(engine, shape):
        return
    await engine.define(shape)

    async def write_state(tx: Tx) -> None:
        await tx.run(WRITE_STATE, {"version": shape.version, "fingerprint": shape.fingerprint})

    await engine.transact(write_state, repeatable=True)


async def has_schema(engine: Engine) -> bool:
    """Whether any version of this program has given the graph its schema."""
    return bool(await engine.read(READ_STATE))


async def _state_allows(engine: Engine, shape: GraphShape) -> bool:
    """Whether the graph already has exactly this shape; raises SchemaTooNew where it has a higher version."""
    rows = await engine.read(READ_STATE)
    if not rows:
        return False
    stored = rows[0]
    if stored["version"] > shape.version:
        raise SchemaTooNew(
            f"the graph has schema version {stored['version']}, this program knows {shape.version}: use a newer program",
            stored=stored["version"],
            known=shape.version,
        )
    return bool(stored["version"] == shape.version and stored["fingerprint"] == shape.fingerprint)
