"""What the columns of a file say, asked for afterwards: units, columns that stand in for each other, words and codes."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from loaders.load.mapping_files import read_columns, read_mapping
from loaders.load.reading import Reading
from models.work.receipt import TakenFor
from tests.support.loading import OFFICER, Loaded, sheet

pytestmark = pytest.mark.slow
GIVEN = Reading(provider="甲局", day="2024-01-01")
SHARED, PERCENT = "91330106MAM14Y3H02", "91330106MAAGKR0883"
FOOD, FIRST, SECOND = "91330106MA0F3QC47C", "91330106MAPEGD6J17", "91330106MA230QYW22"


async def _values(graph: Loaded, code: str, category: str) -> dict[str, Any]:
    group = await graph.group(f"uscc:{code}", category, OFFICER)
    assert group["total"] == 1
    values: dict[str, Any] = group["items"][0]["values"]
    return values


async def test_a_unit_in_a_header_counts_known_or_mapped(graph: Loaded) -> None:
    firm = {"企业名称": "杭州虚构食品有限公司", "统一社会信用代码": FOOD, "注册资本万元": 1000}
    await graph.say("enterprise.csv", firm, reading=GIVEN)
    penalty = {
        "company_name": "杭州虚构食品有限公司",
        "统一社会信用代码": FOOD,
        "行政处罚决定书文号": "杭虚市监罚〔2024〕1号",
        "处罚决定日期": "2024-05-06",
        "处罚机关": "杭州市虚构区市场监督管理局",
        "罚款金额(万元) Fine Amount": 5,
    }
    path = sheet(graph.folder / "penalty.csv", [penalty])
    known = await graph.load(path, reading=GIVEN)
    assert (known.accepted, known.error) == (1, None)
    assert (await _values(graph, FOOD, "enterprise"))["registered_capital"] == 10_000_000
    assert (await _values(graph, FOOD, "penalty"))["fine"] == 50_000
    mapped = read_columns('party.name=company_name,"fine=罚款金额(万元) Fine Amount"')
    again = await graph.load(path, reading=Reading(provider="甲局", day="2024-01-01", columns=mapped))
    assert again.error is None
    assert (await _values(graph, FOOD, "penalty"))["fine"] == 50_000
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


async def test_two_columns_of_one_property_fill_it_row_by_row(graph: Loaded) -> None:
    rows = (
        {"名称": "杭州虚构一有限公司", "统一社会信用代码": FIRST, "登记状态": "存续", "住所": "杭州市西湖区虚构路1号"},
        {
            "名称": "杭州虚构一有限公司分公司",
            "统一社会信用代码": SECOND,
            "经营状态": "开业",
            "经营场所": "杭州市西湖区虚构路2号",
        },
    )
    receipt = await graph.say("enterprise.csv", *rows, reading=GIVEN)
    assert (receipt.accepted, receipt.flagged, receipt.error) == (2, 0, None)
    for code, address in ((FIRST, "杭州市西湖区虚构路1号"), (SECOND, "杭州市西湖区虚构路2号")):
        values = await _values(graph, code, "enterprise")
        assert (values["state"], values["address"]) == ("in_business", address)
    both = rows[0] | {"经营状态": "吊销", "经营场所": "别处"}
    receipt = await graph.say("enterprise.2.csv", both, reading=GIVEN)
    assert (receipt.unchanged + receipt.accepted, receipt.conflicts) == (1, 0)
    assert (await _values(graph, FIRST, "enterprise"))["state"] == "in_business"


async def test_words_and_codes_of_an_export_stand_beside_each_other(graph: Loaded) -> None:
    row = {
        "entName": "杭州虚构一有限公司",
        "uniscId": FIRST,
        "regState": "K",
        "regState_CN": "存续（在营、开业、在册）",
        "entType": "1130",
        "entType_CN": "有限责任公司(自然人独资)",
        "regOrg": "330106",
        "regOrg_CN": "杭州市西湖区市场监督管理局",
        "regCap": "1000",
    }
    receipt = await graph.say("enterprise.csv", row, reading=GIVEN)
    assert (receipt.accepted, receipt.flagged, receipt.error) == (1, 0, None)
    values = await _values(graph, FIRST, "enterprise")
    assert (values["state"], values["type"]) == ("in_business", "有限责任公司(自然人独资)")
    assert values["registered_capital"] == 10_000_000


async def _owners(graph: Loaded, code: str) -> dict[str, float]:
    async with graph.serving() as client:
        answer = (await client.get(f"/v1/parties/uscc:{code}/ownership", params={"as_of": "2024-06-01"})).json()
    return {str(one["name"]): round(one["integrated_min"], 6) for one in answer["owners"]}


def _mended(path: Path, wrong: str, right: str) -> Path:
    path.write_text(path.read_text("utf-8-sig").replace(wrong, right), "utf-8")
    return path


async def test_a_unit_belongs_to_a_column_and_a_mended_row_keeps_it(graph: Loaded) -> None:
    firm = {"企业名称": "杭州虚构份额有限公司", "统一社会信用代码": SHARED}
    await graph.say("enterprise.csv", firm, reading=GIVEN)
    holders = [("赵一", "60"), ("钱二", "39.2"), ("孙三", "0.8")]
    rows = [firm | {"股东名称": name, "股东类型": "自然人股东", "持股比例": share} for name, share in holders]
    first = await graph.say("shareholder.csv", *rows, reading=GIVEN)
    assert (first.accepted, first.units) == (3, {"持股比例": "%"})
    assert ("per cent", "持股比例") in {(t.value, t.column) for t in first.taken}
    assert await _owners(graph, SHARED) == {"赵一": 0.6, "钱二": 0.392, "孙三": 0.008}
    broken = firm | {"股东名称": "", "股东类型": "自然人股东", "持股比例": "0.5"}
    refused = await graph.say("shareholder.2.csv", rows[0] | {"股东名称": "周五", "持股比例": "30"}, broken, reading=GIVEN)
    assert (refused.rejected, refused.units) == (1, {"持股比例": "%"})
    assert refused.rejects is not None
    mended = await graph.load(_mended(Path(refused.rejects), ",,自然人", ",李四,自然人"), "shareholder")
    assert (mended.accepted, mended.error) == (1, None)
    entries = await graph.group(f"uscc:{SHARED}", "shareholder")
    assert sorted(one["values"]["share"] for one in entries["items"]) == [0.005, 0.008, 0.3, 0.392, 0.6]


async def test_a_cell_shown_as_per_cent_is_per_cent_under_any_header(graph: Loaded) -> None:
    firm = {"企业名称": "虚构百分有限公司", "统一社会信用代码": PERCENT}
    await graph.say("enterprise.csv", firm, reading=GIVEN)
    for n, header in enumerate(("持股比例(%)", "持股比例")):
        book = Workbook()
        page = book.active
        assert page is not None
        page.append([*firm, "股东名称", "股东类型", header])
        for name, share in (("赵一", 0.6), ("钱二", 0.4)):
            page.append([*firm.values(), name, "自然人", share])
            page.cell(page.max_row, 5).number_format = "0.00%"
        book.save(path := graph.folder / f"shareholder.{n}.xlsx")
        receipt = await graph.load(path, reading=GIVEN)
        assert (receipt.error, receipt.rejected, receipt.units) == (None, 0, {})
        assert await _owners(graph, PERCENT) == {"赵一": 0.6, "钱二": 0.4}


async def test_a_list_without_days_holds_from_the_first_day_it_was_told_of(graph: Loaded) -> None:
    firm = {"企业名称": "杭州虚构食品有限公司", "统一社会信用代码": FOOD}
    await graph.say("enterprise.csv", firm, reading=GIVEN)
    row = firm | {"列入原因": "通过登记的住所无法联系", "作出决定机关": "甲局"}
    for day in ("2024-03-01", "2024-02-01", "2024-04-01"):
        receipt = await graph.say(f"abnormal_operations.{day}.csv", row, reading=Reading(provider="甲局", day=day))
        assert (receipt.accepted, receipt.flagged, receipt.error) == (1, 1, None)
        assert any("1 rows state no 列入日期" in note for note in receipt.notes)
    group = await graph.group(f"uscc:{FOOD}", "abnormal_operations", as_of="2024-02-15")
    assert group["total"] == 1
    assert group["items"][0]["evidence"]["valid_from"] == "2024-02-01"
    assert group["items"][0]["values"]["since_unknown"] is True
    assert (await graph.group(f"uscc:{FOOD}", "abnormal_operations", as_of="2024-01-31"))["total"] == 0
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


async def test_exports_of_publicity_sites_are_read_by_their_keys(graph: Loaded) -> None:
    penalty = {
        "cf_xdr_mc": "杭州虚构食品有限公司",
        "cf_xdr_shxym": FOOD,
        "cf_wsh": "杭虚市监罚〔2024〕1号",
        "cf_cflb1": "罚款",
        "cf_nr_fk": "0.5",
        "cf_cfjg": "杭州市虚构区市场监督管理局",
        "cf_jdrq": "2024-05-06",
    }
    licence = {"xk_xdr": "杭州虚构食品有限公司", "xk_xdr_shxym": FOOD, "xk_wsh": "杭虚许〔2024〕2号", "xk_jdrq": "2024-05-06"}
    await graph.say("enterprise.csv", {"公司名": "杭州虚构食品有限公司", "uniscId": FOOD}, reading=GIVEN)
    for name, row in (("penalty.csv", penalty), ("licence.csv", licence)):
        receipt = await graph.say(name, row, reading=GIVEN)
        assert (receipt.accepted, receipt.flagged, receipt.error) == (1, 0, None)
    assert (await _values(graph, FOOD, "penalty"))["fine"] == 5_000
    assert (await _values(graph, FOOD, "licence"))["licence_no"] == "杭虚许〔2024〕2号"


async def test_a_mapping_is_part_of_the_batch_and_serves_the_mended_rows(graph: Loaded) -> None:
    text = "provider: 甲局\ncategories:\n  shareholder:\n    columns: "
    text += "{enterprise.code: 信用号, holder.name: 投资方, share: 占比}\n"
    path = graph.folder / "mapping.yml"
    path.write_text(text + "    units: {占比: '%'}\n", "utf-8")
    mapping = read_mapping(path, graph.catalogue.categories)
    reading = mapping.apply(Reading(day="2024-01-01"), graph.catalogue["shareholder"])
    await graph.say("enterprise.csv", {"企业名称": "杭州虚构份额有限公司", "统一社会信用代码": SHARED}, reading=GIVEN)
    holders = (("赵一", "0.9"), ("", "0.8"))
    rows = [{"信用号": SHARED, "投资方": name, "股东类型": "自然人", "占比": share} for name, share in holders]
    first = await graph.say("shareholder.csv", *rows, reading=reading)
    assert (first.accepted, first.rejected, first.units) == (1, 1, {})
    again = await graph.say("shareholder.csv", *rows, reading=reading)
    assert (again.repeated, again.batch) == (True, first.batch)
    mended = await graph.load(_mended(Path(first.rejects or ""), ",,自然人", ",李四,自然人"), "shareholder")
    assert (mended.accepted, mended.error) == (1, None)
    entries = await graph.group(f"uscc:{SHARED}", "shareholder")
    assert sorted(one["values"]["share"] for one in entries["items"]) == [0.008, 0.009]
    path.write_text(text.replace("provider:", "encoding: Big5\nprovider:") + "    units: {占比: '%'}\n", "utf-8")
    reading = read_mapping(path, graph.catalogue.categories).apply(Reading(day="2024-02-01"), graph.catalogue["shareholder"])
    abroad = graph.folder / "shareholder.abroad.csv"
    abroad.write_bytes(f"信用號,投資方,股東類型,占比\n{SHARED},趙一,自然人,0.7\n".encode("big5"))
    told = await graph.load(abroad, "shareholder", reading=reading)
    assert (told.accepted, told.error, told.flagged) == (1, None, 0)
    assert (TakenFor.ENCODING, "big5hkscs") in {(t.what, t.value) for t in told.taken}
