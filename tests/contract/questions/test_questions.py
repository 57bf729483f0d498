"""What questions answer on a small graph, on both engines."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from app.engine import Engine
from app.errors import Forbidden, InputError, NotFound
from app.questions import Questions
from models.answers.portrait import Portrait
from models.caller import Caller
from models.catalogue import Catalogue
from tests.support.worlds import tiny_world
from tests.support.worlds.tiny_catalogue import tiny_catalogue
from tests.support.worlds.tiny_world import A, B, C, D, M, P, TinyWorld

PUBLIC = Caller(level=0, today="2024-06-01")
INSPECTOR = Caller(level=2, today="2024-06-01")


@dataclass
class World:
    """A tiny graph, and its questions."""

    graph: TinyWorld
    questions: Questions


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return tiny_catalogue()


@pytest_asyncio.fixture(loop_scope="session")
async def world(engine: Engine, catalogue: Catalogue) -> AsyncIterator[World]:
    graph = await tiny_world.build(engine, catalogue)
    yield World(graph, Questions(catalogue, engine))


async def test_the_portrait_gathers_what_holds(world: World) -> None:
    answer = await world.questions.ask("portrait.party", PUBLIC, party_id="reg:330100000000001")
    assert isinstance(answer, Portrait)
    assert answer.party.name == "杭州甲有限公司"
    assert answer.party.other_names == ("杭州老甲有限公司",)
    assert answer.party.id == A
    (owners,) = answer.owners
    assert [(i.party.name, i.values["share"]) for i in owners.items if i.party] == [("宁波乙投资有限公司", 0.6), ("张三", 0.4)]
    assert [gap.fields for gap in owners.incomplete] == [("secret_share",)]
    (people,) = answer.people
    assert [i.values["post"] for i in people.items] == ["执行董事"]
    states = {g.category: (g.state, g.total) for g in answer.records}
    assert states == {"penalty": ("filed", 3), "abnormal": ("not_loaded", 0), "complaint": ("withheld", None)}
    penalty = next(g for g in answer.records if g.category == "penalty").items[0]
    assert penalty.values["authority"] == {"id": D, "name": "杭州市市场监督管理局", "kind": "Department"}
    assert (penalty.evidence.document, penalty.evidence.place) == ("penalty.csv", "line 10")
    assert penalty.evidence.recorded is not None
    assert {m.section for m in answer.missing if m.state == "not_collected"} == {"branches"}


async def test_one_question_is_one_round_trip(world: World, engine: Engine) -> None:
    count = 0

    class Counting:
        capabilities = engine.capabilities

        async def read(self, query: str, given: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
            nonlocal count
            count += 1
            return await engine.read(query, given)

    questions = Questions(world.questions.catalogue, Counting())  # type: ignore[arg-type]
    for asked in (2, 3, 4):  # once, for all that ask until something is written: what has been loaded
        await questions.ask("portrait.party", PUBLIC, party_id=A)
        assert count == asked


async def test_sensitive_values_are_masked_and_levels_kept(world: World) -> None:
    public = await world.questions.answer("portrait.party", PUBLIC, party_id=A)
    inspector = await world.questions.answer("portrait.party", INSPECTOR, party_id=A)
    assert "13800001234" not in json.dumps([public, inspector])
    assert public["base"][0]["items"][0]["values"]["phone"] == "138****34"
    assert "tax_note" not in public["base"][0]["items"][0]["values"]
    assert inspector["base"][0]["items"][0]["values"]["tax_note"] == "欠税"


async def test_a_party_of_hidden_facts_alone_is_unknown(world: World) -> None:
    party = "uscc:91330000000000000Z"
    await world.graph.party(party, "Enterprise", "戊有限公司")
    await world.graph.state("complaint", {"enterprise": (party, "戊有限公司")}, {"number": "1"}, level=2)
    for name in ("portrait.party", "party.show", "party.history"):
        with pytest.raises(NotFound) as hidden:
            await world.questions.ask(name, PUBLIC, party_id=party)
        with pytest.raises(NotFound) as unknown:
            await world.questions.ask(name, PUBLIC, party_id="uscc:91330000000000000Y")
        assert str(hidden.value) == str(unknown.value)
    card = await world.questions.answer("party.show", INSPECTOR, party_id=party)
    assert card["name"] == "戊有限公司"


async def test_a_name_alone_counts_by_the_view(world: World) -> None:
    strict = await world.questions.answer("portrait.party", INSPECTOR, party_id=A)
    probable = await world.questions.answer("portrait.party", INSPECTOR, view="probable", party_id=A)
    totals = [next(g["total"] for g in x["records"] if g["category"] == "penalty") for x in (strict, probable)]
    assert totals == [3, 4]
    shown = [i for g in probable["records"] for i in g["items"] if i["values"].get("document_number") == "名1"]
    assert shown[0]["evidence"]["by_name"] == "likely"
    assert shown[0]["values"]["enterprise"] == {"id": A, "name": "甲有限公司", "kind": "Enterprise", "by_name": "likely"}
    with pytest.raises(Forbidden):
        await world.questions.ask("portrait.party", PUBLIC, view="probable", party_id=A)
    with pytest.raises(NotFound):
        await world.questions.ask("portrait.party", PUBLIC, party_id=M)


async def test_both_times(world: World) -> None:
    early = await world.questions.answer("portrait.party", PUBLIC, "2021-02-15", party_id=A)
    assert _total(early, "penalty") == 2
    known = await world.questions.answer("portrait.party", PUBLIC, None, 8, party_id=A)
    assert _total(known, "penalty") == 2
    assert known["known_at"] == 8
    assert known["tick"] == world.graph.tick
    moment = await world.questions.answer("portrait.party", PUBLIC, None, "2024-01-01T00:00:08.500000+08:00", party_id=A)
    assert {k: v for k, v in moment.items() if k != "tick"} == {k: v for k, v in known.items() if k != "tick"}
    day = await world.questions.answer("catalogue.loaded", PUBLIC, None, "2024-01-01")
    assert day["known_at"] == world.graph.tick, "a day alone is its end: all that came on it was known"
    past = await world.questions.answer("portrait.party", PUBLIC, "2019-06-01", party_id=P)
    assert past["posts"][0]["items"][0]["values"]["post"] == "监事"
    for wrong in ({"as_of": "yesterday"}, {"as_of": "2021-02-30"}, {"known_at": "soon"}):
        with pytest.raises(InputError):
            await world.questions.answer("portrait.party", PUBLIC, party_id=A, **wrong)


async def test_a_history_has_what_ended(world: World) -> None:
    answer = await world.questions.answer("party.history", PUBLIC, party_id=P)
    posts = next(g for g in answer["groups"] if g["category"] == "position")
    assert [(i["values"]["post"], i["evidence"]["current"]) for i in posts["items"]] == [("执行董事", True), ("监事", False)]
    assert answer["name"] == "张三"


def _total(portrait: dict[str, Any], category: str) -> int | None:
    return next((g["total"] for g in portrait["records"] if g["category"] == category), None)


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("records.list", {"party_id": A, "category": "penalty"}),
        ("records.relations", {"party_id": A, "category": "shareholder"}),
        ("search.parties", {"text": "有限公司"}),
        ("batches.list", {}),
    ],
)
async def test_pages_give_everything_once(world: World, name: str, params: dict[str, Any]) -> None:
    whole = await world.questions.answer(name, PUBLIC, **params, limit=100)
    assert whole["next"] is None
    assert whole["shown"] == whole["total"] == len(whole["items"]) > 1
    items: list[Any] = []
    cursor = None
    while True:
        page = await world.questions.answer(name, PUBLIC, **params, limit=1, cursor=cursor)
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
        await world.graph.state("penalty", {"enterprise": (A, None)}, {"document_number": "新"}, day="2021-02-02")
    assert [json.dumps(i, sort_keys=True) for i in items] == [json.dumps(i, sort_keys=True) for i in whole["items"]]


async def test_a_cursor_belongs_to_its_list(world: World) -> None:
    page = await world.questions.answer("records.list", PUBLIC, party_id=A, category="penalty", limit=1)
    for wrong in ({"cursor": page["next"], "limit": 2}, {"cursor": "x" * 40, "limit": 1}, {"cursor": "é", "limit": 1}):
        with pytest.raises(InputError, match="cursor"):
            await world.questions.answer("records.list", PUBLIC, party_id=A, category="penalty", **wrong)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("330100000000001", [(A, "identifier")]),
        (" ３３０１００００００００００１ ", [(A, "identifier")]),
        ("reg:330100000000001", [(A, "identifier")]),
        ("91330000000000000a", [(A, "identifier")]),
        ("杭州甲有限公司", [(A, "name")]),
        ("杭州老甲有限公司", [(A, "name")]),
        ("宁波乙投", [(B, "prefix")]),
        ("乙投资有限公司", [(B, "similar")]),
        ("91330000000000000C", [(C, "identifier")]),
        ("没有这家", []),
        ("张三", []),
        ('"甲" OR name:* AND (', []),
        ("+-&|!(){}[]^~*?:\\/", []),
    ],
)
async def test_search_finds_by_code_and_name(world: World, text: str, found: list[tuple[str, str]]) -> None:
    answer = await world.questions.answer("search.parties", PUBLIC, text=text)
    assert [(i["id"], i["match"]) for i in answer["items"]] == found
    if found and found[0][0] == C:
        assert answer["items"][0]["name"] == "丙商行"


async def test_what_has_been_loaded_is_worked_out_once_for_all_who_ask(world: World, engine: Engine) -> None:
    asked: list[str] = []

    class Counting:
        capabilities = engine.capabilities

        async def read(self, query: str, given: dict[str, Any] | None = None, **more: Any) -> list[dict[str, Any]]:
            asked.append(query)
            return await engine.read(query, given, **more)

    questions = Questions(world.questions.catalogue, Counting())  # type: ignore[arg-type]
    days = [f"20{year}-01-0{day}" for year in range(15, 22) for day in (1, 2, 3)]
    names: tuple[tuple[str, dict[str, Any]], ...] = (
        ("catalogue.loaded", {}),
        ("batches.list", {}),
        ("portrait.party", {"party_id": A}),
    )
    answers = await asyncio.gather(
        *(questions.answer(name, PUBLIC, as_of, **given) for as_of in days for name, given in names), return_exceptions=True
    )
    assert not [one for one in answers if isinstance(one, Exception) and not isinstance(one, NotFound)]
    assert asked.count(questions.cypher("batches.brought")) == 1
