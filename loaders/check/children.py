"""Child rows: rows of another category that stand within the rows of a file, read as rows of their own."""

import json
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice
from typing import Any

from app.errors import InputError
from loaders.check.checker import RowChecker
from loaders.check.choosing import chosen
from loaders.check.publishing import is_choice
from loaders.mapping.headers import Target, match
from loaders.mapping.joined import settled
from loaders.read.formats.jsonl_file import flatten
from loaders.read.rows import RawRow, Table
from loaders.values.normalise import is_empty, normalise_header
from models.catalogue import RESERVED_COLUMNS, Catalogue, Category
from models.catalogue_terms import ChildRows

DEEPEST = 60
AT_ONCE = 20_000
"""Child rows that are looked through for their headers before the first of them is read."""
_ENTRIES = re.compile(r"[、;；,，\n]")
"""What stands between the entries of a list in a cell."""
_TAKEN = frozenset(RESERVED_COLUMNS) - {"_seq"}
"""Reserved columns that a child takes from its head."""


@dataclass(frozen=True, slots=True)
class ChildForm:
    """The child rows of one form within rows of a category: their own category, and how they stand there.

    `place` is the number of the form among those of its head.
    """

    head: Category
    category: Category
    rows: ChildRows
    place: int = 0

    @property
    def flat(self) -> bool:
        """Whether a child may stand in the row of its head itself, once for each: where no list says what it states."""
        return not self.rows.given and not self.rows.spread

    def is_sheet(self, name: str | None) -> bool:
        """Whether a sheet of this name holds such children, each with all that it states."""
        return bool(name) and normalise_header(name or "") in self._sheets

    @property
    def _sheets(self) -> frozenset[str]:
        of = self.category
        names = (() if self.rows.given else (of.name, of.title.zh, of.title.en)) + self.rows.lists
        return frozenset(normalise_header(one[:31]) for one in names)

    def list_in(self, keys: Iterable[str]) -> list[str]:
        """Those of some keys, or headers, under which a list of such children stands."""
        lists = {normalise_header(one) for one in self.rows.lists}
        return [key for key in keys if not lists.isdisjoint(_plain(key))]

    def spread_in(self, headers: Iterable[str]) -> bool:
        """Whether columns of these headers hold children."""
        known = {normalise_header(header) for one in self.rows.spread for header in one.columns.values()}
        return any(not known.isdisjoint(_plain(header)) for header in headers)

    def reads(self, header: str) -> bool:
        """Whether a column, or a list, of this name holds such children."""
        return bool(self.list_in((header,))) or self.spread_in((header,))

    def own_headers(self, headers: Sequence[str], taken: Collection[str]) -> list[str]:
        """The headers of a head's table, less those `taken` by the head, under which a child stands in each row; none where
        something that a child needs has no column."""
        if not self.flat:
            return []
        rest = [header for header in headers if header and header not in taken]
        try:
            targets = match(self.category, rest)
        except InputError:
            return []
        filled = {target.property for target in targets} | self.rows.named
        needed = {prop.name for prop in self.category.properties if prop.required and prop.default is None}
        own = [t.header for t in targets if t.property not in self.rows.inherits and t.property not in RESERVED_COLUMNS]
        states = {t.property for t in targets} & (needed - self.rows.named)
        return list(dict.fromkeys(own)) if needed <= filled and states else []


def forms_of(head: Category, catalogue: Catalogue) -> tuple[ChildForm, ...]:
    """The forms of child rows that rows of a category may hold."""
    return tuple(ChildForm(head, catalogue[one.category], one, place) for place, one in enumerate(head.children))


def is_present(form: ChildForm, table: Table, columns: Mapping[str, Any]) -> bool:
    """Whether a table seems to hold child rows of a form, by its name and headers."""
    if form.is_sheet(table.sheet) or form.list_in([table.name, *table.headers]) or form.spread_in(table.headers):
        return True
    try:
        taken = {target.header for target in match(form.head, table.headers, columns)}
    except InputError:
        taken = {target.header for target in match(form.head, list(dict.fromkeys(table.headers)))}
    return bool(form.own_headers(table.headers, taken))


def of_heads(tables: Iterator[Table], forms: Sequence[ChildForm]) -> Iterator[Table]:
    """The tables of a file less its sheets of child rows."""
    for table in tables:
        if any(form.is_sheet(table.sheet) for form in forms):
            deque(table.rows, maxlen=0)
        else:
            yield table


def child_tables(form: ChildForm, forms: Sequence[ChildForm], tables: Iterator[Table], checker: RowChecker) -> Iterator[Table]:
    """The child rows of a file as tables under their own headers, each with what it takes from its head.

    `forms` are all forms of children that its rows may hold, `checker` is one of the heads' rows. A list that is none makes a
    row that cannot be read. Raises InputError where the headers of the heads do not do.
    """
    first = next(tables, None)
    every = chain((first,), tables) if first else iter(())
    others = [one for one in forms if one is not form]
    for table in chosen(every, checker) if first and first.nested else every:
        if form.is_sheet(table.sheet):
            yield table
        elif any(one.is_sheet(table.sheet) for one in others):
            deque(table.rows, maxlen=0)
        else:
            headers = settled(checker.category, table.headers, table.parts, checker.columns)
            checker.bind(headers, table.inherited)
            reader = _Children(form, headers, checker.targets)
            yield from _grouped(form.category, table, (row for raw in table.rows for row in reader(raw)))


