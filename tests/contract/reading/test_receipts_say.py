"""A receipt says what was done with the rows: mended, kept as stated, added up, in conflict, taken for granted."""

import pytest

from app.cli.text import receipt_text
from loaders.load.reading import Reading
from models.work.receipt import RemarkKind, TakenFor
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
TOLD = Reading(provider="甲局", day="2024-01-01")
CODES = [fresh_code(880 + n) for n in range(9)]
MENDED = "企业名称: mended: HTML taken out"


def _firm(n: int, **more: str) -> dict[str, str]:
    return {"企业名称": f"虚构收据{n}号公司", "统一社会信用代码": CODES[n], "成立日期": "2020-01-01"} | more


async def test_remarks_come_with_their_counts_and_first_lines(graph: Loaded) -> None:
    rows = [_firm(n, 企业名称=f"<b>虚构</b>收据{n}号公司") for n in range(7)] + [_firm(7, 成立日期="建国前"), _firm(8)]
    receipt = await graph.say("enterprise.csv", *rows, reading=TOLD)
    assert (receipt.accepted, receipt.flagged, receipt.mended, receipt.as_stated) == (9, 8, 7, 1)
    first, second = receipt.remarks
    assert (first.kind, first.remark, first.rows, first.lines) == (RemarkKind.MENDED, MENDED, 7, ("2", "3", "4", "5", "6"))
    assert (second.kind, second.rows, second.lines) == (RemarkKind.AS_STATED, 1, ("9",))
    lines = list(receipt_text.receipt(receipt))
    assert f"  7 rows: {MENDED} (line 2, 3, 4, 5, 6, …)" in lines
    assert any(line.startswith("  1 row: 成立日期: kept as stated: not a date") and "(line 9)" in line for line in lines)
    repeated = await graph.load(graph.folder / "enterprise.csv", reading=TOLD)
    assert repeated == receipt.model_copy(update={"repeated": True}), "kept with the batch"


async def test_what_was_taken_for_granted_is_said(graph: Loaded) -> None:
    await graph.say("enterprise.csv", _firm(0), reading=TOLD)
    holder = {"统一社会信用代码": CODES[0], "股东": "甲公司", "认缴出资额": "100", "实缴出资额(万元)": "1", "持股比例": "0.5"}
    receipt = await graph.say("shareholder.csv", holder, reading=TOLD)
    assert {(t.what, t.value, t.column) for t in receipt.taken} == {
        (TakenFor.PROVIDER, "甲局", None),
        (TakenFor.DAY, "2024-01-01", None),
        (TakenFor.COVERAGE, "partial", None),
        (TakenFor.UNIT, "元", "认缴出资额"),
        (TakenFor.UNIT, "a fraction of 1", "持股比例"),
    }
    said = next(line for line in receipt_text.receipt(receipt) if "taken:" in line)
    assert "coverage: partial" in said
    assert "认缴出资额: 元" in said
    own = await graph.say("shareholder.2.csv", holder | {"_provider": "乙局", "_day": "2024-02-01"})
    assert {t.what for t in own.taken} == {TakenFor.COVERAGE, TakenFor.UNIT}


async def test_entries_that_add_and_rows_in_conflict_are_told_by_line(graph: Loaded) -> None:
    rows = [_firm(0, 住所="甲路1号"), _firm(1), _firm(0, 住所="乙路2号")]
    receipt = await graph.say("enterprise.csv", *rows, reading=TOLD)
    assert receipt.conflicts == 1
    (told,) = receipt.differences
    winner = (await graph.group(f"uscc:{CODES[0]}", "enterprise"))["items"][0]["values"]["address"]
    line = "line 2" if winner == "甲路1号" else "line 4"
    assert f"{line} counts" in told
    assert {"line 2", "line 4"} <= {told[i : i + 6] for i in range(len(told))}
    assert any(told in one for one in receipt_text.receipt(receipt))
    holder = {"统一社会信用代码": CODES[0], "股东": "甲公司", "认缴出资额(万元)": "10"}
    listed = await graph.say(
        "shareholder.csv", holder, holder | {"认缴出资额(万元)": "20"}, holder | {"股东": "乙公司"}, reading=TOLD
    )
    assert listed.added == 1
    assert any("add to it: line 3" in line for line in receipt_text.receipt(listed))


async def test_a_rehearsal_shows_the_first_rows_in_words(graph: Loaded) -> None:
    rows = [
        _firm(0, 注册资本="700万香港元", 营业期限至="长期", 联系电话="13800138000"),
        _firm(1, 成立日期="建国前"),
        _firm(2) | {"统一社会信用代码": "123"},
        *(_firm(n) for n in range(3, 9)),
    ]
    path = sheet(graph.folder / "enterprise.csv", rows)
    receipt = await graph.load(path, reading=TOLD, dry_run=True)
    assert [p.line for p in receipt.preview] == ["2", "3", "4", "5", "6"]
    first, second, third = receipt.preview[:3]
    (said,) = first.says
    for words in (
        "虚构收据0号公司",
        f"uscc:{CODES[0]}",
        "注册资本=7,000,000 HKD",
        "营业期限至=without end",
        "as of 2024-01-01",
        "by 甲局",
    ):
        assert words in said
    assert "13800138000" not in receipt.model_dump_json()
    assert "成立日期 (as stated)=建国前" in second.says[0]
    assert second.remarks
    assert (third.says, (third.refused or "").startswith("统一社会信用代码: ")) == ((), True)
    lines = list(receipt_text.receipt(receipt))
    assert any(line.startswith("  line 2: ") and said in line for line in lines)
    assert any(line.startswith("  line 4 is refused: ") for line in lines)
    assert (await graph.load(path, reading=TOLD)).preview == (), "only a rehearsal shows rows"
