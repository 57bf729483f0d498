"""One document number told under two names, or by code and by name: one record as soon as the name is certain, else flagged."""

from typing import Any

import pytest

from loaders.load.reading import Reading
from loaders.types.codes.identity_numbers import resident_check
from models.work.receipt import RemarkKind
from tests.support.loading import PUBLIC, Loaded
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM, OTHER = fresh_code(38_500), fresh_code(38_501)
NAME, BUREAU = "虚构同号有限公司", "虚构区市场监督管理局"
ONE, TWO = Reading(provider="甲局", day="2026-05-10"), Reading(provider="乙局", day="2026-05-11")


def _penalty(**more: str) -> dict[str, str]:
    row = {"decision_no": "虚市监罚〔2026〕5号", "decided_on": "2026-05-06", "shown_until": "2036-01-01", "gravity": "一般"}
    return row | {"party.name": NAME, "party.uscc": FIRM, "authority": "dept:D38500"} | more


async def _decisions(graph: Loaded, party: str = FIRM, **asked: Any) -> list[dict[str, Any]]:
    group = await graph.group(f"uscc:{party}", "penalty", PUBLIC, as_of="2026-06-01", **asked)
    return [item["evidence"] for item in group["items"]]


@pytest.mark.parametrize("by_name", [{"authority": BUREAU}, {"party.uscc": ""}])
async def test_a_decision_told_by_code_and_by_name_is_one_once_the_name_is_certain(
    graph: Loaded, by_name: dict[str, str]
) -> None:
    """Of its authority or of its party; numbers that differ in brackets and blanks are one."""
    await graph.say("penalty.1.csv", _penalty(), reading=ONE)
    told = _penalty(decision_no="虚市监罚[2026] 5 号", **by_name)
    receipt = await graph.say("penalty.2.csv", told, reading=TWO)
    assert (receipt.flagged, receipt.remarks) == (0, ()), "nothing says that they are two"
    async with graph.serving() as client:
        page = (await client.get(f"/parties/uscc:{FIRM}")).text
    assert "可能为同一决定" in page, "also where nothing gives the authority a name"
    firm, bureau = {"name": NAME, "code": FIRM}, {"name": BUREAU, "dept_code": "D38500"}
    await graph.say("enterprise.csv", firm, reading=Reading(provider="甲局", day="2020-01-01"))
    await graph.say("department.csv", bureau, reading=Reading(provider="甲局", day="2020-01-01"))
    possibly = [e["same_number"] for e in await _decisions(graph)]
    assert [[(o["provider"], o["possibly_one"]) for o in others] for others in possibly] in (
        [[("乙局", True)], [("甲局", True)]],
        [[("甲局", True)], [("乙局", True)]],
        [[("乙局", True)]],
    )
    complete = Reading(provider="甲局", day="2020-01-02", complete="00")
    await graph.say("enterprise.2.csv", firm | {"code": OTHER, "name": "别家公司"}, reading=complete)
    (one,) = await _decisions(graph)
    assert "same_number" not in one
    assert len(one["statements"]) == 2
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


async def test_a_decision_number_under_two_names_is_flagged_and_each_is_shown_where_it_was_told(graph: Loaded) -> None:
    await graph.say("penalty.1.csv", _penalty(), reading=ONE)
    rows = [
        _penalty(**{"party.name": "另名有限公司", "party.uscc": OTHER}),
        _penalty(**{"party.name": "第三有限公司", "party.uscc": "", "decision_no": "虚市监罚〔2026〕6号"}),
        _penalty(**{"party.name": "另名有限公司", "party.uscc": OTHER, "authority": "dept:D38501"}),
        _penalty(**{"party.name": "密名有限公司", "party.uscc": "", "decision_no": "虚市监罚〔2026〕7号", "_level": "2"}),
        _penalty(decision_no="虚市监罚〔2026〕7号", _level="0"),
    ]
    receipt = await graph.say("penalty.2.csv", *rows, reading=TWO)
    (remark,) = receipt.remarks
    assert (remark.kind, remark.lines) == (RemarkKind.TWO_NAMES, ("2", "5")), "a hidden row says nothing of one that is seen"
    assert remark.remark == "decision_no: the number is stated under another name too"
    for party, name in ((FIRM, "另名有限公司"), (OTHER, NAME)):
        told = [e["same_number"] for e in await _decisions(graph, party) if "same_number" in e]
        assert [[(o["possibly_one"], o["parties"]["party"]["name"]) for o in others] for others in told] == [[(False, name)]]


async def test_a_decision_on_many_parties_contradicts_nobody_and_lists_none_of_them(graph: Loaded) -> None:
    """Hidden rows do not make it many, neither for the remark nor for the answer."""
    parties = [{"party.name": f"虚构{n}号有限公司", "party.uscc": fresh_code(38_600 + n)} for n in range(54)]
    hidden = [_penalty(**one, _level="2") for one in parties[2:53]]
    first = await graph.say("penalty.1.csv", _penalty(**parties[0], _level="0"), *hidden, reading=ONE)
    assert [remark.lines for remark in first.remarks] == []
    second = await graph.say("penalty.2.csv", _penalty(**parties[1]), _penalty(**parties[53], _level="2"), reading=TWO)
    assert [remark.lines for remark in second.remarks] == [("2",)], "the two that all see, and not the many"
    (told,) = await _decisions(graph, parties[1]["party.uscc"])
    assert [one["parties"]["party"]["name"] for one in told["same_number"]] == ["虚构0号有限公司"]
    await graph.say("penalty.3.csv", *(_penalty(**one, _level="0") for one in parties[2:51]), reading=ONE)
    (told,) = await _decisions(graph, parties[1]["party.uscc"])
    assert (len(told["same_number"]), "same_number_many" in told) == (20, False)
    last = await graph.say("penalty.4.csv", _penalty(**parties[51], _level="0"), reading=ONE)
    assert last.remarks == ()
    (told,) = await _decisions(graph, parties[1]["party.uscc"])
    assert ("same_number" in told, told["same_number_many"]) == (False, True)
    async with graph.serving() as client:
        assert "另有五十条以上记录" in (await client.get(f"/parties/{parties[1]['party.uscc']}", follow_redirects=True)).text


async def test_a_persons_document_under_two_names_is_flagged_and_each_is_shown_where_it_was_told(graph: Loaded) -> None:
    number = "99010619710101003"
    person = {"证件号码": number + resident_check(number), "职务": "法定代表人"}
    first = await graph.say("legal_representative.1.csv", person | {"enterprise": FIRM, "姓名": "王丙"}, reading=ONE)
    again = await graph.say("legal_representative.2.csv", person | {"enterprise": OTHER, "姓名": "王炳"}, reading=TWO)
    assert first.flagged == 0
    assert [(r.kind, r.remark) for r in again.remarks] == [
        (RemarkKind.TWO_NAMES, "person: its document number is stated under another name too")
    ]
    names = {}
    for firm in (FIRM, OTHER):
        (item,) = (await graph.group(f"uscc:{firm}", "legal_representative"))["items"]
        names[firm], who = item["party"]["name"], item["party"]["id"]
    assert names == {FIRM: "王丙", OTHER: "王炳"}
    card = (await graph.answer("portrait.party", party_id=who))["party"]
    assert (card["name"], card["other_names"]) == ("王炳", ["王丙"])
