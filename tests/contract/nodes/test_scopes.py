"""What is given to whom, what is refused, and that what a key may not see leaves no trace."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app.errors import Forbidden, InputError, NodeAnswer, ServiceUnreachable, Unauthorized
from app.nodes.client import NodeClient
from app.nodes.cursor import StatementPlace, seal
from app.nodes.filed import FiledStatements
from app.nodes.following import scope_of
from app.nodes.mending import mend_from
from app.nodes.taking import NodeTaker
from loaders.load import acting
from loaders.load.acting import RecordAct, do_acts
from loaders.upkeep.digest_graph import graph_digest
from models.caller import CallerRole
from models.statements import Action
from models.work.nodes import NewNode, StatementPage
from tests.support.desk.keys import bearer
from tests.support.loading import Loaded
from tests.support.worlds.two_nodes import FIRMS, HAISHU, WEST_LAKE, compared, firm, giving, penalty, repair, rolled_up

TRACELESS = ("/v1/statements", "/v1/digests", "/v1/digests/penalty", "/v1/digests/enterprise")
STORED = [
    ("credit_repair", "hold"),
    ("credit_repair", "state"),
    ("credit_repair", "state"),
    ("enterprise", "state"),
    ("penalty", "repair"),
    ("penalty", "repair"),
    ("penalty", "state"),
]
EMPTY = StatementPage(level=1, items=(), shown=0, next="", more=False)


async def _said(graph: Loaded) -> None:
    await graph.say("enterprise.1.csv", firm(0, phone="13800138000"), firm(1, HAISHU))
    await graph.say("penalty.1.csv", penalty(0, "罚1号", legal_representative_document="身份证"), penalty(1, "罚2号"))


async def test_what_a_key_may_not_see_leaves_no_trace(graph: Loaded) -> None:
    await _said(graph)
    async with giving(graph) as source:
        headers = bearer(source.key())
        async with httpx.AsyncClient(transport=source.transport, base_url=source.url, headers=headers) as client:
            before = {path: (await client.get(path)).content for path in TRACELESS}
            text = before["/v1/statements"].decode()
            assert "罚1号" in text
            assert "13800138000" not in text
            assert "身份证" not in text
            await graph.say("penalty.2.csv", penalty(0, "罚3号", _level="2"), penalty(0, "罚4号", _level="3"))
            await _act(graph, Action.HOLD, "罚3号")
            assert {path: (await client.get(path)).content for path in TRACELESS} == before
            listed = (await client.get("/v1/statements")).json()
            hidden = "MATCH (s:Statement) WHERE s.level > 1 OR s.action = 'hold' RETURN s.id AS id"
            ids = [row["id"] for row in await graph.engine.read(hidden)]
            assert len(ids) == 3
            assert (await client.get("/v1/statements", params={"id": ids})).json()["items"] == []
            about = (await client.get("/v1/statements", params={"party": f"uscc:{FIRMS[0]}"})).json()
            assert sorted(i["id"] for i in about["items"]) == sorted(
                i["id"] for i in listed["items"] if any(FIRMS[0] in r["identifier"] for r in i["refs"])
            )


async def test_whatever_is_stored_is_given(graph: Loaded, other: Loaded) -> None:
    await graph.say("enterprise.1.csv", firm(0))
    await graph.say("penalty.1.csv", penalty(0, "罚1号", 处罚事由="事" * 50_000))
    await graph.say("credit_repair.1.csv", repair(0, "罚1号"), repair(0, "罚9号"))
    await _act(graph, Action.HOLD, "修罚9号", "repair_no")
    stored = await graph.engine.read(
        "MATCH (s:Statement) RETURN s.category AS category, s.action AS action ORDER BY category, action"
    )
    assert [tuple(row.values()) for row in stored] == STORED
    async with giving(graph) as source:
        node = source.node()
        async with source.client(node, source.key()) as client:
            taken = await rolled_up(other, client, node)
            assert (taken.refused, taken.new) == ((), 7)
            assert (await compared(other, client, node)).equal
            async with other.writing() as work:
                cursor = seal(StatementPlace("0" * 15 + "1", 1, 1), b"another secret")
                await NodeTaker(node.name, work.keeper, scope_of(node, other.catalogue)).take(EMPTY, cursor)
            again = await rolled_up(other, client, node)
            assert (again.new, again.read) == (0, 7)


async def _act(graph: Loaded, action: Action, number: str, name: str = "decision_no") -> None:
    rows = await graph.engine.read(
        f"MATCH (s:Statement {{{name}: $number, action: 'state'}}) RETURN s.id AS id", {"number": number}
    )
    act = RecordAct(rows[0]["id"], action, "2024-09-01")
    with pytest.MonkeyPatch.context() as patched:  # graphs have acts that were not refused before
        patched.setattr(acting, "refuse_hidden", lambda about, category: None)
        async with graph.writing() as work:
            await do_acts(work.keeper, graph.engine, [act], key=number, provider="某局", document="办理")


async def test_who_may_ask_for_what(graph: Loaded) -> None:
    await _said(graph)
    async with giving(graph) as source, httpx.AsyncClient(transport=source.transport, base_url=source.url) as client:
        assert (await client.get("/v1/statements")).status_code == 401
        officer = bearer(source.key(WEST_LAKE, CallerRole.INVESTIGATOR))
        assert (await client.get("/v1/digests", headers=officer)).status_code == 403
        mine = bearer(source.key("3302"))
        found = (await client.get("/v1/statements", headers=mine)).json()
        assert {item["filed_in"][0] for item in found["items"]} == {HAISHU}
        assert (await client.get("/v1/statements", headers=mine, params={"region": "33"})).status_code == 403
        assert (await client.get("/v1/digests", headers=mine, params={"region": ""})).status_code == 403
        assert (await client.get("/v1/statements", headers=mine, params={"since": found["next"]})).json()["items"] == []
        for since, status in (("x", 400), (found["next"][:-3] + "AAA", 410)):
            assert (await client.get("/v1/statements", headers=mine, params={"since": since})).status_code == status
        assert (await client.get("/v1/statements", headers=mine, params={"category": "nothing"})).status_code == 422


async def test_what_is_of_another_scope_is_refused_and_counted(graph: Loaded, other: Loaded) -> None:
    await _said(graph)
    await graph.say("penalty.2.csv", penalty(1, "罚5号", _provider="另一局"))
    await other.say("enterprise.9.csv", firm(0, WEST_LAKE, "2023-01-01", _provider="省局"))
    async with giving(graph) as source:
        node = source.node(region="3302", providers=("某区市场监督管理局", f"{HAISHU}市场监督管理局"))

        def lying(page: Any) -> Any:
            return page | {"items": [item | {"filed_in": [HAISHU]} for item in page["items"]]}

        async with NodeClient(node, source.key(), transport=_Altered(source.transport, _json(lying), boundless=True)) as client:
            taken = await rolled_up(other, client, node)
        assert {refusal.reason: refusal.count for refusal in taken.refused} == {
            "about a party that is registered elsewhere, as is known here": 1,
            "of a provider that the node is not to give": 2,
        }
        stated = await other.engine.read("MATCH (s:Statement {category: 'penalty'}) RETURN s.decision_no AS number")
        assert [row["number"] for row in stated] == ["罚2号"]
        async with source.client(node, source.key("3302")) as client:
            assert (await rolled_up(other, client, node)).refused == ()
            assert (await compared(other, client, node)).equal


class _Altered(httpx.AsyncBaseTransport):
    """Answers of a node, altered on their way."""

    def __init__(self, inner: httpx.AsyncBaseTransport, change: Callable[[bytes], bytes], *, boundless: bool = False) -> None:
        self._inner, self._change, self._boundless = inner, change, boundless

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._boundless:
            url = request.url.copy_remove_param("region").copy_remove_param("provider")
            request = httpx.Request(request.method, url, headers=request.headers)
        answer = await self._inner.handle_async_request(request)
        body = self._change(await answer.aread())
        return httpx.Response(answer.status_code, content=body, headers={"content-type": "application/json"})


def _json(change: Callable[[Any], Any]) -> Callable[[bytes], bytes]:
    return lambda body: json.dumps(change(json.loads(body))).encode()


def _altered(inner: httpx.AsyncBaseTransport, change: Callable[[Any], Any]) -> _Altered:
    return _Altered(inner, _json(change))


def _item(page: Any, **change: Any) -> Any:
    for item in page["items"]:
        if item["category"] == "penalty" and not item["withheld"]:
            item.update(change)
    return page


LIES: dict[str, Callable[[Any], Any]] = {
    "another value": lambda page: _item(page, values={"decision_no": "罚9号"}),
    "another level": lambda page: _item(page, level=3),
    "a property that there is not": lambda page: _item(page, values={"nothing": "x"}),
    "a property of the graph": lambda page: _item(page, values={"changed_at": 1}),
    "another key": lambda page: _item(page, key=["x"]),
    "no batch": lambda page: page | {"batches": []},
    "no day": lambda page: _item(page, day="2024-13-40"),
    "no identifier": lambda page: _item(page, refs=[{"role": "party", "identifier": "nothing", "name": "x"}]),
    "another role": lambda page: _item(page, refs=[{"role": "nobody", "identifier": f"uscc:{FIRMS[0]}", "name": "x"}]),
    "the same page again": lambda page: page | {"more": True, "next": "x"},
    "another form": lambda page: {"items": "x"},
    "more than is asked for": lambda page: page | {"items": page["items"] * 2000},
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_node_that_gives_what_is_wrong_changes_nothing(lie: str, graph: Loaded, other: Loaded) -> None:
    await _said(graph)
    await other.say("enterprise.9.csv", firm(5))
    before = await graph_digest(other.engine)
    async with giving(graph) as source:
        node = source.node()
        async with NodeClient(node, source.key(), transport=_altered(source.transport, LIES[lie])) as client:
            if lie == "the same page again":
                with pytest.raises((NodeAnswer, InputError)):
                    await rolled_up(other, client, node)
                return
            with pytest.raises(NodeAnswer):
                await rolled_up(other, client, node)
        assert await graph_digest(other.engine) == before
        assert await other.engine.read("MATCH (b:Batch) WHERE b.node IS NOT NULL RETURN b.id AS id") == []
        async with source.client(node, source.key()) as client:
            assert (await rolled_up(other, client, node)).new == 4


async def _answering(status: int, body: bytes = b"", **headers: str) -> Any:
    return httpx.MockTransport(lambda request: httpx.Response(status, content=body, headers=headers))


async def test_a_node_that_answers_otherwise_is_named(other: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.nodes import client as asking

    node = NewNode(name="杭州", url="http://node.example")
    moved = httpx.MockTransport(lambda r: httpx.Response(307, headers={"location": "http://elsewhere.example/"}))
    broken = httpx.MockTransport(lambda r: httpx.Response(200, content=b"<html>"))
    large = httpx.MockTransport(lambda r: httpx.Response(200, content=b"x" * 5000))
    bad_key = httpx.MockTransport(lambda r: httpx.Response(401, json={"detail": "a valid key is needed"}))
    foreign = httpx.MockTransport(lambda r: httpx.Response(403, content=b"no"))
    cases: list[tuple[httpx.MockTransport, type[Exception], str]] = [
        (moved, NodeAnswer, "sends elsewhere"),
        (broken, NodeAnswer, "cannot be read"),
        (bad_key, Unauthorized, "a valid key"),
        (foreign, Forbidden, "403"),
    ]
    for transport, kind, text in cases:
        async with NodeClient(node, "k", transport=transport) as client:
            with pytest.raises(kind, match=text):
                await rolled_up(other, client, node)
    monkeypatch.setattr(asking, "MOST_BYTES", 1000)
    async with NodeClient(node, "k", transport=large) as client:
        with pytest.raises(NodeAnswer, match="more than"):
            await rolled_up(other, client, node)


async def test_a_node_that_hangs_or_fails_is_given_up(other: Loaded) -> None:
    import asyncio

    node = NewNode(name="杭州", url="http://node.example")

    async def hang(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        return httpx.Response(200)

    busy = httpx.MockTransport(lambda r: httpx.Response(503, headers={"retry-after": "0"}))
    for transport, text in ((httpx.MockTransport(hang), "does not end its answer"), (busy, "answers 503")):
        async with NodeClient(node, "k", transport=transport, tries=2, whole_seconds=0.2) as client:
            with pytest.raises(ServiceUnreachable, match=text):
                await rolled_up(other, client, node)
            assert client.requests == 2


async def test_differences_are_listed_and_mended_and_what_is_only_here_stays(graph: Loaded, other: Loaded) -> None:
    await _said(graph)
    async with giving(graph) as source:
        node = source.node()
        async with source.client(node, source.key()) as client:
            await rolled_up(other, client, node)
            await graph.say("penalty.3.csv", *(penalty(0, f"罚{n}号") for n in range(10, 20)))
            await other.say("penalty.4.csv", penalty(0, "省罚1号"))
            found = await compared(other, client, node)
            assert (found.equal, found.differing) == (False, 10)
            assert {(d.category, d.where) for d in found.differences} == {("penalty", "there")}
            everything = await compared(other, client, node, everything=True)
            assert sorted(d.where for d in everything.differences) == ["here"] + ["there"] * 10
            filed = FiledStatements(other.engine, other.catalogue)
            async with other.writing() as work:
                mended = await mend_from(filed, work.keeper, client, node, everything, everything=True)
            assert [d.where for d in mended.differences] == ["here"]
            assert mended.mended
            assert mended.mended.new == 10
            assert (await compared(other, client, node)).equal
            assert (await rolled_up(other, client, node)).new == 0
