"""The number of a person's identity card stands nowhere in clear: not in the graph, an answer or a message."""

import pytest

from loaders.load.reading import Reading
from loaders.types.codes.identity_numbers import resident_check
from tests.support.loading import INSPECTOR, Loaded
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
REAL = "33010619710101003"
TOLD = Reading(provider="甲局", day="2024-01-01")


async def test_wherever_it_was_written(graph: Loaded) -> None:
    number = REAL + resident_check(REAL)
    row = {
        "行政相对人名称": "某某公司",
        "统一社会信用代码": fresh_code(38_001),
        "行政处罚决定书文号": f"甲罚（{number}）1号",
        "处罚决定日期": "2024-05-06",
        "处罚机关": "某局",
        "处罚内容": f"对张三（身份证号 {number[:6]} {number[6:14]} {number[14:]}）罚款",
        "处罚类别": f"罚款;{number}",
    }
    named = row | {"处罚机关": f"某局{number}", "行政处罚决定书文号": "2号"}
    receipt = await graph.say("penalty.csv", row, named, reading=TOLD)
    assert (receipt.accepted, receipt.flagged, receipt.rejected) == (1, 1, 1)
    coded = {"统一社会信用代码": fresh_code(38_002), "股东名称": "某某有限公司", "证照号码": number, "持股比例": 0.5}
    await graph.say("shareholder.csv", coded, reading=TOLD)
    nodes = await graph.engine.read("MATCH (n) RETURN properties(n) AS p")
    links = await graph.engine.read("MATCH ()-[r]->() RETURN properties(r) AS p")
    whole = repr(nodes) + repr(links)
    assert number not in whole
    assert number[6:14] not in whole
    assert f"{number[:6]}************" in whole
    item = (await graph.group(f"uscc:{row['统一社会信用代码']}", "penalty", INSPECTOR))["items"][0]
    assert item["values"]["content"] == "对张三（身份证号 330106************）罚款"
    assert number not in receipt.model_dump_json()
