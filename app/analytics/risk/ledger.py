"""A party's own risk: a ledger of lines, one for each event and indicator, of which each event counts once.

The events are those of one party that count at all: what is held on the day, usable and within the level of the answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.analytics.errors import UnknownIndicator
from app.analytics.risk.nats import chance, of_points
from app.analytics.risk.steps import step_on
from app.rules.risk_indicators import Dimension, Indicator, IndicatorSet, RiskKind


@dataclass(frozen=True, slots=True)
class RiskEvent:
    """That an indicator applies to a party.

    `root` names the event behind it (a case, a decision, a listing): what is told of one event under several indicators, or
    twice, bears one. `day` is the day of the event and `until` the first on which it is no longer in force; `facts` are the
    records, of `category`, `grade` one of the indicator's, `contested` whether the party disputes it.
    """

    indicator: str
    root: str
    day: date
    facts: tuple[str, ...]
    until: date | None = None
    grade: str | None = None
    contested: bool = False
    category: str = ""


class LineState(StrEnum):
    """Whether a line counts. OVER: in part or not at all, because the indicator's points of one party are bounded."""

    COUNTED = "counted"
    UNDER = "under"
    OVER = "over"
    NOT_NOW = "not_now"
    NOT_OF_KIND = "not_of_kind"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One event under one indicator.

    `points` are those of the indicator or grade, halved `halvings` times (None: they do not count on the day); `full` is what
    is left of them and `nats` what counts, in units of `nats`. `under` is the indicator under which the event counts where it
    is another line, `next_step` the next day on which `full` changes.
    """

    event: RiskEvent
    points: float
    halvings: int | None
    full: int
    nats: int
    state: LineState
    under: str | None
    next_step: date | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The lines of a party on a day, in the order of indicators, and their sums in units of `nats`.

    `own` is its own risk, `without_contested` what that is less what the party disputes, `dimensions` its parts. Until the day
    `next_step` it stays as it is while the events do. `version` is that of the indicators.
    """

    on: date
    kind: RiskKind
    version: int
    lines: tuple[LedgerLine, ...]
    own: int
    without_contested: int
    dimensions: Mapping[Dimension, int]
    next_step: date | None

    @property
    def s(self) -> float:
        """Own risk, from 0 to 1."""
        return chance(self.own)


def ledger(rules: IndicatorSet, kind: RiskKind, events: Iterable[RiskEvent], on: date) -> Ledger:
    """The ledger of a party of a kind on a day.

    Raises UnknownIndicator for an event of an indicator, or of a grade, that the rules do not have.
    """
    lines = _lines(rules, kind, events, on)
    undisputed = _lines(rules, kind, (line.event for line in lines if not line.event.contested), on)
    dimensions = dict.fromkeys(Dimension, 0)
    for line in lines:
        dimensions[rules.indicators[line.event.indicator].dimension] += line.nats
    return Ledger(
        on=on,
        kind=kind,
        version=rules.version,
        lines=tuple(lines),
        own=sum(line.nats for line in lines),
        without_contested=sum(line.nats for line in undisputed),
        dimensions=dimensions,
        next_step=min((line.next_step for line in lines if line.next_step), default=None),
    )


def without_records(events: Iterable[RiskEvent], facts: Set[str]) -> tuple[RiskEvent, ...]:
    """The events less some records; one that rested on these alone is gone, and what stood under it may count.

    The records of an event count as alternatives here. Where a condition takes several of them together, as two penalties of
    one kind do, whoever found the event has to find it anew among the records that are left.
    """
    left = ((event, tuple(fact for fact in event.facts if fact not in facts)) for event in events)
    return tuple(replace(event, facts=still) for event, still in left if still or not event.facts)


def _lines(rules: IndicatorSet, kind: RiskKind, events: Iterable[RiskEvent], on: date) -> list[LedgerLine]:
    whole = [_line(rules, kind, event, on) for event in events]
    return _bounded(rules, _once(rules, sorted(whole, key=lambda line: _order(rules, line))))


def _line(rules: IndicatorSet, kind: RiskKind, event: RiskEvent, on: date) -> LedgerLine:
    """A line before the events are parted and bounds are kept."""
    indicator = rules.indicators.get(event.indicator)
    if indicator is None:
        raise UnknownIndicator(event.indicator)
    if event.grade is not None and event.grade not in indicator.grades:
        raise UnknownIndicator(event.indicator, event.grade)
    points = indicator.points if event.grade is None else indicator.grades[event.grade]
    if kind not in indicator.kinds:
        return LedgerLine(event, points, None, 0, 0, LineState.NOT_OF_KIND, None, None)
    step = step_on(on, indicator.step, event.day, event.until)
    if step.halvings is None:
        return LedgerLine(event, points, None, 0, 0, LineState.NOT_NOW, None, step.next_step)
    full = of_points(points, step.halvings)
    return LedgerLine(event, points, step.halvings, full, full, LineState.COUNTED, None, step.next_step)


def _order(rules: IndicatorSet, line: LedgerLine) -> tuple[object, ...]:
    event = line.event
    until = event.until or date.max
    return (
        *rules.indicators[event.indicator].order,
        event.root,
        event.day,
        until,
        event.facts,
        event.grade or "",
        event.contested,
    )


def _once(rules: IndicatorSet, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """The lines with one left of each event: the highest on its ladder, then the one with most points."""
    of_root: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.state is LineState.COUNTED:
            of_root[line.event.root].append(at)
    changed = list(lines)
    for found in of_root.values():
        highest: dict[str, int] = {}
        for at in found:
            name, rung = _rung(rules, lines[at])
            highest[name] = max(rung, highest.get(name, rung))
        top = [at for at in found if _rung(rules, lines[at])[1] == highest[_rung(rules, lines[at])[0]]]
        first = min(top, key=lambda at: (-lines[at].full, at))
        for at in found:
            if at != first:
                changed[at] = replace(lines[at], nats=0, state=LineState.UNDER, under=lines[first].event.indicator)
    return changed


def _rung(rules: IndicatorSet, line: LedgerLine) -> tuple[str, int]:
    """The ladder of a line's indicator and how high on it that stands; an indicator on none is a ladder of its own."""
    indicator: Indicator = rules.indicators[line.event.indicator]
    if indicator.ladder is None:
        return indicator.id, 0
    return indicator.ladder.name, rules.ladders[indicator.ladder.name].index(indicator.ladder.rung)


def _bounded(rules: IndicatorSet, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """The lines with the points of each indicator within its bound: the greatest count first.

    Bounds are kept in exact points, since three times a rounded 8 need not be a rounded 24.
    """
    left = {one.id: Fraction(one.most) for one in rules.indicators.values() if one.most is not None}
    changed = list(lines)
    for at in sorted(range(len(lines)), key=lambda at: (-lines[at].nats, at)):
        line = lines[at]
        if line.state is LineState.COUNTED and line.halvings is not None and line.event.indicator in left:
            whole = Fraction(line.points) / (1 << line.halvings)
            within = min(whole, left[line.event.indicator])
            left[line.event.indicator] -= within
            if within < whole:
                changed[at] = replace(line, nats=of_points(within), state=LineState.OVER)
    return changed
