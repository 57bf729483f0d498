"""What a receipt states of the rows that were read: remarks with their counts and first lines, entries that add, conflicts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from loaders.identity.beside import BESIDE
from loaders.identity.two_names import OTHER_NAME
from loaders.values.cells import AS_STATED, LEFT_OUT, MENDED
from models.catalogue import Category, CoverageKind
from models.facts import StatementConflict
from models.statements import Row, Statement
from models.work.receipt import Remark, RemarkKind

DIFFERENT, LINES, SHOWN_CONFLICTS = 200, 5, 20
_KINDS = (
    (MENDED, RemarkKind.MENDED),
    (AS_STATED.rstrip(": "), RemarkKind.AS_STATED),
    (LEFT_OUT, RemarkKind.AS_STATED),
    ("says otherwise", RemarkKind.OTHERWISE),
    (BESIDE, RemarkKind.NAME_BESIDE),
    (OTHER_NAME, RemarkKind.TWO_NAMES),
)


def kind_of(remark: str) -> RemarkKind:
    """What a remark is about, by its words."""
    return next((kind for words, kind in _KINDS if words in remark), RemarkKind.OTHER)


@dataclass(slots=True)
class Lines:
    """How many rows there are of a sort, and where the first of them stand."""

    rows: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, place: str) -> None:
        """Count one row."""
        self.rows += 1
        if self.rows <= LINES:
            self.first.append(place)

    def __str__(self) -> str:
        more = ", …" if self.rows > len(self.first) else ""
        return f"line {', '.join(self.first)}{more}"


@dataclass(slots=True)
class Remarks:
    """The remarks on accepted rows by their words, bounded: past DIFFERENT ones, `unlisted` counts the rest."""

    found: dict[str, Lines] = field(default_factory=dict)
    rows: dict[RemarkKind, int] = field(default_factory=dict)
    unlisted: int = 0

    def see(self, rows: Iterable[Row]) -> None:
        """Count the remarks on some rows."""
        for row in rows:
            if not row.flags:
                continue
            for kind in {kind_of(flag) for flag in row.flags}:
                self.rows[kind] = self.rows.get(kind, 0) + 1
            for flag in dict.fromkeys(row.flags):
                lines = self.found.get(flag)
                if lines is None and len(self.found) < DIFFERENT:
                    lines = self.found[flag] = Lines()
                if lines is None:
                    self.unlisted += 1
                else:
                    lines.add(row.place)

    def listed(self) -> tuple[Remark, ...]:
        """The remarks, those of most rows first."""
        ordered = sorted(self.found.items(), key=lambda item: (-item[1].rows, item[0]))
        return tuple(Remark(kind=kind_of(text), remark=text, rows=n.rows, lines=tuple(n.first)) for text, n in ordered)


@dataclass(slots=True)
class Entries:
    """Which rows of lists that add up are further entries of one stake, by the document alone."""

    category: Category
    lines: Lines = field(default_factory=Lines)
    _seen: set[int] = field(default_factory=set)

    def see(self, rows: Iterable[Row]) -> None:
        """Look at some rows; those of categories whose rows do not add are passed over."""
        if not self.category.adds or self.category.coverage is CoverageKind.TOP_N:
            return
        for row in rows:
            stake = _stake(row.statements[0])
            if stake in self._seen:
                self.lines.add(row.place)
            self._seen.add(stake)


def _stake(statement: Statement) -> int:
    meant = {f"@{r.role}": r.identifier for r in statement.refs}
    return hash((statement.provider, statement.day, *(meant.get(token, token) for token in statement.key)))


@dataclass(slots=True)
class Conflicts:
    """Rows that state of one thing and day what other rows do not: which counts, by line where it stands in this document."""

    count: int = 0
    lines: list[str] = field(default_factory=list)

    def see(self, conflicts: Sequence[StatementConflict], rows: Iterable[Row]) -> None:
        """Count the conflicts that some rows brought."""
        self.count += len(conflicts)
        if not conflicts or len(self.lines) >= SHOWN_CONFLICTS:
            return
        places = {s.id: row.place for row in rows for s in row.statements}
        for conflict in conflicts[: SHOWN_CONFLICTS - len(self.lines)]:
            at = [f"line {places[s]}" if s in places else "a row loaded before" for s in conflict.statements]
            others = " and ".join(dict.fromkeys(at[1:]))
            self.lines.append(f"of one thing on {conflict.day} {at[0]} and {others} say different things: {at[0]} counts")
