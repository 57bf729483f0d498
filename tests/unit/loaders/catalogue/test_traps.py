"""What the systems of departments write otherwise than it seems: each is read as what it means."""

from pathlib import Path
from typing import Any

import pytest

from app.errors import InputError
from loaders.check.checker import RowChecker
from loaders.load.reading import checked
from loaders.read import open_tables
from models.statements import Action, Row
from tests.support.checking import CATALOGUE, GIVEN, check, read_row
from tests.support.loading import sheet

NAME = {"企业名称": "杭州示例有限公司"}
CASE = "（2019）浙0106执1号"
READ: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    # days that programs write for no day, and for no end
    ("trademark", {"registration_no": "1", "intCls": "9", "propertyEndDate": "2099-12-31"}, {"valid_until": "9999-12-31"}),
    ("trademark", {"registration_no": "1", "intCls": "9", "propertyEndDate": "9999-9-9"}, {"valid_until": "9999-12-31"}),
    ("trademark", {"registration_no": "1", "intCls": "9", "propertyBgnDate": "1900-1-1"}, {"effective_from": None}),
    # ways to write nothing
    *(
        (
            "liquidation",
            {"publicDate": "2020-01-01", "ligSt": nothing, "ligEndDate": nothing},
            {"finished": None, "ended_on": None},
        )
        for nothing in ("\\n", "--", "....", "\n", "/")
    ),
    ("liquidation", {"publicDate": "2020-01-01", "ligEndDate": "暂无"}, {"ended_on": None, "ended_on_told": None}),
    # one list spelt in two ways
    (
        "liquidation",
        {"publicDate": "2020-01-01", "liqPrincipal": "某甲", "ligMem": "某乙;某丙"},
        {"leader": "某甲", "members": ("某乙", "某丙")},
    ),
    (
        "liquidation",
        {"publicDate": "2020-01-01", "ligPrincipal": "某甲", "liqMem": "某乙"},
        {"leader": "某甲", "members": ("某乙",)},
    ),
    # keys whose case varies; figures of another currency
    (
        "chattel_mortgage",
        {"morRegCNo": "1", "regiDate": "2019-01-01", "priClaSecAm": "10", "regCapCur_Cn": "美元"},
        {"amount": 100_000.0, "amount_currency": "USD"},
    ),
    # a column that holds the unit of amounts; none of it is taken twice
    (
        "terminated_enforcement",
        {"caseCode": CASE, "caseFinalTime": "20191001", "noExecMoney": "3", "execMoneyUnit": "万元"},
        {"unpaid": 30_000.0},
    ),
    (
        "terminated_enforcement",
        {"caseCode": CASE, "caseFinalTime": "20191001", "noExecMoney": "3", "execMoneyUnit": "元"},
        {"unpaid": 3.0},
    ),
    (
        "terminated_enforcement",
        {"caseCode": CASE, "caseFinalTime": "20191001", "noExecMoney": "3万元", "execMoneyUnit": "万元"},
        {"unpaid": 30_000.0},
    ),
    # a number of shares is no amount
    (
        "equity_freeze",
        {"entName": "杭州示例有限公司", "inv": "某公司", "froAm": "50万股", "executeNo": CASE, "froFrom": "2019-01-01"},
        {"amount": None, "amount_told": "50万股"},
    ),
    # the codes of the insurances, and the ways of a file that moves
    (
        "annual_report_social_insurance",
        {"anCheYear": "2017", "anCheDate": "2018-01-01", "insurance": "so110"},
        {"insurance": "pension"},
    ),
    (
        "annual_report_social_insurance",
        {"anCheYear": "2017", "anCheDate": "2018-01-01", "insurance": "so410"},
        {"insurance": "injury"},
    ),
    ("registration_migration", {"changeArchState": "4", "moved_on": "2020-01-01"}, {"direction": "in"}),
    ("registration_migration", {"regState": "QX", "moved_on": "2020-01-01"}, {"direction": "out"}),
    # grades of before are kept as they were written
    ("customs_credit_grade", {"cRCode": "3301", "信用等级": "AA"}, {"grade": "AA"}),
    # the word counts, and not the code beside it; a year is no day
    ("website", {"domain": "a.cn", "anCheYear": "2017", "webSiteId": "9", "pripId": "1"}, {"url": "a.cn", "report_year": 2017}),
]


@pytest.mark.parametrize(("category", "row", "values"), READ)
def test_it_is_read_as_what_it_means(category: str, row: dict[str, str], values: dict[str, Any]) -> None:
    firm = {} if "entName" in row else NAME
    (statement,) = read_row(category, firm | row).statements
    assert {name: statement.values.get(name) for name in values} == values


