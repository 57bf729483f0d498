"""Reading files: encodings, dialects, spreadsheets, JSON lines, folders, and files that are bad."""

import io
import json
import os
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from app.errors import InputError
from loaders.read import RawRow, ReadOptions, Table, find_files, open_rows, open_tables, spooled
from loaders.read.formats import xlsx_parts


def rows(path: Path) -> list[RawRow]:
    return list(open_rows(path))


def put(folder: Path, content: bytes | str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def book(folder: Path, *lines: Sequence[object], name: str = "a.xlsx", merge: str | None = None) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    if merge:
        sheet.merge_cells(merge)
    workbook.save(folder / name)
    return folder / name


XML = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>
<Row><Cell><Data ss:Type="String">企業</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">甲</Data></Cell></Row></Table></Worksheet></Workbook>"""


def fails(path: Path) -> InputError:
    with pytest.raises(InputError) as error:
        rows(path)
    return error.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("filler", [0, 40_000])
def test_encodings_are_detected(tmp_path: Path, encoding: str, filler: int) -> None:
    text = "a,b\n" + "x,y\n" * filler + "名称,企业（杭州）有限公司\n" + "x,y\n" * filler
    found = rows(put(tmp_path, text.encode(encoding)))
    assert len(found) == 2 * filler + 1
    assert dict(found[filler].cells) == {"a": "名称", "b": "企业（杭州）有限公司"}
    assert found[filler].line == filler + 2


def test_a_bad_byte_costs_its_row_alone_and_names_the_line(tmp_path: Path) -> None:
    lines = ["名称,备注".encode(), *["企业名称很长很长,甲乙丙丁".encode()] * 50]
    lines[7] = lines[7][:-1] + b"\xff"
    found = rows(put(tmp_path, b"\n".join(lines)))
    bad = [row for row in found if row.error]
    assert bad[0].line == 8
    assert "is not UTF-8" in str(bad[0].error)
    assert len(found) == 50
    assert len(bad) == 1


def test_a_file_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    assert "neither UTF-8 nor GB18030" in fails(put(tmp_path, b"a,b\n" + bytes([0xFF, 0xFE, 0x80]) * 200)).message
    assert "UTF-16" in fails(put(tmp_path, "a,b\n名,称\n".encode("utf-16-le"))).message


@pytest.mark.parametrize("stated", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '[{"企業": "甲"}]'),
        ("a.json", '{"data": [{"企業": "甲"}]}'),
        ("a.jsonl", '{"企業": "甲"}\n'),
        ("a.csv", "企業\n甲\n"),
        ("a.xls", "<html><table><tr><td>企業</td></tr><tr><td>甲</td></tr></table></html>"),
        ("a.xls", XML),
    ],
)
def test_files_of_any_kind_are_known_in_a_stated_encoding_that_has_no_mark(
    tmp_path: Path, name: str, text: str, stated: str
) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode(stated))
    asked = ReadOptions(encoding=stated, table="data" if "data" in text else None)
    assert [[dict(row.cells) for row in table.rows] for table in open_tables(path, options=asked)] == [[{"企業": "甲"}]]
    path.write_bytes(text.encode())
    if text is not XML:
        with pytest.raises(InputError, match=f"not {stated.upper()}, the encoding stated for it"):
            list(open_tables(path, options=asked))