def _grouped(category: Category, table: Table, rows: Iterator[RawRow]) -> Iterator[Table]:
    """Rows whose headers are not known beforehand, so many at a time.

    What no row states of what is required has a header too, so that each row is refused for it, where it stands.
    """
    while some := list(islice(rows, AT_ONCE)):
        headers = list(dict.fromkeys(header for row in some for header in row.cells))
        filled = {target.property for target in match(category, headers)}
        headers += [prop.name for prop in category.properties if prop.required and prop.name not in filled]
        yield Table(table.sheet, headers, iter(some), [], table.line, table.name)


class _Children:
    """Reads the children of one form in the rows of one table, of which the headers are those given."""

    def __init__(self, form: ChildForm, headers: Sequence[str], targets: Sequence[Target]) -> None:
        self._form = form
        taken = {target.header for target in targets}
        self._inherited = dict(self._from_head(targets))
        self._own = form.own_headers(headers, taken)

    def _from_head(self, targets: Sequence[Target]) -> Iterator[tuple[str, str]]:
        """The headers under which a child has what it inherits, with those of the head."""
        heads: dict[str, list[Target]] = {}
        for target in targets:
            heads.setdefault(target.property, []).append(target)
        for name, inherited in self._form.rows.inherits.items():
            for target in heads.get(inherited, ()):
                yield (f"{name}.{target.part}" if target.part else name), target.header
        for name in _TAKEN:
            yield from ((name, target.header) for target in heads.get(name, ())[:1])

    def __call__(self, raw: RawRow) -> Iterator[RawRow]:
        """The children of one row."""
        if raw.error:
            return
        above = {name: text for name, header in self._inherited.items() if (text := raw.cells.get(header))}
        for key in self._form.list_in(raw.cells):
            yield from self._listed(raw, key, above)
        yield from self._spread(raw, raw.cells, above)
        own = {header: raw.cells.get(header, "") for header in self._own}
        if any(text and not is_empty(text) for text in own.values()):
            yield RawRow(raw.sheet, raw.line, above | own)

    def _listed(self, raw: RawRow, key: str, above: Mapping[str, str]) -> Iterator[RawRow]:
        """The children in a list under a key of a row."""
        text = raw.cells[key].strip()
        if not text or is_empty(text):
            return
        for at, one in enumerate(self._entries(text)):
            path = f"{key}[{at}]"
            if isinstance(one, dict):
                cells: dict[str, str] = {}
                flatten("", one, cells, 0, DEEPEST)
                for child in self._within(raw, cells, above):
                    yield replace(child, path=path)
            elif self._form.rows.entry and isinstance(one, str):
                yield RawRow(raw.sheet, raw.line, {**above, **self._form.rows.given, self._form.rows.entry: one}, path=path)
            else:
                cell = {**above, key: str(one)}
                yield RawRow(raw.sheet, raw.line, cell, "a list of objects belongs here", path)

    def _entries(self, text: str) -> list[Any]:
        """The entries of a list: of JSON, or of a text with commas between them where its entries are texts."""
        if text[:1] in "[{":
            try:
                found = json.loads(text, parse_int=str, parse_float=str)
            except (ValueError, RecursionError):
                return [text]
            return found if isinstance(found, list) else [found]
        return [one.strip() for one in _ENTRIES.split(text) if one.strip()] if self._form.rows.entry else [text]

    def _within(self, raw: RawRow, cells: Mapping[str, str], above: Mapping[str, str]) -> Iterator[RawRow]:
        """The child that an object is, or those that stand in its columns."""
        if self._form.rows.spread:
            yield from self._spread(raw, cells, above)
        else:
            yield RawRow(raw.sheet, raw.line, {**above, **self._form.rows.given, **cells})

    def _spread(self, raw: RawRow, cells: Mapping[str, str], above: Mapping[str, str]) -> Iterator[RawRow]:
        """The children that stand in columns of their own among some cells."""
        if not self._form.rows.spread:
            return
        plain = {name: cells[header] for header in cells for name in _plain(header)}
        for one in self._form.rows.spread:
            own = {name: plain.get(normalise_header(header), "") for name, header in one.columns.items()}
            if any(text and not is_empty(text) for name, text in own.items() if not is_choice(name)):
                yield RawRow(raw.sheet, raw.line, {**above, **self._form.rows.given, **one.given, **own})


@cache
def _plain(header: str) -> tuple[str, ...]:
    """The forms in which a header, or a key with those of the objects around it before it, is compared."""
    whole = normalise_header(header)
    return (normalise_header(re.split(r"[._]", header)[-1]), whole)
