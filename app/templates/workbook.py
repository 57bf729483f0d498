"""A workbook to fill in for a category: a sheet for the rows, with lists to choose from, and one that explains the columns."""

import re
from collections.abc import Sequence
from typing import BinaryIO, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.templates.explanations import HEADS, INVALID, LIMITED, OF_DAY, OF_PROVIDER, PARTS, REQUIRED, SHEET, of_type
from loaders.mapping.template import PROVIDER, TemplateColumn, template_columns
from models.catalogue import Catalogue, Category, TypeName

Language = Literal["zh", "en"]
ROWS = 10_000
"""Rows below the header whose cells offer a list."""
NARROW, WIDE = 12, 60
LISTS = "lists"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_PLAIN = {TypeName.DATE: "yyyy-mm-dd", TypeName.MONEY: "General", TypeName.SHARE: "General", TypeName.NUMBER: "General"}
"""Formats of cells; all others are text, so that a spreadsheet turns no code into a number."""


def write_template(category: Category, out: BinaryIO, language: Language = "zh", children: Sequence[Category] = ()) -> None:
    """Write the workbook, with a sheet for each category of child rows; a file made by filling it in is loaded as it is."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, one in enumerate((category, *children)):
        columns = template_columns(one, english=language == "en")
        title = one.title.zh if language == "zh" else one.title.en
        sheet = book.create_sheet(_NOT_IN_NAMES.sub(" ", title)[:31])
        _rows_to_fill(sheet, columns)
        _explain(book.create_sheet(f"{SHEET[language]}{number + 1 if number else ''}"), columns, language)
        _offer_lists(book, sheet, columns, language, f"{LISTS}{number + 1 if number else ''}")
    book.save(out)


def children_of(category: Category, catalogue: Catalogue) -> list[Category]:
    """The categories of child rows that a workbook has sheets for: those of which a row says by itself all that it states."""
    return [catalogue[name] for name in dict.fromkeys(one.category for one in category.children if not one.given)]


def _rows_to_fill(sheet: Worksheet, columns: Sequence[TemplateColumn]) -> None:
    sheet.append([column.header for column in columns])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(1, number)
        cell.font = Font(bold=True, color="C00000" if column.required else "000000")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        of = sheet.column_dimensions[get_column_letter(number)]
        of.width = min(WIDE, max(NARROW, 2 * len(column.header) + 2))
        of.number_format = _PLAIN.get(column.property.type, "@") if column.property and not column.part else "@"


def _explain(sheet: Worksheet, columns: Sequence[TemplateColumn], language: Language) -> None:
    sheet.append(HEADS[language])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in columns:
        sheet.append([column.header, REQUIRED[language] if column.required else "", *_said(column, language)])
    for letter, width in zip("ABCDE", (30, 8, 30, WIDE, 30), strict=True):
        sheet.column_dimensions[letter].width = width


def _said(column: TemplateColumn, language: Language) -> tuple[str, str, str]:
    """What a column holds, how it is written, and an example."""
    prop = column.property
    if prop is None:
        return (OF_PROVIDER if column.header == PROVIDER else OF_DAY)[language]
    title = prop.title.zh if language == "zh" else prop.title.en
    how, example = PARTS[language][column.part] if column.part else of_type(prop, language)
    if column.choices:
        how, example = f"{how}: {' / '.join(column.choices)}", column.choices[0]
    return title, f"{how} ({LIMITED[language]})" if prop.level or prop.sensitive else how, example


def _offer_lists(book: Workbook, sheet: Worksheet, columns: Sequence[TemplateColumn], language: Language, name: str) -> None:
    """Lists stand in a hidden sheet, since a rule holds 255 characters at most; other words are refused by the spreadsheet."""
    offered = [(number, column.choices) for number, column in enumerate(columns, 1) if column.choices]
    if not offered:
        return
    lists = book.create_sheet(name)
    lists.sheet_state = "hidden"
    for at, (number, choices) in enumerate(offered, 1):
        for row, word in enumerate(choices, 1):
            lists.cell(row, at, word)
        source = f"{quote_sheetname(name)}!${get_column_letter(at)}$1:${get_column_letter(at)}${len(choices)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.error = INVALID[language]
        rule.add(f"{get_column_letter(number)}2:{get_column_letter(number)}{ROWS + 1}")
        sheet.add_data_validation(rule)
