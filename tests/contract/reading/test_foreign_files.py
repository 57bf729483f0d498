"""Files as departments save them: merged cells, HTML named .xls, documents of the publicity system; each loaded whole."""

import json
from pathlib import Path

import openpyxl
import pytest

from loaders.load.reading import Reading
from models.catalogue import CoverageKind
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

CODES = ("91330106MA394DFF61", fresh_code(700))
TOLD = Reading(provider="甲局", day="2024-01-01")


async def test_cells_merged_downwards_name_the_enterprise_of_each_row(graph: Loaded) -> None:
    await graph.say("enterprise.csv", {"企业名称": "虚构有限公司", "统一社会信用代码": CODES[0]}, reading=TOLD)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["企业代码", "股东", "持股比例（%）"], [CODES[0], "张三", 60], [None, "李四", 40]):
        sheet.append(line)
    sheet.merge_cells("A2:A3")
    book.save(graph.folder / "shareholder.xlsx")
    reading = Reading(provider="甲局", day="2024-01-01", coverage=CoverageKind.FULL)
    receipt = await graph.load(graph.folder / "shareholder.xlsx", reading=reading)
    assert (receipt.rows, receipt.accepted, receipt.rejected) == (2, 2, 0)
    assert any("merged downwards" in note and "企业代码" in note for note in receipt.notes)
    group = await graph.group(f"uscc:{CODES[0]}", "shareholder")
    assert sorted((i["party"]["name"], i["values"]["share"]) for i in group["items"]) == [("张三", 0.6), ("李四", 0.4)]


async def test_an_html_table_named_xls_is_loaded(graph: Loaded) -> None:
    path = graph.folder / "enterprise.xls"
    path.write_text(
        '<html><head><meta charset="utf-8"></head><body><table><tr><td>企业名称</td><td>统一社会信用代码</td></tr>'
        f"<tr><td>虚构网页有限公司</td><td>{CODES[0]}</td></tr></table></body></html>",
        encoding="utf-8",
    )
    receipt = await graph.load(path, reading=TOLD)
    assert (receipt.accepted, receipt.error) == (1, None)
    assert any("HTML" in note for note in receipt.notes)
    assert (await graph.answer("party.show", party_id=f"uscc:{CODES[0]}"))["name"] == "虚构网页有限公司"


def document(folder: Path, indent: int | None) -> Path:
    """Two enterprises with their holders, as one document."""
    rows = [
        {
            "企业名称": f"虚构{i}有限公司",
            "统一社会信用代码": code,
            "股东信息": [{"股东": f"甲{i}{n}", "持股比例（%）": 50} for n in (1, 2)],
        }
        for i, code in enumerate(CODES)
    ]
    path = folder / f"enterprise.{indent}.json"
    path.write_text(json.dumps({"code": 200, "data": {"items": rows, "total": 2}}, ensure_ascii=False, indent=indent))
    return path


@pytest.mark.parametrize("indent", [None, 2])
async def test_the_rows_of_a_category_are_taken_and_the_other_lists_named(graph: Loaded, indent: int | None) -> None:
    path = document(graph.folder, indent)
    receipt = await graph.load(path, reading=TOLD)
    assert (receipt.rows, receipt.accepted, receipt.error) == (2, 2, None)
    assert any("--table" in note and "data.items.股东信息 (4 rows: 股东, 持股比例" in note for note in receipt.notes)
    columns = {"enterprise.uscc": "统一社会信用代码"}
    reading = Reading("甲局", "2024-01-01", columns, coverage=CoverageKind.FULL, table="data.items.股东信息")
    receipt = await graph.load(path, "shareholder", reading)
    assert (receipt.rows, receipt.accepted, receipt.covered, receipt.error) == (4, 4, 2, None)
    for i, code in enumerate(CODES):
        items = (await graph.group(f"uscc:{code}", "shareholder"))["items"]
        assert sorted((one["party"]["name"], one["values"]["share"]) for one in items) == [(f"甲{i}1", 0.5), (f"甲{i}2", 0.5)]
    wrong = await graph.load(path, "penalty", TOLD)
    assert "its lists: " in str(wrong.error)
    assert "data.items.股东信息" in str(wrong.error)


async def test_several_tables_of_a_sheet_load_nothing_until_one_is_named(graph: Loaded) -> None:
    path = graph.folder / "enterprise.two.csv"
    lines = [
        "企业名称,统一社会信用代码",
        f"虚构有限公司,{CODES[0]}",
        "",
        "股东名称,企业代码,持股比例",
        f"张三,{CODES[0]},50%",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    refused = await graph.load(path, reading=TOLD)
    assert (refused.batch, refused.rows) == (None, 0)
    assert "2 tables: A1 (企业名称, 统一社会信用代码); A4" in str(refused.error)
    receipt = await graph.load(path, reading=Reading("甲局", "2024-01-01", table="A1"))
    assert (receipt.rows, receipt.accepted, receipt.error) == (1, 1, None)
