"""Cells as programs and clerks write them: what each is read as, what is mended, and what is kept as stated."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.cli.text import record_text
from loaders.load.reading import Reading
from models.catalogue import CoverageKind
from tests.support.loading import INSPECTOR, PUBLIC, Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
TOLD = Reading(provider="甲局", day="2024-01-01")
FIRM, OTHER, THIRD = (fresh_code(n) for n in (861, 862, 863))


async def _values(graph: Loaded, code: str, category: str = "enterprise", caller: Any = PUBLIC) -> dict[str, Any]:
    items = (await graph.group(f"uscc:{code}", category, caller))["items"]
    return dict(items[0]["values"]) if items else {}


async def _registered(graph: Loaded, *rows: dict[str, Any]) -> None:
    receipt = await graph.say("enterprise.csv", *rows, reading=TOLD)
    assert (receipt.accepted, receipt.rejected, receipt.error) == (len(rows), 0, None)


async def test_figures_run_together_and_english_dates_are_the_days_they_say(graph: Loaded) -> None:
    await _registered(graph, {"企业名称": "杭州虚构日期有限公司", "统一社会信用代码": FIRM})
    listed = {
        "统一社会信用代码": FIRM,
        "列入日期": "202403151430",
        "列入经营异常名录原因": "未公示年报",
        "移出日期": "0000-00-00",
    }
    await graph.say("abnormal_operations.csv", listed, reading=TOLD)
    assert (await _values(graph, FIRM, "abnormal_operations"))["listed_on"] == "2024-03-15"
    changes = [("注册资本", "Aug 13, 2015 12:00:00 AM"), ("住所", "Wed Mar 30 00:00:00 CST 2016")]
    rows = [{"企业代码": FIRM, "变更事项": item, "变更日期": day, "变更后内容": "新"} for item, day in changes]
    receipt = await graph.say("registration_change.csv", *rows, reading=TOLD)
    assert (receipt.accepted, receipt.rejected) == (2, 0)
    items = (await graph.group(f"uscc:{FIRM}", "registration_change"))["items"]
    assert {i["values"]["changed_on"] for i in items} == {"2015-08-13", "2016-03-30"}


async def test_terms_without_end_are_open_and_an_optional_cell_costs_no_row(graph: Loaded) -> None:
    rows = [
        {"名称": "深圳虚构永续有限公司", "统一社会信用代码": FIRM, "营业期限至": "永续经营"},
        {"名称": "深圳虚构长期有限公司", "统一社会信用代码": OTHER, "营业期限至": "长期"},
        {"名称": "深圳虚构竣工有限公司", "统一社会信用代码": THIRD, "营业期限至": "至项目竣工", "电话": "x" * 500},
    ]
    rows[0] |= {"成立日期": "2021-03", "营业期限自": "长期", "注册资本": "壹佰万元整", "核准日期": "'21年3月5日"}
    receipt = await graph.say("enterprise.csv", *rows, reading=TOLD)
    assert (receipt.accepted, receipt.rejected) == (3, 0)
    values = await _values(graph, FIRM)
    assert (values["registered_capital"], values["established_told"], values["term_from_told"]) == (
        1_000_000,
        "2021-03",
        "长期",
    )
    assert {"established", "term_from", "approved_on"}.isdisjoint(values)
    remarks = {r.remark.partition(";")[0] for r in receipt.remarks}
    assert remarks >= {
        "成立日期: kept as stated: a month without its day",
        "核准日期: kept as stated: a year of two digits, whose century is not stated",
        "营业期限自: kept as stated: an open end, where a term begins",
    }
    assert [(await _values(graph, code)).get("term_until") for code in (FIRM, OTHER)] == ["9999-12-31"] * 2
    values = await _values(graph, THIRD)
    assert (values.get("term_until"), values["term_until_told"]) == (None, "至项目竣工")
    portrait = await graph.answer("portrait.party", party_id=f"uscc:{THIRD}")
    assert any(
        "Term of operation until (as stated)=至项目竣工" in line for line in record_text.portrait(portrait, graph.catalogue)
    )
    async with graph.serving() as client:
        page = (await client.get(f"/parties/uscc:{THIRD}", headers={"accept": "text/html"})).text
    assert "至项目竣工" in page
    assert "原文，未能识读" in page
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


async def test_each_row_with_the_same_unreadable_cell_is_remarked(graph: Loaded) -> None:
    rows = [{"企业名称": f"虚构{i}号公司", "统一社会信用代码": fresh_code(870 + i), "成立日期": "建国前"} for i in range(3)]
    receipt = await graph.say("enterprise.csv", *rows, reading=TOLD)
    assert (receipt.accepted, receipt.flagged) == (3, 3)
    for row in rows:
        assert (await _values(graph, row["统一社会信用代码"]))["established_told"] == "建国前"


async def test_what_a_record_cannot_stand_without_is_refused(graph: Loaded) -> None:
    await _registered(graph, {"企业名称": "虚构必需公司", "统一社会信用代码": FIRM})
    listed = {"统一社会信用代码": FIRM, "列入日期": "2024-03-01", "列入经营异常名录原因": "原因"}
    over = {"移出日期": "已移出"}
    dateless = {"列入日期": "某日"}
    receipt = await graph.say("abnormal_operations.csv", listed | over, listed | dateless, reading=TOLD)
    assert (receipt.accepted, receipt.rejected) == (0, 2), "a mark that is over is not shown as one that stands"
    wrong = {"企业名称": "虚构错码公司", "统一社会信用代码": OTHER, "注册号": "123"}
    assert (await graph.say("enterprise.2.csv", wrong, reading=TOLD)).rejected == 1


async def test_personal_cells_that_cannot_be_read_are_kept_nowhere(graph: Loaded) -> None:
    number = "110101199003071234"
    row = {"企业名称": "虚构隐私公司", "统一社会信用代码": FIRM, "成立日期": number, "营业期限至": "见附件"}
    await _registered(graph, row)
    penalty = {
        "代码_1(统一社会信用代码)": FIRM,
        "行政处罚决定书文号": "虚罚1号",
        "处罚决定日期": "2024-01-05",
        "处罚机关": "虚构局",
        "法定代表人证件号码": number,
    }
    receipt = await graph.say("penalty.csv", penalty, reading=TOLD)
    assert (receipt.accepted, receipt.flagged) == (1, 1)
    stored = await graph.engine.read("MATCH (s:Statement) RETURN properties(s) AS values")
    remarks = await graph.engine.read("MATCH (:Statement)-[i:IN]->() RETURN i.remarks AS remarks")
    assert number not in str(stored) + str(remarks) + receipt.model_dump_json()
    assert "法定代表人证件号码" in str(remarks)
    assert (await _values(graph, FIRM, caller=INSPECTOR))["term_until_told"] == "见附件"


async def test_amounts_in_any_currency_and_none_becomes_yuan(graph: Loaded) -> None:
    rows = [
        {"企业名称": "虚构港资制衣有限公司", "统一社会信用代码": FIRM, "注册资本": "700万香港元", "实收资本": "无提交"},
        {"企业名称": "虚构台资有限公司", "统一社会信用代码": OTHER, "注册资本": "500.000000万元美元"},
        {"企业名称": "虚构马资有限公司", "统一社会信用代码": THIRD, "注册资本": "9万贝壳币"},
    ]
    await _registered(graph, *rows)
    first, second, third = [await _values(graph, code) for code in (FIRM, OTHER, THIRD)]
    assert (first["registered_capital"], first["registered_capital_currency"]) == (7_000_000.0, "HKD")
    assert "paid_in_capital" not in first
    assert (second["registered_capital"], second["registered_capital_currency"]) == (5_000_000.0, "USD")
    assert ("registered_capital" in third, third["registered_capital_told"]) == (False, "9万贝壳币")
    figures = [
        {"企业名称": "虚构港资制衣有限公司", "统一社会信用代码": FIRM, "注册资本(万)": "700", "注册资本币种": "344"},
        {"企业名称": "虚构台资有限公司", "统一社会信用代码": OTHER, "注册资本(万)": "500", "注册资本币种": "贝壳币"},
    ]
    later = Reading(provider="甲局", day="2024-02-01")
    receipt = await graph.load(sheet(graph.folder / "enterprise.2.csv", figures), reading=later)
    assert (receipt.accepted, receipt.flagged) == (2, 1)
    first, second = [await _values(graph, code) for code in (FIRM, OTHER)]
    assert (first["registered_capital"], first["registered_capital_currency"]) == (7_000_000.0, "HKD")
    assert ("registered_capital" in second, second["registered_capital_told"]) == (False, "5000000 贝壳币")


async def test_holders_with_numbers_of_other_registers(graph: Loaded) -> None:
    await _registered(graph, {"企业名称": "虚构港资制衣有限公司", "统一社会信用代码": FIRM})
    holder = {"企业名称": "虚构港资制衣有限公司", "统一社会信用代码": FIRM, "股东类型": "企业法人"}
    rows = [
        holder
        | {
            "股东名称": "香港虚构贸易公司",
            "证照类型": "登记证",
            "证照号码": "12345678-000-01-20-5",
            "认缴出资额(万元)": "700万港元",
        },
        holder
        | {"股东名称": "虚构老股东公司", "证照类型": "营业执照", "证照号码": "企股虚总字第000001号", "认缴出资额(万元)": "0"},
    ]
    reading = Reading(provider="甲局", day="2024-01-01", coverage=CoverageKind.FULL)
    receipt = await graph.load(sheet(graph.folder / "shareholder.csv", rows), reading=reading)
    assert (receipt.accepted, receipt.rejected, receipt.covered) == (2, 0, 1), receipt
    items = (await graph.group(f"uscc:{FIRM}", "shareholder"))["items"]
    found = {i["party"]["name"]: (i["values"].get("subscribed"), i["values"].get("subscribed_currency")) for i in items}
    assert found == {"香港虚构贸易公司": (7_000_000.0, "HKD"), "虚构老股东公司": (0.0, None)}
    async with graph.serving() as client:
        owners = (await client.get(f"/v1/parties/uscc:{FIRM}/ownership")).json()["owners"]
    assert {one["name"]: one["integrated"] for one in owners} == {"香港虚构贸易公司": 1.0}
    assert {i["party"].get("id") for i in items} == {"reg:HK12345678", "reg:企股虚总字第000001号"}


async def test_a_penalty_by_a_name_that_was_mended_links(graph: Loaded) -> None:
    markup = graph.folder / "enterprise.1.jsonl"
    markup.write_text(
        f'{{"entName":"杭州<font color=red>虚构</font>信息技术有限公司","uniscId":"{FIRM}","estDate":"2019-09-29"}}\n',
        encoding="utf-8",
    )
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["企业名称", "统一社会信用代码", "企业类型"])
    page.append(["虚构换行有限公司_x000D_", OTHER, "股份有限公司(台港澳与境内合资_x000D_、上市)"])
    workbook: Path = graph.folder / "enterprise.2.xlsx"
    book.save(workbook)
    quoted = sheet(
        graph.folder / "enterprise.3.csv",
        [{"企业名称": "虚构等号有限公司", "统一社会信用代码": f'="{THIRD}"', "成立日期": "2017-06-30"}],
    )
    for path, remarked in ((markup, 1), (workbook, 1), (quoted, 1)):
        receipt = await graph.load(path, "enterprise", TOLD)
        assert (receipt.accepted, receipt.flagged, receipt.rejected) == (1, remarked, 0), receipt
    assert (await _values(graph, OTHER))["type"] == "股份有限公司(台港澳与境内合资、上市)"
    penalties = [
        {"行政相对人名称": name, "行政处罚决定书文号": f"虚罚〔2026〕{i}号", "处罚决定日期": "2026-05-06", "处罚机关": "虚构局"}
        for i, name in enumerate(("杭州虚构信息技术有限公司", "虚构换行有限公司", "虚构等号有限公司"))
    ]
    await graph.say("penalty.csv", *penalties, reading=TOLD)
    for code, name in ((FIRM, "杭州虚构信息技术有限公司"), (OTHER, "虚构换行有限公司"), (THIRD, "虚构等号有限公司")):
        portrait = await graph.answer("portrait.party", party_id=f"uscc:{code}")
        assert portrait["party"]["name"] == name
        assert (await graph.group(f"uscc:{code}", "penalty", INSPECTOR, view="probable"))["total"] == 1, name
