"""Reading what spreadsheets and programs write besides plain tables: merged cells, HTML and XML named .xls, old Excel, JSON."""

import base64
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import InputError
from loaders.read import ReadOptions, open_tables
from tests.support.worlds.hiding import fresh_code

Told = tuple[str, list[dict[str, str]], list[str]]


def told(path: Path, wanted: str | None = None) -> list[Told]:
    """The tables of a file: name, rows, remarks."""
    return [
        (table.name, [dict(row.cells) for row in table.rows], table.flags)
        for table in open_tables(path, options=ReadOptions(wanted))
    ]


def only(path: Path, wanted: str | None = None) -> list[dict[str, str]]:
    """The rows of the one table of a file."""
    ((_, rows, _),) = told(path, wanted)
    return rows


def fails(path: Path, wanted: str | None = None) -> str:
    with pytest.raises(InputError) as error:
        told(path, wanted)
    return error.value.message


def put(folder: Path, content: bytes | str, name: str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def book(path: Path, *lines: Sequence[object], merge: Sequence[str] = ()) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    for cells in merge:
        sheet.merge_cells(cells)
    workbook.save(path)
    return path


def test_cells_merged_downwards_count_for_each_row(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ["股东名册", None, None],
        ["企业名称", "股东", "比例"],
        ["甲有限公司", "子", 60],
        [None, "丑", 40],
        ["乙有限公司", "寅", 100],
        [None, None, None],
        ["丙有限公司", "卯", 50],
        [None, "辰", None],
        merge=["A1:C1", "A3:A4", "A5:A6", "A7:A8", "C7:C8"],
    )
    ((_, rows, flags),) = told(path)
    assert [tuple(row.values()) for row in rows] == [
        ("甲有限公司", "子", "60"),
        ("甲有限公司", "丑", "40"),
        ("乙有限公司", "寅", "100"),
        ("丙有限公司", "卯", "50"),
        ("丙有限公司", "辰", "50"),
    ], "a row with nothing of its own is no row"
    assert any("企业名称, 比例" in flag for flag in flags)


def test_a_blank_cell_that_is_not_merged_stays_blank_and_headers_fill_nothing(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ["企业", "认缴", None],
        [None, "金额", "日期"],
        ["甲", "1", "x"],
        [None, "2", "y"],
        merge=["A1:A2", "B1:C1"],
    )
    assert [row["企业"] for row in only(path)] == ["甲", ""]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["甲", "乙", "丙"])), min_size=1, max_size=8),
    st.booleans(),
)
def test_merged_runs_are_what_they_stand_for(tmp_path_factory: pytest.TempPathFactory, runs: Any, html: bool) -> None:
    """However a column is cut into runs, merged it reads as it does with each cell filled."""
    plain = [(name, f"h{i}.{j}") for i, (size, name) in enumerate(runs) for j in range(size)]
    folder = tmp_path_factory.mktemp("runs")
    if html:
        lines = "".join(
            f"<tr><td rowspan={size}>{name}</td><td>h{i}.0" + "".join(f"<tr><td>h{i}.{j}</td></tr>" for j in range(1, size))
            for i, (size, name) in enumerate(runs)
        )
        path = put(folder, f"<table><tr><th>企业<th>股东</tr>{lines}</table>", "a.xls")
    else:
        rows: list[tuple[str | None, str]] = []
        merges, at = [], 2
        for i, (size, name) in enumerate(runs):
            rows += [(name if j == 0 else None, f"h{i}.{j}") for j in range(size)]
            merges += [f"A{at}:A{at + size - 1}"] if size > 1 else []
            at += size
        path = book(folder / "a.xlsx", ("企业", "股东"), *rows, merge=merges)
    assert [(row["企业"], row["股东"]) for row in only(path)] == plain


