"""What every reader gives: tables with their headers, and rows of text cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class RawRow:
    """One input row: its sheet, its line (of a text file, or row of a sheet, from 1), its cells by header.

    The second column of one name stands as `name (2)`. `error` says why a row could not be read; it is then rejected.
    """

    sheet: str | None
    line: int
    cells: Mapping[str, str]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Nested:
    """What is known of a list in a document: how many of its headers are its own (they come first; the others are those of the
    objects around its rows), how deep it lies, and how many rows it has.

    `outermost` are the cells of the object that is the document itself, by their header in this list, where it stands in none.
    """

    own: int
    depth: int
    rows: int
    outermost: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """Rows under one list of headers, as they stand in the file; rows can be read once.

    `flags` are remarks on all of it, whole once the rows are read. `line` is where the headers stand; of JSON lines, the first
    object that has them all. `name` is what a sender asks for it by: its sheet, its number in a page, its place in a document.
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
        """The headers of objects around the rows."""
        return frozenset(self.headers[self.nested.own :]) if self.nested else frozenset()


def keys(headers: Sequence[str]) -> list[str]:
    """Headers made different from each other: the second `x` is `x (2)`."""
    seen: dict[str, int] = {}
    found = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        found.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
    return found
