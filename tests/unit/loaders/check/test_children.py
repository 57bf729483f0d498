"""Child rows within rows: in whatever form they are sent they make the statements that rows of their own make."""

import csv
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from app.errors import CatalogueError
from app.templates.workbook import children_of, write_template
from loaders.catalogue.files import read_catalogue
from loaders.load.children import child_readings
from loaders.load.job import Job, open_file_of
from loaders.load.providers import refuse_others
from loaders.load.reading import Reading
from models.catalogue import Category
from models.statements import Reject, Row
from tests.support.checking import CATALOGUE
from tests.support.worlds.hiding import fresh_code

PROVIDED = Reading("甲局")
FIRM, OTHER = fresh_code(701), fresh_code(702)
LISTS = {"guarantee": "yearReportForGuarantees", "website": "yearReportWebSiteInfos", "equity_change": "yearReportAlterStocks"}
HEAD = {"guarantee": "guarantor", "website": "party", "equity_change": "enterprise"}
Found = dict[str, list[Row | Reject]]

NAMES, DAYS, AMOUNTS = ("乙公司", "丙公司", "丁银行"), ("2019-05-06", "2020-02-29", "2024-05-01"), ("1", "20", "33.5")


def reported_by(chance: Random) -> list[dict[str, Any]]:
    """Some annual reports by chance, with their children by category."""

    def some(most: int, **of: tuple[str, ...]) -> list[dict[str, str]]:
        return [{name: chance.choice(words) for name, words in of.items()} for _ in range(chance.randint(0, most))]

    return [
        {
            "uniscId": chance.choice((FIRM, OTHER)),
            "anCheYear": chance.choice(("2018", "2023")),
            "anCheDate": chance.choice(DAYS),
            "guarantee": some(3, mortgagor=NAMES, more=NAMES, priClaSecAm=AMOUNTS, pefPerForm=DAYS, gaType=("1", "2", "")),
            "website": some(2, domain=("a.cn", "b.cn"), webType=("1", "2")),
            "equity_change": some(2, inv=NAMES, altDate=DAYS, transAmPrBf=AMOUNTS),
        }
        for _ in range(chance.randint(1, 3))
    ]


def read(path: Path, category: str | Category, reading: Reading = PROVIDED) -> Iterator[Row | Reject]:
    """What becomes of the rows of one category in a file."""
    of = CATALOGUE[category] if isinstance(category, str) else category
    opened = open_file_of(Job(path, path.name, of, reading, "", "", secret=b"secret", catalogue=CATALOGUE))
    for chunk in filter(None, (opened.first, *opened.chunks)):
        assert chunk.error is None
        yield from chunk.rows
        yield from chunk.rejects


def children(path: Path, head: str = "annual_report", reading: Reading = PROVIDED) -> Found:
    """What becomes of the child rows of a file, by their category."""
    found: Found = {}
    for category, how in child_readings(path, path.name, CATALOGUE[head], reading, CATALOGUE):
        found.setdefault(category.name, []).extend(read(path, category, how))
    return {name: rows for name, rows in found.items() if rows}


def ids(rows: list[Row | Reject]) -> list[str]:
    """The statements of rows, none of which is refused."""
    assert [row for row in rows if isinstance(row, Reject)] == []
    return sorted({s.id for row in rows if isinstance(row, Row) for s in row.statements})


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> Path:
    """Rows as a file of the form that its name ends in."""
    path = folder / name
    if name.endswith(".csv"):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)), restval="")
            writer.writeheader()
            writer.writerows({k: v if isinstance(v, str) else json.dumps(v) for k, v in row.items()} for row in rows)
    elif name.endswith(".jsonl"):
        path.write_text("".join(json.dumps(row) + "\n" for row in [*rows, rows[0]]), "utf-8")
    else:
        path.write_text(json.dumps(rows[0] if name == "one.json" else {"data": {"items": rows}}), "utf-8")
    return path


