"""While statements wait to be derived again, or for a day that has come, answers say so; not before, and not after."""

import shutil
from pathlib import Path

import pytest

from app.engine import Engine, writer
from app.paths import CYPHER
from app.questions import Questions
from loaders.load import run
from loaders.load.keeper import Keeper
from loaders.load.run import settle
from loaders.load.write import drain, write_rows
from loaders.store import graph
from loaders.store.graph import GraphStore
from models.caller import Caller
from models.catalogue import Catalogue, Kind
from models.statements import Action, Ref, Row, Statement
from tests.support.worlds.small import ORGS, REGS, SMALL, USCCS

SETTLING = "MATCH (c:Clock {id: 'clock'}) RETURN coalesce(c.settling, false) AS settling"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return SMALL


def naming(sid: str, *identifiers: str, day: str = "2024-01-01") -> Row:
    own = Ref("party", identifiers[0], Kind.ENTERPRISE)
    values = {"name": "甲公司"}
    told = Statement(sid, "enterprise", "市监局", ("@party",), day, 0, Action.STATE, 0, values, (own,), tuple(identifiers))
    return Row("line 2", 2, (told,))


def _some_questions(engine: Engine, folder: Path) -> Questions:
    """Those questions that any catalogue can answer."""
    for name in ("_parts", "search", "catalogue"):
        shutil.copytree(CYPHER / name, folder / name)
    shutil.copy(CYPHER / "_frame.cypher", folder)
    return Questions(SMALL, engine, folder)


async def test_what_was_told_for_a_day_is_worked_in_on_it(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = _some_questions(engine, tmp_path)
    row = naming("a", REGS[0], day="2099-01-01")
    async with writer(engine, "test", 10.0, wait=10.0) as lease:
        keeper = Keeper(lease, SMALL)
        await keeper.open_batch("one", {"category": "enterprise"})
        await keeper.rows("one", [row])

    async def asked(today: str) -> tuple[bool, bool]:
        """Whether the party is known on a day, and whether the graph settles."""
        caller = Caller(today=today)
        known = (await questions.answer("search.parties", caller, text=REGS[0]))["total"] == 1
        return known, (await questions.answer("catalogue.loaded", caller))["settling"]

    assert not await settle(engine, SMALL, holder="test", ttl=10.0)
    assert await asked("2098-12-31") == (False, False)
    assert await asked("2099-01-01") == (False, True)
    for module in (graph, run):
        monkeypatch.setattr(module, "today", lambda: "2099-01-01")
    assert await settle(engine, SMALL, holder="test", ttl=10.0)
    assert not await settle(engine, SMALL, holder="test", ttl=10.0)
    assert await asked("2098-12-31") == (False, False)
    assert await asked("2099-01-01") == (True, False)


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
