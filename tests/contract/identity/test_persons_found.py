"""Persons are found by name by those above the public alone, and by their exact name; by identifier by everybody."""

from pathlib import Path
from typing import Any

from app.engine import Engine
from app.settings import Settings
from loaders.types.codes.identity_numbers import resident_check
from models.caller import Caller
from models.catalogue import Catalogue
from tests.support.loading import INSPECTOR, OFFICER, PUBLIC, Loaded, identifier
from tests.support.worlds.hiding import fresh_code

CODES = [fresh_code(n) for n in range(751, 754)]
NAME = "欧阳测试"
TOLD = {"_provider": "某局", "_day": "2024-01-01"}


async def test_who_finds_whom(engine: Engine, catalogue: Catalogue, settings: Settings, tmp_path: Path) -> None:
    world = Loaded(engine, catalogue, settings, tmp_path)
    await world.say("enterprise.csv", {"name": f"{NAME}有限公司", "code": CODES[0]} | TOLD)
    posts: list[dict[str, Any]] = [
        {"enterprise": CODES[0], "person": NAME, "post": "监事"},
        {"enterprise": CODES[1], "person": "欧阳 测试", "post": "经理"},
        {"enterprise": CODES[1], "person": f"{NAME}二", "post": "经理"},
        {"enterprise": CODES[2], "person": NAME, "post": "经理", "_level": 2},
    ]
    await world.say("key_person.csv", *(post | TOLD for post in posts))
    await world.say("listed_person.csv", {"number": "P1", "name": NAME} | TOLD)

    async def found(caller: Caller, text: str) -> dict[str, str]:
        answer = await world.answer("search.parties", caller, text=text)
        assert answer["total"] == len(answer["items"])
        return {i["id"]: i["match"] for i in answer["items"]}

    firm, roll = f"uscc:{CODES[0]}", "src:某局:person:P1"
    first, second, hidden = (f"person:uscc:{code}:{NAME}" for code in CODES)
    assert await found(PUBLIC, NAME) == {firm: "prefix"}
    assert await found(OFFICER, NAME) == {firm: "prefix"} | dict.fromkeys((first, second, roll), "name")
    assert await found(INSPECTOR, f" {NAME[:2]}　{NAME[2:]} ") == {firm: "prefix"} | dict.fromkeys(
        (first, second, hidden, roll), "name"
    )
    assert await found(INSPECTOR, NAME[:3]) == {firm: "prefix"}, "no person by the beginning of a name"
    for party in (first, second, roll):
        assert await found(PUBLIC, party) == {party: "identifier"}
    assert await found(PUBLIC, hidden) == {}
    shown = (await world.answer("search.parties", OFFICER, text=f"{NAME}二"))["items"][0]
    assert (shown["name"], shown["kind"]) == (f"{NAME}二", "Person")


async def test_a_person_known_by_a_document_is_found_by_its_name(
    engine: Engine, catalogue: Catalogue, settings: Settings, tmp_path: Path
) -> None:
    world = Loaded(engine, catalogue, settings, tmp_path)
    number = "99010619710101003"
    document = number + resident_check(number)
    told = {"enterprise": CODES[0], "姓名": "查证 人", "证件号码": document} | TOLD
    body = "99010619710101002"
    hidden = {"enterprise": CODES[1], "姓名": "密证人", "证件号码": body + resident_check(body), "_level": 2} | TOLD
    await world.say("legal_representative.csv", told, hidden)
    person = identifier(f"identity:{document}")

    async def found(caller: Caller, text: str) -> list[str]:
        answer = await world.answer("search.parties", caller, text=text)
        return [i["id"] for i in answer["items"]]

    assert await found(OFFICER, "查证人") == await found(OFFICER, "查证 人") == [person]
    assert await found(PUBLIC, "查证人") == await found(OFFICER, "查证") == await found(OFFICER, "密证人") == []
    assert len(await found(INSPECTOR, "密证人")) == 1
    async with world.writing() as work:
        await work.keeper.rederive()
    assert await found(OFFICER, "查证人") == [person]


async def test_a_person_whose_document_is_told_with_several_names_is_found_by_each_that_may_be_seen(
    engine: Engine, catalogue: Catalogue, settings: Settings, tmp_path: Path
) -> None:
    world = Loaded(engine, catalogue, settings, tmp_path)
    passport = {"证件类型": "护照", "证件号码": "E12345678"}
    rows = [("约翰测", "美国", 0), ("JOHN TEST", "美国", 0), ("约翰藏", "美国", 2), ("约翰测", "英国", 0)]
    told = [
        {"enterprise": CODES[n % 3], "姓名": name, "职务": f"董事{n}", "国籍": country, "_level": level} | passport | TOLD
        for n, (name, country, level) in enumerate(rows)
    ]
    await world.say("key_person.csv", *told)

    async def found(caller: Caller, text: str) -> dict[str, tuple[str | None, str | None]]:
        answer = await world.answer("search.parties", caller, text=text)
        return {i["id"]: (i["name"], i.get("matched")) for i in answer["items"]}

    (american,) = await found(OFFICER, "john test")
    by_name = await found(OFFICER, "约翰测")
    assert (len(by_name), american in by_name) == (2, True), "the passports of two countries are two persons"
    for text in ("约翰测", "JOHN TEST"):
        name, matched = (await found(OFFICER, text))[american]
        assert text in (name, matched)
        assert (await found(PUBLIC, text)) == {}
    assert await found(OFFICER, "约翰藏") == {}
    assert set(await found(INSPECTOR, "约翰藏")) == {american}
