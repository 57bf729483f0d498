"""Statistics of a few records, on both engines: where each counts, and what is said when there are too many."""

from typing import Any

from app.answers.statistics.published import StatisticsParams, statistics
from loaders.load.reading import Reading
from tests.support.inquiring import reader
from tests.support.loading import OFFICER, PUBLIC, Loaded
from tests.support.worlds.hiding import fresh_code

FIRM = fresh_code(921)
SENT = Reading(provider="甲局", day="2024-01-05")


async def filled(graph: Loaded) -> None:
    """A registration beside whom its authority stands by name, and a restriction of a firm and of a person."""
    firm: dict[str, Any] = {"企业名称": "示例甲有限公司", "统一社会信用代码": FIRM, "登记机关": "某市场监管局"}
    assert (await graph.say("enterprise.csv", firm, reading=SENT)).accepted == 1
    order = {
        "party": f"uscc:{FIRM}",
        "person": "某甲",
        "case_no": "（2024）浙01执1号",
        "court": "某法院",
        "issued_on": "2024-01-05",
    }
    restricted = await graph.say("consumption_restriction.csv", order, reading=SENT)
    assert restricted.accepted == 1, restricted


async def test_a_record_counts_in_the_region_of_the_party_it_is_about_before_all_others(graph: Loaded) -> None:
    await filled(graph)
    for caller in (PUBLIC, OFFICER):
        answer = await statistics(reader(graph, caller), StatisticsParams())
        assert {line.key: line.records for line in answer.by_category} == {"enterprise": 1, "consumption_restriction": 1}
        assert {line.key: line.records for line in answer.by_region} == {FIRM[2:4]: 2}
        assert answer.incomplete == ()


async def test_of_too_many_numbers_it_is_said_that_they_are_not_all(graph: Loaded) -> None:
    await filled(graph)
    every = await graph.answer("statistics.counted", PUBLIC)
    assert (len(every["counts"]), every["whole"]) == (2, True)
    some = await graph.answer("statistics.counted", PUBLIC, most=1)
    assert not some["whole"]
