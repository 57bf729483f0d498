"""An enterprise that moves takes its file along; both nodes then answer alike about it."""

import json
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from app.errors import NodeAnswer, NotFound
from app.nodes.client import NodeClient
from app.nodes.following import take_over
from loaders.erase.parties import DataToErase, begin_erasure, erase_parties
from loaders.load.reading import Reading
from models.caller import Caller
from models.work.erasure import Erasure
from models.work.nodes import RolledUp
from tests.contract.nodes.test_scopes import _altered
from tests.support.loading import MOVING, SECRET, Loaded
from tests.support.worlds.two_nodes import FIRMS, HAISHU, compared, firm, giving, holder, penalty, repair, rolled_up

PARTY = f"uscc:{FIRMS[0]}"
MOVE = {
    "企业名称": "第0贸易有限公司",
    "统一社会信用代码": FIRMS[0],
    "direction": "out",
    "moved_on": "2024-07-01",
    "to_region": HAISHU,
    "_provider": "330106市场监督管理局",
}


async def _file(graph: Loaded) -> None:
    """The file of a firm at the node where it was first registered, among others."""
    await graph.say("enterprise.1.csv", firm(0, former_names="零号商行"), firm(1))
    await graph.say("penalty.1.csv", penalty(0, "罚1号"), penalty(0, "罚2号"), penalty(1, "罚3号"))
    await graph.say("penalty.2.csv", penalty(0, "罚2号", _action="repair", _day="2024-08-01"))
    await graph.say("penalty.3.csv", {k: v for k, v in penalty(0, "罚4号").items() if k != "统一社会信用代码"})
    await graph.say("shareholder.1.csv", holder(0, "王零", "60%"), holder(0, "李零", "40%"))
    await graph.say("penalty.5.csv", {**penalty(0, "罚6号"), "_provider": "公安局"})


async def _taken_over(graph: Loaded, client: NodeClient, node: Any, party: str = PARTY) -> RolledUp:
    async with graph.writing() as work:
        return await take_over(work.keeper, client, node, party)


async def _portrait(graph: Loaded, level: int, batches: dict[str, str]) -> Any:
    found = await graph.questions.answer("portrait.party", Caller(level=level), party_id=PARTY, limit=100)
    text = json.dumps(found, sort_keys=True, ensure_ascii=False, default=str)
    for here, there in batches.items():
        text = text.replace(here, there)
    return _still(json.loads(text))


def _still(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _still(v) for k, v in node.items() if k not in MOVING}
    return [_still(v) for v in node] if isinstance(node, list) else node


async def test_the_file_follows_and_both_answer_alike(graph: Loaded, other: Loaded) -> None:
    await _file(graph)
    async with giving(graph) as source:
        node = source.node(region="3302")
        async with source.client(node, source.key("3302")) as client:
            with pytest.raises(NotFound):
                await _taken_over(other, client, node)
            await graph.say("registration_migration.1.csv", MOVE)
            taken = await _taken_over(other, client, node)
            assert taken.refused == ()
            assert taken.new == taken.read
            assert (await _taken_over(other, client, node)).new == 0
            rows = await other.engine.read("MATCH (b:Batch) RETURN b.id AS here, b.origin AS there, b.node AS node")
            assert {row["node"] for row in rows} == {"杭州"}
            batches = {row["here"]: row["there"] for row in rows}
            for level in (0, 1):
                here, there = await _portrait(other, level, batches), await _portrait(graph, level, {})
                assert here == there
                assert ("罚1号" if level else "王零") in json.dumps(here, ensure_ascii=False)
            assert FIRMS[1] not in json.dumps(await other.engine.read("MATCH (i:Identifier) RETURN i.id AS id"))
            where = await other.engine.read("MATCH (p:Party {id: $id}) RETURN p.registered_in AS found", {"id": PARTY})
            assert where[0]["found"] == ["2024-01-01 330106", f"2024-07-01 {HAISHU}"]
            # What the old node states of it afterwards is the new one's too, and comes with a roll-up.
            await graph.say("penalty.7.csv", penalty(0, "异地罚1号", "2024-09-01"), penalty(1, "罚9号", "2024-09-01"))
            assert (await rolled_up(other, client, node)).new == 1
            assert (await compared(other, client, node)).equal


async def test_a_file_with_what_is_about_others_is_refused(graph: Loaded, other: Loaded) -> None:
    await _file(graph)

    async with giving(graph) as source:
        node = source.node()
        async with source.client(node, source.key()) as client:
            elsewhere = (await client.statements(party=PARTY)).model_dump(mode="json")

        def swapped(page: Any) -> Any:
            return elsewhere | {"more": False}

        async with NodeClient(node, source.key(), transport=_altered(source.transport, swapped)) as client:
            with pytest.raises(NodeAnswer, match="is not about"):
                await _taken_over(other, client, node, f"uscc:{FIRMS[1]}")
    assert await other.engine.read("MATCH (s:Statement) RETURN s.id AS id") == []


