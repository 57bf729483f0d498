"""The world that the examples of questions speak of: a few parties, and records of every category about them.

A category needs no row here: what is not in STATED is made from its catalogue file.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError

from app.engine import define_categories
from app.engine.base import Tx
from app.errors import NotFound
from app.questions import Questions
from app.questions.text.prepared import row_columns
from loaders.load.reading import Reading
from models.caller import Caller
from models.catalogue import Category, Kind, TypeName
from models.work.receipt import Receipt
from tests.support.loading import Loaded, sheet, steady
from tests.support.worlds.hiding import FUTURE, SECRET_WORD, fresh_code, rows_about

FIRM, HOLDER, OTHER = "uscc:91330106EXAMPLE115", "uscc:91330106EXAMPLE2XW", "uscc:91330106EXAMPLE38W"
DEPARTMENT, PERSON, FIRM_NAME = "dept:EXAMPLE", "示例人", "杭州示例科技有限公司"
OTHERS: Mapping[Kind, str] = {Kind.ENTERPRISE: HOLDER, Kind.DEPARTMENT: DEPARTMENT, Kind.PERSON: PERSON}
EARLIER, LATER = "2023-02-20", "2024-02-20"
PUBLIC, INSPECTOR = Caller(level=0, today="2024-06-01"), Caller(level=2, today="2024-06-01")
REGISTER = {"_provider": "杭州市示例登记局", "_day": EARLIER}
ADDRESS = "杭州市西湖区示例路1号"
STATED: Mapping[str, list[dict[str, Any]]] = {
    "enterprise": [
        {
            "name": FIRM_NAME,
            "code": FIRM[5:],
            "registration_no": "330106000000992",
            "former_names": "杭州旧例有限公司",
            "state": "存续",
            "type": "有限责任公司",
            "registered_capital": 1_000_000,
            "established": "2020-01-02",
            "address": ADDRESS,
            "phone": "13800001234",
        },
        {"name": "宁波示范投资有限公司", "code": HOLDER[5:], "established": "2020-01-02", "address": ADDRESS},
    ],
    "department": [{"name": "杭州市示例局", "dept_code": "EXAMPLE"}],
    # What these two do to others is done before others are stated, so that the firm has records of these in force.
    "deregistration": [{"party": FIRM, "cancelled_on": "2020-01-02", "authority": DEPARTMENT}],
    "terminated_enforcement": [
        {"party": FIRM, "case_no": "（2020）示例1号", "ended_on": day, "court": DEPARTMENT}
        for day in ("2023-02-20", "2024-02-20")
    ],
    "shareholder": [
        {"enterprise": FIRM, "holder": HOLDER, "share": 0.6},
        {"enterprise": FIRM, "holder": PERSON, "holder_type": "自然人", "share": 0.4},
        {"enterprise": HOLDER, "holder": PERSON, "holder_type": "自然人", "share": 1},
    ],
}
"""What examples need to be so and not otherwise, by category."""
HIDDEN: Mapping[str, tuple[str, Any]] = {
    "restricted": ("level", 2),
    "future": ("valid_from", FUTURE),
    "expired publicity": ("public_until", "2024-01-01"),
    "not yet public": ("public_from", FUTURE),
    "withdrawn": ("withdrawn_at", 1),
    "replaced for the public": ("hidden_from", 0),
}
"""How a fact is hidden from the public: a property of its envelope, and the value that hides it."""
RAW = frozenset({"quality.rows"})
"""Questions for the program, which marks hidden rows for who asks to leave out; test_hidden compares what follows from them."""
STORED = ("()-[r]->()", "(r:Brought)")
"""The patterns of facts, and of what is kept of what batches brought."""
HIDE = "MATCH {0} WHERE r.recorded_at > $tick AND r.withdrawn_at IS NOT NULL SET r.was = r.{1}, r.{1} = $value"
SHOW = "MATCH {0} WHERE r.recorded_at > $tick AND r.withdrawn_at IS NOT NULL SET r.{1} = r.was REMOVE r.was"
MOVE_ON = "MATCH (c:Clock {id: 'clock'}) SET c.tick = c.tick + 1"
"""What was loaded is known for a tick, so that the clock moves with what is hidden."""


async def fill(world: Loaded, reading: Reading | None = None) -> None:
    """Load the world into a graph. Its batches are named as their categories, so that an example can name one.

    Everything stated stands under codes; of each category one more record stands under the firm's bare name.
    """
    await define_categories(world.engine, list(world.catalogue.categories.values()))  # at once, which is sooner
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, category in world.catalogue.categories.items():
        rows[name] = [row | REGISTER for row in STATED.get(name, ())]
        if name not in STATED:
            rows[name] += [row for day in (EARLIER, LATER) for row in _about(category, day)]
        if not category.party:
            found = rows_about(category, FIRM, "示例名称", LATER, OTHERS, **REGISTER)
            rows[name] += [{k: FIRM_NAME if v == FIRM else v for k, v in row.items()} for row in found]
    receipts = await _load(world, "example", rows, reading or Reading())
    lacking = [r for r in receipts if r.error or r.rejected or not r.facts]
    assert not lacking, lacking
    for receipt in receipts:
        await _write(
            world,
            "MATCH (b:Batch {id: $old}) MATCH (c:Brought {batch: $old}) SET c.batch = b.category SET b.id = b.category",
            old=receipt.batch,
        )
        world.receipts[receipt.document or ""] = receipt.model_copy(update={"batch": receipt.category})


async def subjects(world: Loaded) -> list[str]:
    """A party for each category that a record of it is about, or that has a relationship of it, as inspectors see them."""
    found = []
    for category in world.catalogue.categories.values():
        match = f"-[r:{category.edge.type}]->(:Party)" if category.edge else "<-[r:ABOUT]-(s:Statement)"
        of = "r.category" if category.edge else "s.category"
        seen = f"{of} = $category AND r.level <= $level AND NOT p:Mention"
        longest = "ORDER BY r.withdrawn_at DESC, r.valid_to DESC, id LIMIT 1"  # of whom something is known today
        query = f"MATCH (p:Party){match} WHERE {seen} RETURN p.id AS id, r {longest}"
        asked = {"category": category.name, "level": INSPECTOR.level}
        found += [str(row["id"]) for row in await world.engine.read(query, asked)]
    return list(dict.fromkeys(found))


def _about(category: Category, day: str) -> list[dict[str, Any]]:
    if category.party and category.party.kind is Kind.ENTERPRISE:
        return rows_about(category, FIRM, FIRM_NAME, day, OTHERS, **REGISTER | {"_day": day})
    return rows_about(category, OTHER if category.party else FIRM, f"示例{day[:4]}", day, OTHERS, **REGISTER | {"_day": day})


class _Rows:
    """The engine of a world, which keeps the columns of the rows that the Cypher of the question `watched` returns."""

    def __init__(self, world: Loaded) -> None:
        self.capabilities, self._engine = world.engine.capabilities, world.engine
        self.columns: list[set[str]] = []
        self.watched = ""

    async def read(self, query: str, given: dict[str, Any] | None = None, **more: Any) -> list[dict[str, Any]]:
        if query == self.watched:
            own = query.partition("CALL () { CALL () { ")[2].rpartition(" } RETURN collect({")[0]
            self.columns += [set(row) for row in await self._engine.read(own, given)]
        return await self._engine.read(query, given, **more)


async def misfits(world: Loaded) -> list[str]:
    """What is wrong with examples: columns or an answer that do not fit their models, or no rows in any of them."""
    wrong: list[str] = []
    engine = _Rows(world)
    questions = Questions(world.catalogue, engine, world.cypher)  # type: ignore[arg-type]
    for name, question in questions.all.items():
        engine.columns.clear()
        engine.watched = questions.cypher(name)
        for example in question.examples:
            try:
                await questions.ask(name, INSPECTOR, view="probable", **example.parameters)
            except (NotFound, ValidationError) as error:
                wrong.append(f"{name} {example.parameters}: {error}")
        wrong += [f"{name} returns {found}" for found in engine.columns if found != set(row_columns(question))][:1]
        wrong += [] if engine.columns else [f"no example of {name} finds anything"]
    return wrong


async def leaks(world: Loaded, asked: Collection[str] = (), of: Collection[str] = ()) -> list[str]:
    """What the public is answered differently once there are facts that it may not see, by how they are hidden.

    Facts of every category about the firm and about one that nobody knows: loaded as restricted, for a day to come, and for
    everybody; these are then hidden in each of the ways, and taken back. What identifies is for everybody told of the firm
    alone: that two firms have one number is no fact that could be hidden. `asked`, `of`: only these questions and categories.
    Questions for the program alone, whose facts are guarded alike, are asked of what is loaded hidden and what is withdrawn.
    """
    before = await answers(world, asked)
    found = []
    for kind, more in ("restricted", {"_level": 2}), ("future", {"_day": FUTURE}):
        await _secrets(world, kind, of, **more)
        found += _differing(f"loaded as {kind}", before, await answers(world, asked))
    tick = (await world.answer("catalogue.loaded"))["tick"]
    receipts = await _secrets(world, "shown", of)
    assert _differing("", before, await answers(world, asked)), "what is not hidden is seen"
    own = (
        before if asked else {key: one for key, one in before.items() if world.questions.question(key.partition(" ")[0]).public}
    )
    for kind, (name, value) in HIDDEN.items():
        for stored in STORED:
            await _write(world, HIDE.format(stored, name), tick=tick, value=value)
        await _write(world, MOVE_ON)
        part = before if kind == "withdrawn" else own
        found += _differing(kind, part, await answers(world, asked or {key.partition(" ")[0] for key in part}))
        for stored in STORED:
            await _write(world, SHOW.format(stored, name), tick=tick)
    for receipt in receipts:
        await world.withdraw(receipt.batch)
    return found + _differing("taken back", before, await answers(world, asked))


async def answers(world: Loaded, asked: Collection[str] = ()) -> dict[str, Any]:
    """What the public is answered to every example, by question and parameters, without the tick, which any write moves."""
    out: dict[str, Any] = {}
    for name, question in world.questions.all.items():
        for example in question.examples if name not in RAW and (not asked or name in asked) else ():
            try:
                answer = steady(await world.answer(name, PUBLIC, **example.parameters))
            except NotFound as error:
                answer = error.message
            out[f"{name} {json.dumps(example.parameters, ensure_ascii=False)}"] = answer
    return out


async def _secrets(world: Loaded, kind: str, of: Collection[str] = (), **more: Any) -> list[Receipt]:
    day, stranger = more.get("_day", LATER), f"uscc:{fresh_code(1)}"
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, category in world.catalogue.categories.items():
        if of and name not in of:
            continue
        about = (FIRM, stranger) if more or not category.party else (FIRM,)
        if not more and category.record and not category.party and not _numbered(category):
            about = (stranger,)  # what is keyed by no text would take the place of what the world states of the firm
        rows[name] = [r for p in about for r in rows_about(category, p, SECRET_WORD, day, OTHERS, **more)]
    receipts = await _load(world, kind, rows, Reading())
    assert all(r.accepted + r.unchanged == r.rows and not r.error for r in receipts), receipts
    return receipts


def _numbered(category: Category) -> bool:
    return any(category.by_name[name].type is TypeName.TEXT for name in category.key)


async def _load(world: Loaded, kind: str, rows: Mapping[str, list[dict[str, Any]]], reading: Reading) -> list[Receipt]:
    first = sorted(rows, key=lambda name: not world.catalogue[name].identifies)
    return await world.load_all([(sheet(world.folder / f"{name}.{kind}.csv", rows[name]), name) for name in first], reading)


async def _write(world: Loaded, query: str, **params: Any) -> None:
    async def work(tx: Tx) -> None:
        await tx.run(query, params)

    await world.engine.transact(work)


def _differing(how: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [f"{how}: {asked}" for asked in before if json.dumps(before[asked]) != json.dumps(after[asked])]