def test_an_html_table_named_xls_is_read(tmp_path: Path) -> None:
    page = (
        '<html><head><meta charset="utf-8"><style>td {{ x }}</style><title>t</title></head><body>'
        "<table><tr><td>企业名称</td><td>统一社会信用代码</td></tr>"
        "<tr><td>虚构&amp;网页<br>有限公司</td><td>91330106MA394DFF61</td></tr>"
        '<tr><td rowspan="2">乙</td><td>1</td></tr><tr><td>2</td></tr></table></body></html>'
    )
    for encoding in ("utf-8", "gb18030", "utf-16"):
        ((_, rows, flags),) = told(put(tmp_path, page.encode(encoding), "enterprise.xls"))
        assert [tuple(row.values()) for row in rows] == [
            ("虚构&网页 有限公司", "91330106MA394DFF61"),
            ("乙", "1"),
            ("乙", "2"),
        ]
        assert "HTML" in flags[0]


def test_several_tables_of_a_page_are_named(tmp_path: Path) -> None:
    one = "<table><tr><td>名称<td>代码<tr><td>甲<td>1</table>"
    path = put(tmp_path, f"<html><table><tr><td>{one}</td></tr></table><p>x</p>{one.replace('甲', '乙')}", "a.xls")
    message = fails(path)
    assert "2 tables" in message
    assert "--table" in message
    assert [only(path, n)[0]["名称"] for n in ("2", "3")] == ["甲", "乙"]
    assert "without a table" in fails(put(tmp_path, "<html><body>no</body></html>", "b.xls"))
    assert "frames other files" in fails(put(tmp_path, "<html><frameset><frame src='x'></frameset></html>", "c.xls"))


def test_headers_over_several_rows_of_a_page_are_one_table(tmp_path: Path) -> None:
    head = (
        "<table><tr><th colspan=3>企业名单<tr><th rowspan=2>企业名称<th colspan=2>证照<tr><th>统一社会信用代码<th>成立日期"
        "<tr><td>甲公司<td>1<td>2014-01-01<tr><td rowspan=2>乙公司<td>2<td>2015-01-01<tr><td>3<td>2016-01-01</table>"
    )
    ((_, rows, flags),) = told(put(tmp_path, f"<html><body>{head}</body></html>", "a.xls"))
    assert [tuple(row.values()) for row in rows] == [
        ("甲公司", "1", "2014-01-01"),
        ("乙公司", "2", "2015-01-01"),
        ("乙公司", "3", "2016-01-01"),
    ]
    assert list(rows[0]) == ["企业名称", "证照统一社会信用代码", "证照成立日期"]
    assert "header of two lines read as one" in flags


def test_the_tables_that_a_message_names_are_read_in_the_next_step(tmp_path: Path) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in line) or '<td>'}" for line in STACKED)
    one = put(tmp_path, f"<html><table>{rows}</table></html>", "a.xls")
    two = put(tmp_path, f"<html><table><tr><td>a<td>b<tr><td>1<td>2</table><table>{rows}</table></html>", "b.xls")
    assert "2 tables: A1 (名称, 代码); A4 (处罚名称" in fails(one)
    assert len(only(one, "A4")) == 2
    assert "2 tables: 1 (a, b); 2 (" in fails(two)
    assert "2 tables: 2!A1 (名称, 代码); 2!A4 (处罚名称" in fails(two, "2")
    assert len(only(two, "2!A4")) == 2
    assert [table.name for table in open_tables(two, options=ReadOptions(every=True))] == ["1", "2!A1", "2!A4"]


