"""Child rows: rows of another category that stand within the rows of a file, read as rows of their own."""

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice
from typing import Any

from app.errors import InputError
from loaders.check.checker import RowChecker
from loaders.check.choosing import chosen
from loaders.check.publishing import is_choice
from loaders.mapping.headers import Target, match, meanings
from loaders.mapping.joined import settled
from loaders.mapping.ranges import ranges_in, split_ranges
from loaders.read.formats.jsonl_file import flatten
from loaders.read.rows import RawRow, Table
from loaders.values.entries import entries_of
from loaders.values.normalise import is_empty, normalise_header
from models.catalogue import RESERVED_COLUMNS, Catalogue, Category
from models.catalogue_terms import ChildRows

DEEPEST = 60
_STEP = re.compile(r"[._]")
"""What stands between the keys of an object and of the one around it."""
AT_ONCE = 20_000
"""Child rows that are looked through for their headers before the first of them is read."""
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
        return bool(self.list_in((header,)) or self.within(header)) or self.spread_in((header,))

    def within(self, header: str) -> tuple[str, str] | None:
        """The key of a list of such children and what follows, where a header is that of an object in the place of the list."""
        lists = {normalise_header(one) for one in self.rows.lists}
        for mark in _STEP.finditer(header) if lists and not self.rows.spread else ():
            key, rest = header[: mark.start()], header[mark.end() :]
            if rest and not lists.isdisjoint(_plain(key)) and self._states(rest):
                return key, rest
        return None

    def _states(self, header: str) -> bool:
        """Whether a column of this header states something of a child that it does not take from its head."""
        return any(name not in self.rows.inherits for name, _ in meanings(self.category)(header))

    def own_headers(self, headers: Sequence[str], taken: Collection[str] = ()) -> list[str]:
        """The headers of a head's table, less those `taken` by the head, under which a child stands in each row; none where
        something that a child needs has no column."""
        if not self.flat:
            return []
        rest = [header for header in headers if header and header not in taken]
        targets = self._targets(rest)
        own = [header for header, name in targets if name not in self.rows.inherits and name not in RESERVED_COLUMNS]
        states = {name for _, name in targets} & (self._needed - self.rows.named)
        return list(dict.fromkeys(own)) if self._needed <= {name for _, name in targets} | self.rows.named and states else []

    def fits(self, headers: Sequence[str]) -> bool:
        """Whether columns of these headers state all that a child needs."""
        return self._needed <= {name for _, name in self._targets(headers)}

    @property
    def _needed(self) -> frozenset[str]:
        return frozenset(prop.name for prop in self.category.properties if prop.required and prop.default is None)

    def _targets(self, headers: Sequence[str]) -> list[tuple[str, str]]:
        """The headers with the properties that they fill; a currency alone fills none."""
        ranges = ranges_in(self.category, headers)
        try:
            found = match(self.category, headers)
        except InputError:
            return []
        filled = [(target.header, target.property) for target in found if target.part != "currency"]
        return filled + [(header, name) for header, pair in ranges.items() for name in pair]


def forms_of(head: Category, catalogue: Catalogue) -> tuple[ChildForm, ...]:
    """The forms of child rows that rows of a category may hold."""
    return tuple(ChildForm(head, catalogue[one.category], one, place) for place, one in enumerate(head.children))


def is_present(form: ChildForm, table: Table, columns: Mapping[str, Any]) -> bool:
    """Whether a table seems to hold child rows of a form, by its name and headers."""
    if form.is_sheet(table.sheet) or any(map(form.reads, (table.name, *table.headers))):
        return True
    try:
        targets = match(form.head, table.headers, columns)
    except InputError:
        targets = match(form.head, list(dict.fromkeys(table.headers)))
    return bool(form.own_headers(table.headers, {target.header for target in targets} - _shared(targets)))


def _shared(targets: Sequence[Target]) -> set[str]:
    """The headers of currencies of amounts that have no column: a head takes those, but they are of its children."""
    amounts = {target.property for target in targets if target.part != "currency"}
    taken = {target.header for target in targets if target.part != "currency" or target.property in amounts}
    return {target.header for target in targets} - taken


