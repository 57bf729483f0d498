"""How much of each category there is, and how fresh: of what the caller may see alone, in answers and on pages."""

from secrets import token_hex
from typing import Any

import httpx

from app.desk.store import Desk
from app.engine import Tx, writer
from loaders.load.reading import Reading
from models.caller import CallerRole, today
from tests.support.desk.keys import bearer, issue
from tests.support.loading import INSPECTOR, OFFICER, PUBLIC, Loaded, steady
from tests.support.worlds.hiding import fresh_code

FIRM = fresh_code(911)
TOLD = Reading(provider="甲局", day="2024-01-01")
OTHER = Reading(provider="乙局", day="2024-02-01")
HTML = {"accept": "text/html"}
PLACES = [f"{under}/catalogue{rest}" for under in ("/v1", "") for rest in ("", "/key_person", "/tax_audit", "?q=稽查")]
PLACES += ["/v1/questions/catalogue.held/answer", "/v1/catalogue?level=1"]


def person(name: str, **more: Any) -> dict[str, Any]:
    return {"统一社会信用代码": FIRM, "姓名": name, "职务": "董事"} | more


async def held(graph: Loaded, caller: Any = PUBLIC, **asked: Any) -> dict[str, dict[str, Any]]:
    return {one["category"]: one for one in (await graph.answer("catalogue.held", caller, **asked))["items"]}


async def test_what_is_there_is_added_up_from_batches(graph: Loaded) -> None:
    assert await held(graph) == {}
    await graph.say("key_person.1.csv", person("某甲"), person("某乙"), reading=TOLD)
    second = await graph.say("key_person.2.csv", person("某甲"), person("某丙"), reading=OTHER)
    assert (second.accepted, second.rejected) == (2, 0)
    public = {
        "category": "key_person",
        "loaded_on": today(),
        "loaded_to": "2024-02-01",
        "batches": 2,
        "providers": ["乙局", "甲局"],
        "rows": 4,
    }
    assert await held(graph) == {"key_person": public}
    assert await held(graph, OFFICER) == {"key_person": public}
    assert await held(graph, INSPECTOR) == {"key_person": public}
    assert await held(graph, category="enterprise") == {}
    assert (await held(graph, as_of="2024-01-15"))["key_person"]["batches"] == 1
    await graph.withdraw(second.batch)
    first = public | {"loaded_to": "2024-01-01", "batches": 1, "providers": ["甲局"], "rows": 2}
    assert await held(graph) == {"key_person": first}
    assert (await held(graph, INSPECTOR))["key_person"]["rows"] == 2


async def test_rows_known_before_count_with_their_batch(graph: Loaded) -> None:
    await graph.say("key_person.1.csv", person("某甲"), reading=TOLD)
    again = await graph.say("key_person.2.csv", person("某甲"), person("某乙"), reading=TOLD)
    assert (again.accepted, again.unchanged) == (1, 1)
    assert (await held(graph, INSPECTOR))["key_person"]["rows"] == 3


async def test_a_file_names_its_providers_row_by_row(graph: Loaded) -> None:
    rows = (person("某甲", _provider="甲局"), person("某乙", _provider="乙局"), person("某丙", _provider="丙局", _level=2))
    await graph.say("key_person.1.csv", *rows, reading=Reading(day="2024-01-01"))
    assert [(one["rows"], one["providers"]) for one in (await held(graph)).values()] == [(2, ["乙局", "甲局"])]
    assert [(one["rows"], one["providers"]) for one in (await held(graph, INSPECTOR)).values()] == [
        (3, ["丙局", "乙局", "甲局"])
    ]


