"""Traditional, variant and simplified characters are one name: where names resolve, where persons are told apart, in search."""

from typing import Any

import pytest

from loaders.load.reading import Reading
from models.values import names
from tests.support.loading import INSPECTOR, OFFICER, Loaded
from tests.support.worlds.hiding import fresh_code

FIRM, HELD, OTHER = (fresh_code(n) for n in range(931, 934))
TOLD = {"_provider": "甲局", "_day": "2024-01-01"}
REGISTERED = "國興衞浴（香港）貿易有限公司"
PLAIN = "国兴卫浴(香港)贸易有限公司"


def _registered() -> list[dict[str, Any]]:
    return [
        {"name": REGISTERED, "code": FIRM} | TOLD,
        {"name": "受资甲有限公司", "code": HELD} | TOLD,
        {"name": "受资乙有限公司", "code": OTHER} | TOLD,
    ]


async def test_a_name_resolves_however_its_characters_are_written(graph: Loaded) -> None:
    await graph.say("enterprise.csv", *_registered(), reading=Reading(complete="00"))
    await graph.say("shareholder.1.csv", {"enterprise": HELD, "holder": PLAIN, "share": "60%"} | TOLD)
    await graph.say("shareholder.2.csv", {"enterprise": OTHER, "holder": REGISTERED, "share": "60%"} | TOLD)
    for held in (HELD, OTHER):
        assert await _resolved(graph, held) == {f"uscc:{FIRM}": "certain"}
    shown = (await graph.group(f"uscc:{HELD}", "shareholder"))["items"][0]["party"]
    assert shown["name"] == PLAIN, "a name is shown as it was told"
    assert (await graph.answer("portrait.party", party_id=f"uscc:{FIRM}"))["party"]["name"] == REGISTERED


async def _resolved(graph: Loaded, held: str) -> dict[str, str]:
    """What the holders of an enterprise resolve to, and how surely."""
    rows = await graph.engine.read(
        "MATCH (:Party {id: $id})<-[:INVESTS_IN]-(m)-[r:RESOLVES_TO]->(p) RETURN p.id AS id, r.rule AS rule",
        {"id": f"uscc:{held}"},
    )
    return {row["id"]: row["rule"] for row in rows}


async def test_persons_of_one_enterprise_are_one_in_either_writing(graph: Loaded) -> None:
    await graph.say("enterprise.csv", *_registered())
    posts = ("張衞國", "监事"), ("张卫国", "经理")
    await graph.say("key_person.csv", *({"enterprise": HELD, "person": n, "post": post} | TOLD for n, post in posts))
    person = f"person:uscc:{HELD}:张卫国"
    items = (await graph.group(f"uscc:{HELD}", "key_person", OFFICER))["items"]
    assert {item["party"]["id"] for item in items} == {person}
    assert {item["party"]["name"] for item in items} == {"張衞國", "张卫国"}
    for text in ("張衛國", "张卫国"):
        found = (await graph.answer("search.parties", OFFICER, text=text))["items"]
        assert [(one["id"], one["match"]) for one in found] == [(person, "name")]


@pytest.mark.parametrize("text", [REGISTERED, PLAIN, "國興衛浴", "国兴卫浴", "興衞浴貿", "國兴卫"])
async def test_search_finds_either_writing(graph: Loaded, text: str) -> None:
    await graph.say("enterprise.csv", *_registered())
    (found,) = (await graph.answer("search.parties", text=text))["items"]
    assert (found["id"], found["name"], found.get("matched")) == (f"uscc:{FIRM}", REGISTERED, None)


async def test_deriving_again_brings_over_a_graph_written_before(graph: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    holdings = [
        {"enterprise": HELD, "holder": PLAIN, "share": "60%"},
        {"enterprise": OTHER, "holder": REGISTERED, "share": "60%"},
        {"enterprise": OTHER, "holder": "張衞國", "股东类型": "自然人股东", "share": "40%", "出资方式": "貨幣"},
    ]
    names.normalise_name.cache_clear()
    names.simplified.cache_clear()
    with monkeypatch.context() as before:
        before.setattr(names, "simplified_characters", dict)
        before.setattr(names, "_one_form", lambda: (names._BRACKETS, frozenset(map(chr, names._BRACKETS))))
        await graph.say("enterprise.csv", *_registered(), reading=Reading(complete="00"))
        await graph.say("shareholder.1.csv", *(row | TOLD for row in holdings))
        await graph.say("key_person.1.csv", {"enterprise": OTHER, "person": "張衞國", "post": "監事"} | TOLD)
        assert (await _resolved(graph, HELD), await _resolved(graph, OTHER)) == ({}, {f"uscc:{FIRM}": "certain"})
    names.normalise_name.cache_clear()
    names.simplified.cache_clear()
    await graph.rederive()
    digest = await graph.digest()
    for held in (HELD, OTHER):
        assert await _resolved(graph, held) == {f"uscc:{FIRM}": "certain"}
    person = f"person:uscc:{OTHER}:张卫国"
    assert [i["id"] for i in (await graph.answer("search.parties", INSPECTOR, text="張衛國"))["items"]] == [person]
    again = [{name: names.simplified(text) for name, text in row.items()} for row in holdings]
    await graph.say("shareholder.2.csv", *(row | TOLD for row in again))
    entries = (await graph.group(f"uscc:{OTHER}", "shareholder", OFFICER))["items"]
    assert sorted(entry["values"]["share"] for entry in entries) == [0.4, 0.6], "told again in other characters, it is one list"
    await graph.say(
        "key_person.2.csv", *({"enterprise": OTHER, "person": "张卫国", "post": post} | TOLD for post in ("监事", "经理"))
    )
    posts = (await graph.group(f"uscc:{OTHER}", "key_person", OFFICER))["items"]
    assert sorted(names.simplified(post["values"]["post"]) for post in posts) == ["监事", "经理"]
    assert {post["party"]["id"] for post in posts} == {person}
    grown = await graph.digest()
    assert grown != digest
    await graph.rederive()
    assert await graph.digest() == grown
