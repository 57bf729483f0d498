"""Who is no longer among the largest holders has left the list, and may still hold: said with the most there can be."""

from typing import Any

import pytest

from app.answers import Reader, Viewpoint
from app.answers.difference import differences
from app.answers.reading.left_list import left_holders
from app.cli.text.network_text import differences as in_words
from loaders.load.reading import Reading
from tests.support.inquiring import reader
from tests.support.loading import PUBLIC, Loaded
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM = fresh_code(861)


async def _list(graph: Loaded, day: str, *rows: tuple[str, float, int]) -> None:
    told: dict[str, Any] = {"统一社会信用代码": FIRM, "股东性质": "境内自然人", "报告期": day}
    held = [told | {"股东名称": name, "持股比例": share, "_level": level} for name, share, level in rows]
    await graph.say(f"listed_holder.{day}.csv", *held, reading=Reading(provider="某所"))


async def _left(graph: Loaded, as_of: str, shown: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    found = await left_holders(reader(graph, as_of=as_of), f"uscc:{FIRM}", shown)
    return [(one.holder.name, one.day, one.share, one.at_most) for one in found]


async def test_who_left_the_list_is_told_so_with_the_most_he_has(graph: Loaded) -> None:
    named = {"企业名称": "离榜公司", "统一社会信用代码": FIRM, "类型": "有限责任公司"}
    await graph.say("enterprise.csv", named, reading=Reading(provider="甲局", day="2024-01-01"))
    await _list(graph, "2024-03-31", ("一", 0.4, 0), ("二", 0.06, 0), ("三", 0.05, 0))
    await _list(graph, "2024-06-30", ("一", 0.4, 0), ("二", 0.06, 0), ("四", 0.055, 0), ("密", 0.01, 2))
    asked = Viewpoint(PUBLIC)
    found = await differences(
        Reader(graph.questions, asked), f"uscc:{FIRM}", of="ownership", before="2024-03-31", after="2024-06-30"
    )
    owners = next(section for section in found.sections if section.section == "owners")
    assert [(one["name"], one["left_list"], one["at_most"]) for one in owners.left] == [("三", "2024-06-30", 0.055)]
    assert [one["name"] for one in owners.came] == ["四"]
    assert any("三" in line and "left the list, at most 5.5" in line for line in in_words(found))
    turned = await differences(
        Reader(graph.questions, asked), f"uscc:{FIRM}", of="ownership", before="2024-06-30", after="2024-03-31"
    )
    assert all("left_list" not in one for section in turned.sections for one in section.left)
    three = ("三", "2024-06-30", 0.05, 0.055)
    assert await _left(graph, "2024-06-29") == []
    assert await _left(graph, "2024-06-30") == [three], "nor is the hidden row the smallest"
    assert await _left(graph, "2024-09-29", (f"person:uscc:{FIRM}:三",)) == [], "who is shown as a holder did not leave"
    page, english, before = await _pages(graph, {"as_of": "2024-06-30"}, {"lang": "en"}, {"as_of": "2024-03-31"})
    section = page[page.index('id="left"') : page.index('id="controllers"')]
    assert all(word in section for word in ("三", "至多 5.5 %", "原持股 5 %", "2024-06-30", "某所"))
    assert not any(word in section for word in ("密", "四"))
    assert "at most 5.5 %" in english
    assert 'id="left"' not in before

    await _list(graph, "2024-09-30", ("一", 0.4, 0), ("二", 0.06, 0), ("四", 0.055, 0), ("三", 0.01, 2))
    assert await _left(graph, "2024-09-30") == [], "the list before that one is the same; what is hidden is no list"
    assert await _left(graph, "2024-09-29") == [three]
    await _list(graph, "2024-12-31", ("一", 0.4, 0), ("三", 0.05, 0), ("五", 0.03, 0))
    assert await _left(graph, "2024-12-31") == [("二", "2024-12-31", 0.06, 0.03), ("四", "2024-12-31", 0.055, 0.03)]


async def _pages(graph: Loaded, *asked: dict[str, str]) -> list[str]:
    async with graph.serving() as client:
        answers = [await client.get(f"/parties/uscc:{FIRM}/ownership", params=one) for one in asked]
    assert [answer.status_code for answer in answers] == [200] * len(asked)
    return [answer.text for answer in answers]
