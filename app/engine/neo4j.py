"""The Neo4j engine: a Neo4j 5 server or cluster at any bolt:// or neo4j:// address."""

from collections.abc import Iterator, Sequence
from functools import partial

from app.engine.base import Row, Tx
from app.engine.bolt import Address, BoltEngine, DriverLimits
from app.engine.capabilities import NEO4J
from app.engine.shape import GraphShape, Node
from app.errors import SettingsError
from app.settings import Settings

ANALYZER = "cjk"


class Neo4jEngine(BoltEngine):
    """A connection to a Neo4j server or cluster."""

    capabilities = NEO4J

    def __init__(self, settings: Settings) -> None:
        super().__init__(DriverLimits.of(settings))
        if settings.graph_url is None:
            raise SettingsError("QUANJING_GRAPH_URL is not set")
        password = settings.graph_password
        auth = (settings.graph_user, password.get_secret_value()) if password else None
        self._server = Address(settings.graph_url, auth, settings.graph_database)

    async def _locate(self) -> Address:
        return self._server

    async def define(self, shape: GraphShape) -> None:
        """See Engine. Each statement commits by itself; a kill between two leaves the rest to the next start."""
        for statement in ddl(shape):
            await self.transact(partial(_run, statement), repeatable=True)
        await self.transact(partial(_run, "CALL db.awaitIndexes(120)"), repeatable=True)

    async def defined(self) -> Sequence[str]:
        """See Engine."""
        rows = await self.transact(partial(_run, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"))
        return sorted(row["name"] for row in rows)


async def _run(statement: str, tx: Tx) -> list[Row]:
    return await tx.run(statement)


def ddl(shape: GraphShape) -> Iterator[str]:
    """The statements that create a shape. A unique property is unique under each of its labels, so MERGE by any matches it."""
    for label, node in shape.nodes.items():
        yield from _of(label, node)
        for sublabel, subnode in node.subtypes.items():
            yield from _of(sublabel, subnode.model_copy(update={"unique": node.unique | subnode.unique}))


def _of(label: str, node: Node) -> Iterator[str]:
    for name in node.unique:
        yield f"CREATE CONSTRAINT {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.`{name}` IS UNIQUE"
    for name in node.index:
        yield f"CREATE INDEX {label.lower()}_{name}_index IF NOT EXISTS FOR (n:{label}) ON (n.`{name}`)"
    if node.fulltext:
        yield (
            f"CREATE FULLTEXT INDEX {label.lower()}_{node.fulltext} IF NOT EXISTS "
            f"FOR (n:{label}) ON EACH [n.`{node.fulltext}`] "
            f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{ANALYZER}', `fulltext.eventually_consistent`: false}}}}"
        )
