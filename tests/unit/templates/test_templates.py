"""Empty files for departments: what is filled in as they explain is read as it is, under every category."""

from io import BytesIO
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.templates.workbook import LISTS, Language, write_template
from loaders.check.checker import RowChecker
from loaders.load.reading import checked
from loaders.mapping.template import TemplateColumn, template_columns
from loaders.read import open_tables
from models.catalogue import TypeName
from tests.support.checking import CATALOGUE, GIVEN
from tests.support.worlds.hiding import fresh_code

CODES = {"uscc": fresh_code(901), "code": fresh_code(902), "pid": "110101199003070011"}
WRITTEN = {
    **dict.fromkeys((TypeName.USCC, TypeName.CODE), CODES["uscc"]),
    TypeName.ORG: CODES["uscc"][8:16] + "1",
    TypeName.REG: "330106000012349",
    TypeName.DEPT: "A1",
    TypeName.STOCK: "600000.SH",
    TypeName.PID: CODES["pid"],
    TypeName.EMAIL: "a@example.com",
    TypeName.PHONE: "0571-88888888",
}
"""What stands in a filled row for a type of which the explanations give no example, or no real code."""


def workbook(name: str, language: Language) -> openpyxl.Workbook:
    """The template of a category, opened."""
    out = BytesIO()
    write_template(CATALOGUE[name], out, language)
    return openpyxl.load_workbook(BytesIO(out.getvalue()))


def cell(column: TemplateColumn, example: str) -> str:
    """What stands in a column of a filled row: its example, and a real code where that is one of a code."""
    if column.part in CODES:
        return CODES[column.part]
    return example if column.property is None else WRITTEN.get(column.property.type, example or "示例1")


@pytest.mark.parametrize(
    ("name", "language"), [*((name, "zh") for name in sorted(CATALOGUE.categories)), ("penalty", "en"), ("shareholder", "en")]
)
def test_a_filled_template_is_loaded_as_it_is(tmp_path: Path, name: str, language: Language) -> None:
    book = workbook(name, language)
    sheet, explained = cast(Worksheet, book.worksheets[0]), cast(Worksheet, book.worksheets[1])
    columns = template_columns(CATALOGUE[name], english=language == "en")
    examples = [str(row[4] or "") for row in explained.iter_rows(min_row=2, values_only=True)]
    assert [c.value for c in sheet[1]] == [column.header for column in columns]
    assert len(examples) == len(columns)
    sheet.append([cell(column, example) for column, example in zip(columns, examples, strict=True)])
    book.save(path := tmp_path / f"{name}.xlsx")
    checker = RowChecker(CATALOGUE[name], document=path.name, secret=b"secret", **GIVEN)
    (chunk,) = checked(open_tables(path, path.name), checker)
    assert (chunk.rejects, chunk.error) == ([], None)
    (row,) = chunk.rows
    assert {f for f in row.flags if "not" in f and "read" in f} == set()
    filled = {column.property.name for column in columns if column.property and column.property.type is not TypeName.PARTY}
    stated = row.statements[0].values.keys() | {n for s in row.statements for n in s.names}
    assert {n for n in filled if CATALOGUE[name].by_name[n].type is TypeName.MONEY} <= stated


def test_lists_are_offered_where_only_some_words_may_stand() -> None:
    book = workbook("penalty", "zh")
    sheet = cast(Worksheet, book.worksheets[0])
    (rule,) = sheet.data_validations.dataValidation
    assert sheet[f"{str(rule.sqref).partition(':')[0].rstrip('0123456789')}1"].value == "失信严重程度"
    lists = book[LISTS]
    assert lists.sheet_state == "hidden"
    assert [c.value for c in cast(Worksheet, lists)["A"]] == ["轻微", "一般", "严重"]


def test_what_is_required_or_not_public_is_explained() -> None:
    rows = {row[0]: row for row in cast(Worksheet, workbook("penalty", "zh").worksheets[1]).iter_rows(values_only=True)}
    assert rows["行政处罚决定书文号"][1] == "是"
    assert rows["备注"][1] is None
    assert "不公开" in str(rows["法定代表人证件号码"][3])