@pytest.mark.parametrize("seed", range(12))
def test_nested_rows_state_what_rows_of_their_own_do(tmp_path: Path, seed: int) -> None:
    reported = reported_by(Random(seed))
    nested = [{LISTS.get(key, key): value for key, value in one.items()} for one in reported]
    own = {}
    for name in LISTS:
        flat = [
            {f"{HEAD[name]}.code": one["uniscId"], "_day": one["anCheDate"], "anCheYear": one["anCheYear"], **child}
            for one in reported
            for child in one[name]
        ]
        if name == "equity_change":
            flat = [{key: text for key, text in row.items() if key not in ("_day", "anCheYear")} for row in flat]
        if flat:
            own[name] = ids(list(read(write(tmp_path, f"{name}.csv", flat), name)))
    for form in ("nested.json", "lines.jsonl", "cells.csv"):
        found = children(write(tmp_path, form, nested))
        assert {name: ids(rows) for name, rows in found.items()} == own, form
    flat_heads = [
        {**{key: text for key, text in one.items() if isinstance(text, str)}, **child}
        for one in reported
        for child in one["guarantee"]
    ]
    if flat_heads:
        path = write(tmp_path, "flat.csv", flat_heads)
        assert ids(children(path)["guarantee"]) == own["guarantee"]
        assert ids(list(read(path, "annual_report"))) == ids(
            list(
                read(
                    write(tmp_path, "heads.json", [r for r, o in zip(nested, reported, strict=True) if o["guarantee"]]),
                    "annual_report",
                )
            )
        )


REPORT = {"entName": "甲公司", "uniscId": FIRM, "anCheYear": "2023", "anCheDate": "2024-05-01"}


def test_a_refused_child_names_its_head_and_its_place(tmp_path: Path) -> None:
    bad = [
        {"mortgagor": "乙公司", "priClaSecAm": "10"},
        {"mortgagor": "丙公司", "priClaSecAm": "许多"},
        {"more": "银行"},
        "丁公司",
    ]
    path = write(tmp_path, "nested.json", [REPORT, REPORT | {LISTS["guarantee"]: bad}])
    good, *rejects = sorted(children(path)["guarantee"], key=lambda row: getattr(row, "where", ""))
    assert isinstance(good, Row)
    assert good.place == "data.items!2 yearReportForGuarantees[0]"
    assert [(r.sheet, r.where, r.column, r.value, r.rule) for r in rejects if isinstance(r, Reject)] == [
        ("data.items", "2 yearReportForGuarantees[1]", "priClaSecAm", "许多", "money"),
        ("data.items", "2 yearReportForGuarantees[2]", "mortgagor", None, "required"),
        ("data.items", "2 yearReportForGuarantees[3]", None, None, "unreadable"),
    ]


@pytest.mark.parametrize("text", ["[{", "没有列表"])
def test_a_cell_that_is_no_list_is_refused(tmp_path: Path, text: str) -> None:
    (found,) = children(write(tmp_path, "cells.csv", [REPORT | {LISTS["guarantee"]: text}]))["guarantee"]
    assert isinstance(found, Reject)
    assert (found.rule, found.where) == ("unreadable", f"2 {LISTS['guarantee']}[0]")


@pytest.mark.parametrize("text", ["", "暂无", "[]", "--"])
def test_a_missing_list_states_nothing(tmp_path: Path, text: str) -> None:
    assert children(write(tmp_path, "cells.csv", [REPORT | {LISTS["guarantee"]: text}])) == {}


def test_insurances_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    wide = {"so110": "5", "totalWagesSo110": "3", "totalPaymentSo110": "1.5", "totalWagesDis": "2", "so410": "6", "so510": ""}
    for path in (
        write(tmp_path, "nested.json", [REPORT | {"yearReportSocSecs": [wide]}]),
        write(tmp_path, "wide.csv", [REPORT | wide]),
    ):
        rows = children(path)["annual_report_social_insurance"]
        stated = [row.statements[0].values for row in rows if isinstance(row, Row)]
        assert [(s["insurance"], s["insured"], s.get("paid"), s.get("wage_base")) for s in stated] == [
            ("pension", 5, 15_000.0, None),
            ("injury", 6, None, None),
        ]


def test_entries_between_commas_and_flat_rows_of_a_mortgage(tmp_path: Path) -> None:
    head = {
        "登记编号": "杭抵〔2019〕1号",
        "抵押人名称": "甲公司",
        "uniscId": FIRM,
        "登记机关": "某局",
        "登记日期": "2019-03-01",
    }
    asset = {"抵押物名称": "机床", "所有权归属": "甲公司"}
    flat = [
        head | asset | {"抵押权人信息": "某银行、另一银行"},
        head | asset | {"抵押物名称": "车床", "抵押权人信息": "某银行"},
    ]
    found = children(write(tmp_path, "mortgage.csv", flat), "chattel_mortgage")
    names = {s.refs[0].name for row in found["chattel_mortgagee"] if isinstance(row, Row) for s in row.statements}
    assert names == {"某银行", "另一银行"}
    assets = {s.values["asset_name"] for row in found["chattel_collateral"] if isinstance(row, Row) for s in row.statements}
    assert assets == {"机床", "车床"}


