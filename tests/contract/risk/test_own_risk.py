"""A party's own risk, from the records that were loaded: on the day, as was known, and for nobody of the public."""

from typing import Any

import pytest

from app.answers.asking import ask
from app.answers.params import OfParty
from app.answers.risk import risk
from app.errors import Forbidden, NotFound
from models.caller import Caller
from models.risk.own import NotLookedForReason, RiskAnswer
from tests.support.desk.commands import decision
from tests.support.inquiring import reader
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

FIRM, OTHER = fresh_code(1), fresh_code(2)
COURT = {"_provider": "全国法院执行信息中心", "_day": "2024-10-10"}
REGISTER = {"_provider": "示例市市场监督管理局", "_day": "2024-01-02", "企业类型": "有限责任公司", "成立日期": "2015-03-01"}
DEPARTMENT, INSPECTOR = Caller(level=1), Caller(level=2)
JUST = "2024-12-01"


def registration(code: str, name: str, **more: str) -> dict[str, str]:
    return REGISTER | {"统一社会信用代码": code, "企业名称": name} | more


def decided(number: str, **more: str) -> dict[str, str]:
    return (
        decision(number, 统一社会信用代码=FIRM, 处罚决定日期="2024-06-03")
        | {"_provider": "示例局", "_day": "2024-06-04"}
        | more
    )


def debtor(case: str, code: str = FIRM, **more: str) -> dict[str, str]:
    return COURT | {"被执行人名称": "示例某公司", "统一社会信用代码": code, "执行案号": case, "发布日期": "2024-10-08"} | more


def enforced(case: str, code: str = FIRM, **more: str) -> dict[str, str]:
    stated = {"被执行人": "示例某公司", "统一社会信用代码": code, "案号": case, "立案时间": "2024-09-02", "执行标的": "480000"}
    return COURT | stated | more


async def _told(graph: Loaded, party: str = FIRM, caller: Caller = INSPECTOR, **when: Any) -> RiskAnswer:
    return await risk(reader(graph, caller, **({"as_of": JUST} | when)), party)


def _points(answer: RiskAnswer) -> dict[str, float]:
    return {line.indicator: line.points for line in answer.lines}


@pytest.fixture
async def firm(graph: Loaded) -> Loaded:
    await graph.say("enterprise", registration(FIRM, "示例某公司"), registration(OTHER, "示例他公司"))
    return graph


async def test_the_lines_add_up_to_the_whole_in_units(firm: Loaded) -> None:
    await firm.say("penalty", *(decided(f"罚{n}号") for n in range(6)))
    await firm.say("dishonest_debtor", debtor("（2024）浙0106执1号"))
    answer = await _told(firm)
    assert sum(line.nats for line in answer.lines) == answer.nats
    assert sum(line.points for line in answer.lines if line.indicator == "R7") == 40
    assert (answer.points, answer.kind) == (120, "C")
    assert round(answer.own_risk, 6) == 0.698806
    assert answer.dimensions == {"B": 0, "D": 0, "R": 40, "J": 80, "A": 0}
    assert answer.classified is not None
    assert (answer.classified.risk_class, answer.classified.direct) == ("D", ("J4",))


async def test_one_case_counts_once_and_the_others_stand_under_it(firm: Loaded) -> None:
    await firm.say("enforcement", enforced("(2024)浙0106执 1号"), enforced("（2024）浙0106执2号"))
    await firm.say("dishonest_debtor", debtor("（2024）浙0106执1号"))
    answer = await _told(firm)
    under = {(line.indicator, line.root): line.under for line in answer.lines}
    assert under == {
        ("J2", "case:(2024)浙0106执1号"): "J4",
        ("J2", "case:(2024)浙0106执2号"): None,
        ("J4", "case:(2024)浙0106执1号"): None,
    }
    assert answer.points == 105
    assert all(len(line.records) == 1 for line in answer.lines)


async def test_it_goes_by_the_day_and_by_what_was_known(firm: Loaded) -> None:
    await firm.say("dishonest_debtor", debtor("（2024）浙0106执1号"))
    known = (await _told(firm)).known_at
    await firm.say("dishonest_debtor", debtor("（2024）浙0106执1号", 屏蔽日期="2024-11-20", _day="2024-11-25"))
    assert _points(await _told(firm, as_of="2024-10-07")) == {}
    assert _points(await _told(firm, as_of="2024-11-19")) == {"J4": 80}
    assert _points(await _told(firm, as_of="2024-11-20")) == {}
    assert _points(await _told(firm, known_at=known)) == {"J4": 80}


async def test_a_withdrawn_batch_counts_no_more(firm: Loaded) -> None:
    receipt = await firm.say("dishonest_debtor", debtor("（2024）浙0106执1号"))
    await firm.withdraw(receipt.batch)
    assert _points(await _told(firm)) == {}


async def test_nobody_of_the_public_is_answered(firm: Loaded) -> None:
    with pytest.raises(Forbidden):
        await ask(risk, firm.questions, Caller(level=0), OfParty(party_id=FIRM))
    with pytest.raises(NotFound):
        await _told(firm, fresh_code(3))


async def test_records_above_the_level_of_the_answer_are_left_out(firm: Loaded) -> None:
    await firm.say("penalty", decided("罚1号", _level="2"))
    assert _points(await _told(firm)) == {"R7": 10}
    assert _points(await _told(firm, caller=DEPARTMENT)) == {}


async def test_a_public_record_counts_no_longer_than_it_may_be_shown(firm: Loaded) -> None:
    await firm.say("penalty", decided("罚1号", 公示截止期="2024-11-30", 处罚类别="责令停产停业"))
    assert _points(await _told(firm, as_of="2024-11-29")) == {"R7": 0, "R10": 30}
    assert _points(await _told(firm)) == {}


async def test_what_is_contested_counts_and_the_sum_without_it_stands_beside(firm: Loaded) -> None:
    await firm.say("penalty", decided("罚1号"), decided("罚2号"))
    answer = await _told(firm)
    assert (answer.points, answer.without_contested) == (20, 20)


async def test_what_could_not_be_looked_for_is_named(firm: Loaded) -> None:
    answer = await _told(firm)
    reasons = {one.indicator: one.reason for one in answer.not_looked_for}
    assert reasons["J4"] is NotLookedForReason.NOT_LOADED
    assert reasons["A3"] is NotLookedForReason.NOT_BUILT
    assert "R12" not in reasons
    await firm.say("dishonest_debtor", debtor("（2024）浙0106执1号", OTHER))
    assert "J4" not in {one.indicator for one in (await _told(firm)).not_looked_for}


async def test_a_firm_without_anything_is_kept_from_the_best_class_by_what_is_not_loaded(firm: Loaded) -> None:
    answer = await _told(firm)
    assert answer.classified is not None
    assert answer.classified.risk_class == "B"
    assert set(answer.classified.not_best) == {"annual_report_lacking", "not_loaded"}
    assert "penalty" in answer.classified.not_loaded
