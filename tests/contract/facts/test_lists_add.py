"""The rows of one list about one holder are entries of one stake: they add, and stay told apart."""

import json
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from app.answers.ownership import ownership
from loaders.load.reading import Reading
from models.catalogue import CoverageKind
from tests.support.inquiring import reader
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM, PARENT = fresh_code(821), fresh_code(822)
FULL = Reading(provider="甲局", day="2024-01-01", coverage=CoverageKind.FULL)
REGISTER = Reading(provider="甲局", day="2010-01-01")
TWICE = (
    {"企业代码": FIRM, "股东名称": "母公司", "证照号码": PARENT, "认缴出资额(万元)": 30, "认缴出资方式": "货币"},
    {"企业代码": FIRM, "股东名称": "母公司", "证照号码": PARENT, "认缴出资额(万元)": 25, "认缴出资方式": "知识产权"},
    {"企业代码": FIRM, "股东名称": "某", "股东类型": "自然人股东", "认缴出资额(万元)": 45},
)
NAMESAKES = tuple(
    {"企业代码": FIRM, "股东名称": name, "股东类型": "自然人股东", "持股比例": share}
    for name, share in (("李娜", 0.3), ("李娜", 0.3), ("某", 0.4))
)
INSTALMENTS = tuple(
    {"企业代码": FIRM, "股东名称": name, "股东类型": "自然人", "认缴出资额(万元)": amount, "认缴出资日期": day}
    for name, amount, day in (("林甲", 1500, "2013-01-15"), ("林甲", 3500, "2015-07-27"), ("刘乙", 5000, "2013-01-15"))
)


async def _owners(graph: Loaded, as_of: str = "2024-06-01") -> dict[str, float]:
    """The direct share of each holder by name, from the list as look-through reads it."""
    async with graph.serving() as client:
        answer = (await client.get(f"/v1/parties/uscc:{FIRM}/ownership", params={"as_of": as_of})).json()
    owners: list[dict[str, Any]] = answer["owners"]
    return {str(one["name"]): round(one["integrated_min"], 6) for one in owners}


async def _register(graph: Loaded) -> None:
    rows = [{"企业名称": "两笔公司", "统一社会信用代码": FIRM}, {"企业名称": "母公司", "统一社会信用代码": PARENT}]
    await graph.load(sheet(graph.folder / "enterprise.csv", rows), reading=REGISTER)


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        (TWICE, {"母公司": 0.55, "某": 0.45}),
        (NAMESAKES, {"李娜": 0.6, "某": 0.4}),
        (INSTALMENTS, {"林甲": 0.5, "刘乙": 0.5}),
    ],
)
async def test_entries_of_one_stake_add_in_any_order_and_again(
    graph: Loaded, rows: tuple[dict[str, Any], ...], right: dict[str, float]
) -> None:
    await _register(graph)
    turned = rows[::-1]
    first = await graph.load(sheet(graph.folder / "shareholder.1.csv", rows), reading=FULL)
    assert (first.accepted, first.unchanged, first.conflicts) == (3, 0, 0)
    assert await _owners(graph) == right
    digest = await graph.digest()
    again = await graph.load(sheet(graph.folder / "shareholder.2.csv", turned), reading=FULL)
    assert (again.accepted, again.unchanged) == (0, 3)
    assert (await _owners(graph), await graph.digest()) == (right, digest)
    await graph.rederive()
    assert await graph.digest() == digest
    group = await graph.group(f"uscc:{FIRM}", "shareholder")
    assert group["total"] == 3, "each row stays visible, with its form and its day"


