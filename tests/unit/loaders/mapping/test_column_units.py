"""The unit of a column whose header states none: one for all of it, in any order of its rows; what contradicts it is said."""

import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.errors import InputError
from loaders.check.checker import RowChecker
from loaders.load.reading import Chunk, checked
from loaders.read import Table, open_tables
from loaders.read.rows import RawRow
from models.statements import Reject
from tests.support.checking import CATALOGUE, GIVEN
from tests.support.worlds.hiding import fresh_code

Entry = tuple[int, str]
HEADERS = ("统一社会信用代码", "股东名称", "股东类型", "持股比例")


def read(entries: Sequence[Entry], header: str = "持股比例") -> Chunk:
    """What becomes of entries (number of the enterprise, share) of lists."""
    names = (*HEADERS[:3], header)
    rows = [
        RawRow(None, line, dict(zip(names, (fresh_code(firm), f"人{chr(0x4E00 + line)}", "自然人", share), strict=True)))
        for line, (firm, share) in enumerate(entries, 2)
    ]
    checker = RowChecker(CATALOGUE["shareholder"], document="a.csv", secret=b"k", **GIVEN)
    whole = Chunk()
    for chunk in checked(iter([Table(None, list(names), iter(rows))]), checker, 500):
        whole.rows += chunk.rows
        whole.rejects += chunk.rejects
        whole.notes += chunk.notes
        whole.units |= chunk.units
        assert chunk.error is None
    return whole


def shares(chunk: Chunk) -> list[object]:
    return sorted((s.values.get("share") for row in chunk.rows for s in row.statements), key=str)


@pytest.mark.parametrize(
    ("cells", "unit", "wanted"),
    [
        (("60", "39.2", "0.8"), "%", [0.6, 0.392, 0.008]),
        (("0.6", "0.392", "0.008"), "fraction", [0.6, 0.392, 0.008]),
        (("60%", "39.2%", "0.8"), "%", [0.6, 0.392, 0.008]),
        (("60%", "39.2%", "0.008"), "fraction", [0.6, 0.392, 0.008]),
        (("60%", "40%"), None, [0.6, 0.4]),
        (("１００",), "%", [1.0]),
        (("1",), "fraction", [1.0]),
    ],
)
def test_a_list_tells_the_unit_of_its_column(cells: tuple[str, ...], unit: str | None, wanted: list[float]) -> None:
    found = read([(1, cell) for cell in cells])
    assert found.units == ({"持股比例": unit} if unit else {})
    assert shares(found) == sorted(wanted)
    assert not found.rejects