def test_an_encoding_that_is_stated_counts_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    text = "企業,代碼\n虛構國貿有限公司,1\n"
    for encoding, stated in (("big5", "big5hkscs"), ("utf-16-le", "utf-16-le"), ("utf-8-sig", "utf-8")):
        (table,) = open_tables(put(tmp_path, text.encode(encoding)), options=ReadOptions(encoding=stated))
        assert [dict(row.cells) for row in table.rows] == [{"企業": "虛構國貿有限公司", "代碼": "1"}], encoding
    (table,) = open_tables(
        put(tmp_path, json.dumps([{"企業": "甲"}], ensure_ascii=False).encode("big5")),
        options=ReadOptions(encoding="big5hkscs"),
    )
    assert [dict(row.cells) for row in table.rows] == [{"企業": "甲"}]
    with pytest.raises(InputError, match=r"a\.csv: not UTF-8, the encoding stated"):
        list(open_tables(put(tmp_path, text.encode("big5")), options=ReadOptions(encoding="utf-8")))
    with pytest.raises(InputError, match=r"a\.csv: its mark says UTF-8, and GB18030 is stated"):
        list(open_tables(put(tmp_path, text.encode("utf-8-sig")), options=ReadOptions(encoding="gb18030")))


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, "说明,\n企业,代码\n甲,1\n")
    (table,) = open_tables(path, options=ReadOptions("A2"))
    assert len(list(table.rows)) == 1
    with pytest.raises(InputError, match=r"there is no table 'A14', only A2"):
        list(open_tables(path, options=ReadOptions("A14")))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_dialects(tmp_path: Path, delimiter: str) -> None:
    text = f'名称{delimiter}备注\r\n"甲{delimiter}乙"{delimiter}"两\n行 ""引"""\r\n\r\n丙{delimiter}x\r\n'
    found = rows(put(tmp_path, text))
    assert [dict(row.cells) for row in found] == [
        {"名称": f"甲{delimiter}乙", "备注": '两\n行 "引"'},
        {"名称": "丙", "备注": "x"},
    ]
    assert [row.line for row in found] == [2, 5]


def test_one_column_short_rows_and_long_rows(tmp_path: Path) -> None:
    assert [dict(row.cells) for row in rows(put(tmp_path, "名称\n甲\n"))] == [{"名称": "甲"}]
    found = rows(put(tmp_path, "a,b,c\n1\n1,2,3,\n1,2,3,4\n"))
    assert [bool(row.error) for row in found] == [False, False, True]
    assert "4 cells in a table of 3 columns" in str(found[2].error)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b" \r\n"])
def test_an_empty_file_says_so(tmp_path: Path, content: bytes) -> None:
    for name in ("a.csv", "a.xlsx", "a.jsonl"):
        assert "empty" in fails(put(tmp_path, content, name)).message


def test_a_cell_of_a_million_characters_is_read(tmp_path: Path) -> None:
    found = rows(put(tmp_path, f"a,b\n{'长' * 1_000_000},1\nx,2\n"))
    assert [len(row.cells["a"]) for row in found] == [1_000_000, 1]


def test_an_unclosed_quote_names_its_line(tmp_path: Path) -> None:
    error = fails(put(tmp_path, 'a,b\n1,2\n3,"4\n' + "x,y\n" * 1_500_000))
    assert "line 3" in error.message
    assert error.context["line"] == 3


def test_titles_and_merged_headers(tmp_path: Path) -> None:
    path = book(tmp_path, ["行政处罚公示表"], ["名称", "日期"], ["甲", "2024-01-01"], merge="A1:B1")
    (table,) = _tables(path)
    assert table.headers == ["名称", "日期"]
    assert "title line" in table.flags[0]
    path = book(tmp_path, ["名称", "认缴", None, "备注"], [None, "金额", "日期", None], ["甲", 1, "2024-01-01", "x"])
    (table,) = _tables(path)
    assert table.headers == ["名称", "认缴金额", "认缴日期", "备注"]
    path = put(tmp_path, "名称,,备注\n甲,1,x\n")
    (table,) = _tables(path)
    assert table.headers == ["名称", "", "备注"]
    assert [dict(row.cells) for row in rows(put(tmp_path, "名称,,备注\n甲,1,\n"))] == [{"名称": "甲", "": "1", "备注": ""}]


