"""Files as the sites of publicity export them: their keys, what stands in for what they lack, lists that state no day."""

from typing import Any

import pytest

from models.statements import Action, Reject
from tests.support.checking import check, read_row
from tests.support.worlds.hiding import fresh_code

CODE, OFFICE = fresh_code(931), fresh_code(932)
PENALTY = {
    "cf_xdr_mc": "虚构食品有限公司",
    "cf_xdr_shxym": CODE,
    "cf_wsh": "虚市监罚〔2024〕1号",
    "cf_cflb1": "罚款",
    "cf_jg": "罚款五千元",
    "cf_cfjg": "虚构市市场监督管理局",
    "cf_jdrq": "2024-05-06",
}
LICENCE = {
    "xk_xdr": "虚构食品有限公司",
    "xk_xdr_shxym": CODE,
    "xk_wsh": "虚许〔2024〕2号",
    "xk_nr": "食品经营",
    "xk_jdrq": "2024-05-06",
    "xk_jzq": "2029-05-05",
    "xk_xzjg": "虚构市市场监督管理局",
}


def values(category: str, row: dict[str, str], **given_by: Any) -> dict[str, Any]:
    return dict(read_row(category, row, **given_by).statements[0].values)


@pytest.mark.parametrize("upper", [False, True])
def test_a_penalty_under_its_keys(upper: bool) -> None:
    row = read_row("penalty", {k.upper() if upper else k: v for k, v in PENALTY.items()})
    said = row.statements[0]
    assert row.flags == ()
    assert said.values == {
        "decision_no": "虚市监罚〔2024〕1号",
        "penalty_types": ("罚款",),
        "content": "罚款五千元",
        "decided_on": "2024-05-06",
    }
    assert {r.role: r.name for r in said.refs} == {"party": "虚构食品有限公司", "authority": "虚构市市场监督管理局"}
    assert said.refs[0].identifier == f"uscc:{CODE}"


def test_the_amounts_of_the_exchange_are_ten_thousands_and_its_types_come_together() -> None:
    more = {
        "cf_nr_fk": "0.2",
        "cf_nr_wfff": "3",
        "cf_cflb2": "没收违法所得;罚款",
        "cf_gsjzq": "2025-05-06",
        "cf_cfjgdm": OFFICE,
    }
    row = read_row("penalty", PENALTY | more)
    said = row.statements[0]
    assert row.flags == ()
    assert (said.values["fine"], said.values["confiscated"]) == (2000.0, 30_000.0)
    assert said.values["penalty_types"] == ("罚款", "没收违法所得")
    assert said.values["shown_until"] == "2025-05-06"
    assert {r.role: r.identifier for r in said.refs}["authority"] == f"uscc:{OFFICE}"


def test_a_licence_whose_export_has_one_number_and_no_first_day() -> None:
    row = read_row("licence", LICENCE, day=None)
    said = row.statements[0]
    assert said.day == "2024-05-06"
    assert said.values == {
        "licence_no": "虚许〔2024〕2号",
        "decision_no": "虚许〔2024〕2号",
        "content": "食品经营",
        "decided_on": "2024-05-06",
        "effective_until": "2029-05-05",
    }
    newer = {
        "xk_xkbh": "JY1",
        "xk_yxqz": "2024-06-01",
        "xk_yxqzi": "2029-05-05",
        "xk_xkzs": "食品经营许可证",
        "xk_xkws": "准予决定书",
    }
    said = read_row("licence", {k: v for k, v in LICENCE.items() if k != "xk_jzq"} | newer).statements[0]
    assert (said.values["licence_no"], said.values["decision_no"]) == ("JY1", "虚许〔2024〕2号")
    assert (said.values["licence_name"], said.values["decision_name"]) == ("食品经营许可证", "准予决定书")
    (refused,) = check("licence", [LICENCE | {"xk_wsh": ""}])
    assert isinstance(refused, Reject)
    assert refused.rule == "required"


def test_other_words_of_exports() -> None:
    assert values("enterprise", {"公司名": "甲公司", "uniscId": CODE, "corpStatusString": "存续（在营、开业、在册）"}) == {
        "name": "甲公司",
        "code": CODE,
        "state": "in_business",
    }
    camel = {
        "entName": "甲公司",
        "uniscId": CODE,
        "regStateCN": "注销",
        "entTypeCN": "有限责任公司",
        "regCap": "1",
        "regCapCurCN": "美元",
    }
    said = values("enterprise", camel)
    assert (said["state"], said["type"]) == ("deregistered", "有限责任公司")
    assert (said["registered_capital"], said["registered_capital_currency"]) == (10_000.0, "USD")
    for key in ("fundedRatio", "subRate"):
        row = {
            "公司名": "甲公司",
            "统一社会信用代码": CODE,
            "投资人": "张三",
            "投资人类型": "自然人股东",
            "股份性质": "普通股",
            key: "60%",
        }
        said = values("shareholder", row)
        assert (said["share"], said["holder_type"], said["share_class"]) == (0.6, "自然人股东", "普通股")
        assert read_row("shareholder", row).statements[0].refs[1].identifier.startswith("person:")


@pytest.mark.parametrize("category", ["abnormal_operations", "serious_violation"])
def test_a_list_that_states_no_day_is_as_of_its_day_and_says_so(category: str) -> None:
    row = {"企业名称": "甲公司", "统一社会信用代码": CODE, "列入原因": "失联"}
    for undated in (row, row | {"列入日期": ""}, row | {"列入日期": "", "移出日期": ""}):
        found = read_row(category, undated)
        said = found.statements[0]
        assert (said.day, said.values) == ("2024-01-01", {"cause": "失联", "since_unknown": True})
        assert found.flags == ("列入日期: none; taken as of 2024-01-01, since when is not known",)
    dated = read_row(category, row | {"列入日期": "2023-02-03"})
    assert (dated.flags, "since_unknown" in dated.statements[0].values) == ((), False)
    gone = read_row(category, row | {"移出日期": "2023-02-03"})
    assert (gone.statements[0].action, gone.statements[0].day, gone.flags) == (Action.END, "2023-02-03", ())
    (nowhen,) = check(category, [row | {"列入日期": ""}], day=None)
    assert isinstance(nowhen, Reject)
    assert (nowhen.rule, nowhen.column) == ("day", "列入日期")
    taken_back = read_row(category, row | {"_action": Action.WITHDRAW.value})
    assert taken_back.flags == ()
