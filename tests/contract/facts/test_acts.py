"""Acts about stored records: contested, answered, held back, approved, repaired and taken back, on both engines."""

from typing import Any

import pytest

from app.errors import Conflict
from loaders.load.acting import RecordAct, do_acts, stated_with
from loaders.load.reading import Reading
from models.statements import Action
from models.work.receipt import Receipt
from tests.support.loading import OFFICER, PUBLIC, Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM = fresh_code(877)
PARTY = f"uscc:{FIRM}"
DECISION = {
    "企业名称": "甲公司", "统一社会信用代码": FIRM, "决定书文号": "甲罚〔2024〕1号", "处罚决定日期": "2024-03-01",
    "处罚机关": "甲局", "罚款金额": "1000", "公示截止期": "2099-01-01",
}  # fmt: skip
REGISTERED = {"企业名称": "甲公司", "统一社会信用代码": FIRM}
REGISTER = Reading(provider="登记局", day="2024-01-01")
LISTED = {"企业名称": "甲公司", "统一社会信用代码": FIRM, "股东名称": "张三", "股东类型": "自然人", "持股比例": "100%"}


async def penalty(graph: Loaded, **more: str) -> str:
    """Load the firm and the decision; gives the id of the decision's statement."""
    await graph.load(sheet(graph.folder / "enterprise.csv", [REGISTERED]), reading=REGISTER)
    await graph.load(sheet(graph.folder / "penalty.csv", [DECISION | more]), reading=Reading(provider="甲局"))
    found = await graph.group(PARTY, "penalty", OFFICER)
    return str(found["items"][0]["evidence"]["statements"][0])


async def act(graph: Loaded, statement: str, action: Action, day: str = "2024-05-01", key: str = "", **more: Any) -> Receipt:
    async with graph.writing() as work:
        one = RecordAct(statement, action, day, **more)
        return await do_acts(
            work.keeper, graph.engine, [one], key=key or f"{action} {day} {more}", provider="甲公司", document="case 1"
        )


async def seen(graph: Loaded, caller: Any = PUBLIC, category: str = "penalty", **asked: Any) -> list[dict[str, Any]]:
    return [i["evidence"] for i in (await graph.group(PARTY, category, caller, **asked))["items"]]


async def test_an_objection_shows_until_it_is_answered(graph: Loaded) -> None:
    statement = await penalty(graph)
    before = (await graph.answer("portrait.party", PUBLIC, party_id=PARTY))["tick"]
    receipt = await act(graph, statement, Action.CONTEST, case="1")
    assert (receipt.accepted, receipt.category) == (1, "penalty")
    (evidence,) = await seen(graph)
    assert (evidence["contested"], evidence["objections"]) == (True, [{"lodged_on": "2024-05-01"}])
    assert "contested" not in (await seen(graph, as_of="2024-04-30"))[0]
    assert "contested" not in (await seen(graph, known_at=before))[0]
    await act(graph, statement, Action.ANSWER, "2024-05-20", case="1", result="rejected")
    (evidence,) = await seen(graph)
    answered = {"lodged_on": "2024-05-01", "answered_on": "2024-05-20", "result": "rejected"}
    assert (evidence["contested"], evidence["objections"]) == (False, [answered])
    assert (await seen(graph, as_of="2024-05-19"))[0]["contested"] is True
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


async def test_the_same_act_is_done_once_and_its_batch_can_be_withdrawn(graph: Loaded) -> None:
    statement = await penalty(graph)
    empty = await graph.digest()
    first = await act(graph, statement, Action.CONTEST, case="1")
    again = await act(graph, statement, Action.CONTEST, case="1")
    assert again == first.model_copy(update={"repeated": True})
    await graph.withdraw(first.batch)
    assert "contested" not in (await seen(graph))[0]
    assert await graph.digest() == empty
    assert (await act(graph, statement, Action.CONTEST, case="1")).withdrawn


async def test_what_is_corrected_or_taken_back_shows_before_and_after(graph: Loaded) -> None:
    statement = await penalty(graph)
    await act(graph, statement, Action.CONTEST, case="1")
    fixed = DECISION | {"罚款金额": "100", "_action": "correct"}
    await graph.load(sheet(graph.folder / "penalty.fixed.csv", [fixed]), reading=Reading(provider="甲局"))
    await act(graph, statement, Action.ANSWER, "2024-05-20", case="1", result="corrected")
    asked = {"party_id": PARTY, "category": "penalty", "statement": statement}
    found = (await graph.answer("records.versions", PUBLIC, **asked))["versions"]
    assert [one["item"]["values"]["fine"] for one in found] == [100.0, 100.0, 1000.0, 1000.0]
    assert ["fine" in one.get("changed", ()) for one in found] == [False, True, False, False]
    assert [one["item"]["evidence"].get("contested") for one in found] == [False, True, True, None]
    assert "known_to" not in found[0]
    assert [one["known_to"] for one in found[1:]] == [one["known_from"] for one in found[:-1]]
    held = (await graph.group(PARTY, "penalty"))["items"][0]["evidence"]["statements"][0]
    await act(graph, held, Action.WITHDRAW)
    assert await seen(graph) == []
    assert (await graph.answer("records.versions", PUBLIC, **asked))["versions"] == []
    kept = (await graph.answer("records.versions", OFFICER, **asked))["versions"]
    assert [one["item"]["values"]["fine"] for one in kept] == [100.0, 100.0, 1000.0, 1000.0]


