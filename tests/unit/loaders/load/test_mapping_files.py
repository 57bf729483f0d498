"""Mapping files: what they say of a provider's files, how mistakes in them are told, and what a draft proposes."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from typer.testing import CliRunner

from app.cli import app
from app.errors import InputError
from loaders.check.checker import RowChecker
from loaders.load.assumptions import taken
from loaders.load.mapping_files import read_mapping
from loaders.load.reading import Reading, checked
from loaders.mapping.draft import draft_table
from loaders.mapping.headers import Target, match, with_units
from loaders.mapping.tables import draft_mapping
from loaders.read import ReadOptions, Table, open_tables
from models.catalogue import CoverageKind
from models.work.receipt import TakenFor
from tests.support.checking import CATALOGUE, GIVEN, check, read_row
from tests.support.loading import sheet
from tests.support.worlds.hiding import fresh_code

FIRM = "虚构份额有限公司"
CODE = fresh_code(941)
TEXT = """\
provider: 甲局
columns:
  _provider: 来源
categories:
  shareholder:
    coverage: full
    day_column: 日子
    columns:
      enterprise.code: 信用号
      holder.name: [投资方, 出资方]
      share: 占比
    units: {占比: '%'}
"""
ROWS = [
    {
        "单位全称": FIRM,
        "信用号": CODE,
        "投资方": name,
        "投资方类型": "自然人股东",
        "持股的比例": share,
        "备注2": "x",
    }
    for name, share in (("赵一", "60"), ("钱二", "39.2"), ("孙三", "0.8"))
]


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_a_mapping_says_how_files_of_a_category_are_read(tmp_path: Path) -> None:
    mapping = read_mapping(write(tmp_path / "a.yml", TEXT), CATALOGUE.categories)
    found = mapping.apply(Reading(), CATALOGUE["shareholder"])
    assert (found.provider, found.coverage, dict(found.units)) == ("甲局", CoverageKind.FULL, {"占比": "%"})
    assert dict(found.columns) == {
        "_provider": "来源",
        "_day": "日子",
        "enterprise.code": "信用号",
        "holder.name": ("投资方", "出资方"),
        "share": "占比",
    }
    other = mapping.apply(Reading(), CATALOGUE["enterprise"])
    assert (dict(other.columns), other.coverage, dict(other.units)) == ({"_provider": "来源"}, None, {})
    given = Reading(provider="乙局", columns={"share": "股比"}, coverage=CoverageKind.PARTIAL)
    kept = mapping.apply(given, CATALOGUE["shareholder"])
    assert (kept.provider, kept.columns["share"], kept.coverage) == ("乙局", "股比", CoverageKind.PARTIAL)
    ids = {r.source_id(CATALOGUE["shareholder"], "x") for r in (Reading(), found, other, kept)}
    assert len(ids) == 4, "another mapping is another batch"


def test_a_mapping_names_the_table_and_the_encoding_and_an_option_goes_before(tmp_path: Path) -> None:
    text = "encoding: GBK\nsheet: 汇总\ncategories:\n  shareholder: {table: B3}\n  penalty: {sheet: 处罚, encoding: utf8}\n"
    mapping = read_mapping(write(tmp_path / "a.yml", text), CATALOGUE.categories)
    shareholder, penalty = (CATALOGUE[name] for name in ("shareholder", "penalty"))
    found = mapping.apply(Reading(), shareholder)
    assert found.asked == ReadOptions("汇总!B3", "gb18030")
    assert mapping.apply(Reading(), penalty).asked == ReadOptions("处罚", "utf-8")
    given = mapping.apply(Reading(table="A1", encoding="big5hkscs", coverage=CoverageKind.FULL), shareholder)
    assert given.asked == ReadOptions("A1", "big5hkscs")
    assert {(t.what, t.value, t.instead) for t in taken(shareholder, given, (), {})} == {
        (TakenFor.TABLE, "A1", "汇总!B3"),
        (TakenFor.ENCODING, "big5hkscs", "gb18030"),
    }
    assert [t.instead for t in taken(shareholder, found, (), {}) if t.what is not TakenFor.COVERAGE] == [None, None]
    ids = {r.source_id(shareholder, "x") for r in (Reading(), Reading(encoding="gb18030"), found, given)}
    assert len(ids) == 4, "another table or encoding is another batch"


def test_of_several_headers_the_first_filled_counts_and_one_is_enough() -> None:
    columns = {"name": ("甲", "乙"), "code": "信用号"}
    for row in ({"甲": "", "乙": "乙公司"}, {"乙": "乙公司"}, {"甲": "乙公司"}):
        assert read_row("enterprise", row | {"信用号": CODE}, columns=columns).statements[0].values["name"] == "乙公司"
    both = read_row("enterprise", {"甲": "甲公司", "乙": "乙公司", "信用号": CODE}, columns=columns)
    assert (both.statements[0].values["name"], both.flags) == ("甲公司", ("乙: says otherwise than 甲, which counts",))
    with pytest.raises(InputError, match="no column '甲'"):
        check("enterprise", [{"丙": "x", "信用号": CODE}], columns=columns)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("provider: 甲局\ncolums:\n  name: 甲\n", 2, "colums: unknown key"),
        ("categories:\n  enterprise:\n    columns:\n      name: 甲\n      nme: 乙\n", 5, "no property 'nme'"),
        ("categories:\n  enterprises:\n    columns: {}\n", 2, "no category 'enterprises'"),
        ("categories:\n  enterprise:\n    coverage: most\n", 3, "coverage"),
        ("columns:\n  name: 甲\n  name: 乙\n", 3, "'name' is given twice"),
        ("columns:\n  name: []\n", 2, "columns.name"),
        ("- a\n", 1, "a mapping file is a mapping"),
        ("a: [\n", 2, ""),
        ("categories:\n  enterprise:\n    encoding: klingon\n", 3, "encoding 'klingon' is not known: give one of utf-8"),
        ("provider: 甲局\nsheet: ''\n", 2, "sheet"),
    ],
)
def test_mistakes_are_told_with_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = write(tmp_path / "a.yml", text)
    with pytest.raises(InputError) as caught:
        read_mapping(path, CATALOGUE.categories).apply(Reading(), CATALOGUE["enterprise"])
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert words in str(caught.value)


def test_a_mapping_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yml: No such file"):
        read_mapping(tmp_path / "none.yml", CATALOGUE.categories)


def test_a_draft_tells_what_is_sure_and_what_is_guessed(tmp_path: Path) -> None:
    known = [{"企业名称": "虚构份额有限公司"} | row for row in ROWS]
    (draft,) = draft_mapping(sheet(tmp_path / "a.csv", known), CATALOGUE.categories, "shareholder").drafts
    assert draft.sure == {"enterprise.name": ["企业名称"]}
    assert {name: header for name, (header, _) in draft.guessed.items()} == {
        "enterprise.uscc": "信用号",
        "holder.name": "投资方",
        "holder.kind": "投资方类型",
        "share": "持股的比例",
    }
    assert draft.guessed["enterprise.uscc"][1] == "its values are unified social credit codes"
    assert (draft.units, draft.lacking) == ({"持股的比例": "%"}, [])
    assert "备注2" in draft.left


def test_what_is_drafted_can_be_loaded_with_and_reads_as_it_says(tmp_path: Path) -> None:
    path = sheet(tmp_path / "some.csv", ROWS)
    told = CliRunner().invoke(app, ["mapping", "draft", str(path)])
    assert told.exit_code == 0, told.output
    assert "# guessed" in told.output
    assert yaml.safe_load(told.output)["categories"].keys() == {"shareholder"}
    mapping = read_mapping(write(tmp_path / "a.yml", told.output), CATALOGUE.categories)
    reading = mapping.apply(Reading(), CATALOGUE["shareholder"])
    rows = check("shareholder", ROWS, columns=reading.columns, units=reading.units)
    assert [row.statements[0].values["share"] for row in rows if hasattr(row, "statements")] == [0.6, 0.392, 0.008]


FIRMS = [["企业名称", "统一社会信用代码", "注册资本"], [FIRM, CODE, "1"]]
HOLDERS = [["企业名称", "股东名称", "持股比例(%)"], [FIRM, "赵一", "60"], [FIRM, "钱二", "40"]]
NOTHING = [["zzz", "qqq"], ["1", "2"]]


def book(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    workbook = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        page = workbook.create_sheet(title)
        for row in rows:
            page.append(row)
    workbook.save(path)
    return path


def drafted(path: Path, *options: str) -> tuple[dict[str, Any], str]:
    """What a draft of a file says, and its text."""
    told = CliRunner().invoke(app, ["mapping", "draft", str(path), *options])
    assert told.exit_code == 0, told.output
    return yaml.safe_load(told.output), told.output


def test_every_table_of_a_file_is_drafted_and_read_as_it_says(tmp_path: Path) -> None:
    below = [*HOLDERS, [], *FIRMS]
    path = book(tmp_path / "a.xlsx", {"股东和企业": below, "杂项": NOTHING})
    said, text = drafted(path)
    places = {name: (part["sheet"], part["table"]) for name, part in said["categories"].items()}
    assert places == {"shareholder": ("股东和企业", "A1"), "enterprise": ("股东和企业", "A5")}
    assert "# table 杂项 (zzz, qqq): fits no category" in text
    mapping = read_mapping(write(tmp_path / "a.yml", text), CATALOGUE.categories)
    for name, rows in (("shareholder", 2), ("enterprise", 1)):
        asked = mapping.apply(Reading(), CATALOGUE[name]).asked
        assert [len(list(table.rows)) for table in open_tables(path, options=asked)] == [rows]
    document = [
        {"企业名称": FIRM, "统一社会信用代码": CODE, "股东": [{"股东名称": "赵一", "持股比例": "60%"}], "标签": [{"k": "v"}]}
    ]
    said, text = drafted(write(tmp_path / "a.json", json.dumps({"data": document})))
    assert {name: part["table"] for name, part in said["categories"].items()} == {
        "enterprise": "data",
        "shareholder": "data.股东",
    }
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in document * 2)
    said, _ = drafted(write(tmp_path / "b.jsonl", lines))
    assert {name: part["table"] for name, part in said["categories"].items()} == {"enterprise": ".", "shareholder": "股东"}


def test_sheets_read_alike_are_drafted_as_one_and_others_of_a_category_are_to_be_chosen(tmp_path: Path) -> None:
    said, text = drafted(book(tmp_path / "a.xlsx", {"1月": FIRMS, "2月": FIRMS}))
    assert "sheet" not in said["categories"]["enterprise"]
    path = book(tmp_path / "b.xlsx", {"1月": [*FIRMS], "2月": [[*FIRMS[0], "住所"], [*FIRMS[1], "某路1号"]]})
    said, text = drafted(path)
    assert said["categories"]["enterprise"]["sheet"] == "2月"
    assert "enterprise too, and a mapping names one table of a category; to draft it by itself: --table '1月'" in text
    said, _ = drafted(path, "--sheet", "1月")
    assert said["categories"]["enterprise"]["sheet"] == "1月"


def test_an_encoding_is_stated_for_a_draft_and_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"企業名稱,統一社會信用代碼\n虛構國貿有限公司,{CODE}\n".encode("big5"))
    said, _ = drafted(path, "--encoding", "Big5")
    assert (said["encoding"], said["categories"]["enterprise"]["columns"]["name"]) == ("big5hkscs", "企業名稱")


def test_headers_of_no_category_are_told(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", [{"zzz": "1", "qqq": "2"}])
    with pytest.raises(InputError, match="fit no category"):
        draft_mapping(path, CATALOGUE.categories)


def by_column(targets: Iterable[Target]) -> dict[tuple[str, str, str], Target]:
    return {(t.header, t.property, t.part): t for t in targets if not t.code}


@pytest.mark.parametrize("name", sorted(CATALOGUE.categories))
def test_a_drafted_mapping_reads_every_accepted_header_as_no_mapping_does(name: str) -> None:
    category = CATALOGUE[name]
    entries = [entry for headers in category.source.values() for entry in headers]
    titles = [title for prop in category.properties for title in (prop.name, prop.title.zh, prop.title.en)]
    listed = [entry if isinstance(entry, str) else entry.header for entry in entries]
    headers = list(dict.fromkeys([*listed, *titles]))
    plain = by_column(match(category, headers))
    assert plain
    draft = draft_table(category, Table(None, headers, iter(())), [])
    assert by_column(with_units(category, match(category, headers, draft.sure), draft.units)) == plain
    assert by_column(match(category, headers, draft.sure)) == plain, "without the units that a draft writes too"


def test_a_mapped_column_is_in_the_unit_of_its_header_unless_the_sender_says_another() -> None:
    firm = {"企业名称": FIRM, "统一社会信用代码": CODE, "regCap": "100"}
    columns = {"registered_capital": "regCap"}
    for units, amount in (({}, 1_000_000), ({"regCap": "元"}, 100), ({"regCap": "万美元"}, 1_000_000)):
        row = read_row("enterprise", firm, columns=columns, units=units)
        assert row.statements[0].values["registered_capital"] == amount, units
    other = read_row("enterprise", firm, columns={"paid_in_capital": "regCap"})
    assert other.statements[0].values["paid_in_capital"] == 100, "of another property the header says no unit"


def test_a_draft_writes_the_units_that_headers_do_not_say(tmp_path: Path) -> None:
    rows = [{"企业名称": FIRM, "统一社会信用代码": CODE, "regCap": "100", "实收资本(万元)": "90"}]
    said, text = drafted(sheet(tmp_path / "a.csv", rows), "--category", "enterprise")
    assert said["categories"]["enterprise"]["units"] == {"regCap": "万"}
    assert "regCap: 万  # as the catalogue has it" in text


GSXT: dict[str, Any] = {
    "code": 200,
    "msg": "ok",
    "data": {
        "total": 1,
        "rows": [
            {
                "entName": FIRM,
                "uniscId": CODE,
                "opFrom": 1388505600000,
                "shareholders": [
                    {
                        "inv": "赵一",
                        "liSubConAm": 60,
                        "liAcConAm": 10,
                        "subDetails": [{"subConAm": 40, "conForm_CN": "货币"}, {"subConAm": 20, "conForm_CN": "实物"}],
                    },
                    {"inv": "钱二", "liSubConAm": 40},
                ],
            }
        ],
    },
}


def test_cells_of_an_envelope_and_of_other_kinds_are_no_columns_of_a_draft(tmp_path: Path) -> None:
    said, _ = drafted(write(tmp_path / "a.json", json.dumps(GSXT)))
    assert said["categories"].keys() == {"enterprise", "shareholder"}
    assert said["categories"]["enterprise"]["columns"]["code"] == "uniscId"
    holders = said["categories"]["shareholder"]["columns"]
    assert (holders["enterprise.code"], holders["subscribed"]) == ("uniscId", "liSubConAm")
    assert "holds_from" not in holders, "the term of an enterprise is none of its holders"
    odd = [{"企业名称": FIRM, "统一社会信用代码": CODE, "成立日期": "待定", "注册资本": "见附件"}]
    (draft,) = draft_mapping(sheet(tmp_path / "a.csv", odd), CATALOGUE.categories, "enterprise").drafts
    assert (set(draft.sure), draft.misfits) == ({"name", "code"}, ["成立日期", "注册资本"])
    assert any("another kind: 成立日期, 注册资本" in line for line in draft.lines())


def test_a_document_that_is_an_enterprise_is_no_envelope(tmp_path: Path) -> None:
    one = GSXT["data"]["rows"][0] | {"code": 200}
    said, _ = drafted(write(tmp_path / "a.json", json.dumps(one)))
    assert said["categories"]["enterprise"]["columns"]["code"] == "uniscId"
    assert said["categories"]["shareholder"]["columns"]["enterprise.name"] == "entName"


@pytest.mark.parametrize(
    ("table", "amounts"),
    [("data.rows.shareholders", [600_000, 400_000]), ("data.rows.shareholders.subDetails", [400_000, 200_000])],
)
def test_an_inherited_total_counts_once_whichever_table_is_read(tmp_path: Path, table: str, amounts: list[int]) -> None:
    path = write(tmp_path / "a.json", json.dumps(GSXT))
    checker = RowChecker(CATALOGUE["shareholder"], document="a.json", **GIVEN)
    (chunk,) = checked(open_tables(path, options=ReadOptions(table)), checker)
    values = [row.statements[0].values for row in chunk.rows]
    assert [one["subscribed"] for one in values] == amounts
    inner = table.endswith("subDetails")
    assert [one.get("paid") for one in values] == ([None, None] if inner else [100_000, None])
    told = [note for note in chunk.notes if "not counted for each row" in note]
    assert told == (["of the objects around the rows, not counted for each row: liSubConAm, liAcConAm"] if inner else [])
    assert [row.flags for row in chunk.rows] == [(), ()]


def test_the_envelope_of_a_list_is_not_read_for_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", json.dumps({"code": 200, "data": [{"code": "600519", "name": "虚构股份"}]}))
    checker = RowChecker(CATALOGUE["listed_company"], document="a.json", **GIVEN)
    (chunk,) = checked(open_tables(path), checker)
    assert [row.statements[0].values["stock_code"] for row in chunk.rows] == ["600519.SH"]
