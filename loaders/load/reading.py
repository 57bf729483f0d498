"""How a file is to be read, and its rows checked ahead of the writer in a thread of their own."""

import asyncio
import gc
import hashlib
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import InputError
from loaders.check.checker import RowChecker
from loaders.check.children import ChildForm
from loaders.check.choosing import chosen
from loaders.check.code_lists import CodeList
from loaders.load.write import LIMIT
from loaders.mapping.column_units import ColumnUnits
from loaders.mapping.headers import HeaderChoice
from loaders.mapping.joined import remark, settled
from loaders.mapping.ranges import split_ranges
from loaders.read import Table
from loaders.read.formats.jsonl_file import less_lists
from loaders.read.opening import open_file
from loaders.read.options import ReadOptions
from loaders.store.prefetched import Prefetched
from loaders.values.canonical import digest
from models.catalogue import Category, CoverageKind
from models.statements import Reject, Row

FIRST = 500
"""Statements of the first chunk of a file: few, so that writing begins while the next are checked."""
HEAVY = 8_000_000
"""Characters of rows past which a chunk takes no more of them."""
FEW_COLLECTIONS = 100_000  # rows are many small objects without cycles: the collector would only look at them again and again


@dataclass(frozen=True, slots=True)
class Reading:
    """How the sender states a file is to be read. `columns` maps properties to headers; `complete` is a region code.

    `coverage` overrides the category's; `reissue` makes another batch of bytes that were withdrawn. `lists` are code lists by
    property. `units` are the units of columns by header, where the sender states them apart from the headers.
    `table` names the one table of the file that is meant, `encoding` how its text is written. `instead` is what a mapping file
    states and what was given outright goes before, by the name of what it is. `of`: the rows are child rows of a form
    that stand in the rows of another category, which are read as `head`.
    """

    provider: str | None = None
    day: str | None = None
    columns: Mapping[str, HeaderChoice] = field(default_factory=dict)
    lenient: bool = False
    coverage: CoverageKind | None = None
    complete: str | None = None
    reissue: str | None = None
    lists: Mapping[str, CodeList] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    table: str | None = None
    encoding: str | None = None
    instead: Mapping[str, str] = field(default_factory=dict)
    of: ChildForm | None = None
    head: "Reading | None" = None

    @property
    def asked(self) -> ReadOptions:
        """What is stated of the file as a whole."""
        return ReadOptions(self.table, self.encoding)

    def source_id(self, category: Category, content: str) -> str:
        """The identity of these bytes read in this way, whatever the version of the category."""
        how = [self.provider or "", self.day or "", json.dumps(dict(self.columns), sort_keys=True, ensure_ascii=False)]
        how += [
            str(self.lenient),
            str(self.coverage or ""),
            "-" if self.complete is None else f"={self.complete}",
            self.reissue or "",
        ]
        how += [part for name in sorted(self.lists) for part in (name, self.lists[name].content)]
        how += [part for header in sorted(self.units) for part in ("unit", header, self.units[header])]
        how += ["table", self.table] if self.table else []
        how += ["encoding", self.encoding] if self.encoding else []
        if self.of and self.head:
            how += ["children", self.of.head.name, str(self.of.place), self.head.source_id(self.of.head, content)]
        return digest(["batch", content, category.name, *how])

    def batch_id(self, category: Category, content: str) -> str:
        """The identity of the batch: bytes, category and its version, provider, day, mapping and leniency."""
        heads = [str(self.of.head.version)] if self.of else []
        return digest([self.source_id(category, content), str(category.version), *heads])


