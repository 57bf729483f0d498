"""While statements wait to be derived again, answers say so; not before, and not after."""

import pytest

from app.engine import Engine, writer
from loaders.keeping import Keeper
from loaders.store.graph import GraphStore
from loaders.write import drain, write_rows
from models.catalogue import Catalogue, Kind
from models.statements import Action, Ref, Row, Statement
from tests.support.small import ORGS, REGS, SMALL, USCCS

SETTLING = "MATCH (c:Clock {id: 'clock'}) RETURN coalesce(c.settling, false) AS settling"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return SMALL


def naming(sid: str, *identifiers: str) -> Row:
    own = Ref("party", identifiers[0], Kind.ENTERPRISE)
    values = {"name": "甲公司"}
    told = Statement(
        sid, "enterprise", "市监局", ("@party",), "2024-01-01", 0, Action.STATE, 0, values, (own,), tuple(identifiers)
    )
    return Row("line 2", 2, (told,))


async def test_answers_say_that_the_graph_settles(engine: Engine) -> None:
    async def settling() -> bool:
        return bool((await engine.read(SETTLING))[0]["settling"])

    async with writer(engine, "test", 10.0, wait=10.0) as lease:
        keeper = Keeper(lease, SMALL)
        await keeper.open_batch("one", {})
        await keeper.rows("one", [naming("a", REGS[0]), naming("b", ORGS[1])])
        assert not await settling()
        await keeper.open_batch("two", {})
        await keeper.drain()
        merging = [naming("c", USCCS[0], REGS[0])]
        written = await lease.transact(lambda tx, tick: write_rows(GraphStore(tx, SMALL, tick), SMALL, "two", merging))
        assert written.waiting
        assert await settling()
        await lease.transact(lambda tx, tick: drain(GraphStore(tx, SMALL, tick), SMALL, 1))
        assert await settling()
        await keeper.drain()
        assert not await settling()
        await keeper.withdraw_batch("two")
        assert not await settling()
