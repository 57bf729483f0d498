"""The change feed over HTTP: pages by cursor, filters, and a stream that notices who is gone."""

import asyncio
import json
from typing import Any

import httpx
import pytest
import uvicorn

from app.main import create_app
from loaders.upkeep.digest_graph import graph_digest
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

FIRMS = [fresh_code(n) for n in range(1, 6)]


def firm(code: str, name: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "_provider": "某局", "_day": "2024-01-01"} | more


async def page(client: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    answer = await client.get("/v1/changes", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def parties(found: dict[str, Any]) -> list[str]:
    return [item["party_id"] for item in found["items"]]


async def test_pages_go_on_by_their_cursors(graph: Loaded) -> None:
    async with graph.serving() as client:
        assert (await page(client))["items"] == []
        await graph.say("enterprise.1.csv", *(firm(code, f"企业{i}有限公司") for i, code in enumerate(FIRMS)))
        first = await page(client, limit=2)
        rest = await page(client, limit=100, since=first["next"])
        assert first["shown"] == 2
        assert first["more"]
        assert not rest["more"]
        assert parties(first) + parties(rest) == sorted(f"uscc:{code}" for code in FIRMS)
        assert {(item["kind"], *item["categories"]) for item in rest["items"]} == {("record", "enterprise")}
        assert await page(client, since=rest["next"]) == {"items": [], "shown": 0, "next": rest["next"], "more": False}
        assert (await page(client, since="latest"))["next"] == rest["next"]
        assert await page(client, since=first["items"][0]["id"], limit=1) == {**first, "items": first["items"][1:], "shown": 1}
        await graph.say("enterprise.2.csv", firm(FIRMS[0], "企业零有限公司", _day="2024-02-01"))
        assert parties(await page(client, since=rest["next"])) == [f"uscc:{FIRMS[0]}"]
        moment = (await page(client, since=rest["next"]))["items"][0]["at"]
        assert (await page(client, since=moment))["items"] == []
        assert parties(await page(client, since=rest["items"][0]["at"])) == [f"uscc:{FIRMS[0]}"]
        assert len(parties(await page(client, since="2024-01-01"))) == len(FIRMS) + 1
        assert parties(await page(client, party=f"uscc:{FIRMS[3]}")) == [f"uscc:{FIRMS[3]}"]
        assert parties(await page(client, category="penalty")) == []
        assert len(parties(await page(client, category=["penalty", "enterprise"]))) == len(FIRMS) + 1


async def test_what_is_no_cursor_or_too_old_is_refused(graph: Loaded) -> None:
    await graph.say("enterprise.1.csv", firm(FIRMS[0], "企业零有限公司"))
    async with graph.serving() as client:
        cursor = (await page(client))["next"]
        for given, status in (("x", 400), (cursor[:-2] + "AA", 400), ("2024-99-99", 422)):
            assert (await client.get("/v1/changes", params={"since": given})).status_code == status
        assert (await client.get("/v1/changes", params={"category": "nothing"})).status_code == 422
        digest = await graph_digest(graph.engine)
        await graph.rederive()
        assert await graph_digest(graph.engine) == digest
        for path in ("/v1/changes", "/v1/changes/stream"):
            answer = await client.get(path, params={"since": cursor})
            assert (answer.status_code, answer.json()["type"].rpartition("/")[2].rpartition(":")[2]) == (410, "start-over")
        after = await page(client, since="latest")
        assert (after["items"], after["more"]) == ([], False)
        await graph.say("enterprise.2.csv", firm(FIRMS[1], "企业一有限公司"))
        assert parties(await page(client, since=after["next"])) == [f"uscc:{FIRMS[1]}"]


@pytest.fixture
async def server(graph: Loaded) -> Any:
    """The service over the graph of the test, on a port of its own."""
    app = create_app(graph.settings, graph.catalogue)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, timeout_graceful_shutdown=2))
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - the server offers no event
        await asyncio.sleep(0.05)
    yield app, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task


async def events(answer: httpx.Response, count: int) -> list[dict[str, str]]:
    """The next events of a stream, each by its fields."""
    out: list[dict[str, str]] = []
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            out.append(fields)
            fields = {}
            if len(out) == count:
                break
    return out


async def test_a_stream_goes_on_after_its_last_event(graph: Loaded, server: Any) -> None:
    app, url = server
    await graph.say("enterprise.1.csv", firm(FIRMS[0], "企业零有限公司"))
    async with httpx.AsyncClient(base_url=url, timeout=20) as client:
        start = (await page(client, since="latest"))["next"]
        async with client.stream("GET", "/v1/changes/stream") as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert (answer.headers["cache-control"], answer.headers["x-accel-buffering"]) == ("no-store", "no")
            await graph.say("enterprise.2.csv", firm(FIRMS[1], "企业一有限公司"), firm(FIRMS[2], "企业二有限公司"))
            (one,) = await events(answer, 1)
        assert one["event"] == "change"
        assert json.loads(one["data"])["id"] == one["id"]
        async with client.stream("GET", "/v1/changes/stream", headers={"Last-Event-ID": one["id"]}) as answer:
            (other,) = await events(answer, 1)
        told = [json.loads(event["data"])["party_id"] for event in (one, other)]
        assert told == sorted(f"uscc:{code}" for code in FIRMS[1:3])
        async with client.stream("GET", "/v1/changes/stream", params={"since": start, "party": told[1]}) as answer:
            assert app.state.streams == 1
            assert json.loads((await events(answer, 1))[0]["data"])["party_id"] == told[1]
        for _ in range(50):
            if not app.state.streams:
                break
            await asyncio.sleep(0.1)
        assert app.state.streams == 0


async def test_a_stream_beats_and_says_where_one_starts_over(
    graph: Loaded, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = server
    await graph.say("enterprise.1.csv", firm(FIRMS[0], "企业零有限公司"))
    monkeypatch.setattr("app.changes.following.HEARTBEAT_SECONDS", 0.3)
    async with httpx.AsyncClient(base_url=url, timeout=20) as client, client.stream("GET", "/v1/changes/stream") as answer:
        (beat,) = await events(answer, 1)
        assert beat.keys() == {"", "id"}
        await graph.rederive()
        async with client.stream("GET", "/v1/changes/stream", headers={"Last-Event-ID": beat["id"]}) as again:
            assert again.status_code == 410
