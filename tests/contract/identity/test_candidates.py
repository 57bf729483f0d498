"""A name that several bore is shown as such: how many they are, to officers which, and it counts for none of them."""

import json
from typing import Any

import pytest_asyncio

from app.cli.text import record_text
from app.engine import Engine
from app.settings import Settings
from models.catalogue import Catalogue
from tests.support.loading import INSPECTOR, PUBLIC, Loaded, groups
from tests.support.worlds.hiding import fresh_code

NAME, DAY = "杭州同名测试有限公司", "2024-05-05"
CODES = [fresh_code(n) for n in range(701, 706)]
FIRMS = [f"uscc:{code}" for code in CODES]
HOLDER = FIRMS[2]
OFFICE = "dept:X901"


@pytest_asyncio.fixture
async def graph(engine: Engine, catalogue: Catalogue, settings: Settings, tmp_path: Any) -> Loaded:
    """Two firms of one name; a third that names them as its holder, and an office that punished one of them."""
    world = Loaded(engine, catalogue, settings, tmp_path)
    told = {"_provider": "某局", "_day": "2024-01-01"}
    await world.say("department.csv", {"code": "", "dept_code": OFFICE[5:], "name": "某执法局"} | told)
    firms = [{"name": NAME, "code": code} | told for code in CODES[:2]]
    await world.say("enterprise.csv", *firms, {"name": "杭州异名测试有限公司", "code": CODES[2]} | told)
    held = await world.say("shareholder.csv", {"enterprise": HOLDER, "holder": NAME, "share": "0.5"} | told | {"_day": DAY})
    receipt = await world.say("penalty.csv", _penalty("名1"))
    assert (receipt.accepted, held.candidates) == (1, 1)
    return world


def _penalty(number: str, **more: Any) -> dict[str, Any]:
    row = {"party.name": NAME, "decision_no": number, "decided_on": DAY, "authority": OFFICE, "shown_until": "2036-01-01"}
    return row | {"_provider": "某局", "_day": DAY} | more


async def _told(world: Loaded, caller: Any = PUBLIC, **asked: Any) -> list[dict[str, Any]]:
    """The ambiguous name as the portraits and lists of the office and of the firm give it."""
    owners = await world.group(HOLDER, "shareholder", caller, **asked)
    office = await world.answer("portrait.party", caller, party_id=OFFICE, **asked)
    issued = next(g for g in office["issued"] if g["category"] == "penalty")
    listed = await world.answer("records.list", caller, party_id=OFFICE, category="penalty", direction="issued_by", **asked)
    related = await world.answer("records.relations", caller, party_id=HOLDER, category="shareholder", **asked)
    return [
        owners["items"][0]["party"],
        issued["items"][0]["values"]["party"],
        listed["items"][0]["values"]["party"],
        related["items"][0]["party"],
    ]


async def test_how_many_bear_the_name_and_to_officers_which(graph: Loaded) -> None:
    assert await _told(graph) == [{"name": NAME, "one_of": 2}] * 4
    which = [{"id": party, "kind": "Enterprise"} for party in sorted(FIRMS[:2])]
    for view in ("strict", "probable"):
        assert await _told(graph, INSPECTOR, view=view) == [{"name": NAME, "one_of": 2, "candidates": which}] * 4
    for party in FIRMS[:2]:
        portrait = await graph.answer("portrait.party", INSPECTOR, party_id=party, view="probable")
        assert {g["category"] for g in groups(portrait) if g["total"]} == {"enterprise"}, "it counts for nobody"
    found = await graph.answer("search.parties", INSPECTOR, text=NAME)
    assert sorted(i["id"] for i in found["items"] if i["match"] == "name") == sorted(FIRMS[:2])
    await _page_and_terminal(graph)


async def _page_and_terminal(graph: Loaded) -> None:
    async with graph.serving() as client:
        for path in (f"/parties/{HOLDER}", f"/parties/{OFFICE}", f"/parties/{HOLDER}/records?category=shareholder"):
            page = (await client.get(path)).text
            assert "按名称，2 个同名主体之一" in page
            assert f"/parties/{FIRMS[0]}" not in page
        english = (await client.get(f"/parties/{HOLDER}?lang=en")).text
        assert "by name, one of 2" in english
    portrait = await graph.answer("portrait.party", party_id=HOLDER)
    assert any("(by name, one of 2)" in line for line in record_text.portrait(portrait, graph.catalogue))


async def test_only_what_all_may_see_makes_a_name_ambiguous(graph: Loaded) -> None:
    before = await _told(graph)
    told = {"name": NAME, "code": CODES[3], "_provider": "某局", "_day": "2024-01-01"}
    await graph.say("enterprise.hidden.csv", told | {"_level": 2})
    await graph.say("enterprise.later.csv", told | {"_day": "2024-06-01"})
    gone = await graph.say("enterprise.gone.csv", told | {"code": CODES[4]})
    assert [p["one_of"] for p in await _told(graph)] == [3] * 4
    await graph.withdraw(gone.batch)
    assert await _told(graph) == before
    await graph.rederive()
    assert await _told(graph) == before


async def test_a_person_is_no_candidate(graph: Loaded) -> None:
    told = {"_provider": "某交易所", "_day": "2024-01-01"}
    await graph.say("listed_person.csv", *({"number": n, "name": "沈同名"} | told for n in ("P1", "P2")))
    row = {"enterprise": HOLDER, "holder": "沈同名", "share": "0.1", "_provider": "某局", "_day": "2024-07-01"}
    await graph.say("shareholder.person.csv", row)
    answer = await graph.answer("portrait.party", INSPECTOR, party_id=HOLDER, view="probable")
    assert "沈同名" in json.dumps(answer, ensure_ascii=False)
    assert [i["party"].get("one_of") for g in answer["owners"] for i in g["items"]] == [2, None]