def test_instalments_are_contributions_each_of_its_side(tmp_path: Path) -> None:
    holder = {"entName": "甲公司", "uniscId": FIRM, "inv": "乙公司", "invType_CN": "企业法人", "liSubConAm": 60}
    lists = {
        "subDetails": [{"subConAm": 40, "subConForm_CN": "货币", "currency": "2016-05-18"}],
        "aubDetails": [{"acConAm": 7, "acConFormName": "货币", "conDate": "2016-06-18"}],
    }
    path = write(tmp_path, "holders.json", [holder | lists])
    found = children(path, "shareholder", Reading("甲局", "2024-01-01"))["contribution"]
    values = [row.statements[0].values for row in found if isinstance(row, Row)]
    assert [(v["side"], v["amount"], v["made_on"]) for v in values] == [
        ("subscribed", 400_000.0, "2016-05-18"),
        ("paid", 70_000.0, "2016-06-18"),
    ]


@pytest.mark.parametrize("name", sorted(name for name, one in CATALOGUE.categories.items() if one.children))
def test_a_workbook_has_a_sheet_for_each_category_of_children(tmp_path: Path, name: str) -> None:
    out, of = BytesIO(), children_of(CATALOGUE[name], CATALOGUE)
    write_template(CATALOGUE[name], out, "zh", of)
    book = openpyxl.load_workbook(BytesIO(out.getvalue()))
    assert [s.title for s in book if s.sheet_state == "visible"][::2] == [
        CATALOGUE[name].title.zh,
        *(one.title.zh for one in of),
    ]
    if name == "annual_report":
        reported = {
            "企业名称": "甲公司",
            "企业统一社会信用代码": FIRM,
            "_day": "2024-05-01",
            "年报年度": 2023,
            "年报日期": "2024-05-01",
        }
        _fill(book["年度报告"], reported)
        _fill(
            book["对外担保"],
            {"担保企业统一社会信用代码": FIRM, "债务人名称": "乙公司", "主债权数额（元）": 5, "_day": "2024-05-01"},
        )
    book.save(path := tmp_path / "book.xlsx")
    assert len(list(read(path, name, Reading("甲局", "2024-05-01")))) == (name == "annual_report")
    found = children(path, name, Reading("甲局", "2024-05-01"))
    assert found.keys() == ({"guarantee"} if name == "annual_report" else set())
    assert all(isinstance(row, Row) for rows in found.values() for row in rows)


def _fill(sheet: Any, row: dict[str, Any]) -> None:
    at = {cell.value: cell.column for cell in sheet[1]}
    for header, value in row.items():
        if header in at:
            sheet.cell(2, at[header], value)


def test_a_child_row_of_another_provider_is_refused(tmp_path: Path) -> None:
    from app.errors import Forbidden

    child = {"mortgagor": "乙公司", "priClaSecAm": "1", "_provider": "乙局"}
    path = write(tmp_path, "nested.json", [REPORT | {LISTS["guarantee"]: [child]}])
    with pytest.raises(Forbidden):
        refuse_others(path, path.name, CATALOGUE["annual_report"], PROVIDED, b"secret", CATALOGUE)


def test_children_that_cannot_be_are_refused_with_their_file(tmp_path: Path) -> None:
    text = "children: [{category: nothing, inherits: {party: party}}]\nname: honour"
    source = next(Path("loaders/catalogue").rglob("honour.yml")).read_text("utf-8")
    (tmp_path / "honour.yml").write_text(source.replace("name: honour", text, 1), "utf-8")
    with pytest.raises(CatalogueError, match=r"honour\.yml:1: children are of an unknown category 'nothing'"):
        read_catalogue(tmp_path)


def test_lines_without_lists_are_read_through(tmp_path: Path) -> None:
    row = {"entName": "甲公司", "uniscId": FIRM, "inv": "乙公司"}
    assert children(write(tmp_path, "x.jsonl", [row, row | {"later": "1"}]), "shareholder") == {}
    own = REPORT | {LISTS["guarantee"]: [{"mortgagor": "乙公司", "priClaSecAm": "10"}]}
    assert len(children(write(tmp_path, "late.jsonl", [REPORT, own]))["guarantee"]) == 1