async def test_shares_of_two_classes_add(graph: Loaded) -> None:
    held = {"股票代码": "000009", "截止日期": "2017-06-30", "股东名称": "中国虚构集团有限公司"}
    shares = (("37500000", "10.82", "流通A股"), ("13493900", "3.89", "限售流通股"))
    rows = [held | {"持股数量": n, "持股比例(%)": share, "股份性质": kind} for n, share, kind in shares]
    for some in (rows, rows[::-1]):
        await graph.say(f"listed_holder.{len(graph.receipts)}.csv", *some, reading=Reading(provider="甲局"))
    (owner,) = (await ownership(reader(graph), "stock:000009.SZ")).owners
    assert (owner.name, owner.direct, owner.integrated) == ("中国虚构集团有限公司", 0.1471, 0.1471)
    group = await graph.group("stock:000009.SZ", "listed_holder")
    told = {(item["values"]["share"], item["values"]["share_class"]) for item in group["items"]}
    assert (group["total"], told) == (2, {(0.1082, "流通A股"), (0.0389, "限售流通股")})


async def test_a_list_cut_into_files_adds_to_the_same(graph: Loaded) -> None:
    await _register(graph)
    for n, row in enumerate(TWICE):
        reading = Reading(provider="甲局", day="2024-01-01")
        await graph.load(sheet(graph.folder / f"shareholder.{n}.csv", [row]), reading=reading)
    assert await _owners(graph) == {"母公司": 0.55, "某": 0.45}


async def test_a_later_list_replaces_all_entries(graph: Loaded) -> None:
    await _register(graph)
    await graph.load(sheet(graph.folder / "shareholder.1.csv", TWICE), reading=FULL)
    later = Reading(provider="甲局", day="2025-01-01", coverage=CoverageKind.FULL)
    rows = [TWICE[0] | {"认缴出资额(万元)": 20}, TWICE[2] | {"认缴出资额(万元)": 80}]
    await graph.load(sheet(graph.folder / "shareholder.2.csv", rows), reading=later)
    assert await _owners(graph, "2025-06-01") == {"母公司": 0.2, "某": 0.8}
    assert await _owners(graph) == {"母公司": 0.55, "某": 0.45}


ANNOUNCED = tuple(
    {"股票代码": "000018.SZ", "ann_date": day, "截止日期": "20170630", "股东名称": name, "持股比例(%)": share}
    for name, shares in {"甲股东公司": (10.82, 10.53), "乙股东公司": (7.82, 7.53), "丙股东公司": (5.82, None)}.items()
    for day, share in zip(("20170812", "20170930"), shares, strict=True)
    if share is not None
)


@pytest.mark.parametrize(
    ("coverage", "right"),
    [(None, [0.1053, 0.0753]), (CoverageKind.PARTIAL, [0.1053, 0.0753, 0.0582])],
)
async def test_the_later_announcement_of_a_day_is_the_list(
    graph: Loaded, coverage: CoverageKind | None, right: list[float]
) -> None:
    company = {"股票代码": "000018.SZ", "名称": "某股份有限公司"}
    await graph.load(sheet(graph.folder / "listed_company.csv", [company]), reading=Reading(provider="某所", day="2010-01-01"))
    reading = Reading(provider="某所", coverage=coverage)
    digests = set()
    for n, rows in enumerate((ANNOUNCED, ANNOUNCED[::-1])):
        await graph.load(sheet(graph.folder / f"listed_holder.{n}.csv", rows), reading=reading)
        group = await graph.group("stock:000018.SZ", "listed_holder", as_of="2017-07-01")
        assert sorted((i["values"]["share"] for i in group["items"] if i["evidence"]["current"]), reverse=True) == right
        digests.add(await graph.digest())
    await graph.rederive()
    assert digests == {await graph.digest()}


