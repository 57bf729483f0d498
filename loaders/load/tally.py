"""The counts of one load, row by row, until they make a receipt."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from loaders.derive.coverage import Counts
from loaders.derive.groups import DeriveResult
from loaders.derive.terms import counts_from
from loaders.load.assumptions import taken
from loaders.load.reading import Chunk, Reading
from loaders.load.remarks import Conflicts, Entries, Remarks
from loaders.load.write import Written
from loaders.mapping.headers import Target
from models.caller import today
from models.catalogue import Category
from models.work.receipt import Preview, Receipt, RemarkKind

SHOWN_NOTES = 20


@dataclass(slots=True)
class Tally:
    """What became of the rows so far.

    `sources` are the providers and days they stated. `newest` is the newest day, of those that have come, that a row speaks of
    which everybody may see who may see its category; None where its records are shown once they are approved.
    """

    batch: str
    category: Category
    document: str
    rows: int = 0
    accepted: int = 0
    flagged: int = 0
    unchanged: int = 0
    rejected: int = 0
    covered: int = 0
    lists: Counts = field(default_factory=Counts)
    outcome: DeriveResult = field(default_factory=DeriveResult)
    sources: set[tuple[str, str]] = field(default_factory=set)
    newest: str | None = None
    today: str = field(default_factory=today)
    notes: list[str] = field(default_factory=list)
    error: str | None = None
    summaries: list[int] = field(default_factory=list)
    erased: int = 0
    remarks: Remarks = field(default_factory=Remarks)
    conflicts: Conflicts = field(default_factory=Conflicts)
    preview: list[Preview] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    entries: Entries = field(init=False)

    def __post_init__(self) -> None:
        self.entries = Entries(self.category)

    def read(self, chunk: Chunk) -> None:
        """Count what was read."""
        self.rows += chunk.count
        self.rejected += len(chunk.rejects)
        self.notes += chunk.notes
        self.summaries += chunk.summaries
        self.entries.see(chunk.rows)
        self.units |= chunk.units
        if chunk.error:
            self.error = str(chunk.error)
        if len(self.sources) < SHOWN_NOTES:
            self.sources |= {(s.provider, s.day) for row in chunk.rows for s in row.statements[:1]}
        plain = [s for row in chunk.rows for s in row.statements[:1] if s.level == self.category.level]
        days = [s.day for s in plain if self.category.approval is None and counts_from(self.category, s) <= self.today]
        self.newest = max(filter(None, (self.newest, *days)), default=None)

    def wrote(self, written: Written) -> None:
        """Count what was written."""
        self.accepted += len(written.accepted)
        self.flagged += sum(1 for row in written.accepted if row.flags)
        self.unchanged += len(written.unchanged)
        self.erased += written.erased
        self.remarks.see(written.accepted)
        self.conflicts.see(written.outcome.conflicts, (*written.accepted, *written.unchanged))
        self.outcome.add(written.outcome)

    def receipt(self, reading: Reading, rejects: str | None, targets: Iterable[Target] = (), dry_run: bool = False) -> Receipt:
        """The receipt."""
        erased = [f"{self.erased} rows say what was erased: they stay out"] if self.erased else []
        notes = [*self._of_summaries(), *self._of_entries(), *erased, *self.lists.notes(), *self.notes]
        providers, days = {p for p, _ in self.sources}, {d for _, d in self.sources}
        return Receipt(
            batch=self.batch,
            category=self.category.name,
            document=self.document,
            provider=reading.provider or (providers.pop() if len(providers) == 1 else None),
            day=reading.day or (days.pop() if len(days) == 1 else None),
            rows=self.rows,
            accepted=self.accepted,
            flagged=self.flagged,
            unchanged=self.unchanged,
            rejected=self.rejected,
            statements=self.outcome.statements,
            facts=self.outcome.facts,
            merges=self.outcome.merges,
            resolved=self.outcome.resolved,
            candidates=self.outcome.candidates,
            conflicts=self.conflicts.count,
            differences=tuple(self.conflicts.lines),
            summaries=len(self.summaries),
            mended=self.remarks.rows.get(RemarkKind.MENDED, 0),
            as_stated=self.remarks.rows.get(RemarkKind.AS_STATED, 0),
            added=self.entries.lines.rows,
            remarks=self.remarks.listed(),
            unlisted=self.remarks.unlisted,
            taken=taken(self.category, reading, targets, self.units, self.lists),
            preview=tuple(self.preview),
            units=self.units,
            covered=self.covered,
            whole=self.lists.whole,
            partial=self.lists.partial,
            rejects=rejects,
            dry_run=dry_run,
            notes=tuple(notes[:SHOWN_NOTES]),
            error=self.error,
        )

    def _of_entries(self) -> list[str]:
        lines = self.entries.lines
        return [f"{lines.rows} rows are further entries of a stake and add to it: {lines}"] if lines.rows else []

    def _of_summaries(self) -> list[str]:
        if not self.summaries:
            return []
        lines = ", ".join(map(str, self.summaries[:5])) + (", …" if len(self.summaries) > 5 else "")
        return [f"{len(self.summaries)} summary rows (合计) are no rows of data: line {lines}"]
