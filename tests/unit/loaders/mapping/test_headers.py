"""Headers: units anywhere, two languages, several columns of one property, words beside their codes."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from loaders.check.code_lists import CodeList
from loaders.mapping.headers import match
from models.statements import Reject
from tests.support.checking import CATALOGUE, check, read_row
from tests.support.worlds.hiding import fresh_code

FIRM = {"企业名称": "虚构食品有限公司", "统一社会信用代码": fresh_code(901)}
MULTIPLES = {"元": 1, "千元": 1e3, "万元": 1e4, "百万元": 1e6, "亿元": 1e8, "万": 1e4, "人民币万元": 1e4, "万元人民币": 1e4}
PLACES: tuple[str, ...] = (
    "{0}({1})",
    "{0}（{1}）",
    "{0}[{1}]",
    "{0}【{1}】",
    "{0}(单位:{1})",
    "{0}（单位：{1}）",
    "{0} 单位：{1}",
    "{0}/{1}",
)
PLACES += ("({1}){0}", "{0}({1}) Capital", "{0}\n({1})", "*{0}（{1}）*", "3.{0}({1},必填)", "Capital ({1}) {0}", "{0}({1}")


@given(place=st.sampled_from(PLACES), unit=st.sampled_from(sorted(MULTIPLES)), amount=st.integers(1, 10**6))
def test_a_unit_counts_wherever_it_stands_in_a_header(place: str, unit: str, amount: int) -> None:
    row = FIRM | {place.format("注册资本", unit): str(amount)}
    assert read_row("enterprise", row).statements[0].values["registered_capital"] == amount * MULTIPLES[unit]
    mapped = FIRM | {place.format("本金", unit): str(amount)}
    columns = {"registered_capital": place.format("本金", unit)}
    assert (
        read_row("enterprise", mapped, columns=columns).statements[0].values["registered_capital"] == amount * MULTIPLES[unit]
    )


@pytest.mark.parametrize(
    ("header", "amount", "currency"),
    [
        ("注册资本万元", 1e4, None),
        ("注册资本（亿元）", 1e8, None),
        ("注册资本万美元", 1e4, "USD"),
        ("注册资本(万元)(美元)", 1e4, "USD"),
        ("注册资本 USD", 1, "USD"),
        ("注册资本(USD million)", 1e6, "USD"),
        ("注册资本 Registered capital (10,000 yuan)", 1e4, None),
        ("Registered capital (million yuan)", 1e6, None),
        ("regCap(元)", 1, None),
        ("regCap", 1e4, None),
    ],
)
def test_units_with_currencies_and_in_english(header: str, amount: float, currency: str | None) -> None:
    values = read_row("enterprise", FIRM | {header: "1"}).statements[0].values
    assert (values["registered_capital"], values.get("registered_capital_currency")) == (amount, currency)


@pytest.mark.parametrize(
    ("header", "cell", "amount"),
    [
        ("持股数量(万股)", "5", 5e4),
        ("持股数量万股", "5", 5e4),
        ("持股数量（股）", "5", 5.0),
        ("持股总数(亿股) Shares", "1", 1e8),
    ],
)
def test_units_of_numbers(header: str, cell: str, amount: float) -> None:
    row = {"证券代码": "600000", "股东名称": "甲公司", "报告期": "2023-12-31", "持股比例(%)": "1", header: cell}
    assert read_row("listed_holder", row).statements[0].values["amount"] == amount


@pytest.mark.parametrize(
    "header", ["持股比例(%)", "持股比例（％）", "持股比例%", "出资比例(百分比)", "股权比例 Share (%)", "持股比例(Percent)"]
)
def test_units_of_shares(header: str) -> None:
    row = FIRM | {"股东": "甲公司", header: "0.8"}
    assert read_row("shareholder", row).statements[0].values["share"] == 0.008


@pytest.mark.parametrize("header", ["注册资本(万元)(亿元)", "注册资本(万美元)(万欧元)", "注册资本(%)", "注册资本(万股)"])
def test_units_that_contradict_or_do_not_fit_are_errors(header: str) -> None:
    with pytest.raises(InputError, match="注册资本"):
        check("enterprise", [FIRM | {header: "1"}])


@pytest.mark.parametrize(
    "header",
    [
        "企业名称 Company name",
        "企业名称/Company name",
        "企业名称\nCompany name",
        "Company Name(企业名称)",
        "* 企业名称（必填）",
        "1、企业名称",
        "（一）企业名称",
        "①企业名称",
        "企业名称※",
        "企业名称 (Name of the enterprise)",
    ],
)
def test_a_header_in_two_languages_or_numbered_is_what_its_chinese_says(header: str) -> None:
    row = {
        header: "虚构食品有限公司",
        "统一社会信用代码\nUSCC": FIRM["统一社会信用代码"],
        "成立日期（yyyy-mm-dd）": "2020-01-02",
    }
    said = read_row("enterprise", row).statements[0]
    assert said.values["name"] == "虚构食品有限公司"
    assert said.values["established"] == "2020-01-02"
    assert said.names == (f"uscc:{FIRM['统一社会信用代码']}",)


@pytest.mark.parametrize(
    "header", ["法人 ID", "法人ID", "法定代表人 card no", "法定代表人(证件号码)", "联系人 Name", "法人 Phone"]
)
def test_a_header_that_says_more_than_its_known_part_is_not_read(header: str) -> None:
    assert "legal_representative" not in read_row("enterprise", FIRM | {header: "110105194912310021"}).statements[0].values


ALTERNATIVES = {
    "state": ({"登记状态": "存续", "经营状态": ""}, {"登记状态": "", "经营状态": "开业"}, "in_business"),
    "address": ({"住所": "虚构路1号", "经营场所": ""}, {"住所": "—", "经营场所": "虚构路1号"}, "虚构路1号"),
    "registered_capital": (
        {"注册资本(万元)": "5", "注册资金(元)": ""},
        {"注册资本(万元)": "", "注册资金(元)": "50000"},
        50000.0,
    ),
    "established": ({"成立日期": "2020-01-02", "注册日期": ""}, {"成立日期": "", "注册日期": "2020年1月2日"}, "2020-01-02"),
}


@pytest.mark.parametrize("name", sorted(ALTERNATIVES))
def test_of_two_columns_of_one_property_the_filled_one_counts(name: str) -> None:
    first, second, value = ALTERNATIVES[name]
    for row in (first, second, first | {k: v for k, v in second.items() if v and v != "—"}):
        found = read_row("enterprise", FIRM | row)
        assert found.statements[0].values[name] == value
        assert found.flags == ()


def test_where_two_columns_say_different_things_the_first_counts_in_any_order_of_columns() -> None:
    row = FIRM | {"经营状态": "吊销", "登记状态": "存续", "法人": "张三", "法定代表人": "李四"}
    for order in permutations(row):
        found = read_row("enterprise", {header: row[header] for header in order})
        assert (found.statements[0].values["state"], found.statements[0].values["legal_representative"]) == (
            "in_business",
            "李四",
        )
        assert sorted(found.flags) == [
            "法人: says otherwise than 法定代表人, which counts",
            "经营状态: says otherwise than 登记状态, which counts",
        ]


def test_columns_of_one_party_stand_in_for_each_other() -> None:
    row = {"文号": "1", "处罚决定日期": "2024-01-02", "处罚机关": "甲局", "行政相对人名称": "", "企业名称": "虚构食品有限公司"}
    named = read_row("penalty", row | {"统一社会信用代码": "", "代码_1": FIRM["统一社会信用代码"]})
    assert {r.role: (r.identifier, r.name) for r in named.statements[0].refs}["party"] == (
        f"uscc:{FIRM['统一社会信用代码']}",
        "虚构食品有限公司",
    )
    both = read_row("penalty", row | {"行政相对人名称": "虚构 食品有限公司"})
    assert both.flags == ()
    other = read_row("penalty", row | {"行政相对人名称": "别的公司"})
    assert other.flags == ("企业名称: says otherwise than 行政相对人名称, which counts",)
    (refused,) = check("penalty", [row | {"统一社会信用代码": "", "代码_1": "9.13301E+17"}])
    assert isinstance(refused, Reject)
    assert (refused.column, refused.value) == ("代码_1", "9.13301E+17")
    odd = read_row("penalty", row | {"统一社会信用代码": "", "代码_1": "123456"})
    assert [flag.partition(":")[0] for flag in odd.flags] == ["代码_1"]


WORDS_AND_CODES: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("enterprise", {"regState": "K", "regState_CN": "存续"}, {"state": "in_business"}),
    ("enterprise", {"entType_CN": "有限责任公司", "entType": "1130"}, {"type": "有限责任公司"}),
    ("enterprise", {"登记状态代码": "1", "登记状态": "存续"}, {"state": "in_business"}),
    ("enterprise", {"登记状态编码": "1", "登记状态名称": "存续"}, {"state": "in_business"}),
    ("enterprise", {"行业": "零售业", "行业代码": "5211"}, {"industry": "5211"}),
    ("enterprise", {"industryPhy": "F", "industryCo": "5211"}, {"industry": "5211"}),
    ("enterprise", {"行政区划": "西湖区", "行政区划代码": "330106"}, {"region": "330106"}),
    ("enterprise", {"行政区划": "浙江省杭州市", "行政区划代码": "330106"}, {"region": "330106"}),
    ("shareholder", {"inv": "甲公司", "conForm": "1", "conForm_CN": "货币"}, {"subscribed_form": "货币"}),
    ("registration_change", {"altItem": "10", "altItem_CN": "住所", "altDate": "2024-01-02"}, {"item": "住所"}),
]


@pytest.mark.parametrize(("category", "cells", "values"), WORDS_AND_CODES)
def test_a_word_counts_beside_its_code(category: str, cells: dict[str, str], values: dict[str, Any]) -> None:
    for order in permutations(cells):
        found = read_row(category, FIRM | {header: cells[header] for header in order})
        assert {name: found.statements[0].values[name] for name in values} == values
        assert found.flags == ()


def test_a_code_that_a_table_knows_is_checked_against_its_word() -> None:
    rows = [FIRM | {"行业": "零售业", "行业代码": code} for code in ("52", "5211", "6511")]
    assert [bool(row.flags) for row in check("enterprise", rows) if not isinstance(row, Reject)] == [False, False, True]
    pledge = {"equityNo": "1", "出质人": "甲公司", "type": "2", "状态": "有效"}
    lists = {"type": CodeList("types.csv", {"1130": "有限责任公司(自然人独资)", "1140": "国有独资公司"})}
    same = read_row("enterprise", FIRM | {"entType": "1140", "entType_CN": "国有独资公司"}, lists=lists)
    other = read_row("enterprise", FIRM | {"entType": "1130", "entType_CN": "国有独资公司"}, lists=lists)
    alone = read_row("enterprise", FIRM | {"entType": "1130", "entType_CN": ""}, lists=lists)
    assert (same.flags, other.flags) == ((), ("entType: says otherwise than entType_CN, which counts",))
    assert [row.statements[0].values["type"] for row in (same, other, alone)] == [
        "国有独资公司",
        "国有独资公司",
        "有限责任公司(自然人独资)",
    ]
    assert read_row("equity_pledge", FIRM | pledge).flags == ("type: says otherwise than 状态, which counts",)


def test_a_code_without_its_word_is_kept_and_said_and_names_no_authority() -> None:
    found = read_row("enterprise", FIRM | {"entType": "1130", "entType_CN": "", "regOrg": "330106", "regOrg_CN": ""})
    assert found.statements[0].values["type"] == "1130"
    assert [ref.role for ref in found.statements[0].refs] == ["party"]
    assert sorted(found.flags) == ["entType: a code without its word", "regOrg: a code without its word, not taken"]
    both = read_row("enterprise", FIRM | {"regOrg": "330106", "regOrg_CN": "甲局"})
    assert {r.role: r.name for r in both.statements[0].refs}["registration_authority"] == "甲局"
    assert both.flags == ()


@pytest.mark.parametrize("category", sorted(CATALOGUE.categories))
def test_every_title_is_still_read_with_a_translation_and_a_number_beside_it(category: str) -> None:

    for prop in CATALOGUE[category].properties:
        plain = [(t.property, t.part) for t in match(CATALOGUE[category], [prop.title.zh])]
        assert prop.name in {name for name, _ in plain}
        for dress in ("2. {}", "{}\n{}", "*{}", "{}（必填）"):
            header = dress.format(prop.title.zh, "Abc")
            assert [(t.property, t.part) for t in match(CATALOGUE[category], [header])] == plain


CHOICES = {
    "万元/万美元": 1e4,
    "万元、万美元、万港元": 1e4,
    "人民币/美元": 1,
    "万元或万美元": 1e4,
    "元/港元": 1,
    "单位:万元和万美元": 1e4,
}


@given(st.sampled_from(sorted(CHOICES)), st.sampled_from(("{0}({1})", "{0}（{1}）", "({1}){0}")), st.integers(1, 999))
def test_a_header_of_several_currencies_leaves_the_choice_to_each_row(unit: str, place: str, amount: int) -> None:
    header, size = place.format("注册资本", unit), CHOICES[unit]
    row = FIRM | {header: str(amount)}
    told = read_row("enterprise", row)
    assert "registered_capital" not in told.statements[0].values
    assert any("several currencies" in flag for flag in told.flags)
    for column in ("币种", "注册资本币种", "currency"):
        dollars = read_row("enterprise", row | {column: "美元"}).statements[0].values
        assert (dollars["registered_capital"], dollars["registered_capital_currency"]) == (amount * size, "USD")
        yuan = read_row("enterprise", row | {column: "人民币"})
        assert (yuan.statements[0].values["registered_capital"], yuan.flags) == (amount * size, ())
        assert "registered_capital_currency" not in yuan.statements[0].values
    own = read_row("enterprise", FIRM | {header: f"{amount}万港元"}).statements[0].values
    assert (own["registered_capital"], own["registered_capital_currency"]) == (amount * 1e4, "HKD")
    said = read_row("enterprise", row, units={header: "万美元"}).statements[0].values
    assert (said["registered_capital"], said["registered_capital_currency"]) == (amount * 1e4, "USD")
    zero = read_row("enterprise", FIRM | {header: "0"})
    assert (zero.statements[0].values["registered_capital"], zero.flags) == (0, ())


@pytest.mark.parametrize("unit", ["万元/美元", "元/万元", "美元或万元", "元)(万元"])
def test_units_of_different_sizes_in_one_header_are_refused_unless_the_sender_says_which(unit: str) -> None:
    header = f"注册资本({unit})"
    with pytest.raises(InputError, match="states several units"):
        check("enterprise", [FIRM | {header: "60"}])
    assert (
        read_row("enterprise", FIRM | {header: "60"}, units={header: "万元"}).statements[0].values["registered_capital"] == 6e5
    )


@pytest.mark.parametrize(
    "unit", ["万元/人民币", "人民币/万元", "万元)(人民币", "单位:万元,币种:人民币", "单位：万元 币种：人民币"]
)
def test_a_currency_beside_a_unit_is_its_own(unit: str) -> None:
    assert read_row("enterprise", FIRM | {f"注册资本({unit})": "60"}).statements[0].values["registered_capital"] == 6e5
    if "币种" in unit:
        dollars = read_row("enterprise", FIRM | {f"注册资本({unit.replace('人民币', '美元')})": "60"}).statements[0].values
        assert (dollars["registered_capital"], dollars["registered_capital_currency"]) == (6e5, "USD")


@pytest.mark.parametrize(
    "category", sorted(name for name, c in CATALOGUE.categories.items() if "money" in {p.type for p in c.properties})
)
def test_a_column_of_currencies_counts_for_every_amount_of_its_row(category: str) -> None:
    amounts = [p for p in CATALOGUE[category].properties if p.type == "money"]
    for header in ("币种", "currency"):
        found = match(CATALOGUE[category], [*(p.title.zh for p in amounts), header])
        assert [t.property for t in found if t.part == "currency"] == [p.name for p in amounts]


HOLDING = FIRM | {"股东名称": "虚构甲有限公司"}


@pytest.mark.parametrize("day", ["2016-05-18", "2016年5月18日", "20160518", "1463529600000"])
@pytest.mark.parametrize(("amount", "dated"), [("subConAm", "subscribed_on"), ("acConAm", "paid_on")])
def test_a_date_in_a_column_of_currencies_is_the_day_of_the_rows_amount(day: str, amount: str, dated: str) -> None:
    row = read_row("shareholder", HOLDING | {amount: "40", "currency": day})
    values = row.statements[0].values
    assert (values[dated.removesuffix("_on")], values[dated]) == (400_000, "2016-05-18")
    assert not [n for n in values if n.endswith(("_currency", "_told"))]
    assert any(dated in flag for flag in row.flags)


def test_a_date_in_a_column_of_currencies_of_two_amounts_is_remarked_and_no_day_of_either() -> None:
    row = read_row("shareholder", HOLDING | {"subConAm": "40", "acConAm": "30", "currency": "2016-05-18"})
    values = row.statements[0].values
    assert (values["subscribed"], values["paid"]) == (400_000, 300_000)
    assert not [n for n in values if n.endswith(("_on", "_currency", "_told"))]
    assert any("currencies" in flag for flag in row.flags)
    other = read_row("shareholder", HOLDING | {"subConAm": "40", "conDate": "2017-01-01", "currency": "2016-05-18"})
    assert other.statements[0].values["subscribed_on"] == "2017-01-01"
    assert any("currencies" in flag for flag in other.flags)
    assert read_row("shareholder", HOLDING | {"subConAm": "40", "currency": "0000-00-00"}).flags == ()
