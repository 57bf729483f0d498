"""A list of shareholders that adds up to the whole is full though nobody says so; any other is partial; the receipt tells."""

from itertools import permutations
from typing import Any

import pytest

from loaders.load.reading import Reading
from models.catalogue import CoverageKind
from models.work.receipt import TakenFor
from tests.support.loading import INSPECTOR, PUBLIC, Loaded, sheet
from tests.support.worlds.hiding import fresh_code

pytestmark = pytest.mark.slow
FIRM, OTHER = fresh_code(831), fresh_code(832)


def _rows(shares: dict[str, Any], firm: str = FIRM, **more: Any) -> list[dict[str, Any]]:
    return [
        {"统一社会信用代码": firm, "股东名称": name, "股东类型": "自然人股东", "持股比例": share} | more
        for name, share in shares.items()
    ]


def _on(day: str, coverage: CoverageKind | None = None) -> Reading:
    return Reading(provider="甲局", day=day, coverage=coverage)


async def _holders(graph: Loaded, day: str, caller: Any = PUBLIC, firm: str = FIRM) -> list[str]:
    group = await graph.group(f"uscc:{firm}", "shareholder", caller, as_of=day)
    return sorted(i["evidence"]["stated_as"] for i in group["items"])


EARLY, LATE = {"一": 0.5, "二": 0.5}, {"一": 0.5, "三": 0.5}


@pytest.mark.parametrize("order", list(permutations((("2024-01-01", EARLY), ("2025-01-01", LATE)))))
async def test_who_is_missing_in_the_next_whole_list_has_left(graph: Loaded, order: Any) -> None:
    await graph.say("enterprise.csv", {"企业名称": "默认公司", "统一社会信用代码": FIRM}, reading=_on("2020-01-01"))
    for day, shares in order:
        receipt = await graph.load(sheet(graph.folder / f"shareholder.{day}.csv", _rows(shares)), reading=_on(day))
        assert (receipt.covered, receipt.whole, receipt.partial) == (1, 1, 0)
        assert "1 lists are full" in receipt.notes[0]
        assert "full" in {t.value for t in receipt.taken if t.what is TakenFor.COVERAGE}
    assert await _holders(graph, "2024-06-01") == ["一", "二"]
    assert await _holders(graph, "2025-06-01") == ["一", "三"]
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest


@pytest.mark.parametrize(
    ("coverage", "shares", "told"),
    [
        (None, {"一": 0.5, "三": 0.3}, (0, 0, 1)),
        (None, {"一": 0.5, "三": 0.6}, (0, 0, 1)),
        (None, {"一": 0.5, "三": 0.5, "四": ""}, (0, 0, 1)),
        (CoverageKind.PARTIAL, LATE, (0, 0, 0)),
        (None, {"一": 0.3333, "三": 0.3333, "四": 0.3333}, (1, 1, 0)),
    ],
)
async def test_a_list_that_does_not_add_up_closes_nothing(
    graph: Loaded, coverage: CoverageKind | None, shares: dict[str, Any], told: tuple[int, int, int]
) -> None:
    await graph.load(sheet(graph.folder / "shareholder.1.csv", _rows(EARLY)), reading=_on("2024-01-01"))
    receipt = await graph.load(sheet(graph.folder / "shareholder.2.csv", _rows(shares)), reading=_on("2025-01-01", coverage))
    assert (receipt.covered, receipt.whole, receipt.partial) == told
    assert ("二" in await _holders(graph, "2025-06-01")) is (told[0] == 0)


async def test_the_rows_of_one_enterprise_may_stand_apart(graph: Loaded) -> None:
    one, two = _rows({"甲": 0.6, "乙": 0.4}), _rows({"丙": 0.7, "丁": 0.2}, OTHER)
    path = sheet(graph.folder / "shareholder.csv", [one[0], two[0], two[1], one[1]])
    rehearsed = await graph.load(path, reading=_on("2024-01-01"), dry_run=True)
    receipt = await graph.load(path, reading=_on("2024-01-01"))
    assert (receipt.covered, receipt.whole, receipt.partial) == (1, 1, 1)
    assert (rehearsed.whole, rehearsed.partial) == (1, 1)
    assert any("1 lists are taken as partial" in note for note in receipt.notes)
    said = [[t.value for t in told.taken if t.what is TakenFor.COVERAGE] for told in (rehearsed, receipt)]
    assert said == [["full: 1 lists; partial: 1"]] * 2, "what was taken for granted says what became of the lists"


async def test_a_list_of_which_a_row_was_refused_closes_nothing(graph: Loaded) -> None:
    rows = [*_rows({"甲": 0.6, "乙": 0.4}), *_rows({"": 0.1}), *_rows({"丁": 1}, OTHER)]
    receipt = await graph.load(sheet(graph.folder / "shareholder.csv", rows), reading=_on("2024-01-01"))
    assert (receipt.rejected, receipt.covered, receipt.whole, receipt.partial) == (1, 1, 1, 0)
    assert any("1 lists are not closed" in note for note in receipt.notes)