def of_heads(tables: Iterator[Table], forms: Sequence[ChildForm], checker: RowChecker) -> Iterator[Table]:
    """The tables of a file less its sheets of child rows. `checker` is one of the heads' rows."""
    for table, of in _apart(tables, forms, checker):
        if of:
            deque(table.rows, maxlen=0)
        else:
            yield table


def _apart(tables: Iterator[Table], forms: Sequence[ChildForm], checker: RowChecker) -> Iterator[tuple[Table, list[ChildForm]]]:
    """The tables of a file, each with the forms of the children that its rows are; with none where they are heads.

    A sheet named as children is one of heads where it has all that a head needs, unless it has all that a child needs too and
    comes behind a sheet of heads.
    """
    seen = False
    for table in tables:
        of = [form for form in forms if form.is_sheet(table.sheet)]
        if of and not (seen and any(form.fits(table.headers) for form in of)):
            with suppress(InputError):
                _bind(replace(table, rows=iter(())), checker)
                of = []
        seen = seen or not of
        yield table, of


def _bind(table: Table, checker: RowChecker) -> None:
    """Match the headers of a table of heads. Raises InputError where they do not do."""
    split_ranges(checker.category, table, checker.columns)
    table.headers = settled(checker.category, table.headers, table.parts, checker.columns)
    checker.bind(table.headers, table.inherited)


def child_tables(form: ChildForm, forms: Sequence[ChildForm], tables: Iterator[Table], checker: RowChecker) -> Iterator[Table]:
    """The child rows of a file as tables under their own headers, each with what it takes from its head.

    `forms` are all forms of children that its rows may hold, `checker` is one of the heads' rows. A list that is none makes a
    row that cannot be read. Raises InputError where the headers of the heads do not do.
    """
    first = next(tables, None)
    every = chain((first,), tables) if first else iter(())
    for table, of in _apart(chosen(every, checker) if first and first.nested else every, forms, checker):
        if form in of:
            yield table
        elif of:
            deque(table.rows, maxlen=0)
        else:
            _bind(table, checker)
            reader = _Children(form, forms, checker)
            yield from _grouped(form.category, table, (row for raw in table.rows for row in reader(raw)))


def _grouped(category: Category, table: Table, rows: Iterator[RawRow]) -> Iterator[Table]:
    """Rows whose headers are not known beforehand, so many at a time.

    What no row states of what is required has a header too, so that each row is refused for it, where it stands.
    """
    while some := list(islice(rows, AT_ONCE)):
        headers = list(dict.fromkeys(header for row in some for header in row.cells))
        filled = {target.property for target in match(category, headers)}
        filled |= {name for pair in ranges_in(category, headers).values() for name in pair}
        headers += [prop.name for prop in category.properties if prop.required and prop.name not in filled]
        yield Table(table.sheet, headers, iter(some), [], table.line, table.name)