MORTGAGE = {"登记编号": "1号", "抵押人名称": "甲公司", "uniscId": FIRM, "登记机关": "某局", "登记日期": "2019-03-01"}
GUARANTEE = {"债务人": "乙公司", "债权人": "某银行", "主债权数额": "10"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"mortgagee":"某银行"},{"mor', ["unreadable"]),
        ("{某银行", ["unreadable"]),
        ("Citibank, N.A.；ABC Co., Ltd", ["ABC Co., Ltd", "Citibank, N.A."]),
        ("甲银行, 乙银行,丙银行", ["丙银行", "乙银行", "甲银行"]),
        ("某银行（地址：某路1号，电话：1；见附件）、另一银行", ["另一银行", "某银行（地址：某路1号，电话：1；见附件）"]),
    ],
)
def test_parties_between_marks(tmp_path: Path, text: str, expected: list[str]) -> None:
    path = write(tmp_path, "mortgage.csv", [MORTGAGE | {"抵押权人信息": text}])
    rows = children(path, "chattel_mortgage")["chattel_mortgagee"]
    rules = [row.rule for row in rows if isinstance(row, Reject)]
    assert rules + sorted(str(s.refs[0].name) for row in rows if isinstance(row, Row) for s in row.statements) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"isPubFlag": "否"}, {"level": 1}),
        ({"币种": "美元"}, {"amount_currency": "USD"}),
        ({"履行债务的期限": "2020-01-01至2021-01-01"}, {"due_from": "2020-01-01", "due_until": "2021-01-01"}),
    ],
)
def test_a_flat_child_has_all_that_one_in_a_list_has(tmp_path: Path, more: dict[str, str], expected: dict[str, Any]) -> None:
    flat = children(write(tmp_path, "flat.csv", [REPORT | GUARANTEE | more]))["guarantee"]
    nested = children(write(tmp_path, "nested.json", [REPORT | {"对外担保信息": [GUARANTEE | more]}]))["guarantee"]
    assert ids(flat) == ids(nested)
    for (row,) in (flat, nested):
        assert isinstance(row, Row)
        (one,) = row.statements
        assert {name: one.level if name == "level" else one.values[name] for name in expected} == expected


NOTICE = {"企业名称": "甲公司", "uniscId": FIRM, "公告期": "2024-01-01至2024-01-20"}


@pytest.mark.parametrize("form", ["cells.csv", "nested.json", "lines.jsonl"])
def test_children_of_a_head_whose_day_stands_in_a_cell_of_two(tmp_path: Path, form: str) -> None:
    objection = {"objectionApplyPerson": "某甲", "objectionApplyDate": "2024-01-05"}
    path = write(tmp_path, form, [NOTICE | {"异议信息": [objection]}])
    rows = children(path, "simple_deregistration")["simple_deregistration_objection"]
    assert {s.values["objected_on"] for row in rows if isinstance(row, Row) for s in row.statements} == {"2024-01-05"}
    job = Job(path, path.name, CATALOGUE["simple_deregistration"], PROVIDED, "", "", secret=b"secret", catalogue=CATALOGUE)
    opened = open_file_of(job)
    notes = [note for chunk in filter(None, (opened.first, *opened.chunks)) for note in chunk.notes]
    assert [note for note in notes if note.startswith("columns that nothing reads")] == []


@pytest.mark.parametrize("filled", ["uniscId", "统一社会信用代码"])
def test_a_child_is_of_the_party_and_day_of_its_head(tmp_path: Path, filled: str) -> None:
    head = {"uniscId": "", "统一社会信用代码": "", "anCheYear": "2023", "_day": "", "anCheDate": "2024-05-01"}
    row = head | {filled: FIRM, LISTS["guarantee"]: [GUARANTEE]}
    other = head | {"uniscId": OTHER, "_day": "2024-06-01", LISTS["guarantee"]: [GUARANTEE | {"_day": ""}]}
    found = children(write(tmp_path, "cells.csv", [row, other]))["guarantee"]
    stated = [s for one in found if isinstance(one, Row) for s in one.statements]
    assert [([r.identifier[-18:] for r in s.refs if r.role == "guarantor"], s.day) for s in stated] == [
        ([FIRM], "2024-05-01"),
        ([OTHER], "2024-06-01"),
    ]


@pytest.mark.parametrize("form", ["nested.json", "lines.jsonl", "one.json"])
def test_an_object_in_the_place_of_a_list_is_its_one_entry(tmp_path: Path, form: str) -> None:
    one = children(write(tmp_path, form, [REPORT | {LISTS["guarantee"]: GUARANTEE}]))["guarantee"]
    listed = children(write(tmp_path, "list.json", [REPORT | {LISTS["guarantee"]: [GUARANTEE]}]))["guarantee"]
    assert set(ids(one)) == set(ids(listed))


def test_a_sheet_named_as_children_holds_heads_where_it_fits_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "对外担保"
    sheet.append([*REPORT, *GUARANTEE])
    sheet.append([*REPORT.values(), *GUARANTEE.values()])
    book.save(path := tmp_path / "book.xlsx")
    assert len(ids(list(read(path, "annual_report")))) == 1
    assert len(ids(children(path)["guarantee"])) == 1