async def test_batches_of_an_older_program_are_counted_once(graph: Loaded) -> None:
    receipt = await graph.say("key_person.1.csv", person("某甲", _provider="甲局"), reading=Reading(day="2024-01-01"))
    lost = "REMOVE b.rows, b.accepted, b.unchanged, b.rejected, b.flagged, b.taken_of, b.refused_of"
    async with writer(graph.engine, "older", 5.0) as lease:

        async def forget(tx: Tx, tick: int) -> None:
            await tx.run(f"MATCH (b:Batch) {lost}", {})
            await tx.run("MATCH (c:Clock {id: 'clock'}) REMOVE c.counted", {})

        await lease.transact(forget)
    await graph.say("key_person.2.csv", person("某乙"), reading=TOLD)
    assert [(one["rows"], one["providers"]) for one in (await held(graph)).values()] == [(2, ["甲局"])]
    rows = await graph.engine.read("MATCH (b:Batch {id: $id}) RETURN b.accepted AS accepted", {"id": receipt.batch})
    assert rows == [{"accepted": 1}]


def decision(number: str, **more: str) -> dict[str, Any]:
    decided = {"处罚决定书文号": number, "处罚决定日期": "2024-01-05", "处罚机关": "甲局", "公示截止期": "2099-01-01"}
    return {"统一社会信用代码": FIRM} | decided | more


async def test_the_public_is_told_of_what_it_sees_alone(graph: Loaded) -> None:
    rows = (decision("1号", _provider="乙局"), decision("2号", _provider="丙局"), decision("密号", _level="2"))
    sent = await graph.say("penalty.1.csv", *rows, reading=TOLD)
    assert sent.accepted == 3

    async def seen() -> tuple[int, list[str]]:
        one = (await held(graph))["penalty"]
        return one["rows"], one["providers"]

    assert await seen() == (2, ["丙局", "乙局"]), "of the sender of the file nothing may be seen"
    before = await seen()
    expired = decision("3号", _provider="丁局", 公示截止期="2024-03-01")
    assert (await graph.say("penalty.2.csv", expired, decision("4号", _level="2"), reading=TOLD)).accepted == 2
    assert await seen() == before
    repaired = decision("2号", _provider="丙局", _action="repair")
    assert (await graph.say("penalty.3.csv", repaired, reading=Reading(day="2024-02-01"))).accepted == 1
    assert await seen() == (1, ["乙局"])


async def told(client: httpx.AsyncClient, headers: dict[str, str]) -> list[Any]:
    """What a caller is told of the catalogue, without ticks."""
    out: list[Any] = []
    for place in PLACES:
        answer = await client.get(place, headers={**headers, **({} if place.startswith("/v1") else HTML)})
        assert answer.status_code == 200, place
        out.append(steady(answer.json()) if place.startswith("/v1") else answer.text)
    return out


async def test_hidden_data_leave_no_trace(graph: Loaded) -> None:
    await graph.say("key_person.1.csv", person("某甲"), reading=TOLD)
    async with graph.serving() as client:
        desk: Desk = client._transport.app.state.desk  # type: ignore[attr-defined]
        officer = bearer(issue(desk, CallerRole.INVESTIGATOR, f"officer {token_hex(4)}").key)
        before = await told(client, {})
        audit = {"统一社会信用代码": FIRM, "处罚决定书文号": "稽1", "查补金额": 3, "稽查机关": "某税务局"}
        first = await graph.say("tax_audit.1.csv", audit, reading=OTHER)
        hidden = await graph.say("key_person.2.csv", person("某丁", _level=2), reading=OTHER)
        assert (first.accepted, hidden.accepted) == (1, 1)
        assert await told(client, {}) == before
        seen = (await client.get("/v1/catalogue/tax_audit", headers=officer)).json()
        assert (seen["held"]["batches"], seen["held"]["providers"]) == (1, ["乙局"])
        assert "withheld" not in seen
        assert seen["held"]["rows"] == 1
        assert (await client.get("/v1/catalogue/key_person", headers=officer)).json()["held"]["batches"] == 1
        public = (await client.get("/v1/catalogue/tax_audit")).json()
        assert public["withheld"]
        assert public.keys().isdisjoint({"held", "loaded_on", "loaded_to"})
        assert (await held(graph, INSPECTOR))["key_person"]["batches"] == 2
