"""Search by letters, by codes that a register states or implies, by codes told wrongly, and by a name that passed on."""

from itertools import islice, product
from typing import Any

import pytest

from app.engine.base import Tx
from app.questions import search
from loaders.synthetic.world.codes import USCC_ALPHABET
from models.statements import NO_LEVEL, OPEN_DAY, OPEN_TICK
from models.values.codes import org_check, reg_check, uscc_check
from models.values.pinyin import first_letters
from tests.support.loading import OFFICER, Loaded

TOLD = {"_provider": "甲局", "_day": "2020-01-01"}


def _code(number: int) -> str:
    """A sound USCC of nobody, whose organisation code is sound too."""
    body = "MA" + "".join(USCC_ALPHABET[number // 31**i % 31] for i in range(6))
    whole = "91330106" + body + org_check(body)
    return whole + str(uscc_check(whole))


FIRST, SECOND, THIRD = map(_code, range(961, 964))
NAMES = {FIRST: "杭州云帆长乐科技有限公司", SECOND: "杭州远范商贸有限公司", THIRD: "TCL云（宁波）电器股份有限公司"}


async def _register(graph: Loaded, names: dict[str, str] = NAMES, **more: Any) -> None:
    day = more.get("_day", "2020")[:4]
    await graph.say(f"enterprise.{day}.csv", *({"name": name, "code": code} | TOLD | more for code, name in names.items()))


async def _found(graph: Loaded, text: str) -> list[tuple[str, str]]:
    items = (await graph.answer("search.parties", text=text))["items"]
    return [(one["id"].removeprefix("uscc:"), one["match"]) for one in items]


SPELT = {
    "yunfan": [FIRST],
    "Yun Fan": [FIRST],
    "yuanfan": [SECOND],
    "hzyf": [SECOND, FIRST],
    "HangZhou": [SECOND, FIRST],
    "hangzhouyunfanchanglekejiyouxiangongsi": [FIRST],
    "hzyuanf": [SECOND],
    "yfclkj": [FIRST],
    "yfelkj": [],
    "yunfanzhangyue": [FIRST],
    "tclynb": [THIRD],
    "ning'bo": [THIRD],
    "nin gbo": [],
    "fan": [SECOND, FIRST],
    "le": [FIRST],
    "xian": [],
    "wenzhou": [],
}


async def test_letters_find_names(graph: Loaded) -> None:
    await _register(graph)
    for _ in range(2):
        for text, right in SPELT.items():
            assert (text, await _found(graph, text)) == (text, [(code, "pinyin") for code in right])
        await graph.rederive()


MANY = 2_100
"""More than the index is asked for where a text is of several words."""
SYLLABLES = "云海天华盛宏达金鑫瑞丰恒信德润东方新世纪博雅卓越佳美康泰安顺源通利兴旺福禄祥和中正国民生大洋"
FACT = {"level": 0, "hidden_from": NO_LEVEL, "valid_from": "2020-01-01", "valid_to": OPEN_DAY, "public_from": "2020-01-01"}
FACT |= {"public_until": OPEN_DAY, "recorded_at": 1, "withdrawn_at": OPEN_TICK, "event": False, "usable": True, "by": []}


async def _many(graph: Loaded) -> list[tuple[int, str]]:
    """Put many firms whose names hold 杭州 and 科技 into the graph; gives the length of what each is found by, and its id."""
    firms = [f"杭州{a}{b}科技有限公司" for a, b in islice(product(SYLLABLES, SYLLABLES), MANY)]
    rows = [
        {"id": f"uscc:{i:018}", "name": name, "names": f"{name}\n{' '.join(first_letters(name))}"}
        for i, name in enumerate(firms)
    ]
    make = """UNWIND $rows AS row
    CREATE (i:Identifier {id: row.id}) CREATE (p:Enterprise {id: row.id, name: row.name, names: row.names}) SET p:Party
    CREATE (s:Registration {id: row.id, category: 'enterprise', name: row.name}) SET s:Statement
    CREATE (i)-[:IDENTIFIES]->(p) CREATE (s)-[:NAMES]->(i) CREATE (s)-[a:ABOUT {role: 'party'}]->(p) SET a += $fact"""

    async def write(tx: Tx) -> None:
        await tx.run(make, {"rows": rows, "fact": FACT})

    await graph.engine.transact(write)
    return [(len(str(row["names"])), str(row["id"])) for row in rows]


async def test_a_word_of_very_many_names_finds_the_shortest_in_one_order(graph: Loaded) -> None:
    await _register(graph)
    shortest = sorted(party for _, party in sorted(await _many(graph))[:200])[:20]
    for text, match in (("科技", "similar"), ("kj", "pinyin"), ("ke", "pinyin")):
        answer = await graph.answer("search.parties", text=text)
        assert (text, bool(answer["incomplete"]), len(answer["items"])) == (text, True, 20)
        assert {item["match"] for item in answer["items"]} == {match}
        assert (text, [item["id"] for item in answer["items"]]) == (text, shortest)
    whole = await graph.answer("search.parties", text="杭州云帆长乐科技有限公司")
    assert (whole["items"][0]["id"], whole["items"][0]["match"], bool(whole["incomplete"])) == (f"uscc:{FIRST}", "name", True)
    loose = await graph.answer("search.parties", text="杭州科技")
    assert ({item["match"] for item in loose["items"]}, len(loose["items"]), bool(loose["incomplete"])) == (
        {"similar"},
        20,
        True,
    )
    assert await _found(graph, "远范商贸") == [(SECOND, "similar")]


async def test_too_many_names_of_some_letters_to_try_them_all_are_said_to_be(
    graph: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _register(graph, {FIRST: "家益商行", SECOND: "江源科技有限公司"})
    answers = {}
    for tried in (1, 2):
        monkeypatch.setattr(search, "TRIED", tried)
        answers[tried] = {text: await graph.answer("search.parties", text=text) for text in ("jiangyuan", "jiayi")}
    told = {tried: {text: (a["total"], bool(a["incomplete"])) for text, a in of.items()} for tried, of in answers.items()}
    assert told == {1: {"jiangyuan": (0, True), "jiayi": (1, True)}, 2: {"jiangyuan": (1, False), "jiayi": (1, False)}}


async def test_a_name_in_letters_comes_before_one_that_is_spelt_so(graph: Loaded) -> None:
    await _register(graph, NAMES | {FIRST: "HZYF Trading Ltd"})
    assert await _found(graph, "hzyf") == [(FIRST, "prefix"), (SECOND, "pinyin")]


async def test_an_organisation_code_finds_the_code_that_holds_it(graph: Loaded) -> None:
    await _register(graph, {FIRST: NAMES[FIRST]})
    org, whole = FIRST[8:17], [(FIRST, "identifier")]
    for text in (org, f"{org[:8]}-{org[8]}", f"org:{org}", org.lower()):
        assert await _found(graph, text) == whole
    async with graph.serving() as client:
        for path in ("", "/portrait", "/history", "/ownership"):
            sent = await client.get(f"/v1/parties/org:{org}{path}")
            assert (sent.status_code, sent.headers["location"]) == (307, f"/v1/parties/uscc:{FIRST}{path}")
        assert (await client.get(f"/v1/parties/org:{SECOND[8:17]}")).status_code == 404


async def test_a_registration_number_stated_beside_the_code_finds_it(graph: Loaded) -> None:
    number = "33010600012345"
    number += reg_check(number)
    row = {"name": NAMES[FIRST], "code": FIRST, "registration_no": number} | TOLD
    await graph.say("enterprise.csv", row)
    assert await _found(graph, number) == [(FIRST, "identifier")]


async def test_a_wrong_check_character_is_answered_with_the_right_one(graph: Loaded) -> None:
    await _register(graph)
    wrong = FIRST[:17] + next(c for c in "012" if c != FIRST[17])
    answer = await graph.answer("search.parties", text=wrong.lower())
    assert (answer["did_you_mean"], [one["id"] for one in answer["items"]]) == (f"uscc:{FIRST}", [f"uscc:{FIRST}"])
    assert "did_you_mean" not in await graph.answer("search.parties", text=FIRST)
    org = FIRST[8:16] + next(c for c in "012" if c != FIRST[16])
    answer = await graph.answer("search.parties", text=org)
    assert (answer["did_you_mean"], [one["id"] for one in answer["items"]]) == (f"org:{FIRST[8:17]}", [f"uscc:{FIRST}"])
    async with graph.serving() as client:
        for path in ("", "/portrait", "/records?category=enterprise", "/history", "/ownership", "/controllers"):
            sent = await client.get(f"/v1/parties/{wrong}{path}")
            problem = sent.json()
            assert (sent.status_code, problem["did_you_mean"]) == (404, f"uscc:{FIRST}")
            assert f"uscc:{FIRST}" in problem["detail"]
        page = await client.get(f"/parties/{wrong}", headers={"Accept": "text/html"})
        assert (page.status_code, f"/parties/uscc:{FIRST}" in page.text) == (404, True)
        page = await client.get("/search", params={"q": wrong}, headers={"Accept": "text/html"})
        assert f"uscc:{FIRST}" in page.text
        plain = (await client.get(f"/v1/parties/{_code(999)}")).json()
        assert "did_you_mean" not in plain


@pytest.mark.parametrize(("early", "late"), [(FIRST, SECOND), (THIRD, FIRST)])
async def test_who_bears_a_name_today_comes_before_who_bore_it(graph: Loaded, early: str, late: str) -> None:
    passing = "传名有限公司"
    await _register(graph, {early: passing, late: "后名有限公司"})
    await _register(graph, {early: "前名有限公司", late: passing}, _day="2022-01-01")
    items = (await graph.answer("search.parties", OFFICER, text=passing))["items"]
    assert [(i["id"], i["match"], i.get("formerly", False)) for i in items[:2]] == [
        (f"uscc:{late}", "name", False),
        (f"uscc:{early}", "name", True),
    ]
    assert items[1]["matched"] == passing
    then = (await graph.answer("search.parties", text=passing, as_of="2021-01-01"))["items"]
    assert (then[0]["id"], "formerly" in then[0]) == (f"uscc:{early}", False)
    async with graph.serving() as client:
        page = await client.get("/search", params={"q": passing}, headers={"Accept": "text/html"})
    assert f"曾用名：{passing}" in page.text