@pytest.mark.parametrize(
    ("lines", "headers"),
    [
        (["名称,证照,", ",代码,日期", "甲,1,2024-01-01"], ["名称", "证照代码", "证照日期"]),
        (["企业,,股东,", "名称,代码,姓名,类型", "甲,1,张三,自然人"], ["企业名称", "企业代码", "股东姓名", "股东类型"]),
        (
            ["名称,股东,,", ",姓名,出资,", ",,金额(万元),日期", "甲,张三,60,2024-01-01"],
            ["名称", "股东姓名", "股东出资金额(万元)", "股东出资日期"],
        ),
        (
            ["企业,,股东,,出资,,", "名称,代码,股东,,认缴,,实缴", ",,名称,类型,金额,日期,金额", "甲,1,张三,人,60,2024-01-01,5"],
            ["企业名称", "企业代码", "股东名称", "股东类型", "出资认缴金额", "出资认缴日期", "出资实缴金额"],
        ),
        (["名称,职务,,状态", "甲,董事,x,在营"], ["名称", "职务", "", "状态"]),
    ],
)
def test_headers_of_several_lines(tmp_path: Path, lines: list[str], headers: list[str]) -> None:
    (table,) = _tables(put(tmp_path, "\n".join(lines) + "\n"))
    assert list(table.headers) == headers


def _tables(path: Path) -> list[Table]:
    found = []
    for table in open_tables(path):
        list(table.rows)
        found.append(table)
    return found


def test_doubled_headers_keep_both_columns(tmp_path: Path) -> None:
    path = put(tmp_path, "a,b,a\n1,2,3\n")
    (table,) = open_tables(path)
    assert table.headers == ["a", "b", "a"]
    assert dict(next(table.rows).cells) == {"a": "1", "b": "2", "a (2)": "3"}


def test_spreadsheet_cells(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        ["date", "moment", "number", "float", "flag", "formula", "text", "big", "none"],
        [date(2017, 6, 30), datetime(2017, 6, 30, 8, 30), 42, 0.1 + 0.2, True, "=1+1", "<b>&'\"", 913301000970493951, None],  # noqa: DTZ001
    )
    (row,) = rows(path)
    assert dict(row.cells) == {
        "date": "2017-06-30",
        "moment": "2017-06-30 08:30:00",
        "number": "42",
        "float": "0.3",
        "flag": "true",
        "formula": "=1+1",
        "text": "<b>&'\"",
        "big": "9.13301000970494e+17",
    }
    assert (row.sheet, row.line) == ("Sheet", 2)


def test_sheets_are_tables_and_notes_are_passed_over(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "填写说明"
    first.append(["如何填写"])
    for name in ("甲", "乙", "藏"):
        sheet = workbook.create_sheet(name)
        sheet.append(["a"])
        sheet.append([name])
    workbook["藏"].sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")
    assert [(row.sheet, row.cells["a"]) for row in rows(tmp_path / "a.xlsx")] == [("甲", "甲"), ("乙", "乙")]


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_spreadsheet_cut_off_says_so(tmp_path: Path, kept: float) -> None:
    content = book(tmp_path, ["a"], *[[f"x{i}"] for i in range(500)]).read_bytes()
    path = put(tmp_path, content[: int(len(content) * kept)], "cut.xlsx")
    assert "damaged XLSX" in fails(path).message


def test_a_spreadsheet_damaged_inside_names_the_sheet(tmp_path: Path) -> None:
    path = book(tmp_path, ["a"], *[[f"x{i}"] for i in range(500)])
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, content[: len(content) // 2] if "sheet1" in part.filename else content)
    assert "sheet 'Sheet'" in fails(put(tmp_path, out.getvalue(), "b.xlsx")).message


def test_zip_bombs_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package,
        package.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(80):
            part.write(b" " * (1 << 20))
    assert "expands more than" in fails(path).message
    monkeypatch.setattr(xlsx_parts, "MAX_EXPANDED", 1 << 20)
    assert "expands to" in fails(path).message


def test_entities_of_a_document_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path, ["a"], ["x"])
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if "sheet1" in part.filename:
                content = b'<!DOCTYPE x [<!ENTITY e "boom">]>' + content
            new.writestr(part, content)
    assert "entity" in fails(put(tmp_path, out.getvalue(), "b.xlsx")).message


def test_old_and_foreign_formats_say_what_to_do(tmp_path: Path) -> None:
    assert "save it as XLSX" in fails(put(tmp_path, b"\xd0\xcf\x11\xe0" + b"x" * 100, "a.xls")).message
    assert "damaged XLSX" in fails(put(tmp_path, "a,b\n1,2\n", "a.xlsx")).message
    assert "starts otherwise" in fails(put(tmp_path, "[1, 2]", "a.json")).message
    assert "cannot be read" in fails(tmp_path / "absent.csv").message


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        '{"name": "甲", "n": 1.50, "big": 913301000970493951, "none": null, "yes": true}',
        "",
        '{"name": "乙", "holder": {"name": "丙", "code": "x"}, "posts": ["a", "b"]}',
        '{"name": broken}',
        "[1]",
        '{"name": NaN}',
    ]
    found = rows(put(tmp_path, "\n".join(lines), "a.jsonl"))
    assert found[0].cells == {"name": "甲", "n": "1.50", "big": "913301000970493951", "none": "", "yes": "true"}
    assert found[1].cells == {"name": "乙", "holder_name": "丙", "holder_code": "x", "posts": '["a", "b"]'}
    assert found[1].line == 3
    assert ["not JSON" in str(row.error) or "not an object" in str(row.error) for row in found[2:]] == [True] * 3
    deep = rows(put(tmp_path, '{"a": 1}\n{"a": ' + "[" * 100_000 + "\n", "b.jsonl"))
    assert "nested too deeply" in str(deep[1].error)


