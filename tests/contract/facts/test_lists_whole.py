"""A list that is declared whole bounds each holder from both sides; a list in parts from above only."""

from typing import Any

import pytest

from app.answers.ownership import ownership
from loaders.load.reading import Reading
from models.answers.ownership import Interest
from models.caller import Caller
from models.catalogue import CoverageKind
from tests.support.inquiring import reader
from tests.support.loading import INSPECTOR, PUBLIC, Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM = fresh_code(8_811)
DAY, LATER = "2024-01-01", "2024-06-01"


def held(holder: str, share: str) -> dict[str, Any]:
    return {
        "企业名称": "壬辛贸易有限公司",
        "统一社会信用代码": FIRM,
        "股东名称": holder,
        "股东类型": "自然人股东",
        "出资比例": share,
    }


async def told(graph: Loaded, name: str, rows: list[dict[str, Any]], day: str, coverage: CoverageKind | None) -> None:
    reading = Reading(provider="甲局", day=day, coverage=coverage)
    await graph.load(sheet(graph.folder / f"shareholder.{name}.csv", rows), reading=reading)


async def owners(graph: Loaded, caller: Caller = PUBLIC, **asked: Any) -> dict[str, tuple[float, float]]:
    found = await ownership(reader(graph, caller, **asked), f"uscc:{FIRM}")
    return {str(one.name): _direct(one) for one in found.owners}


async def tick(graph: Loaded) -> int:
    return (await ownership(reader(graph), f"uscc:{FIRM}")).known_at


def _direct(one: Interest) -> tuple[float, float]:
    return one.direct_min, one.direct_max


async def test_the_others_of_a_whole_list_leave_exactly_the_rest(graph: Loaded) -> None:
    await graph.load(
        sheet(graph.folder / "enterprise.csv", [{"企业名称": "壬辛贸易有限公司", "统一社会信用代码": FIRM}]),
        reading=Reading(provider="甲局", day=DAY),
    )
    rows = [held("赵一", "30%-50%"), held("钱二", "60%")]
    parts, whole = {"赵一": (0.3, 0.4), "钱二": (0.6, 0.6)}, {"赵一": (0.4, 0.4), "钱二": (0.6, 0.6)}
    await told(graph, "1", rows, DAY, CoverageKind.PARTIAL)
    assert await owners(graph) == parts, "in parts: at most what is left"
    before = await tick(graph)
    await told(graph, "2", rows, LATER, CoverageKind.FULL)
    assert await owners(graph) == whole
    assert await owners(graph, as_of=DAY) == parts, "on that day nobody said so"
    assert await owners(graph, known_at=before) == parts, "it was not known to be whole then"
    after, digest = await tick(graph), await graph.digest()
    await graph.rederive()
    assert (await graph.digest(), await owners(graph)) == (digest, whole)
    await graph.withdraw(graph.receipts["shareholder.2.csv"].batch)
    assert await owners(graph) == parts, "no longer declared whole"
    assert await owners(graph, known_at=after) == parts, "nor ever, for the public"
    assert await owners(graph, INSPECTOR, known_at=after) == whole, "for others it was until then"


async def test_ranges_of_a_whole_list_bound_each_other_from_both_sides(graph: Loaded) -> None:
    rows = [held("赵一", "25%-50%"), held("钱二", "10%-60%"), held("孙三", "0%-5%")]
    await told(graph, "1", rows, DAY, CoverageKind.FULL)
    # At least what the greatest of the others leave: 1 - 0.6 - 0.05 and 1 - 0.5 - 0.05; at most what the least of them do.
    whole = {"赵一": (0.35, 0.5), "钱二": (0.45, 0.6), "孙三": (0.0, 0.05)}
    assert await owners(graph) == whole
    await told(graph, "2", [held("李四", "1%-30%")], "2024-03-01", CoverageKind.PARTIAL)
    later = await owners(graph)
    assert later["赵一"] == (0.25, 0.5), "who came since, in a list in parts, is not of the whole"
    assert await owners(graph, as_of="2024-02-01") == whole
    hidden = [row | {"_level": 2} for row in (*rows, held("李四", "1%-30%"))]
    await told(graph, "3", hidden, LATER, CoverageKind.FULL)
    assert await owners(graph) == later, "the public sees no later list"
    assert (await owners(graph, INSPECTOR))["赵一"] == (0.25, 0.5)
    assert (await owners(graph, INSPECTOR))["钱二"] == (0.15, 0.6), "with at most 50 %, 5 % and 30 % of the others"


async def test_a_whole_list_that_does_not_come_to_the_whole_stays_as_stated(graph: Loaded) -> None:
    await told(graph, "1", [held("赵一", "25%-40%"), held("钱二", "50%")], DAY, CoverageKind.FULL)
    assert await owners(graph) == {"赵一": (0.25, 0.4), "钱二": (0.5, 0.5)}


async def _announced(graph: Loaded, on: str, coverage: CoverageKind, *rows: tuple[str, str]) -> dict[str, tuple[float, float]]:
    """The owners after one more announcement of the list of the same day."""
    told = {"统一社会信用代码": FIRM, "股东性质": "境内自然人", "报告期": DAY, "公告日期": on}
    held = [told | {"股东名称": name, "持股比例": share} for name, share in rows]
    await graph.load(sheet(graph.folder / f"listed_holder.{on}.csv", held), reading=Reading(provider="某所", coverage=coverage))
    return await owners(graph)


async def test_of_several_announcements_of_one_day_the_last_is_the_whole_list(graph: Loaded) -> None:
    full, first = CoverageKind.FULL, (("赵一", "30%-50%"), ("钱二", "60%"))
    assert await _announced(graph, "2024-04-20", full, *first) == {"赵一": (0.4, 0.4), "钱二": (0.6, 0.6)}
    later = (("赵一", "20%-40%"), ("钱二", "70%"))
    assert await _announced(graph, "2024-05-10", full, *later) == {"赵一": (0.3, 0.3), "钱二": (0.7, 0.7)}
    added = await _announced(graph, "2024-05-20", CoverageKind.PARTIAL, ("孙三", "0%-5%"))
    assert added == {"赵一": (0.2, 0.3), "钱二": (0.7, 0.7), "孙三": (0.0, 0.05)}, "who was added since is not of the whole"
    assert await _announced(graph, "2024-06-01", full, *later) == {"赵一": (0.3, 0.3), "钱二": (0.7, 0.7)}
    last = await _announced(graph, "2024-06-10", CoverageKind.TOP_N, *later)
    assert last == {"赵一": (0.2, 0.3), "钱二": (0.7, 0.7)}, "the last names the largest only"
