"""The files of a sample: which category is sent when, in which format, and the receipt that loading it should give."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.synthetic.files import Cell, TableWriter, open_table
from loaders.synthetic.layouts import LayoutColumn, columns_of
from loaders.synthetic.spelling import Spelling, amount, spell_day
from loaders.synthetic.timeline import LAST, PERIODS

_HALVES = (0, 5, 6, 7, 8, LAST)
_SENT: dict[str, tuple[int, ...]] = {
    "department": (0,),
    "enterprise": tuple(range(LAST + 1)),
    "listed_company": (0,),
    "shareholder": tuple(range(LAST + 1)),
    "listed_holder": (0, 5, 6, 8, LAST),
    "key_person": _HALVES,
    "executive": (0, 6, 8),
    "legal_representative": _HALVES,
    "branch": (0, 5, 7, LAST),
    "licence": _HALVES,
    "penalty": tuple(range(LAST + 1)),
    "abnormal_operations": _HALVES,
    "serious_violation": (0, 5, 7, LAST),
    "spot_check": _HALVES,
    "registration_change": tuple(range(1, LAST + 1)),
    "equity_pledge": (0, 5, 7, LAST),
}
CATEGORIES = tuple(_SENT)
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
_XLSX = {("shareholder", "2024-06"), ("spot_check", "2024-12"), ("key_person", "2025-06"), ("branch", "2024-06")}
_JSONL = {("legal_representative", "2025-06"), ("licence", "2024-12"), ("enterprise", "2025-12"), ("penalty", "2025-12")}


def sent_in(category: str, period: int) -> int:
    """The period in whose file a record of `period` is delivered."""
    return next(p for p in _SENT[category] if p >= period)


def spelling(category: str, month: str) -> Spelling:
    """The format of a category's file in a month."""
    if (category, month) in _XLSX:
        return Spelling(".xlsx", dates="serial", yuan=True)
    if (category, month) in _JSONL:
        return Spelling(".jsonl", dates="epoch", gsxt=True)
    turn = CATEGORIES.index(category) + int(month[5:])
    return Spelling(".csv", _ENCODINGS[turn % 3], ("iso", "cn", "compact")[turn // 2 % 3], turn % 4 == 1, turn % 5 == 4)


@dataclass(slots=True)
class SentFile:
    """One file while it is written, and the counts that its receipt should have."""

    name: str
    category: str
    period: int
    spelling: Spelling
    table: TableWriter
    rows: int = 0
    flagged: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class DeliveredFile(SentFile):
    """A file whose columns are described in `layouts`."""

    columns: tuple[LayoutColumn, ...] = ()

    def write(self, fields: Mapping[str, Any]) -> None:
        """Write one row in the file's format."""
        how, yuan, gsxt = self.spelling.dates, self.spelling.yuan, self.spelling.gsxt
        cells: list[Cell] = []
        for column in self.columns:
            value = fields.get(column.field, "")
            if value != "":
                if column.kind == "date":
                    value = spell_day(value, how)
                elif column.kind == "money" and isinstance(value, int | float):
                    value = amount(value * 10_000 if yuan and not (gsxt and column.gsxt) else value)
                elif isinstance(value, float):
                    value = amount(value)
            cells.append(value)
        self.table.row(cells)
        self.rows += 1


class Deliveries:
    """The files of a sample: opens each at its first row, closes it after its period, and counts rows."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._sheets: dict[tuple[str, int, str], DeliveredFile] = {}
        self.closed: list[DeliveredFile] = []

    def write(self, category: str, period: int, fields: Mapping[str, Any]) -> None:
        """Write a record into the next file of its category.

        Three `fields` are no columns: `part` names a further file, `flags` and `again` count rows that the receipt should
        show as flagged or unchanged.
        """
        part = fields.get("part", "")
        period = period if part else sent_in(category, period)
        sheet = self._sheets.get((category, period, part))
        if sheet is None:
            sheet = self._open(category, period, part)
        sheet.write(fields)
        sheet.flagged += fields.get("flags", 0)
        sheet.unchanged += fields.get("again", 0)

    def _open(self, category: str, period: int, part: str) -> DeliveredFile:
        month = PERIODS[period].month
        how = spelling(category, month)
        columns = columns_of(category, part)
        name = f"{category}.{month}{'.' + part if part else ''}{how.suffix}"
        table = open_table(self._out / name, [c.header(how.gsxt, how.yuan) for c in columns], how.encoding)
        sheet = DeliveredFile(name, category, period, how, table, columns=columns)
        self._sheets[(category, period, part)] = sheet
        return sheet

    def close(self, period: int | None = None) -> None:
        """Close the files of a period, or all."""
        for key in [k for k in self._sheets if period is None or k[1] <= period]:
            sheet = self._sheets.pop(key)
            sheet.table.close()
            self.closed.append(sheet)
