"""A first mapping file for all tables of a file: its sheets, several tables in one of them, the lists of a document."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from app.errors import InputError
from loaders.mapping.draft import MappingDraft, draft_table, plain
from loaders.mapping.joined import settled
from loaders.read import RawRow, ReadOptions, Table, open_tables
from loaders.read.rows import keys
from models.catalogue import Category

LOOKED_AT = 500
"""Rows of each table whose values are looked at."""
_Rank = tuple[int, int, int, bool]


@dataclass(slots=True)
class FileDraft:
    """What is proposed for a file: a mapping for a table of each category, and of its other tables why they have none."""

    document: str
    drafts: list[MappingDraft]
    others: list[str] = field(default_factory=list)
    encoding: str | None = None

    def lines(self) -> Iterable[str]:
        """The mapping file, with remarks on what is sure and what is guessed."""
        categories = ", ".join(f"{draft.category.name} ({draft.category.title.zh})" for draft in self.drafts)
        yield f"# How {plain(self.document)} is read, as {categories}. Look at every guess."
        yield "# provider: who answers for these files"
        if self.encoding:
            yield f"encoding: {self.encoding}"
        yield "categories:"
        for draft in self.drafts:
            yield from draft.lines()
        yield from (f"# {plain(other)}" for other in self.others)


@dataclass(frozen=True, slots=True)
class _Read:
    """A table, the category it fits best, and how well."""

    name: str
    headers: tuple[str, ...]
    draft: MappingDraft
    rank: _Rank
    fits: bool
    whole: bool

    @property
    def heading(self) -> str:
        return f"table {self.name} ({', '.join(self.headers[:6])})"


def draft_mapping(
    path: Path, categories: Mapping[str, Category], wanted: str | None = None, asked: ReadOptions | None = None
) -> FileDraft:
    """A mapping for the tables of a file, of the wanted category or each of the one that its headers fit best.

    A mapping names one table of a category: of several the one that fits best is proposed, and the others are stated; sheets
    that are read alike are read together. Raises InputError where the file cannot be read or fits no category.
    """
    tried = [categories[wanted]] if wanted else list(categories.values())
    asked = asked or ReadOptions()
    found: list[_Read] = []
    for table in open_tables(path, options=replace(asked, every=asked.table is None)):
        if table.name or not found:  # of JSON lines, the tables after the first are the same with more keys
            found.append(_best(tried, table))
    fitting = [one for one in found if one.fits]
    if not fitting:
        raise InputError(f"{path.name}: its headers fit no category; give one with --category", document=path.name)
    whole = [one for one in fitting if one.whole] or [max(fitting, key=lambda one: one.rank)]
    chosen: dict[str, _Read] = {}
    for one in whole:
        name = one.draft.category.name
        if name not in chosen or one.rank > chosen[name].rank:
            chosen[name] = one
    together = len(found) > 1 and len(whole) == len(found) and all(_alike(one, whole[0]) for one in whole)
    if together or (len(found) == 1 and asked.table is None):
        for one in found:
            one.draft.sheet = one.draft.table = None
    others = [] if together else [_other(one, chosen) for one in found if one not in chosen.values()]
    return FileDraft(path.name, [one.draft for one in chosen.values()], others, asked.encoding)


def _best(tried: Iterable[Category], table: Table) -> _Read:
    """A table as of the category that its own headers fit best; those of objects around its rows count where it is equal."""
    rows = [row for row in islice(table.rows, LOOKED_AT) if row.error is None]
    own = set(table.headers[: table.nested.own] if table.nested else table.headers)
    drafts = []
    for category in tried:
        headers = settled(category, table.headers, table.parts, {})
        if headers != list(table.headers):
            own |= set(headers)
        drafts.append(draft_table(category, replace(table, headers=headers), _renamed(rows, table.headers, headers)))

    def rank(draft: MappingDraft) -> _Rank:
        sure = [bool(own.intersection(headers)) for headers in draft.sure.values()]
        return sum(sure) - 3 * len(draft.lacking), len(sure), len(draft.guessed), draft.category.identifies

    best = max(drafts, key=rank)
    best.also = [draft.category.name for draft in drafts if draft is not best and rank(draft) == rank(best)]
    if table.sheet:
        best.sheet = table.sheet
        best.table = table.name.removeprefix(table.sheet).removeprefix("!") or None
    else:
        best.table = table.name or None
    sure = any(own.intersection(headers) for headers in best.sure.values())
    fits = sure or any(header in own for header, _ in best.guessed.values())
    return _Read(table.name, tuple(h for h in table.headers if h in own), best, rank(best), fits, sure and not best.lacking)


def _renamed(rows: Sequence[RawRow], headers: Sequence[str], others: Sequence[str]) -> Sequence[RawRow]:
    """The rows under other headers."""
    if list(headers) == list(others):
        return rows
    names = dict(zip(keys(headers), keys(others), strict=True))
    return [replace(row, cells={names.get(key, key): text for key, text in row.cells.items()}) for row in rows]


def _alike(one: _Read, other: _Read) -> bool:
    """Whether two tables are whole sheets that one mapping reads."""
    a, b = one.draft, other.draft
    sheets = a.sheet and b.sheet and not a.table and not b.table
    return bool(sheets) and (a.category, a.sure, a.guessed, a.units) == (b.category, b.sure, b.guessed, b.units)


def _other(one: _Read, chosen: Mapping[str, _Read]) -> str:
    """Why a table has no mapping."""
    category = one.draft.category.name
    if not one.fits:
        return f"{one.heading}: fits no category"
    if one.whole:
        return (
            f"{one.heading}: {category} too, and a mapping names one table of a category; to draft it by itself: "
            f"--table '{one.name}'"
        )
    lacking = ", ".join(one.draft.lacking) or "a header that is sure"
    return f"{one.heading}: like {category}, but wanted and in no column: {lacking}"
