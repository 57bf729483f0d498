"""Rows within rows through the loader: batches and receipts of their own, equal graphs whatever the form, and back again."""

import json

import pytest

from loaders.load.reading import Reading
from tests.support.loading import Loaded, sheet

pytestmark = pytest.mark.slow
FIRM = "91330106MA0F3QC47C"
REPORT = {"entName": "杭州虚构食品有限公司", "uniscId": FIRM, "anCheYear": "2023", "anCheDate": "2024-05-01"}
GIVEN = [
    {"mortgagor": "乙公司", "more": "某银行", "priClaSecAm": "10", "pefPerForm": "2023-01-01"},
    {"mortgagor": "丙公司", "more": "某银行"},
]
BAD = {"mortgagor": "丁公司", "priClaSecAm": "许多"}
READING = Reading("甲局", "2024-06-01")


async def test_nested_and_flat_rows_make_one_graph_which_goes_with_its_head(graph: Loaded) -> None:
    await graph.say("enterprise.csv", {"企业名称": REPORT["entName"], "统一社会信用代码": FIRM}, reading=READING)
    empty = await graph.digest()
    path = graph.folder / "annual_report.json"
    path.write_text(json.dumps([REPORT | {"yearReportForGuarantees": [*GIVEN, BAD], "yearReportWebSiteInfos": []}]), "utf-8")
    head = await graph.load(path, reading=READING)
    (children,) = head.children
    assert (head.rows, head.accepted, children.rows, children.accepted, children.rejected) == (1, 1, 3, 2, 1)
    assert head.failed
    assert (children.category, children.document) == ("guarantee", "annual_report.json")
    nested = await graph.digest()
    again = await graph.load(path, reading=READING)
    assert [again.repeated, *(child.repeated for child in again.children)] == [True, True]
    rejects = graph.folder / "rejects" / str(children.rejects).rpartition("/")[2]
    mended = sheet(graph.folder / "mended.csv", [])
    mended.write_text(rejects.read_text("utf-8-sig").replace("许多", "5"), "utf-8")
    repaired = await graph.load(mended, "guarantee")
    assert (repaired.accepted, repaired.batch) == (1, children.batch)
    whole = await graph.digest()
    await graph.withdraw(head.batch)
    assert await graph.digest() == empty
    assert (await graph.load(path, reading=READING)).withdrawn

    own = {key: REPORT[key] for key in ("uniscId", "anCheYear")} | {"_day": REPORT["anCheDate"]}
    await graph.say("annual_report.own.csv", REPORT, reading=READING)
    rows = [{"guarantor.name": REPORT["entName"], **own, **one} for one in GIVEN]
    await graph.say("guarantee.own.csv", *rows, reading=READING)
    assert await graph.digest() == nested
    await graph.say(
        "guarantee.more.csv", {"guarantor.name": REPORT["entName"], **own, **BAD, "priClaSecAm": "5"}, reading=READING
    )
    assert await graph.digest() == whole
    await graph.rederive()
    assert await graph.digest() == whole