XML = """<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="名册"><Table>
<Row><Cell><Data ss:Type="String">企业</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">日期</Data></Cell></Row>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell><Cell ss:Index="3">
<Data ss:Type="DateTime">2024-03-15T00:00:00.000</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:Index="3"><Data ss:Type="DateTime">2024-03-16T08:30:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_an_xml_spreadsheet_is_read(tmp_path: Path) -> None:
    ((name, rows, _),) = told(put(tmp_path, XML, "a.xls"))
    assert name == "名册"
    assert [(row["企业"], row["日期"]) for row in rows] == [("甲", "2024-03-15"), ("甲", "2024-03-16 08:30:00")]
    assert "damaged XML spreadsheet" in fails(put(tmp_path, XML[: len(XML) // 2], "b.xls"))
    assert "XML that is no spreadsheet" in fails(put(tmp_path, "<?xml version='1.0'?><a><b/></a>", "c.xml"))


OLD_EXCEL = (
    "eNrtWE1oE1EQ/t5u0mRD0qSaFhqhhoJVa3tQL17aVan2lNiK4A8FbTWIVFIJCupBqzU3BcGT4qVQD16qXvzBHxQPehAqehAEIbH05ElQ8NBmnZ"
    "nsahoRGtBC9X3Lmzczb2bfvL/Zn9dTDYXxO4kiqtANEyXHQl2FTlGxPCEGanccZr06SMXRWFKwgrSQdX48jLwK8Bryehdh4LbvGVHgI5UBHEN6"
    "JJtJLiK2SgyDimPoIqpwnTT1aJaolgk9KHS50Fti+UjoZtFcEtpFtgW1D1N2un2Tu4v3GK3SVg++7z3xeS+a9WjES97FZy+rsq0fW3JHBo8usY"
    "YWXxgToAXtzWQzOZajuIEQsJfQmUp19vQUEKfFnsBXJwl88U7106TWL65egfTf5usDv9EHaRGr9VcMHzAK54AckjzCsHzcYqjIrov9s2gFi1yo"
    "Xe1IpKmaTquTVM1kVh5WUBtOhDixSyKIzUsEETkgYaKHEBW+QY5JjCKZvfn5TWqoz94vmlFJ/uVHxCqOCA7OsQc514vWJ61M28VjndDzctcVwi"
    "eExmkPU93W1+gy28fE5oK0tlE/GwVv7dUV/Bri85/677fkp+21xE/2Fk/HJ9/Z4zR+i6JXco2hQ3Woa1cZD2yvVm46+SC0+ZfUEjRi7ggc9zkY"
    "xRwdJiXzwShLBknqh2S6c8XeXJtV3uXZNElxxmCJvZtce7Oqtyc0IlPsFR5TtKZYv7A4Ed59bpA840ZgSlTdBum5U0qFPxGChoaGhoaGhobGfw"
    "8lHwZwXzlB79zlV/+A+19njkpJ/yb5Z7ETI3Qdp4/KbchSncOpmvZPE/zKu5daoI/3v5Cxm3rPYRhDEsdwzfuXPt1U5XgW7Bj7c0eo1v5LtcT5"
    "l/v/Dvx70r8="
)
"""A workbook of Excel 97: sheet 名册, B2 企业, C2 代码, D2 日期; B3:B4 merged 甲; C3 5, C4 6.25; D4 the day 2024-01-02."""


def test_an_old_excel_file_is_read(tmp_path: Path) -> None:
    path = put(tmp_path, zlib.decompress(base64.b64decode(OLD_EXCEL)), "a.xls")
    ((name, rows, _),) = told(path)
    assert name == "名册"
    assert [(row["企业"], row["代码"], row["日期"]) for row in rows] == [("甲", "5", ""), ("甲", "6.25", "2024-01-02")]
    assert "damaged or protected" in fails(put(tmp_path, path.read_bytes()[:3_000], "b.xls"))


def test_what_other_files_are_is_said(tmp_path: Path) -> None:
    for content, word in (
        (b"%PDF-1.7 x", "PDF"),
        (b"\x1f\x8b\x08x", "gzip"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old Excel file"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600 + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600 + "WordDocument".encode("utf-16-le"), "Word"),
    ):
        for name in ("a.csv", "a.xls", "a.xlsx", "a.json"):
            assert word in fails(put(tmp_path, content, name)), name


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.xlsx", "a.txt", "a.json"])
def test_content_says_what_a_file_is_and_not_its_name(tmp_path: Path, name: str) -> None:
    wanted = [{"企业": "甲", "代码": "1"}]
    table = "<table><tr><td>企业<td>代码<tr><td>甲<td>1</table>"
    assert only(put(tmp_path, table, name)) == wanted
    assert only(put(tmp_path, json.dumps(wanted), name)) == wanted
    assert only(put(tmp_path, json.dumps(wanted[0]), name)) == wanted
    assert only(book(tmp_path / "b.xlsx", ["企业", "代码"], ["甲", 1]).rename(tmp_path / name)) == wanted


STACKED: tuple[list[str], ...] = (
    ["名称", "代码"],
    ["甲", "1"],
    [],
    ["处罚名称", "处罚日期", "机关"],
    ["罚", "2024-01-01", "局"],
    ["罚二", "2024-01-02", "局"],
)


def test_several_tables_of_a_sheet_are_named_and_not_guessed(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", *STACKED)
    message = fails(path)
    assert "2 tables: Sheet!A1 (名称, 代码); Sheet!A4 (处罚名称, 处罚日期, 机关)" in message
    assert only(path, "Sheet!A1") == [{"名称": "甲", "代码": "1"}]
    assert [row["处罚名称"] for row in only(path, "Sheet!A4")] == ["罚", "罚二"]
    assert "2 tables" in fails(path, "Sheet!A9")
    assert "no table 'Other'" in fails(path, "Other")
    text = put(tmp_path, "\n".join(",".join(line) for line in STACKED), "a.csv")
    assert "2 tables: A1" in fails(text)
    assert len(only(text, "A4")) == 2
    side = book(tmp_path / "b.xlsx", ["名称", "代码", None, "姓名", "证号"], ["甲", "1", None, "张", "2"], *[["乙", "3"]] * 3)
    assert "Sheet!A1" in fails(side)
    assert only(side, "Sheet!D1") == [{"姓名": "张", "证号": "2"}]


def test_what_is_one_table_stays_one(tmp_path: Path) -> None:
    """Blank lines, lines at the foot, empty columns and a header that stands again make no other table."""
    path = book(
        tmp_path / "a.xlsx",
        ["名称", "职务", None, "备注", "编号"],
        ["甲", "董事", None, "x", "1"],
        [],
        ["李四", "监事", None, None, "2"],
        ["名称", "职务", None, "备注", "编号"],
        ["王五", "董事", None, None, "3"],
        [],
        ["填表人", "审核人"],
    )
    ((_, rows, flags),) = told(path)
    assert [row["名称"] for row in rows] == ["甲", "李四", "王五", "填表人"]
    assert any("stands again" in flag and "5" in flag for flag in flags)


def test_a_second_table_far_down_ends_the_reading(tmp_path: Path) -> None:
    lines = ["名称,代码"] + [f"甲{i},{i}" for i in range(2_000)] + ["", "处罚名称,处罚日期,机关", "罚,2024-01-01,局"]
    path = put(tmp_path, "\n".join(lines), "a.csv")
    with pytest.raises(InputError, match="line 2003: another table seems to begin"):
        told(path)


DOCUMENT: dict[str, Any] = {
    "code": 200,
    "data": {
        "items": [
            {
                "entName": "甲",
                "base": {"cap": 1.50},
                "tags": ["x", "y"],
                "holders": [{"inv": "乙", "pays": [{"amt": 10}, {"amt": 20}]}, {"inv": "丙", "entName": "丁"}],
            },
            {"entName": "戊", "base": {"cap": 2}, "holders": []},
        ],
        "total": 2,
    },
}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lists_of_a_document_are_tables(tmp_path: Path, indent: int | None, encoding: str) -> None:
    text = json.dumps(DOCUMENT, ensure_ascii=False, indent=indent).replace("1.5", "1.50")
    path = put(tmp_path, text.encode(encoding), "a.json")
    assert [name for name, _, _ in told(path)] == [".", "data", "data.items", "data.items.holders", "data.items.holders.pays"]
    items = only(path, "data.items")
    assert [(row["entName"], row["base_cap"]) for row in items] == [("甲", "1.50"), ("戊", "2")]
    assert items[0]["tags"] == '["x", "y"]'
    assert "holders" not in items[0]
    holders = only(path, "data.items.holders")
    assert [(row["inv"], row["parent_entName"], row.get("entName")) for row in holders] == [
        ("乙", "甲", None),
        ("丙", "甲", "丁"),
    ]
    pays = only(path, "data.items.holders.pays")
    assert [(row["amt"], row["inv"], row["entName"]) for row in pays] == [("10", "乙", "甲"), ("20", "乙", "甲")]
    assert "it has" in fails(path, "nothing")


def test_arrays_single_objects_and_objects_one_after_another(tmp_path: Path) -> None:
    rows = [{"a": "1", "l": [{"b": "2"}]}, {"a": "3", "l": [{"b": "4"}]}]
    for indent in (None, 1):
        path = put(tmp_path, json.dumps(rows, indent=indent), "a.json")
        assert only(path, ".") == [{"a": "1"}, {"a": "3"}]
        path = put(tmp_path, "\n".join(json.dumps(row, indent=indent) for row in rows), "b.json")
        assert only(path, "l") == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert only(put(tmp_path, json.dumps(rows[0], indent=1), "c.json"), "l") == [{"a": "1", "b": "2"}]
    flags = told(put(tmp_path, "\n".join(json.dumps(row) for row in rows), "d.jsonl"))[0][2]
    assert any("--table" in flag and flag.endswith(": l") for flag in flags)


def test_an_object_keyed_by_codes_is_a_list(tmp_path: Path) -> None:
    firms = {
        fresh_code(981): {"entName": "甲", "holders": [{"inv": "乙"}]},
        fresh_code(982): {"entName": "丙", "base": {"cap": 1}},
    }
    for document, name in ((firms, "*"), ({"code": 200, "data": firms}, "data.*")):
        path = put(tmp_path, json.dumps(document), "a.json")
        rows = only(path, name)
        assert [(row["uniscId"], row["entName"]) for row in rows] == [(fresh_code(981), "甲"), (fresh_code(982), "丙")]
        assert [(row["inv"], row["uniscId"]) for row in only(path, f"{name}.holders")] == [("乙", fresh_code(981))]
    own = {fresh_code(981): {"uniscId": "x"}, "note": {"a": "1"}}
    assert only(put(tmp_path, json.dumps(own), "b.json"), "*") == [{"uniscId": "x", "note_a": "1"}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"名": "甲"},\n {"名": "乙"},\n ]', "line 3, column 2: a comma before ]"),
        ('{"名":\n [{"名": 甲}]}', "line 2, column 9: expecting value"),
        ('[{"名": "甲"},\n {"名":', "line 2, column 7: it ends in the middle"),
    ],
)
def test_damage_in_a_document_is_placed(tmp_path: Path, text: str, words: str) -> None:
    for encoding in ("utf-8", "gb18030"):
        message = fails(put(tmp_path, text.encode(encoding), "a.json"))
        assert words in message
        assert "\\u" not in message


def test_damaged_deep_and_huge_documents_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps(DOCUMENT, indent=1)
    assert "damaged JSON" in fails(put(tmp_path, text[:-20], "a.json"))
    assert "nested more than" in fails(put(tmp_path, '{"a":\n' + '{"a":' * 500 + "1" + "}" * 501, "b.json"))
    many = json.dumps([{f"k{i}": 1} for i in range(1_200)])
    assert "different keys" in fails(put(tmp_path, many, "d.json"))
    monkeypatch.setattr("loaders.read.formats.json_document.MOST_VALUES", 20)
    assert "more than 20 values" in fails(put(tmp_path, json.dumps([{"a": list(range(50))}]), "e.json"))
