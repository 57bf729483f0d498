"""Measures of the quality of rows, counted by provider: each is so many good ones of so many, and the rows that are not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from models.catalogue_terms import Due
from models.values.durations import after_months
from models.values.working_days import YearNotKnown, is_working_day, working_days_after


class Measure(StrEnum):
    """What is measured of rows."""

    CONFORMANCE = "conformance"
    """Rows sent that were taken as they stood: not refused, no cell mended, none kept as stated since it could not be read."""
    TIMELINESS = "timeliness"
    """Rows that came for the first time by their due date."""
    REQUIRED = "required"
    """Cells of required properties that are filled."""
    EXPECTED = "expected"
    """Cells filled of properties that a sane file fills, as the category says, though they are not required."""
    CONSISTENCY = "consistency"
    """Parties named by code and name whose name is one of those registered under the code."""
    UNIQUENESS = "uniqueness"
    """Rows that had not come before, of categories whose records are sent once."""
    NAMES = "names"
    """Names that stand alone, without a code, whose bearer was found."""
    MENDED = "mended"
    """Refused rows that were mended and taken."""


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """A row that was taken, reduced to what is measured. Days are ISO days; `event` is the day of what it records.

    `received` is the day on which it came, or the first row of its record where the term of that runs from a day that stays the
    same; `later` rows of such a record are not judged again. `expected` are the names of the expected properties that it fills;
    `named` parties have a code, a name and a registration, `differing` of them another name; `alone` are names without a code,
    `unresolved` of them without a bearer.
    """

    provider: str
    batch: str
    place: str
    received: str
    event: str | None
    new: bool = True
    later: bool = False
    odd: bool = False
    expected: frozenset[str] = frozenset()
    named: int = 0
    differing: int = 0
    alone: int = 0
    unresolved: int = 0


@dataclass(frozen=True, slots=True)
class RefusedPlace:
    """A refused row: whose, where it stood, the column and the rule; whether a mended one was taken in its place."""

    provider: str
    batch: str
    place: str
    column: str
    rule: str
    mended: bool = False


@dataclass(frozen=True, slots=True)
class SentRows:
    """What providers sent of one category: rows that were taken, refused ones with their number by provider, and repeated ones.

    `refused` counts rows by provider and rule; of these `refusals` are those whose places are known. `repeated` are provider,
    batch and place of rows that had come before.
    """

    rows: Sequence[MeasuredRow] = ()
    refused: dict[tuple[str, str], int] = field(default_factory=dict)
    refusals: Sequence[RefusedPlace] = ()
    repeated: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Standard:
    """What a category asks of its rows: the term, how many properties are required, which are expected, and whether each row is
    sent only once."""

    due: Due | None = None
    required: int = 0
    expected: frozenset[str] = frozenset()
    once: bool = False


@dataclass(slots=True)
class Figure:
    """So many good ones `of` so many; `unknown` more could not be judged."""

    good: int = 0
    of: int = 0
    unknown: int = 0

    def add(self, good: int, of: int = 1) -> None:
        """Count some more."""
        self.good += good
        self.of += of

    @property
    def share(self) -> float | None:
        """The share of good ones; None where nothing was looked at."""
        return self.good / self.of if self.of else None

    @property
    def bad(self) -> int:
        """How many are not good."""
        return self.of - self.good


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that is not good by a measure: where it stands, and what about it (a column and a rule, names of properties)."""

    measure: Measure
    batch: str
    place: str
    column: str = ""
    what: str = ""


@dataclass(slots=True)
class Measured:
    """The figures of one provider, how many rows were taken and refused, and the rows behind the figures."""

    taken: int = 0
    refused: int = 0
    figures: dict[Measure, Figure] = field(default_factory=lambda: {one: Figure() for one in Measure})
    problems: list[RowProblem] = field(default_factory=list)

    def add(self, other: "Measured") -> None:
        """Add the figures of another; its rows are not taken over."""
        self.taken += other.taken
        self.refused += other.refused
        for measure, figure in other.figures.items():
            self.figures[measure].add(figure.good, figure.of)
            self.figures[measure].unknown += figure.unknown