RANGES = [
    ("forced_deregistration", {"公告起止日期": "2024-01-01至2024-03-31"}, ("notice_from", "notice_until")),
    ("simple_deregistration", {"公告期": "2024年1月1日—2024年3月31日"}, ("notice_from", "notice_until")),
    (
        "intellectual_property_pledge",
        {"tmRegNo": "1", "质权登记期限": "2024-01-01 - 2024-03-31"},
        ("pledged_from", "pledged_until"),
    ),
    (
        "trademark",
        {"registration_no": "1", "intCls": "9", "专用期限": "自2024-01-01起至2024-03-31止"},
        ("effective_from", "valid_until"),
    ),
    ("guarantee", {"债务人": "某公司", "履行债务的期限": "20240101~20240331"}, ("due_from", "due_until")),
    *(
        ("simple_deregistration", {"公告期": text}, ("notice_from", "notice_until"))
        for text in ("2024.1.1-2024.3.31", "2024－01－01至2024－03－31", "2024-01-01-2024-03-31", "20240101－20240331")
    ),
]


@pytest.mark.parametrize(("category", "row", "names"), RANGES)
def test_two_days_in_one_cell_are_what_begins_and_what_ends(
    tmp_path: Path, category: str, row: dict[str, str], names: tuple[str, str]
) -> None:
    path = sheet(tmp_path / "a.csv", [NAME | row])
    (chunk,) = checked(open_tables(path), RowChecker(CATALOGUE[category], document="a.csv", secret=b"secret", **GIVEN))
    (read,) = chunk.rows
    assert [read.statements[0].values[name] for name in names] == ["2024-01-01", "2024-03-31"]


def test_one_case_under_brackets_of_two_widths_is_one() -> None:
    rows = [NAME | {"caseCode": case, "publishDate": "2019年03月01日"} for case in (CASE, "(2019)浙0106执1号")]
    keys = {row.statements[0].key for row in check("dishonest_debtor", rows) if isinstance(row, Row)}
    assert len(keys) == 1


def test_a_masked_number_is_stored_nowhere() -> None:
    row = {"iname": "杭州示例有限公司", "cardNum": "91330106****0X", "caseCode": CASE, "publishDate": "20190301"}
    assert "****" not in repr(read_row("dishonest_debtor", row).statements)


def test_a_lift_ends_the_freeze_it_names() -> None:
    row = {"entName": "杭州示例有限公司", "inv": "某公司", "executeNo": "（2020）浙01执9号", "thawDate": "2020-01-01"}
    row |= {"executeItem": "3", "frozState": "2", "justiceConNO": CASE}
    (statement,) = read_row("equity_freeze", row).statements
    assert (statement.action, statement.day, statement.values["original_no"]) == (Action.END, "2020-01-01", CASE)


@pytest.mark.parametrize(("shown", "level"), [("1", 0), ("是", 0), ("", 0), ("0", 1), ("2", 1), ("不公示", 1)])
def test_a_guarantee_that_is_not_published_is_not_the_publics(shown: str, level: int) -> None:
    row = {"entName": "杭州示例有限公司", "mortgagor": "某公司", "anCheYear": "2017", "isPubFlag": shown}
    (statement,) = read_row("guarantee", row).statements
    assert statement.level == level
    assert [ref.role for ref in statement.refs if ref.name == "某公司"] == ["debtor"]


def test_a_sample_is_its_nominal_producers_and_failed_by_its_items() -> None:
    row = {
        "标称生产企业名称": "杭州示例有限公司",
        "被抽样单位名称": "/",
        "食品名称": "糖",
        "不合格项目║检验结果║标准值": "铅║2║≤1",
    }
    (statement,) = read_row("spot_check", row).statements
    assert (statement.refs[0].name, statement.values["result"]) == ("杭州示例有限公司", "铅║2║≤1")
    assert "sampled_from" not in statement.values


@pytest.mark.parametrize(
    ("category", "row"),
    [
        ("intellectual_property_pledge", {"登记号": "91330106MA2AAAAA0X", "tmName": "示例", "pleRegPerFrom": "2019-01-01"}),
        ("licence_revocation", {"注销日期": "2020-01-01"}),
    ],
)
def test_a_label_that_means_something_else_is_not_guessed_at(category: str, row: dict[str, str]) -> None:
    with pytest.raises(InputError, match="no column for"):
        read_row(category, NAME | row)
