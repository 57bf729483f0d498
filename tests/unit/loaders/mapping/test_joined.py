"""Headers of several lines are read by their last ones where those alone are known."""

from pathlib import Path

import pytest

from loaders.check.checker import RowChecker
from loaders.load.reading import checked
from loaders.mapping.headers import HeaderChoice
from loaders.mapping.joined import settled
from loaders.mapping.tables import draft_mapping
from loaders.read import open_tables
from models.statements import Row
from tests.support.checking import CATALOGUE, GIVEN
from tests.support.worlds.hiding import fresh_code

CODE = fresh_code(971)


@pytest.mark.parametrize(
    ("category", "parts", "headers"),
    [
        ("enterprise", ["企业名称", "证照/统一社会信用代码", "证照/成立日期"], ["企业名称", "统一社会信用代码", "成立日期"]),
        ("shareholder", ["股东信息/名称", "股东信息/类型", "出资情况/认缴(万元)"], ["股东名称", "股东类型", "认缴(万元)"]),
        ("shareholder", ["企业信息/企业名称", "出资情况/认缴/出资日期", "甲/乙"], ["企业名称", "认缴出资日期", "甲乙"]),
        ("shareholder", ["认缴出资/日期", "甲/认缴日期"], ["认缴出资日期", "甲认缴日期"]),
        ("enterprise", ["甲/企业名称", "乙/企业名称"], ["甲企业名称", "乙企业名称"]),
        ("enterprise", ["企业名称", "担保/企业名称"], ["企业名称", "担保企业名称"]),
    ],
)
def test_the_fullest_known_form_counts_where_it_is_the_only_one(category: str, parts: list[str], headers: list[str]) -> None:
    cells = [tuple(one.split("/")) for one in parts]
    joined = ["".join(one) for one in cells]
    assert settled(CATALOGUE[category], joined, cells, {}) == headers


def test_a_header_that_the_sender_names_stays_or_becomes_as_it_is_named() -> None:
    cells = [("证照", "统一社会信用代码"), ("证照", "号")]
    joined = ["证照统一社会信用代码", "证照号"]
    columns: dict[str, HeaderChoice] = {"name": "证照统一社会信用代码", "code": "号"}
    assert settled(CATALOGUE["enterprise"], joined, cells, columns) == ["证照统一社会信用代码", "号"]


def test_a_table_under_such_headers_is_checked_and_drafted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"企业名称,证照,\n,统一社会信用代码,成立日期\n虚构有限公司,{CODE},2014-01-01\n", "utf-8")
    checker = RowChecker(CATALOGUE["enterprise"], document="a.csv", **GIVEN)
    (chunk,) = checked(open_tables(path), checker)
    (row,) = chunk.rows
    assert isinstance(row, Row)
    assert row.statements[0].values == {"name": "虚构有限公司", "code": CODE, "established": "2014-01-01"}
    assert any("证照统一社会信用代码 as 统一社会信用代码" in note for note in chunk.notes)
    (draft,) = draft_mapping(path, CATALOGUE.categories, "enterprise").drafts
    assert (draft.sure["code"], draft.sure["established"]) == (["统一社会信用代码"], ["成立日期"])