async def test_the_smallest_of_a_top_list_is_that_of_visible_rows(graph: Loaded) -> None:
    holder = {"企业代码": FIRM, "股东性质": "境内自然人"}
    await _register(graph)
    first = [holder | {"股东名称": name, "持股比例": share} for name, share in (("一", 0.4), ("二", 0.06))]
    later = [holder | {"股东名称": "一", "持股比例": 0.4}, holder | {"股东名称": "密", "持股比例": 0.01, "_level": 2}]
    for day, rows in (("2024-03-31", first), ("2024-06-30", later)):
        named = [{"统一社会信用代码": r.pop("企业代码"), **r, "报告期": day} for r in (dict(row) for row in rows)]
        await graph.load(sheet(graph.folder / f"listed_holder.{day}.csv", named), reading=Reading(provider="某所"))
    group = await graph.group(f"uscc:{FIRM}", "listed_holder", as_of="2024-04-30")
    left = [i["evidence"].get("at_most") for i in group["items"] if i["evidence"].get("left_list")]
    assert left == [0.4], "a hidden row says nothing of what is left to who left the list"


@pytest.mark.parametrize("word", ["合计", " 小 计：", "总计", "Total"])
async def test_a_summary_row_is_no_holder_and_is_told(graph: Loaded, word: str) -> None:
    await _register(graph)
    rows = [*TWICE, {"企业代码": FIRM, "股东名称": word, "认缴出资额(万元)": 100}]
    receipt = await graph.load(sheet(graph.folder / "shareholder.csv", rows), reading=FULL)
    assert (receipt.rows, receipt.accepted, receipt.rejected, receipt.summaries, receipt.covered) == (3, 3, 0, 1, 1)
    assert "line 5" in receipt.notes[0]
    assert await _owners(graph) == {"母公司": 0.55, "某": 0.45}


def _nested(paid_in: bool) -> dict[str, Any]:
    """What a site of publicity exports of one enterprise: holders with their totals, each with what falls due and was paid."""
    first: dict[str, Any] = {"inv": "赵一", "invType_CN": "自然人股东", "liSubConAm": 60, "liAcConAm": 10}
    first["subDetails"] = [
        {"subConAm": 40, "conForm_CN": "货币", "currency": "2016-05-18"},
        {"subConAm": 20, "conForm_CN": "实物", "currency": "2017-05-18"},
    ]
    if paid_in:
        first["aubDetails"] = [
            {"acConAm": 7, "acConForm_CN": "货币", "currency": "2016-06-18"},
            {"acConAm": 3, "acConForm_CN": "货币", "currency": "2016-07-18"},
        ]
    second = {"inv": "钱二", "invType_CN": "自然人股东", "liSubConAm": 40, "liAcConAm": 40}
    second["subDetails"] = [{"subConAm": 40, "conForm_CN": "货币", "currency": "2016-05-18"}]
    second["aubDetails"] = [{"acConAm": 40, "acConForm_CN": "货币", "currency": "2016-06-18"}]
    return {"rows": [{"entName": "两笔公司", "uniscId": FIRM, "shareholders": [first, second]}]}


@pytest.mark.parametrize("paid_in", [True, False])
async def test_the_tables_of_a_nested_document_are_one_list_in_any_order(graph: Loaded, paid_in: bool) -> None:
    await _register(graph)
    path = graph.folder / "shareholder.json"
    path.write_text(json.dumps(_nested(paid_in), ensure_ascii=False), "utf-8")
    tables = [f"rows.shareholders{inner}" for inner in ("", ".subDetails", ".aubDetails")]
    digests = set()
    for n, order in enumerate(permutations(tables)):
        receipts = [await graph.load(path, reading=replace(FULL, table=table, reissue=f"order {n}")) for table in order]
        assert [r.error for r in receipts] == [None, None, None]
        assert await _owners(graph) == {"赵一": 0.6, "钱二": 0.4}
        async with graph.serving() as client:
            control = (await client.get(f"/v1/parties/uscc:{FIRM}/controllers", params={"as_of": "2024-06-01"})).json()
        assert [one["name"] for one in control["controllers"]] == ["赵一"]
        digests.add(await graph.digest())
        for receipt in receipts:
            await graph.withdraw(receipt.batch)
    assert len(digests) == 1
