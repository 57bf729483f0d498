"""An answer says why a list adds up to more than the whole, and where a stated share is another than its amount gives."""

from typing import Any

import pytest

from app.answers.control import control
from app.answers.ownership import ownership
from app.cli.text import inquiry_text
from loaders.load.reading import Reading
from models.answers.ownership import End
from models.catalogue import CoverageKind
from tests.support.inquiring import everything, reader
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM, NAME = fresh_code(8_951), "癸乙商贸有限公司"
ID = f"uscc:{FIRM}"


def held(holder: str, share: str, **more: Any) -> dict[str, Any]:
    row = {"企业名称": NAME, "统一社会信用代码": FIRM, "股东名称": holder, "股东类型": "自然人股东", "出资比例": share}
    return row | more


async def _load(graph: Loaded, name: str, day: str, *rows: dict[str, Any]) -> None:
    reading = Reading(provider="甲局", day=day, coverage=CoverageKind.PARTIAL)
    await graph.load(sheet(graph.folder / f"shareholder.{name}.csv", list(rows)), reading=reading)


async def _register(graph: Loaded) -> None:
    firm = {"企业名称": NAME, "统一社会信用代码": FIRM, "registered_capital": 10_000_000}
    await graph.load(sheet(graph.folder / "enterprise.csv", [firm]), reading=Reading(provider="甲局", day="2020-01-01"))


async def test_days_and_list_are_named_where_rows_of_different_days_pass_the_whole(graph: Loaded) -> None:
    await _register(graph)
    await _load(graph, "1", "2021-03-01", held("赵一", "60%"))
    await _load(graph, "2", "2023-05-01", held("钱二", "30%"), held("孙三", "30%"))
    answer = await ownership(reader(graph), ID)
    (told,) = answer.notes
    assert [(d.day, d.rows, d.share_min) for d in told.days] == [("2021-03-01", 1, 0.6), ("2023-05-01", 2, 0.6)]
    assert [end.end for end in answer.ends] == [End.INCONSISTENT]
    said = "the list (register · 甲局) adds rows of different days: 2021-03-01 (60 %), 2023-05-01 (60 %), 120 % in all"
    assert said in "\n".join(inquiry_text.ownership(answer))
    controlled = await control(reader(graph), ID)
    assert [note.days for note in controlled.notes] == [told.days]
    assert said in "\n".join(inquiry_text.control(controlled))
    assert (await ownership(reader(graph, as_of="2022-01-01"), ID)).notes[0].text is None, "until then it was within the whole"
    async with graph.serving() as client:
        page = (await client.get(f"/parties/{ID}/ownership")).text
        assert "把不同日期的记录相加：2021-03-01（60 %）、2023-05-01（60 %），合计 120 %" in page
    before = await everything(graph, [ID], but=["differences"])
    await _load(graph, "3", "2024-05-01", held("李四", "10%", _level=2))
    assert await everything(graph, [ID], but=["differences"]) == before, "what is hidden is no cause"


async def test_a_share_beside_an_amount_that_gives_another_is_told_and_used(graph: Loaded) -> None:
    await _register(graph)
    await _load(graph, "1", "2023-05-01", held("赵一", "30%", subscribed=5_000_000), held("钱二", "50%", subscribed=5_000_000))
    answer = await ownership(reader(graph), ID)
    (told,) = answer.notes
    (doubt,) = told.by_amount
    assert (doubt.holder, doubt.share_min, doubt.by_amount, doubt.used) == (f"person:{ID}:赵一", 0.3, 0.5, "share")
    assert {one.name: one.direct for one in answer.owners} == {"赵一": 0.3, "钱二": 0.5}
    said = "the stated share of 30 % is not what 5,000,000.00 CNY subscribed gives, 50 %: the stated share is used"
    assert said in "\n".join(inquiry_text.ownership(answer))
    controlled = await control(reader(graph), ID)
    assert [note.by_amount for note in controlled.notes] == [(doubt,)]
    async with graph.serving() as client:
        page = (await client.get(f"/parties/{ID}/ownership")).text
        assert "以载明的比例计算" in page
