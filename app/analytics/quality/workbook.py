"""Rows as an Excel workbook, a sheet each list."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from app.harmless import no_formula

WIDEST = 40


def workbook(sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """An XLSX file with a sheet for each list of rows; keys are headers. A text that a spreadsheet would run is made plain."""
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as writer:
        for name, rows in sheets.items():
            plain = [{no_formula(key): _plain(value) for key, value in row.items()} for row in rows]
            frame = pd.DataFrame(plain)
            frame.to_excel(writer, sheet_name=name, index=False)
            sheet = writer.sheets[name]
            sheet.freeze_panes = "A2"
            for column, cells in enumerate(sheet.columns, start=1):
                longest = max((len(str(cell.value or "")) for cell in cells), default=0)
                sheet.column_dimensions[sheet.cell(1, column).column_letter].width = min(WIDEST, 2 * longest + 2)
    return out.getvalue()


def _plain(value: Any) -> Any:
    return no_formula(value) if isinstance(value, str) else value
