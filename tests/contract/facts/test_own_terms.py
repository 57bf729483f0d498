"""A row's own terms bound its fact in every mode; a day of removal is the first day without."""

import pytest

from loaders.load.reading import Reading
from models.catalogue import CoverageKind
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM = fresh_code(831)
REGISTER = Reading(provider="甲局", day="2010-01-01")
LATE = Reading(provider="甲局", day="2023-01-01", coverage=CoverageKind.FULL)


async def _register(graph: Loaded) -> None:
    row = {"企业名称": "往届公司", "统一社会信用代码": FIRM}
    await graph.load(sheet(graph.folder / "enterprise.csv", [row]), reading=REGISTER)


async def _shown(graph: Loaded, category: str, name: str, as_of: str) -> list[str]:
    group = await graph.group(f"uscc:{FIRM}", category, as_of=as_of)
    return sorted(str(i["values"].get(name) or i["party"]["name"]) for i in group["items"])


async def test_past_terms_hold_on_their_days_whatever_the_day_of_loading(graph: Loaded) -> None:
    await _register(graph)
    pledge = {"企业代码": FIRM, "出质人": "甲", "股权出质设立登记日期": "2022-01-01"}
    rows = [pledge | {"登记编号": "质押1号", "注销日期": "2022-06-01"}, pledge | {"登记编号": "质押2号"}]
    await graph.load(sheet(graph.folder / "equity_pledge.csv", rows), reading=Reading(provider="甲局", day="2023-01-01"))
    for day, right in {
        "2021-12-31": [],
        "2022-03-01": ["质押1号", "质押2号"],
        "2022-05-31": ["质押1号", "质押2号"],
        "2022-06-01": ["质押2号"],
        "2024-01-01": ["质押2号"],
    }.items():
        assert await _shown(graph, "equity_pledge", "registration_no", day) == right, day


async def test_past_holders_hold_on_their_days(graph: Loaded) -> None:
    await _register(graph)
    holder = {"企业代码": FIRM, "股东类型": "自然人股东", "持股比例": 1}
    rows = [
        holder | {"股东名称": "旧主", "持股起始日期": "2015-01-01", "持股截止日期": "2018-12-31"},
        holder | {"股东名称": "新主", "持股起始日期": "2019-01-01"},
    ]
    await graph.load(sheet(graph.folder / "shareholder.csv", rows), reading=LATE)
    for day, right in {"2014-12-31": [], "2016-01-01": ["旧主"], "2018-12-31": ["旧主"], "2019-01-01": ["新主"]}.items():
        assert await _shown(graph, "shareholder", "holder", day) == right, day
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


async def test_removed_is_the_first_day_without_and_restored_ends_a_mark(graph: Loaded) -> None:
    await _register(graph)
    listed = {"统一社会信用代码": FIRM, "标记经营异常状态原因": "未按规定报送年度报告", "标记日期": "2024-07-10"}
    mark = listed | {"恢复正常记载状态原因": "补报年度报告", "恢复日期": "2024-09-01", "作出决定机关": "某局"}
    same_day = mark | {"标记日期": "2023-01-01", "恢复日期": "2023-01-01"}
    receipt = await graph.load(
        sheet(graph.folder / "abnormal_operations.csv", [mark, same_day]), reading=Reading(provider="某局")
    )
    assert (receipt.accepted, receipt.flagged) == (2, 1), "what held on no day is remarked"
    for day, right in {"2024-07-09": 0, "2024-07-10": 1, "2024-08-31": 1, "2024-09-01": 0}.items():
        group = await graph.group(f"uscc:{FIRM}", "abnormal_operations", as_of=day)
        assert group["total"] == right, day
