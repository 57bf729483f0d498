"""A code and the name of another firm in one row: the code files the row, and the receipt says whose name it is."""

import pytest

from loaders.load.reading import Reading
from models.work.receipt import RemarkKind
from tests.support.loading import INSPECTOR, Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM, OTHER, THIRD = fresh_code(841), fresh_code(842), fresh_code(843)
TOLD = Reading(provider="甲局", day="2024-01-01")


def _penalty(number: str, name: str, code: str) -> dict[str, str]:
    row = {"行政相对人名称": name, "统一社会信用代码": code, "行政处罚决定书文号": number, "处罚内容": "罚款一万元"}
    return row | {"处罚决定日期": "2026-05-06", "处罚机关": "某市市场监督管理局"}


async def test_the_code_files_the_row_and_the_row_is_flagged(graph: Loaded) -> None:
    rows = [{"企业名称": n, "统一社会信用代码": c} for n, c in (("虚构张冠有限公司", FIRM), ("虚构李戴有限公司", OTHER))]
    await graph.say("enterprise.csv", *rows, reading=TOLD)
    renamed = {"企业名称": "虚构张新有限公司", "统一社会信用代码": FIRM}
    await graph.say("enterprise.2.csv", renamed, reading=Reading(provider="甲局", day="2025-01-01"))
    receipt = await graph.say(
        "penalty.csv",
        _penalty("虚罚〔2026〕1号", "虚构李戴有限公司", FIRM),
        _penalty("虚罚〔2026〕2号", "虚构张冠有限公司", FIRM),
        _penalty("虚罚〔2026〕3号", "虚构张新有限公司", FIRM),
        _penalty("虚罚〔2026〕4号", "无人叫此名有限公司", FIRM),
        _penalty("虚罚〔2026〕5号", "虚构李戴有限公司", THIRD),
        reading=TOLD,
    )
    assert (receipt.accepted, receipt.flagged) == (5, 2)
    (remark,) = receipt.remarks
    assert (remark.kind, remark.rows, remark.lines) == (RemarkKind.NAME_BESIDE, 2, ("2", "6"))
    assert remark.remark == f"party: its name is that of uscc:{OTHER}, the row is filed by its code"
    filed = await graph.group(f"uscc:{FIRM}", "penalty", INSPECTOR, as_of="2026-06-01")
    assert filed["total"] == 4
    lawful = await graph.group(f"uscc:{OTHER}", "penalty", INSPECTOR, as_of="2026-06-01")
    assert lawful["total"] == 0


async def test_what_a_loader_remembers_of_names_ends_when_a_registration_comes(graph: Loaded) -> None:
    first, other = fresh_code(851), fresh_code(852)
    async with graph.writing() as work:

        async def flagged(name: str, row: dict[str, str]) -> int:
            path = sheet(graph.folder / name, [row])
            receipt = await work.load(path, graph.catalogue[name.partition(".")[0]], TOLD)
            assert (receipt.error, receipt.accepted) == (None, 1)
            return receipt.flagged

        await flagged("enterprise.one.csv", {"企业名称": "虚构赵一有限公司", "统一社会信用代码": first})
        assert await flagged("penalty.one.csv", _penalty("虚罚〔2026〕11号", "虚构钱二有限公司", first)) == 0
        assert await flagged("penalty.two.csv", _penalty("虚罚〔2026〕12号", "虚构钱二有限公司", first)) == 0
        await flagged("enterprise.two.csv", {"企业名称": "虚构钱二有限公司", "统一社会信用代码": other})
        assert await flagged("penalty.three.csv", _penalty("虚罚〔2026〕13号", "虚构钱二有限公司", first)) == 1
