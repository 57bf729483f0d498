"""Units that number formats of a spreadsheet show are those of its cells."""

from pathlib import Path

import openpyxl
import pytest

from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.read import open_tables
from loaders.read.formats.xlsx_units import shown_unit
from models.statements import Row


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ('#,##0.00"万元"', ("", "万元")),
        ('#,##0.00"万元";-#,##0.00"万元"', ("", "万元")),
        ('0.00\\ "亿元"_ ', ("", "亿元")),
        ('General"元"', ("", "元")),
        ('"$"#,##0.00', ("$", "")),
        ("[$US$-409]#,##0", ("US$", "")),
        ("[$USD] #,##0.00", ("USD", "")),
        ('[Red]#,##0"万股"', ("", "万股")),
        ('0!.0,"万"', None),
        ('#,##0,"千元"', None),
        ('0"年"', None),
        ('"第"0"号"', None),
        ('"¥"#,##0.00', None),
        ("yyyy-mm-dd", None),
        ("#,##0.00", None),
        ("0.00%", None),
    ],
)
def test_what_a_format_shows(code: str, unit: tuple[str, str] | None) -> None:
    assert shown_unit(code) == unit


def test_a_shown_unit_is_that_of_the_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["企业名称", "统一社会信用代码", "注册资本"])
    for name, number, code in (
        ("甲公司", 200, '#,##0.00"万元"'),
        ("乙公司", 1000, '"$"#,##0.00'),
        ("丙公司", 3000, '0!.0,"万"'),
    ):
        sheet.append([name, "91330106MA00000016", number])
        sheet.cell(sheet.max_row, 3).number_format = code
    book.save(path := tmp_path / "enterprise.xlsx")
    (table,) = open_tables(path)
    checker = RowChecker(read_catalogue()["enterprise"], provider="甲局", day="2024-01-01")
    checker.bind(list(table.headers))
    read = [checker(raw) for raw in table.rows]
    values = [row.statements[0].values for row in read if isinstance(row, Row)]
    assert [(v["registered_capital"], v.get("registered_capital_currency")) for v in values] == [
        (2_000_000.0, None),
        (1_000.0, "USD"),
        (3_000.0, None),
    ]