async def test_a_relationship_is_contested_as_a_record_is(graph: Loaded) -> None:
    await graph.load(sheet(graph.folder / "enterprise.csv", [REGISTERED]), reading=REGISTER)
    await graph.load(sheet(graph.folder / "shareholder.csv", [LISTED]), reading=REGISTER)
    (evidence,) = await seen(graph, category="shareholder")
    await act(graph, evidence["statements"][0], Action.CONTEST, case="1")
    assert (await seen(graph, category="shareholder"))[0]["contested"] is True
    found = await graph.answer("records.versions", PUBLIC, party_id=PARTY, category="shareholder")
    assert [one["item"]["evidence"].get("contested") for one in found["versions"]] == [True, None]


async def test_what_is_held_back_is_not_the_publics(graph: Loaded) -> None:
    statement = await penalty(graph)
    shown = await seen(graph)
    tick = (await graph.answer("portrait.party", PUBLIC, party_id=PARTY))["tick"]
    await act(graph, statement, Action.HOLD)
    assert await seen(graph, known_at=tick) == []
    assert [e["held_back"] for e in await seen(graph, OFFICER)] == [True]
    await act(graph, statement, Action.APPROVE, "2024-05-02")
    assert await seen(graph) == shown
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


async def test_a_repair_takes_it_out_of_sight_and_use(graph: Loaded) -> None:
    statement = await penalty(graph)
    await act(graph, statement, Action.REPAIR)
    assert await seen(graph) == await seen(graph, OFFICER) == []


async def test_what_is_held_back_stays_so_when_it_is_stated_again(graph: Loaded) -> None:
    statement = await penalty(graph)
    await act(graph, statement, Action.HOLD, "2024-05-01")
    for changed in ({"罚款金额": "900"}, {"罚款金额": "100", "_action": "correct"}):
        name = f"penalty.{changed['罚款金额']}.csv"
        await graph.load(sheet(graph.folder / name, [DECISION | changed]), reading=Reading(provider="甲局"))
        assert await seen(graph) == [], name
    await act(graph, statement, Action.APPROVE, "2024-05-01", seq=1)
    assert len(await seen(graph)) == 1
    await act(graph, statement, Action.HOLD, "2024-05-01", seq=2)
    assert await seen(graph) == []


async def test_what_the_public_is_not_shown_is_not_held_back(graph: Loaded) -> None:
    statement = await penalty(graph, _level="1")
    for action in (Action.HOLD, Action.APPROVE):
        with pytest.raises(Conflict, match="not held back"):
            await act(graph, statement, action)


async def test_a_record_stated_twice_is_taken_back_with_both_statements(graph: Loaded) -> None:
    statement = await penalty(graph)
    again = Reading(provider="甲局", day="2024-06-01")
    await graph.load(sheet(graph.folder / "penalty.again.csv", [DECISION | {"罚款金额": "900"}]), reading=again)
    both = await stated_with(graph.engine, statement, "甲局")
    assert len(both) == 2
    assert statement in both
    assert await stated_with(graph.engine, statement, "别局") == [statement]
    async with graph.writing() as work:
        acts = [RecordAct(one, Action.WITHDRAW, "2024-07-01") for one in both]
        await do_acts(work.keeper, graph.engine, acts, key="taken back", provider="甲局", document="case 2")
    assert await seen(graph) == await seen(graph, OFFICER) == []


async def test_the_statements_of_a_relationship_are_those_of_its_edge(graph: Loaded) -> None:
    await graph.load(sheet(graph.folder / "enterprise.csv", [REGISTERED]), reading=REGISTER)
    for n, day in enumerate(("2024-01-01", "2024-02-01")):
        reading = Reading(provider="登记局", day=day)
        await graph.load(sheet(graph.folder / f"shareholder.{n}.csv", [LISTED]), reading=reading)
    (evidence,) = await seen(graph, category="shareholder")
    assert await stated_with(graph.engine, evidence["statements"][0], "登记局") == sorted(evidence["statements"])
    assert len(evidence["statements"]) == 2
