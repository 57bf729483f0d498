"""Two rows of one name in one list: nothing is lost, it is told that they may be two persons, and control does not guess."""

from typing import Any

import pytest

from loaders.load.reading import Reading
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM = fresh_code(851)
HOW = Reading(provider="甲局", day="2024-01-01")


def _rows(*shares: tuple[str, float], **more: Any) -> list[dict[str, Any]]:
    return [{"统一社会信用代码": FIRM, "股东名称": n, "股东类型": "自然人股东", "持股比例": s} | more for n, s in shares]


async def _answers(graph: Loaded, *paths: str) -> list[dict[str, Any]]:
    async with graph.serving() as client:
        return [(await client.get(f"/v1/parties/uscc:{FIRM}/{path}")).json() for path in paths]


@pytest.mark.parametrize(
    ("shares", "right", "doubtful"),
    [
        ((("李娜", 0.3), ("李娜", 0.3), ("某", 0.4)), {"李娜": 0.6, "某": 0.4}, True),
        ((("王芳", 0.3), ("王芳", 0.2), ("李雷", 0.5)), {"王芳": 0.5, "李雷": 0.5}, False),
    ],
)
async def test_two_rows_of_one_name(
    graph: Loaded, shares: tuple[tuple[str, float], ...], right: dict[str, float], doubtful: bool
) -> None:
    await graph.say("enterprise.csv", {"企业名称": "重名公司", "统一社会信用代码": FIRM, "类型": "有限责任公司"}, reading=HOW)
    await graph.load(sheet(graph.folder / "shareholder.csv", _rows(*shares)), reading=HOW)
    owned, controlled, owners = await _answers(graph, "ownership", "controllers", "beneficial-owners")
    assert {one["name"]: round(one["integrated_min"], 6) for one in owned["owners"]} == right
    for answer in (owned, controlled, owners):
        (told,) = answer["several_rows"]
        assert (told["rows"], told["persons"]) == (2, 2)
        assert "2 persons" in told["text"]["en"]
    assert controlled["controllers"] == []
    assert [one["enterprise"]["id"] for one in controlled["undetermined"]] == [f"uscc:{FIRM}"] * doubtful
    async with graph.serving() as client:
        page = await client.get(f"/parties/uscc:{FIRM}/ownership")
    assert page.text.count("可能是 2 人") == 3


async def test_instalments_are_one_stake(graph: Loaded) -> None:
    await graph.say("enterprise.csv", {"企业名称": "分期公司", "统一社会信用代码": FIRM, "类型": "有限责任公司"}, reading=HOW)
    rows = [
        row | {"认缴出资日期": day}
        for row, day in zip(_rows(("林", 0.3), ("林", 0.3)), ("2013-01-15", "2015-07-27"), strict=True)
    ]
    await graph.load(sheet(graph.folder / "shareholder.csv", [*rows, *_rows(("某", 0.4))]), reading=HOW)
    (controlled,) = await _answers(graph, "controllers")
    assert [one["name"] for one in controlled["controllers"]] == ["林"]
    assert (controlled["several_rows"], controlled["undetermined"]) == ([], [])