@st.composite
def lists(draw: st.DrawFn) -> list[list[float]]:
    """Lists of whole hundredths of per cent, that add up to the whole."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        cuts = sorted(draw(st.sets(st.integers(1, 9_999), min_size=1, max_size=4)))
        found.append([(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)])
    return found


@given(parts=lists(), per_cent=st.booleans(), seed=st.integers(0, 1000))
def test_whole_lists_are_read_alike_in_any_unit_and_order(parts: list[list[float]], per_cent: bool, seed: int) -> None:
    entries = [(firm, f"{x:.2f}" if per_cent else f"{x / 100:.4f}") for firm, part in enumerate(parts) for x in part]
    random.Random(seed).shuffle(entries)
    found = read(entries)
    assert found.units == {"持股比例": "%" if per_cent else "fraction"}
    assert shares(found) == pytest.approx(sorted(round(x / 100, 6) for part in parts for x in part))


def test_one_wrong_row_does_not_turn_a_column_of_fractions() -> None:
    entries = [(firm, cell) for firm in range(30) for cell in ("0.6", "0.4")]
    found = read([*entries, (31, "60"), (31, "0.1")])
    assert found.units == {"持股比例": "fraction"}
    assert shares(found).count(0.6) == 30
    said = [r.message for r in found.rejects] + [flag for row in found.rows for flag in row.flags]
    assert any("over 1 in a column of fractions" in text for text in said)


def test_lists_that_contradict_each_other_refuse_the_file_with_its_line() -> None:
    entries = [(1, "60"), (1, "40"), (2, "0.6"), (2, "0.4")]
    for order in (entries, entries[::-1]):
        with pytest.raises(InputError, match=r"a\.csv: line 1: column .*: 1 lists speak of per cent and 1 of fractions"):
            read(order)
    assert shares(read([*entries[:2], (2, "0.6%"), (2, "0.4%")])) == [0.004, 0.006, 0.4, 0.6]


def test_what_contradicts_the_unit_further_down_is_said() -> None:
    whole = [(firm, cell) for firm in range(600) for cell in ("60", "40")]
    found = read([*whole, (700, "0.6"), (700, "0.4")])
    assert found.units == {"持股比例": "%"}
    assert any("1 lists add up to 1: from line 1202" in note for note in found.notes), found.notes
    fractions = [(firm, cell) for firm in range(600) for cell in ("0.6", "0.4")]
    late = read([*fractions, (700, "60")])
    assert late.units == {"持股比例": "fraction"}
    assert late.rejects or any(row.flags for row in late.rows)


def test_the_look_goes_further_where_the_first_rows_tell_nothing() -> None:
    small = [(firm, "0.3") for firm in range(1500)]
    found = read([*small, (2000, "60"), (2000, "40")])
    assert found.units == {"持股比例": "%"}
    assert shares(found)[0] == 0.003
    assert len(found.rows) == 1502


def test_a_sum_row_is_no_evidence() -> None:
    rows = [(fresh_code(1), "甲公司", "0.3"), (fresh_code(1), "乙公司", "0.2"), (fresh_code(1), "合计", "0.5")]
    names = ("统一社会信用代码", "股东名称", "持股比例")
    table = Table(None, list(names), iter([RawRow(None, i, dict(zip(names, row, strict=True))) for i, row in enumerate(rows)]))
    (chunk,) = checked(iter([table]), RowChecker(CATALOGUE["shareholder"], document="a.csv", secret=b"k", **GIVEN))
    assert (len(chunk.rows), len(chunk.summaries), chunk.units) == (2, 1, {"持股比例": "fraction"})


def test_damage_in_the_rows_looked_at_comes_where_it_stands() -> None:
    def rows() -> object:
        yield RawRow(None, 2, {"统一社会信用代码": fresh_code(1), "股东名称": "甲公司", "持股比例": "60"})
        raise InputError("cut off")

    table = Table(None, ["统一社会信用代码", "股东名称", "持股比例"], rows())  # type: ignore[arg-type]
    (chunk,) = checked(iter([table]), RowChecker(CATALOGUE["shareholder"], document="a.csv", secret=b"k", **GIVEN))
    assert (len(chunk.rows), str(chunk.error)) == (1, "cut off")
    assert shares(chunk) == [0.6]


def test_units_that_the_sender_gives_go_before_all() -> None:
    checker = RowChecker(
        CATALOGUE["shareholder"], document="a.csv", secret=b"k", units={"占比": "%"}, columns={"share": "占比"}, **GIVEN
    )
    checker.bind(["统一社会信用代码", "股东名称", "占比"])
    found = checker(RawRow(None, 2, {"统一社会信用代码": fresh_code(1), "股东名称": "甲公司", "占比": "0.8"}))
    assert not isinstance(found, Reject)
    assert found.statements[0].values["share"] == 0.008
    with pytest.raises(InputError, match="'斤' is no unit"):
        RowChecker(CATALOGUE["shareholder"], units={"持股比例": "斤"}, **GIVEN).bind(
            ["统一社会信用代码", "股东名称", "持股比例"]
        )


@pytest.mark.parametrize(
    ("shown", "stored", "text"),
    [
        ("0.00%", 0.6, "60%"),
        ("0%", 1, "100%"),
        ("0.00%", 0.3333, "33.33%"),
        ("0.0%;-0.0%", 0.125, "12.5%"),
        ('0.00"%"', 60, "60%"),
        ("0.00\\%", 39.2, "39.2%"),
        ("0.00", 0.6, "0.6"),
        ("General", 60, "60"),
        ('0"万%元"', 5, "5%"),
    ],
)
def test_a_cell_shown_with_a_per_cent_sign_is_read_with_it(tmp_path: Path, shown: str, stored: float, text: str) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["名称", "比例"])
    page.append(["甲", stored])
    page["B2"].number_format = shown
    book.save(path := tmp_path / "a.xlsx")
    assert zipfile.is_zipfile(path)
    (table,) = open_tables(path)
    assert [row.cells["比例"] for row in table.rows] == [text]
