"""Bounds of what is held in memory of a workbook: each refuses what is past it, says so, and reads what is within."""

import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from app.errors import InputError
from loaders.read import RawRow, open_rows
from loaders.read.formats import xlsx_file, xlsx_parts

MEASURED = """
import resource, sys
from pathlib import Path
from loaders.read import open_tables
from app.errors import InputError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = 0
try:
    for table in open_tables(Path(sys.argv[1])):
        for row in table.rows:
            count += 1
except InputError as error:
    print(error.message, file=sys.stderr)
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def measured(path: Path) -> tuple[int, int]:
    """Rows of a file and MiB of memory that reading it takes beyond those of a process that has read nothing."""
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True)
    count, size = done.stdout.split()
    return int(count), int(size)


def packed(path: Path, rows: str, strings: Sequence[str] = ()) -> Path:
    """A workbook whose sheet and shared strings are these, made of pieces without holding them."""
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            if "sheet1.xml" not in name and "sharedStrings" not in name:
                new.writestr(name, content)
        new.writestr("xl/worksheets/sheet1.xml", f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>")
        with new.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(f"<sst {main}>".encode())
            for one in strings:
                part.write(one.encode())
            part.write(b"</sst>")
    return path


def row(*cells: str) -> str:
    """A row of cells: a number refers to a shared string, anything else stands in the cell itself."""
    kinds = (f'<c t="s"><v>{c}</v></c>' if c.isdigit() else f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in cells)
    return "<row>" + "".join(kinds) + "</row>"


def read(path: Path) -> list[RawRow]:
    return list(open_rows(path))


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        read(path)
    return error.value.message


def peak(path: Path) -> tuple[list[RawRow], int]:
    """The rows of a file, and the most bytes that were held at once while they were read."""
    tracemalloc.start()
    try:
        return read(path), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_shared_strings_past_what_is_held_are_read_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{i:04}" + "长" * 700 for i in range(3_000)]
    rows = row("名称") + "".join(row(str(i)) for i in (0, 1, 1_499, 2_999))
    path = packed(tmp_path / "a.xlsx", rows, [f"<si><t>{text}</t></si>" for text in texts])
    held, most = peak(path)
    monkeypatch.setattr(xlsx_parts, "MAX_HELD", 64 << 10)
    spooled, least = peak(path)
    assert [dict(one.cells) for one in held] == [{"名称": texts[i]} for i in (0, 1, 1_499, 2_999)]
    assert [one.cells for one in spooled] == [one.cells for one in held]
    assert least < 3 << 20 < 6 << 20 < most, "6 MB of texts"


def test_more_shared_strings_than_may_be_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_parts, "MAX_COUNT", 10)
    texts = [f"<si><t>t{i}</t></si>" for i in range(11)]
    assert len(read(packed(tmp_path / "a.xlsx", row("0") + row("9"), texts[:10]))) == 1
    assert "more than 10 shared strings" in refused(packed(tmp_path / "b.xlsx", row("0") + row("9"), texts))


def test_a_part_of_shared_strings_larger_than_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.xlsx", row("0"), ["<si><t>x</t></si>", f"<si><t>{'y' * (2 << 20)}</t></si>"])
    assert read(path) == []
    monkeypatch.setattr(xlsx_parts, "MAX_STRINGS", 1 << 20)
    assert "xl/sharedStrings.xml is larger than 1 MiB" in refused(path)


def test_of_one_shared_string_no_more_is_kept_than_refuses_its_cell(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "a.xlsx", row("名称") + row("0") + row("1"), [f"<si><t>{'y' * (8 << 20)}</t></si>", "<si><t>z</t></si>"]
    )
    (long, short), most = peak(path)
    assert long.error == "a cell of more than 32,767 characters"
    assert (short.error, dict(short.cells)) == (None, {"名称": "z"})
    assert most < 3 << 20, "8 MB of text"


def test_a_cell_and_a_row_past_their_bounds_cost_that_row_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MAX_CELL", 100)
    monkeypatch.setattr(xlsx_file, "MAX_ROW", 1_000)
    width, text = 12, "y" * 100
    head = row(*(f"列{chr(65 + i)}" for i in range(width)))
    lines = [row(*[text] * 10), row(*[text] * 11), row(*["0"] * 9), row(*["0"] * 11), row(text + "y"), row("ok")]
    found = read(packed(tmp_path / "a.xlsx", head + "".join(lines), [f"<si><t>{text}</t></si>"]))
    much, long = "a row of more than 1,000 characters", "a cell of more than 100 characters"
    assert [one.error for one in found] == [None, much, None, much, long, None]
    assert list(found[2].cells.values())[:9] == [text] * 9
    assert [one.line for one in found] == [2, 3, 4, 5, 6, 7]


def test_a_cell_beyond_the_last_column_costs_its_row_and_fills_nothing(tmp_path: Path) -> None:
    far = '<row><c r="A3" t="inlineStr"><is><t>x</t></is></c><c r="ZZZ3"><v>1</v></c></row>'
    found = read(packed(tmp_path / "a.xlsx", row("甲", "乙") + row("x", "y") + far + row("z", "w")))
    assert [one.error for one in found] == [None, "a cell beyond column 1,024", None]


def test_a_tag_past_its_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.xlsx", row("甲") + f'<row spans="{"1" * (3 << 20)}"><c><v>1</v></c></row>')
    assert len(read(path)) == 1
    monkeypatch.setattr(xlsx_parts, "MAX_TAG", 1 << 20)
    assert "a tag of more than 1 MiB" in refused(path)


@pytest.mark.slow
def test_memory_is_bounded_whatever_a_small_workbook_expands_to(tmp_path: Path) -> None:
    long = "<si><t>" + "长" * 30_000 + "</t></si>"
    wide = "<row>" + '<c t="s"><v>0</v></c>' * 1_000 + "</row>"
    count, size = measured(packed(tmp_path / "refs.xlsx", wide * 400, [long]))
    assert count > 300
    assert size < 200, "a thousand cells of a row refer to one long text"
    texts = ["<si><t>" + f"{i:08}" + "x" * 20_000 + "</t></si>" for i in range(9_000)]
    count, size = measured(packed(tmp_path / "strings.xlsx", '<row><c t="s"><v>1</v></c></row>' * 10, texts))
    assert size < 300, "180 MB of shared texts"
    count, size = measured(
        packed(tmp_path / "row.xlsx", "<row>" + "<c t='inlineStr'><is><t>" + "y" * 90_000_000 + "</t></is></c></row>")
    )
    assert size < 200
    count, size = measured(packed(tmp_path / "tag.xlsx", f'<row><c r="{"A" * 60_000_000}"><v>1</v></c></row>'))
    assert size < 200