def content_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with open_file(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(slots=True)
class Chunk:
    """Some rows of a file in their order: those that were checked, and those that were refused.

    `summaries` are the lines of rows that only sum up others, which are no rows of data. `units` are those that were taken for
    columns whose headers state none. `prefetched` is what was read from the graph for the rows.
    """

    rows: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    error: InputError | None = None
    summaries: list[int] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    prefetched: Prefetched | None = None

    @property
    def count(self) -> int:
        """How many rows of the file these are."""
        return len(self.rows) + len(self.rejects)


def checked(tables: Iterator[Table], checker: RowChecker, size: int = LIMIT) -> Generator[Chunk, None, None]:
    """Read and check a file chunk by chunk (at most `size` statements each).

    Raises InputError before the first chunk where the headers do not do; damage further on ends the last chunk with `error`.
    """
    chunk, statements, started, weight, full = Chunk(), 0, False, 0, min(size, FIRST)
    try:
        for table in chosen(tables, checker):
            columns = bind(checker, table)
            chunk.units |= columns.taken
            if ignored := [header for header in checker.ignored if not checker.elsewhere(header)]:
                chunk.notes.append(f"columns that nothing reads: {', '.join(ignored)}")
            for raw in columns.rows:
                started = True
                if checker.is_summary(raw):
                    chunk.summaries.append(raw.line)
                    continue
                weight += sum(map(len, raw.cells.values()))
                found = checker(raw)
                if isinstance(found, Reject):
                    chunk.rejects.append(found)
                else:
                    chunk.rows.append(found)
                    statements += len(found.statements)
                if statements >= full or len(chunk.rejects) >= full or weight > HEAVY:
                    yield chunk
                    chunk, statements, weight, full = Chunk(), 0, 0, size
            chunk.notes += columns.doubts()
            chunk.notes += filter(None, (less_lists(flag, checker.elsewhere) for flag in table.flags))
    except InputError as error:
        if not started:
            raise
        chunk.error = error
    yield chunk


def bind(checker: RowChecker, table: Table) -> ColumnUnits:
    """Match a table's headers, and settle the units of its columns. Raises InputError with the file and the headers' line."""
    try:
        split_ranges(checker.category, table, checker.columns)
        headers = settled(checker.category, table.headers, table.parts, checker.columns)
        table.flags += remark(table.headers, headers)
        table.headers = headers
        checker.bind(headers, table.inherited)
        if checker.totals:
            table.flags.append(f"of the objects around the rows, not counted for each row: {', '.join(checker.totals)}")
        columns = ColumnUnits(checker.category, checker.targets, table.rows, checker.is_summary)
        checker.take_units(columns.taken)
        return columns
    except InputError as error:
        sheet = f"sheet {table.sheet}, " if table.sheet else ""
        message = f"{checker.document}: {sheet}line {table.line}: {error.message}"
        raise InputError(message, **error.context, document=checker.document, line=table.line) from None


Prefetch = Callable[[Sequence[Row]], Awaitable[Prefetched]]
"""Reads from the graph what writing some rows will ask for."""


@dataclass(slots=True)
class OpenFile:
    """A file of which the first chunk is read and checked; the others follow when they are asked for."""

    checker: RowChecker
    chunks: Generator[Chunk, None, None]
    first: Chunk | None


async def ahead(
    opened: OpenFile, prefetch: Prefetch | None = None, at_end: Callable[[], None] | None = None
) -> AsyncGenerator[Chunk, None]:
    """The chunks of a file, the next one being checked while the present one is written, and then prefetched.

    `at_end` is called when all are checked, while the last is written.
    """

    async def next_one() -> Chunk | None:
        chunk = await asyncio.to_thread(next, opened.chunks, None)
        if chunk is not None and chunk.rows and prefetch:
            chunk.prefetched = await prefetch(chunk.rows)
        if chunk is None and at_end:
            at_end()
        return chunk

    chunk = opened.first
    often = gc.get_threshold()
    gc.set_threshold(FEW_COLLECTIONS, *often[1:])
    following: asyncio.Task[Chunk | None] | None = None
    try:
        while chunk is not None:
            following = asyncio.create_task(next_one())
            yield chunk
            chunk = await following
    finally:
        gc.set_threshold(*often)
        if following and not following.done():
            await asyncio.wait([following])