def joined(parts: Iterable[dict[str, Measured]]) -> dict[str, Measured]:
    """The figures of each provider of several parts of what was sent, with the rows behind them, in their order."""
    found: dict[str, Measured] = {}
    for part in parts:
        for provider, one in part.items():
            total = found.setdefault(provider, Measured())
            total.add(one)
            total.problems += one.problems
    return found


def due_on(due: Due, event: date) -> date:
    """The last day on which a record of that day is sent in time.

    A term of days of the calendar whose last day is one off ends on the first working day after it (民法典 203).

    Raises:
        YearNotKnown: nobody knows yet which days of a year are worked.
    """
    if due.working_days is not None:
        return working_days_after(event, due.working_days)
    if due.days is not None:
        last = event + timedelta(days=due.days)
        while not is_working_day(last):
            last += timedelta(days=1)
        return last
    if due.day_of_next_year is not None:
        return date.fromisoformat(f"{event.year + 1}-{due.day_of_next_year}")
    assert due.day_of_next_month is not None
    return after_months(event.replace(day=1), 1) + timedelta(days=due.day_of_next_month - 1)


def measure(sent: SentRows, standard: Standard) -> dict[str, Measured]:
    """The figures of each provider of what was sent of one category."""
    found: dict[str, Measured] = {}

    def of(provider: str) -> Measured:
        return found.setdefault(provider, Measured())

    for row in sent.rows:
        _measure_row(of(row.provider), row, standard)
    for (provider, rule), count in sent.refused.items():
        one = of(provider)
        one.refused += count
        one.figures[Measure.CONFORMANCE].add(0, count)
        if standard.required:
            lacking = count if rule == "required" else 0
            one.figures[Measure.REQUIRED].add(count * standard.required - lacking, count * standard.required)
        one.figures[Measure.MENDED].add(0, count)
    for refusal in sent.refusals:
        one = of(refusal.provider)
        where = (refusal.batch, refusal.place, refusal.column, refusal.rule)
        if refusal.mended:
            one.figures[Measure.MENDED].good += 1
        else:
            one.problems.append(RowProblem(Measure.MENDED, *where))
        one.problems.append(RowProblem(Measure.CONFORMANCE, *where))
        if refusal.rule == "required":
            one.problems.append(RowProblem(Measure.REQUIRED, *where))
    for provider, batch, place in sent.repeated if standard.once else ():
        one = of(provider)
        one.figures[Measure.UNIQUENESS].add(0)
        one.problems.append(RowProblem(Measure.UNIQUENESS, batch, place))
    return found


def _measure_row(one: Measured, row: MeasuredRow, standard: Standard) -> None:
    figures = one.figures
    one.taken += 1
    figures[Measure.CONFORMANCE].add(not row.odd)
    figures[Measure.REQUIRED].add(standard.required, standard.required)
    lacking = standard.expected - row.expected
    figures[Measure.EXPECTED].add(len(standard.expected) - len(lacking), len(standard.expected))
    figures[Measure.CONSISTENCY].add(row.named - row.differing, row.named)
    figures[Measure.NAMES].add(row.alone - row.unresolved, row.alone)
    if standard.once:
        figures[Measure.UNIQUENESS].add(row.new, int(row.new))
    bad = {
        Measure.CONFORMANCE: row.odd,
        Measure.EXPECTED: bool(lacking),
        Measure.CONSISTENCY: bool(row.differing),
        Measure.NAMES: bool(row.unresolved),
        Measure.TIMELINESS: _is_late(figures[Measure.TIMELINESS], row, standard.due),
    }
    what = {Measure.EXPECTED: ", ".join(sorted(lacking))}
    one.problems += [RowProblem(m, row.batch, row.place, what=what.get(m, "")) for m, is_bad in bad.items() if is_bad]


def _is_late(figure: Figure, row: MeasuredRow, due: Due | None) -> bool:
    """Whether a row came after its term; counted in the figure. One that had come before, or has no term, is not looked at, nor
    a later one of its record."""
    if due is None or not row.new or row.later:
        return False
    try:
        last = due_on(due, date.fromisoformat(row.event or ""))
    except (YearNotKnown, ValueError):
        figure.unknown += 1
        return False
    in_time = date.fromisoformat(row.received) <= last
    figure.add(in_time)
    return not in_time


def together(measured: Iterable[Measured]) -> Measured:
    """The figures of several as one."""
    total = Measured()
    for one in measured:
        total.add(one)
    return total