def test_a_new_key_in_json_lines_begins_a_new_table(tmp_path: Path) -> None:
    lines = ['{"a": 1}'] * 1500 + ['{"a": 1, "b": 2}'] * 3
    tables = [(list(t.headers), len(list(t.rows))) for t in open_tables(put(tmp_path, "\n".join(lines), "a.jsonl"))]
    assert tables == [(["a"], 1500), (["a", "b"], 3)]
    many = put(tmp_path, "\n".join(f'{{"k{i}": 1}}' for i in range(1200)), "b.jsonl")
    assert "different keys" in fails(many).message


@pytest.mark.parametrize("numbered", [True, False])
def test_standard_input_is_spooled_privately(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, numbered: bool) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    if not numbered:
        monkeypatch.setattr("loaders.read.source._BY_NUMBER", tmp_path / "none")
    with spooled(io.BytesIO(b"a,b\n1,2\n")) as path:
        assert path.stat().st_mode & 0o777 == 0o600
        assert len(rows(path)) == len(rows(path)) == 1
        assert bool(list(tmp_path.iterdir())) is not numbered, "a killed process leaves nothing where files have no names"
    assert not path.exists()
    assert not list(tmp_path.iterdir())


def test_standard_input_that_never_ends_or_finds_the_disk_full_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Path("/dev/zero").open("rb") as endless, pytest.raises(InputError, match="more than 3,000,000 bytes"):
        spooled(endless, most=3_000_000).__enter__()
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: open("/dev/full", "wb"))  # noqa: SIM115, PTH123
    for size in (10, 5_000_000):
        with pytest.raises(InputError, match="No space left"):
            spooled(io.BytesIO(b"1" * size)).__enter__()


def test_folders_give_each_file_its_category(tmp_path: Path) -> None:
    for name in (
        "penalty.2024-06.csv",
        "shareholder-2024.xlsx",
        "x/enterprise/a.csv",
        "other.csv",
        ".hidden.csv",
        "~$penalty.xlsx",
        "truth.json",
        "a.pdf",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = {os.fspath(f.path.relative_to(tmp_path)): f for f in find_files(tmp_path, {"penalty", "shareholder", "enterprise"})}
    assert {name: f.category for name, f in found.items()} == {
        "penalty.2024-06.csv": "penalty",
        "shareholder-2024.xlsx": "shareholder",
        "x/enterprise/a.csv": "enterprise",
        "other.csv": None,
    }
    assert "neither its name" in str(found["other.csv"].problem)