async def test_withdrawals_and_erasures_follow_unless_others_state_it_too(graph: Loaded, other: Loaded) -> None:
    await _file(graph)
    sheet = [holder(0, "王零", "60%"), holder(0, "李零", "40%")]
    async with giving(graph) as source:
        node = source.node()
        async with source.client(node, source.key()) as client:
            await rolled_up(other, client, node)
            receipt = graph.receipts["penalty.5.csv"]
            await graph.withdraw(receipt.batch)
            person = f"person:{PARTY}:王零"
            async with graph.writing() as work:
                await erase_parties(work.keeper, [person], "管理员", "本人请求", work.rejects, secret=SECRET, dry_run=False)
            taken = await rolled_up(other, client, node)
            assert (taken.withdrawn, taken.erased, taken.kept) == (1, 1, ())
            assert (await compared(other, client, node)).equal
            assert "王零" not in repr(await other.engine.read("MATCH (x) RETURN properties(x) AS found"))
            assert "李零" in repr(await other.engine.read("MATCH (x) RETURN properties(x) AS found"))
            # Sent again, it does not come back; what others state here stays, and is named.
            again = await other.say("shareholder.9.csv", *sheet, reading=Reading(lenient=False))
            assert again.unchanged == 2
            async with graph.writing() as work:
                await erase_parties(
                    work.keeper, [f"person:{PARTY}:李零"], "管理员", "本人请求", work.rejects, secret=SECRET, dry_run=False
                )
            taken = await rolled_up(other, client, node)
            assert taken.erased == 0
            assert len(taken.kept) == 1


async def test_what_was_withdrawn_here_keeps_nothing_from_being_erased(graph: Loaded, other: Loaded) -> None:
    await _file(graph)
    async with giving(graph) as source:
        node = source.node()
        async with source.client(node, source.key()) as client:
            await rolled_up(other, client, node)
            own = await other.say("shareholder.9.csv", holder(0, "王零", "60%"), holder(0, "李零", "40%"))
            assert own.unchanged == 2
            await other.withdraw(own.batch)
            async with graph.writing() as work:
                whole = [f"person:{PARTY}:王零"]
                await erase_parties(work.keeper, whole, "管理员", "本人请求", work.rejects, secret=SECRET, dry_run=False)
            taken = await rolled_up(other, client, node)
            assert (taken.erased, taken.kept) == (1, ())
            assert "王零" not in repr(await other.engine.read("MATCH (x) RETURN properties(x) AS found"))


async def test_what_was_erased_in_part_is_erased_whole(graph: Loaded) -> None:
    await _file(graph)
    rows = await graph.engine.read("MATCH (s:Penalty {decision_no: '罚6号'}) RETURN s.id AS id")
    for data in (DataToErase(parts={rows[0]["id"]: {"fine"}}), DataToErase(whole={rows[0]["id"]})):
        erasure = Erasure(
            id=uuid4().hex,
            at="2024-01-01",
            operator="管理员",
            reason="本人请求",
            statements=1,
            references=1,
            rejects=0,
            unsearched=0,
        )
        async with graph.writing() as work:
            await work.keeper.transact(partial(begin_erasure, erasure=erasure, data=data))
            await work.keeper.finish_erasures()
    assert await graph.engine.read("MATCH (s:Penalty {decision_no: '罚6号'}) RETURN s.id AS id") == []
    left = await graph.engine.read("MATCH (t:Tombstone) RETURN t.whole AS whole, t.open AS open")
    assert left == [{"whole": True, "open": False}]


async def test_a_repair_is_never_later_than_its_record(graph: Loaded, other: Loaded) -> None:
    await _file(graph)
    await graph.say("penalty.7.csv", penalty(0, "罚7号"))
    await graph.say("credit_repair.1.csv", repair(0, "罚7号"))
    async with giving(graph) as source:
        node = source.node()
        async with source.client(node, source.key()) as client:
            more = True
            while more:
                more = (await rolled_up(other, client, node, pages=1, limit=1)).more
                shown = await other.engine.read(
                    "MATCH (s:Penalty)-[r:ABOUT]->(:Party) WHERE s.decision_no IN ['罚2号', '罚7号'] AND r.level = 0"
                    " RETURN r.fact_id AS fact"
                )
                assert shown == []
            for number in ("罚2号", "罚7号"):
                found = "MATCH (s:Penalty {decision_no: $number})-[r:ABOUT]->() RETURN r.level AS level"
                assert await other.engine.read(found, {"number": number})
            assert (await compared(other, client, node)).equal
