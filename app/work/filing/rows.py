"""The rows of a filing: who files put in, what is chosen not to be published parted from what the public sees."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import InputError
from app.rules.filing import FiledCategory
from loaders.check.checker import RowChecker
from loaders.check.publishing import SHOWN, Publishing
from loaders.mapping.headers import match
from loaders.read import open_tables
from loaders.read.rows import RawRow
from loaders.values.normalise import normalise_name
from models.catalogue import RESERVED_COLUMNS, Category
from models.statements import Row

CHOICE = "是否公示"
"""The header that says of a row whether it is published, where that is chosen row by row."""
MOST_ROWS = 500
OTHERS = "the row is about another enterprise: an enterprise files for itself"


@dataclass(slots=True)
class FilingLine:
    """A row as it is filed: all its cells, those that the public sees (None: nothing of it), and what the cells state.

    `stated` and `shown` are the rows that these cells make; `problem` is why they make none.
    """

    cells: dict[str, str]
    public: dict[str, str] | None
    stated: Row | None = None
    shown: Row | None = None
    problem: tuple[str | None, str, str] | None = None
    remarks: list[str] = field(default_factory=list)


def read_lines(path: Path, name: str, category: Category, filed: FiledCategory, party: str) -> list[FilingLine]:
    """The rows of a filing in a file, of whoever files.

    Raises InputError where the file cannot be read, has too many rows, or speaks of another enterprise.
    """
    lines: list[FilingLine] = []
    for table in open_tables(path, name):
        targets = match(category, list(table.headers))
        own = {t.header for t in targets if t.property == filed.own}
        choosing = Publishing(category, table.headers, targets)
        chosen = {t.header for t in targets if t.property in category.by_choice}
        away = own | set(choosing.choices) | _reserved(category, table.headers)
        for raw in table.rows:
            if raw.error:
                raise InputError(f"{name}: line {raw.line}: {raw.error}", document=name)
            if len(lines) == MOST_ROWS:
                raise InputError(f"{name}: a filing has at most {MOST_ROWS} rows", document=name)
            _refuse_others(raw, own, party, name)
            cells = {h: text for h, text in raw.cells.items() if text and h not in away}
            cells.pop(CHOICE, None)
            lines.append(FilingLine({**cells, filed.own: party}, None))
            if not filed.row_by_choice or normalise_name(raw.cells.get(CHOICE, "")).upper() in SHOWN:
                lines[-1].public = _public(raw, choosing, chosen, {**cells, filed.own: party})
    if not lines:
        raise InputError(f"{name}: there is no row in it", document=name)
    return lines


def _reserved(category: Category, headers: Sequence[str]) -> set[str]:
    """The headers of what the service says of a row, and nobody who files: who states it, when, what it does, who sees it."""
    return {h for h in headers if any(t.property in RESERVED_COLUMNS for t in match(category, [h]))}


def _public(raw: RawRow, choosing: Publishing, chosen: set[str], cells: dict[str, str]) -> dict[str, str]:
    """What the public sees of a row: of what is chosen, that alone for which it says so."""
    stated = {**raw.cells, **{h: raw.cells.get(h) or "否" for h in choosing.choices}}
    kept, _ = choosing(stated)
    hidden = {h for h in chosen if h not in choosing.decided or not kept.get(h)}
    return {h: text for h, text in cells.items() if h not in hidden}


def _refuse_others(raw: RawRow, own: set[str], party: str, name: str) -> None:
    code = party.partition(":")[2]
    for header in own:
        text = normalise_name(raw.cells.get(header, "")).upper()
        if len(text) in (15, 18) and text.isascii() and text.isalnum() and text != code.upper():
            raise InputError(f"{name}: line {raw.line}: {OTHERS}", document=name)


def check_lines(lines: Sequence[FilingLine], category: Category, provider: str, day: str, secret: bytes) -> None:
    """Have the cells of each row read, and keep what they state, or why they state nothing."""
    for number, line in enumerate(lines, 1):
        line.stated = _read(line, number, line.cells, category, provider, day, secret)
        if line.public is not None and line.stated is not None:
            line.shown = _read(line, number, line.public, category, provider, day, secret)


def _read(
    line: FilingLine, number: int, cells: Mapping[str, str], category: Category, provider: str, day: str, secret: bytes
) -> Row | None:
    checker = RowChecker(category, provider=provider, day=day, secret=secret, document="filing")
    try:
        checker.bind(list(cells))
        found = checker(RawRow(None, number, cells))
    except InputError as error:
        line.problem = (None, "", error.message)
        return None
    if isinstance(found, Row):
        line.remarks = list(found.flags)
        return found
    line.problem = (found.column, found.value or "", found.message)
    return None


def rows_to_send(lines: Sequence[FilingLine], day: str, action: str, seq: int) -> Iterator[dict[str, str]]:
    """The rows that are loaded: what the public sees, and above it, for departments alone, all of it where that is more.

    So what was not chosen is in no row of the public's level, and can appear in nothing that is made of these.
    """
    for line in lines:
        more = {"_day": day, "_action": action}
        if line.public is not None:
            yield {**line.public, **more, "_seq": str(seq), "_level": "0"}
        elif action == "correct":  # what was published of it before is not any more
            yield {**line.cells, **more, "_action": "withdraw", "_seq": str(seq)}
        if line.public != line.cells:
            yield {**line.cells, **more, "_seq": str(seq + 1), "_level": "1"}
