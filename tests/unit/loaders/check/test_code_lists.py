"""Code lists: what the codes of one file mean, told in another."""

from pathlib import Path

import pytest

from app.errors import InputError
from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.check.code_lists import CodeList, read_code_list
from loaders.load.reading import Reading
from loaders.read import RawRow
from models.statements import Reject, Row
from tests.support.checking import read_row
from tests.support.worlds.hiding import fresh_code

CATEGORY = read_catalogue()["listed_industry"]
LIST = CodeList("industry.csv", {"1": "仪器仪表", "2": "造纸行业"})
CELLS = {":START_ID(Stock)": "587", ":END_ID(Industry)": "1"}


def told(tmp_path: Path, text: str) -> CodeList:
    path = tmp_path / "industry.csv"
    path.write_text(text, encoding="utf-8")
    return read_code_list(path)


def check(cells: dict[str, str], lists: dict[str, CodeList]) -> Row | Reject:
    checker = RowChecker(CATEGORY, provider="某所", day="2018-01-01", document="a.csv", lists=lists)
    checker.bind(list(cells))
    return checker(RawRow(None, 2, cells))


def test_a_list_has_codes_and_what_they_mean(tmp_path: Path) -> None:
    found = told(
        tmp_path, "industry_id:ID(Industry),name,:LABEL\n1,仪器仪表,Industry\n2, 造纸行业 ,Industry\n1,仪器仪表,Industry\n"
    )
    assert (found.words, found.document) == (LIST.words, "industry.csv")
    assert found.content == LIST.content == CodeList("else.csv", {"2": "造纸行业", "1": "仪器仪表"}).content
    assert found.content != CodeList("industry.csv", {"1": "造纸行业", "2": "仪器仪表"}).content


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("code\n1\n", "two columns"),
        ("code,name\n1,甲\n1,乙\n", "line 3: '1' means two things"),
        ("code,name\n1,\n", "line 2: a code and what it means"),
        ("code,name\n1,甲,丙\n", "line 2: 3 cells"),
        ("", "empty"),
    ],
)
def test_a_list_that_does_not_do_is_refused_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        told(tmp_path, text)


def test_codes_become_what_they_mean() -> None:
    found = check(CELLS, {"industry": LIST})
    assert isinstance(found, Row)
    (statement,) = found.statements
    assert statement.values["industry"] == "仪器仪表"
    assert [r.identifier for r in statement.refs] == ["stock:000587.SZ"]
    bare = check(CELLS | {":END_ID(Industry)": "仪器仪表"}, {})
    assert isinstance(bare, Row)
    assert bare.statements == found.statements, "as if the words stood there"


def test_a_code_that_the_list_has_not_is_refused_as_it_was_sent() -> None:
    refused = check(CELLS | {":END_ID(Industry)": "3"}, {"industry": LIST})
    assert isinstance(refused, Reject)
    assert (refused.rule, refused.column, refused.value) == ("code_list", ":END_ID(Industry)", "3")
    assert refused.cells[":END_ID(Industry)"] == "3"
    empty = check(CELLS | {":END_ID(Industry)": ""}, {"industry": LIST})
    assert isinstance(empty, Reject)
    assert empty.rule == "required"


@pytest.mark.parametrize("name", ["scheme", "company", "other"])
def test_a_list_for_no_column_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=name):
        check(CELLS, {name: LIST})


def test_what_a_list_says_makes_another_batch() -> None:
    plain, listed = Reading(), Reading(lists={"industry": LIST})
    other = Reading(lists={"industry": CodeList("industry.csv", {"1": "造纸行业"})})
    same = Reading(lists={"industry": CodeList("renamed.csv", LIST.words)})
    assert len({r.batch_id(CATEGORY, "x") for r in (plain, listed, other)}) == 3
    assert listed.batch_id(CATEGORY, "x") == same.batch_id(CATEGORY, "x")


def test_a_code_that_the_list_has_not_is_kept_as_told_where_the_record_stands_without_it() -> None:
    lists = {"type": CodeList("types.csv", {"1": "有限责任公司"})}
    firm = {"企业名称": "虚构代码有限公司", "统一社会信用代码": fresh_code(931)}
    row = read_row("enterprise", firm | {"企业类型": "9"}, lists=lists)
    values = row.statements[0].values
    assert (values.get("type"), values["type_told"]) == (None, "9")
    assert row.flags == ("企业类型: kept as stated: not in the code list types.csv",)
    columns = {"type": ("企业类型", "类型代码")}
    both = read_row("enterprise", firm | {"企业类型": "9", "类型代码": "1"}, lists=lists, columns=columns)
    assert both.statements[0].values["type"] == "有限责任公司"
    assert "type_told" not in both.statements[0].values
    assert both.flags == ("企业类型: not in the code list types.csv; another column counts",)
    known = read_row("enterprise", firm | {"企业类型": "1"}, lists=lists)
    assert (known.statements[0].values["type"], known.flags) == ("有限责任公司", ())
