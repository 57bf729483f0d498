"""Whether a file holds what a sane one of its category does."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.derive.terms import counts_from
from models.caller import today
from models.catalogue import Category
from models.statements import OPEN_DAY, Row


@dataclass(slots=True)
class Sanity:
    """Counts how often asserted properties are filled, and the rows that state of days later than `today` or of no day."""

    category: Category
    rows: int = 0
    later: int = 0
    first_later: str = OPEN_DAY
    today: str = field(default_factory=today)
    filled: dict[str, int] = field(default_factory=dict)
    unstated: int = 0

    def see(self, rows: Sequence[Row]) -> None:
        """Count some rows."""
        self.rows += len(rows)
        for day in (counts_from(self.category, row.statements[0]) for row in rows):
            if day > self.today:
                self.later += 1
                self.first_later = min(self.first_later, day)
        if mark := self.category.valid.unstated:
            self.unstated += sum(1 for row in rows if mark in row.statements[0].values)
        for a in self.category.asserts:
            found = sum(1 for row in rows if _has(row, a.property))
            self.filled[a.property] = self.filled.get(a.property, 0) + found

    def notes(self) -> list[str]:
        """What is not as asserted, and what does not count yet."""
        out = []
        if self.later:
            out.append(f"{self.later} rows are for days yet to come, the first {self.first_later}: each counts from its day on")
        if self.unstated and (start := self.category.valid.start):
            title = self.category.by_name[start].title.zh
            out.append(f"{self.unstated} rows state no {title}: taken as of the day they speak of, since when is not known")
        for a in self.category.asserts:
            share = self.filled.get(a.property, 0) / self.rows if self.rows else 1.0
            if share < a.filled:
                out.append(f"{a.property} is filled in {share:.0%} of the rows, at least {a.filled:.0%} are expected")
        return out


def _has(row: Row, name: str) -> bool:
    s = row.statements[0]
    return name in s.values or f"{name}_min" in s.values or any(r.role == name for r in s.refs)
