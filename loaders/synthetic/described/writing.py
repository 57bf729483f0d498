"""Writes invented rows into the files of their categories, whose columns come from the catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from loaders.synthetic.deliveries import SentFile
from loaders.synthetic.described.columns import NAMES, TITLES, RowColumn, columns_of
from loaders.synthetic.described.form import CaseRow, Described, Value
from loaders.synthetic.described.values import Content
from loaders.synthetic.files import open_table
from loaders.synthetic.spelling import Spelling
from loaders.synthetic.timeline import PERIODS
from models.catalogue import Catalogue

_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
_DATES = ("iso", "cn", "compact")
PERSON = "$representative"
"""What stands for a person with an identity document, besides the persons of a case."""


@dataclass(slots=True)
class DescribedFile(SentFile):
    """A file whose columns come from its category."""

    columns: tuple[RowColumn, ...] = ()

    def write(self, values: Mapping[str, Content]) -> None:
        """Write one row in the file's format."""
        self.table.row([column.cell(values, self.spelling) for column in self.columns])
        self.rows += 1
        self.flagged += int(str(values.get("flags", 0)))


class DescribedFiles:
    """Opens each file at its first row, closes it after its delivery, and counts rows."""

    def __init__(self, out: Path, catalogue: Catalogue, described: Mapping[str, Described]) -> None:
        self._out, self._catalogue = out, catalogue
        self._open: dict[tuple[str, int, str], DescribedFile] = {}
        self._filled: dict[str, dict[str, bool]] = {}
        self.closed: list[DescribedFile] = []
        for form in described.values():
            if ordinary := form.ordinary:
                more = (ordinary.later.values,) if ordinary.later else ()
                for values in (ordinary.values, *ordinary.variants, *more):
                    self._note(form.category, values)
            for case in form.cases:
                people = [f"${role}" for role, party in case.parties.items() if party.kind == "person"]
                for row in case.rows:
                    self._note(row.category or form.category, row.values, people)
        for form in described.values():
            for case in form.cases:
                self._like(form, case.rows)

    def _note(self, category: str, values: Mapping[str, Value], people: Sequence[str] = ()) -> None:
        noted = self._filled.setdefault(category, {})
        for name, value in values.items():
            texts = (value,) if isinstance(value, str) else value
            noted[name] = noted.get(name, False) or any(text == PERSON or text in people for text in texts)

    def _like(self, form: Described, rows: Iterable[CaseRow]) -> None:
        """A row of one category that is like a row of another fills what that fills, as far as it has it."""
        rows = tuple(rows)
        for row in rows:
            if row.like is not None and (other := rows[row.like].category or form.category) != (row.category or form.category):
                raise ValueError(f"{form.category}: a row is like one of {other}, which states other things")

    def write(self, category: str, period: int, part: str, values: Mapping[str, Content]) -> None:
        """Write a row; `part` names a further file of the category and month."""
        file = self._open.get((category, period, part))
        if file is None:
            file = self._open[category, period, part] = self._begin(category, period, part)
        file.write(values)

    def _begin(self, category: str, period: int, part: str) -> DescribedFile:
        month = PERIODS[period].month
        how, layout = _spelling(category, month, part)
        filled = self._filled[category]
        persons = [name for name, person in filled.items() if person]
        columns = columns_of(self._catalogue[category], filled, persons, layout, acts=bool(part))
        name = f"{category}.{month}{'.' + part if part else ''}{how.suffix}"
        table = open_table(self._out / name, [column.header for column in columns], how.encoding)
        return DescribedFile(name, category, period, how, table, columns=tuple(columns))

    def close(self, period: int) -> None:
        """Close the files of a delivery."""
        for key in [key for key in self._open if key[1] <= period]:
            file = self._open.pop(key)
            file.table.close()
            self.closed.append(file)


def _spelling(category: str, month: str, part: str) -> tuple[Spelling, int]:
    """The format of a file, and which headers it has: one in eight is a workbook, one in eight JSON lines."""
    turn = crc32(f"{category}.{month}".encode())
    if not part and turn % 8 == 0:
        return Spelling(".xlsx", dates="serial"), TITLES
    if not part and turn % 8 == 1:
        return Spelling(".jsonl", dates="epoch"), NAMES
    return Spelling(".csv", _ENCODINGS[turn // 8 % 3], _DATES[turn // 24 % 3]), turn // 72 % 3
