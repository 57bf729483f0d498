"""Who is no longer among the largest holders has left the list, and may still hold: said with the most there can be."""

from typing import Any

import pytest

from app.cli.network_text import differences as in_words
from app.inquiries import Asked
from app.inquiries.difference import differences
from loaders.reading import Reading
from tests.support.hiding import fresh_code
from tests.support.loading import PUBLIC, Loaded

pytestmark = pytest.mark.slow
FIRM = fresh_code(861)


async def _list(graph: Loaded, day: str, *rows: tuple[str, float, int]) -> None:
    told: dict[str, Any] = {"统一社会信用代码": FIRM, "股东性质": "境内自然人", "报告期": day}
    held = [told | {"股东名称": name, "持股比例": share, "_level": level} for name, share, level in rows]
    await graph.say(f"listed_holder.{day}.csv", *held, reading=Reading(provider="某所"))


async def test_who_left_the_list_is_told_so_with_the_most_he_has(graph: Loaded) -> None:
    named = {"企业名称": "离榜公司", "统一社会信用代码": FIRM, "类型": "有限责任公司"}
    await graph.say("enterprise.csv", named, reading=Reading(provider="甲局", day="2024-01-01"))
    await _list(graph, "2024-03-31", ("一", 0.4, 0), ("二", 0.06, 0), ("三", 0.05, 0))
    await _list(graph, "2024-06-30", ("一", 0.4, 0), ("二", 0.06, 0), ("四", 0.055, 0), ("密", 0.01, 2))
    asked = Asked(PUBLIC)
    found = await differences(graph.questions, asked, f"uscc:{FIRM}", of="ownership", before="2024-03-31", after="2024-06-30")
    owners = next(section for section in found.sections if section.section == "owners")
    assert [(one["name"], one["left_list"], one["at_most"]) for one in owners.left] == [("三", "2024-06-30", 0.055)]
    assert [one["name"] for one in owners.came] == ["四"]
    assert any("三" in line and "left the list, at most 5.5" in line for line in in_words(found))
    turned = await differences(graph.questions, asked, f"uscc:{FIRM}", of="ownership", before="2024-06-30", after="2024-03-31")
    assert all("left_list" not in one for section in turned.sections for one in section.left)