async def test_hidden_rows_close_a_list_for_those_who_see_them(graph: Loaded) -> None:
    await graph.load(sheet(graph.folder / "shareholder.1.csv", _rows(EARLY)), reading=_on("2024-01-01"))
    rows = [*_rows({"一": 0.5}, _level=0), *_rows({"密": 0.5}, _level=2)]
    receipt = await graph.load(sheet(graph.folder / "shareholder.2.csv", rows), reading=_on("2025-01-01"))
    assert receipt.whole == 1
    assert await _holders(graph, "2025-06-01") == ["一", "二"]
    assert await _holders(graph, "2025-06-01", INSPECTOR) == ["一", "密"]


def _amounts(amounts: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    rows = [{k: v for k, v in row.items() if k != "持股比例"} for row in _rows(dict.fromkeys(amounts, ""))]
    return [row | {"认缴出资额": amount} | more for row, amount in zip(rows, amounts.values(), strict=True)]


FIRST, SECOND = {"一": "60万元", "二": "40万元"}, {"一": "60万元", "三": "40万元"}


@pytest.mark.parametrize("order", ["0123", "3210", "2031"])
async def test_a_list_of_amounts_is_full_where_they_come_to_the_capital(graph: Loaded, order: str) -> None:
    registered = {"企业名称": "默认公司", "统一社会信用代码": FIRM, "注册资本": "100万元"}
    steps = [
        ("enterprise.csv", [{k: v for k, v in registered.items() if k != "注册资本"}], "2020-01-01"),
        ("shareholder.1.csv", _amounts(FIRST), "2024-01-01"),
        ("shareholder.2.csv", _amounts(SECOND), "2025-01-01"),
        ("enterprise.2.csv", [registered], "2025-03-01"),
    ]
    for n in map(int, order):
        name, rows, day = steps[n]
        receipt = await graph.load(sheet(graph.folder / name, rows), reading=_on(day))
        if name.startswith("shareholder"):
            assert (receipt.covered, receipt.whole, receipt.partial) == (0, 0, 0)
            assert any("come to the registered capital" in note for note in receipt.notes)
            assert [t.value for t in receipt.taken if t.what is TakenFor.COVERAGE] == ["full if they come to the capital: 1"]
    assert await _holders(graph, "2024-06-01") == ["一", "二"]
    assert await _holders(graph, "2025-06-01") == ["一", "三"]
    digest = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == digest
    await graph.withdraw(graph.receipts["enterprise.2.csv"].batch)
    assert await _holders(graph, "2025-06-01") == ["一", "三", "二"], "nobody states the capital any more"


@pytest.mark.parametrize(
    ("amounts", "capital"),
    [
        ({"一": "60万元", "三": "30万元"}, "100万元"),
        ({"一": "60万元", "三": "40万美元"}, "100万元"),
        ({"一": "60万美元", "三": "40万美元"}, "100万元"),
        ({"一": "60万元", "三": ""}, "60万元"),
    ],
)
async def test_amounts_that_do_not_come_to_the_capital_close_nothing(
    graph: Loaded, amounts: dict[str, Any], capital: str
) -> None:
    registered = {"企业名称": "默认公司", "统一社会信用代码": FIRM, "注册资本": capital}
    await graph.load(sheet(graph.folder / "enterprise.csv", [registered]), reading=_on("2020-01-01"))
    await graph.load(sheet(graph.folder / "shareholder.1.csv", _amounts(FIRST)), reading=_on("2024-01-01"))
    await graph.load(sheet(graph.folder / "shareholder.2.csv", _amounts(amounts)), reading=_on("2025-01-01"))
    assert await _holders(graph, "2025-06-01") == ["一", "三", "二"]


async def _registered(graph: Loaded, day: str, capital: str) -> None:
    registered = {"企业名称": "默认公司", "统一社会信用代码": FIRM, "注册资本": capital}
    await graph.load(sheet(graph.folder / f"enterprise.{day}.csv", [registered]), reading=_on(day))


async def test_the_capital_in_force_on_the_day_of_the_list_counts(graph: Loaded) -> None:
    await _registered(graph, "2020-01-01", "100万元")
    await _registered(graph, "2024-06-01", "500万元")
    for day, amounts in (("2023-01-01", {"零": "100万元"}), ("2024-01-01", FIRST), ("2025-01-01", SECOND)):
        await graph.load(sheet(graph.folder / f"shareholder.{day}.csv", _amounts(amounts)), reading=_on(day))
    assert await _holders(graph, "2024-02-01") == ["一", "二"]
    assert await _holders(graph, "2025-06-01") == ["一", "三", "二"], "100万元 was not all of it by then"


async def test_a_hidden_row_takes_no_list_from_those_who_do_not_see_it(graph: Loaded) -> None:
    await _registered(graph, "2020-01-01", "60万元")
    await graph.load(sheet(graph.folder / "shareholder.1.csv", _amounts({"二": "60万元"})), reading=_on("2024-01-01"))
    shown, hidden = _amounts({"一": "60万元"}, _level=0), _amounts({"密": "40万元"}, _level=2)
    receipt = await graph.load(sheet(graph.folder / "shareholder.2.csv", [*shown, *hidden]), reading=_on("2025-01-01"))
    assert (receipt.covered, receipt.whole, receipt.partial) == (0, 0, 0)
    assert await _holders(graph, "2025-06-01") == ["一"]
    assert await _holders(graph, "2025-06-01", INSPECTOR) == ["一", "密"]
