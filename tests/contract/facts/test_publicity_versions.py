"""Terms of publicity have versions: a decision is public by the rule of its day, and as far as a later one leaves it so."""

import pytest

from loaders.load.reading import Reading
from models.caller import Caller
from tests.support.loading import OFFICER, Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM = fresh_code(8_911)
PENALTIES = {
    "旧〔2022〕1号": ("2022-06-01", "一般"),
    "中〔2024〕1号": ("2024-06-01", "一般"),
    "中〔2024〕2号": ("2024-06-01", "严重"),
    "中〔2025〕3号": ("2025-12-01", "一般"),
    "新〔2026〕1号": ("2026-05-01", "一般"),
    "新〔2026〕2号": ("2026-05-01", "轻微"),
}
PUBLIC = {
    "2023-01-01": ["旧〔2022〕1号"],
    "2023-06-01": [],
    "2024-06-01": ["中〔2024〕1号", "中〔2024〕2号"],
    "2026-03-31": ["中〔2024〕1号", "中〔2024〕2号", "中〔2025〕3号"],
    "2026-04-01": ["中〔2024〕2号", "中〔2025〕3号"],
    "2026-11-30": ["中〔2024〕2号", "中〔2025〕3号", "新〔2026〕1号"],
    "2026-12-01": ["中〔2024〕2号", "新〔2026〕1号"],
    "2027-05-01": ["中〔2024〕2号"],
    "2027-06-01": [],
}
"""What the public sees on a day. A general decision was shown a year until May 2023, three years since, a year again from April
2026 on, also where it was still shown then; a serious one always three years; a minor one never."""


async def _shown(graph: Loaded, caller: Caller, day: str) -> list[str]:
    group = await graph.group(f"uscc:{FIRM}", "penalty", caller, as_of=day)
    return sorted(item["values"]["decision_no"] for item in group["items"])


async def test_what_the_public_sees_follows_the_rules_in_force(graph: Loaded) -> None:
    firm = {"企业名称": "规期贸易有限公司", "统一社会信用代码": FIRM}
    await graph.load(sheet(graph.folder / "enterprise.csv", [firm]), reading=Reading(provider="甲局", day="2020-01-01"))
    rows = [
        {
            "行政相对人名称": "规期贸易有限公司",
            "代码_1": FIRM,
            "行政处罚决定书文号": number,
            "处罚决定日期": day,
            "失信严重程度": gravity,
            "处罚机关": "甲市场监督管理局",
        }
        for number, (day, gravity) in PENALTIES.items()
    ]
    receipt = await graph.load(sheet(graph.folder / "penalty.csv", rows), reading=Reading(provider="甲局"))
    assert receipt.rejected == 0
    for day, right in PUBLIC.items():
        assert await _shown(graph, Caller(level=0, today=day), day) == sorted(right), day
    assert len(await _shown(graph, OFFICER, "2026-11-01")) == len(PENALTIES), "who may see more sees all, whatever their terms"
