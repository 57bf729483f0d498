"""The output of every reader: tables with their headers, and rows of text cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class RawRow:
    """One input row: its sheet, its line (in a text file, or row of a sheet, from 1), its cells by header.

    The second column of one name is `name (2)`. `error` is the reason why a row could not be read; it is then rejected.
    `path` is where a child row stands within that line: `guarantees[2]`, counted from 0.
    """

    sheet: str | None
    line: int
    cells: Mapping[str, str]
    error: str | None = None
    path: str = ""

    @property
    def place(self) -> str:
        """Where the row stands in its sheet: its line, and where it is a child its path there."""
        return f"{self.line} {self.path}" if self.path else str(self.line)


@dataclass(frozen=True, slots=True)
class Nested:
    """A list in a JSON document: how many of its headers are its own, how deep it is, and how many rows it has.

    Its own headers come first; the others are those of the objects around its rows. `outermost` are the cells of the object
    that is the document itself, by their header in this list, where that object is in no list.
    """

    own: int
    depth: int
    rows: int
    outermost: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """Rows under one list of headers, in the order of the file; rows can be read once.

    `flags` are remarks on the table, complete once the rows are read. `line` is that of the headers; of JSON lines, of the
    first object that has them all. `name` is what a sender requests it by: its sheet, number in a page, or path in a document.
    `nested`: it is one of the lists of a document, of which those that are of the category loaded are read. `parts` are the
    cells of which the headers were joined, from the top, where a header goes over several lines.
    """

    sheet: str | None
    headers: Sequence[str]
    rows: Iterator[RawRow]
    flags: list[str] = field(default_factory=list)
    line: int = 1
    name: str = ""
    nested: Nested | None = None
    parts: Sequence[tuple[str, ...]] = ()

    @property
    def inherited(self) -> frozenset[str]:
        """The headers that come from objects around the rows."""
        return frozenset(self.headers[self.nested.own :]) if self.nested else frozenset()


def keys(headers: Sequence[str]) -> list[str]:
    """The headers made unique: the second `x` is `x (2)`."""
    seen: dict[str, int] = {}
    unique = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        unique.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
    return unique