class _Children:
    """Reads the children of one of some forms in the rows of the table to which the checker of its heads is bound."""

    def __init__(self, form: ChildForm, forms: Sequence[ChildForm], checker: RowChecker) -> None:
        self._form = form
        self._inherited: dict[str, list[str]] = {}
        for name, header in self._from_head(checker.targets):
            self._inherited.setdefault(name, []).append(header)
        rest = [h for h in (*checker.ignored, *_shared(checker.targets)) if not any(one.reads(h) for one in forms)]
        self._own = form.own_headers(rest)
        others = {header for one in forms if one is not form for header in one.own_headers(rest)}.difference(self._own)
        self._columns = [header for header in rest if header not in others]

    def _from_head(self, targets: Sequence[Target]) -> Iterator[tuple[str, str]]:
        """The headers under which a child has what it inherits, with those of the head; of several the first filled counts.

        What the head states in a column of the child's own name goes before what stands for it.
        """
        heads: dict[str, list[Target]] = {}
        for target in targets:
            heads.setdefault(target.property, []).append(target)
        for name in _TAKEN:
            yield from ((name, target.header) for target in heads.get(name, ()))
        for name, inherited in self._form.rows.inherits.items():
            for target in heads.get(inherited, ()):
                yield (f"{name}.{target.part}" if target.part else name), target.header

    def __call__(self, raw: RawRow) -> Iterator[RawRow]:
        """The children of one row."""
        if raw.error:
            return
        above = {}
        for name, headers in self._inherited.items():
            if text := next((text for header in headers if (text := raw.cells.get(header)) and not is_empty(text)), None):
                above[name] = text
        for key in self._form.list_in(raw.cells):
            yield from self._listed(raw, key, above)
        yield from self._alone(raw, above)
        yield from self._spread(raw, raw.cells, above)
        if any(_is_filled(raw.cells.get(header)) for header in self._own):
            yield RawRow(raw.sheet, raw.line, _under(above, {header: raw.cells.get(header, "") for header in self._columns}))

    def _alone(self, raw: RawRow, above: Mapping[str, str]) -> Iterator[RawRow]:
        """The child that is an object in the place of a list: `list_key` for each of its keys."""
        keys = {found[0] for header, text in raw.cells.items() if _is_filled(text) and (found := self._form.within(header))}
        for key in sorted(keys):
            size, steps = len(key) + 1, (f"{key}_", f"{key}.")
            cells = {header[size:]: text for header, text in raw.cells.items() if header.startswith(steps)}
            yield replace(next(self._within(raw, cells, above)), path=f"{key}[0]")

    def _listed(self, raw: RawRow, key: str, above: Mapping[str, str]) -> Iterator[RawRow]:
        """The children in a list under a key of a row."""
        text = raw.cells[key].strip()
        if not text or is_empty(text):
            return
        try:
            entries = entries_of(text, bool(self._form.rows.entry))
        except (ValueError, RecursionError):
            yield self._refused(raw, key, text, above, 0)
            return
        for at, one in enumerate(entries):
            path = f"{key}[{at}]"
            if isinstance(one, dict):
                cells: dict[str, str] = {}
                flatten("", one, cells, 0, DEEPEST)
                for child in self._within(raw, cells, above):
                    yield replace(child, path=path)
            elif self._form.rows.entry and isinstance(one, str):
                yield RawRow(raw.sheet, raw.line, {**above, **self._form.rows.given, self._form.rows.entry: one}, path=path)
            else:
                yield self._refused(raw, key, str(one), above, at)

    @staticmethod
    def _refused(raw: RawRow, key: str, text: str, above: Mapping[str, str], at: int) -> RawRow:
        return RawRow(raw.sheet, raw.line, {**above, key: text}, "a list of objects belongs here", f"{key}[{at}]")

    def _within(self, raw: RawRow, cells: Mapping[str, str], above: Mapping[str, str]) -> Iterator[RawRow]:
        """The child that an object is, or those that stand in its columns."""
        if self._form.rows.spread:
            yield from self._spread(raw, cells, above)
        else:
            yield RawRow(raw.sheet, raw.line, _under({**above, **self._form.rows.given}, cells))

    def _spread(self, raw: RawRow, cells: Mapping[str, str], above: Mapping[str, str]) -> Iterator[RawRow]:
        """The children that stand in columns of their own among some cells."""
        if not self._form.rows.spread:
            return
        plain = {name: cells[header] for header in cells for name in _plain(header)}
        for one in self._form.rows.spread:
            own = {name: plain.get(normalise_header(header), "") for name, header in one.columns.items()}
            if any(_is_filled(text) for name, text in own.items() if not is_choice(name)):
                yield RawRow(raw.sheet, raw.line, {**above, **self._form.rows.given, **one.given, **own})


def _is_filled(text: str | None) -> bool:
    return bool(text) and not is_empty(text or "")


def _under(above: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a child over those that it has from its head; an empty one hides nothing."""
    return {**above, **{name: text for name, text in cells.items() if text or name not in above}}


@cache
def _plain(header: str) -> tuple[str, ...]:
    """The forms in which a header, or a key with those of the objects around it before it, is compared."""
    whole = normalise_header(header)
    return (normalise_header(_STEP.split(header)[-1]), whole)
