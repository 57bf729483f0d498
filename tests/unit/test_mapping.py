"""Mapping files: what they say of a provider's files, how mistakes in them are told, and what a draft proposes."""

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from app.cli import app
from app.errors import InputError
from loaders.mapping import read_mapping
from loaders.mapping_draft import draft_mapping
from loaders.reading import Reading
from models.catalogue import CoverageKind
from tests.support.checking import CATALOGUE, check, read_row
from tests.support.hiding import fresh_code
from tests.support.loading import sheet

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
    draft = draft_mapping(sheet(tmp_path / "a.csv", known), CATALOGUE.categories, "shareholder")
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


def test_headers_of_no_category_are_told(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.csv", [{"zzz": "1", "qqq": "2"}])
    with pytest.raises(InputError, match="fit no category"):
        draft_mapping(path, CATALOGUE.categories)
