"""Where indicators of risk apply to a party: its records against the conditions of each indicator. Pure functions."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.analytics.risk.ledger import RiskEvent
from app.analytics.risk.steps import step_on
from app.rules.risk_conditions import FoundIn, OtherRecords, PresumedRoot, ValueTest, Where
from app.rules.risk_indicators import Indicator, IndicatorSet, RiskKind
from models.values.durations import later
from models.values.names import normalise_name

YUAN = "CNY"
_CASE_NUMBER = re.compile(r"\(\d{4}\).*?号")


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """A usable record of a party: its category, the role in which the party stands in it, and what it states.

    `day` is the first day on which it holds, `until` the first on which it does not any more (None: open). `values` are by
    the names under which they are stored, `authority` is the party that issued it, `contested` whether an objection to it is
    open.
    """

    category: str
    role: str
    fact: str
    day: date
    until: date | None
    values: Mapping[str, Any] = field(default_factory=dict)
    authority: str | None = None
    contested: bool = False

    def in_force(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.day <= on and (self.until is None or on < self.until)


def events_of(
    rules: IndicatorSet, kind: RiskKind, records: Sequence[PartyRecord], on: date, loaded: Collection[str] | None = None
) -> tuple[RiskEvent, ...]:
    """The events of one party of a kind on a day, as far as indicators are found in records.

    Where `loaded` is given, conditions on a category not among it find nothing: a lacking record says nothing there.

    Steps and bounds are the ledger's: an event that is no longer in force may be among them. Records of later days are left
    out.
    """
    by_category: dict[str, list[PartyRecord]] = defaultdict(list)
    for record in sorted(records, key=lambda one: (one.day, one.fact, one.role)):
        if record.day <= on:
            by_category[record.category].append(record)
    found: dict[str, list[RiskEvent]] = {}
    there = None if loaded is None else frozenset(loaded)
    each = [
        (one, where)
        for one in rules.indicators.values()
        for where in one.found
        if where.records in by_category and (there is None or there.issuperset(where.categories))
    ]
    for one, where in sorted(each, key=lambda of: bool(of[1].beside)):  # those beside others come after them
        beside = (event for name in where.beside for event in found.get(name, ()))
        if not where.beside or any(_counts(rules, kind, event, on) for event in beside):
            found.setdefault(one.id, []).extend(_events(one, where, by_category, on))
    for one, where in each:
        if where.presumed is not None:
            found[one.id] = _presumed(where.presumed, found.get(one.id, ()), found, by_category)
    return tuple(event for name in rules.indicators for event in found.get(name, ()))


def _counts(rules: IndicatorSet, kind: RiskKind, event: RiskEvent, on: date) -> bool:
    one = rules.indicators[event.indicator]
    return kind in one.kinds and step_on(on, one.step, event.day, event.until).halvings is not None


def _events(one: Indicator, found: FoundIn, records: Mapping[str, Sequence[PartyRecord]], on: date) -> list[RiskEvent]:
    others = [(other, True) for other in found.having] + [(other, False) for other in found.lacking]
    if any(_has(other, records, on) is not wanted for other, wanted in others):
        return []
    mine = [r for r in records.get(found.records, ()) if r.role == found.role]
    if found.latest:
        mine = _latest([r for r in mine if r.in_force(on)], found.latest_by)
    mine = [record for record in mine if meets(found.where, record, on)]
    if found.repeated:
        return _repeated(one, found, mine)
    if found.sums:
        return _summed(one, found, [r for r in mine if r.in_force(on)], on)
    events = (_event(one, found, record, on) for record in mine)
    return [event for event in events if event is not None]


def _event(one: Indicator, found: FoundIn, record: PartyRecord, on: date) -> RiskEvent | None:
    day = _day(record.values.get(found.day)) if found.day else record.day
    if day is None:
        return None
    until = record.until
    if found.after:
        day = later(day, found.after)
    if found.lasts:
        until = min(later(day, found.lasts), until or date.max)
    grade, facts = _grade(found, record, on), (record.fact,)
    root = f"condition:{one.id}" if one.root == "condition" else _root(one.root, found, record)
    return RiskEvent(one.id, root, day, facts, until, grade, record.contested, record.category)


def _grade(found: FoundIn, record: PartyRecord, on: date) -> str | None:
    if found.grade:
        return found.grade
    fitting = [name for name, where in found.grades.items() if meets(where, record, on)]
    return fitting[-1] if fitting else None


def _root(kind: str, found: FoundIn, record: PartyRecord) -> str:
    """The name of the event behind a record, of a kind: what tells it apart; the record itself where that is not stated."""
    stated = [record.authority if name == "authority" else record.values.get(name) for name in found.root]
    if not stated or any(value in (None, "") for value in stated):
        return f"{kind}:{record.fact}"
    texts = [normalise_name(str(value)) for value in stated]
    if kind == "case":  # what follows the number, as 之一 of a ruling, is of the same case
        texts = [number[0] if (number := _CASE_NUMBER.match(text)) else text for text in texts]
    return ":".join([kind, *texts])


def _summed(one: Indicator, found: FoundIn, records: Sequence[PartyRecord], on: date) -> list[RiskEvent]:
    """One event of all records, graded by the sum of an amount."""
    if not records or found.sums is None:
        return []
    records = _distinct(found.each, records)
    total = sum(amount for record in records if (amount := _number(record, found.sums)) is not None)
    whole = replace(records[0], values={found.sums: total})
    until = min((r.until for r in records if r.until), default=None)
    facts = tuple(r.fact for r in records)
    disputed, grade = any(r.contested for r in records), _grade(found, whole, on)
    return [RiskEvent(one.id, f"condition:{one.id}", records[0].day, facts, until, grade, disputed, found.records)]


def _distinct(names: Sequence[str], records: Sequence[PartyRecord]) -> list[PartyRecord]:
    """The newest record of each combination of these properties: what several providers state of one thing is one."""
    newest: dict[tuple[Any, ...], PartyRecord] = {}
    for record in sorted(records, key=lambda one: (one.day, one.fact)):
        key = tuple(record.authority if name == "authority" else record.values.get(name) for name in names)
        newest[key if names else (record.fact,)] = record
    return sorted(newest.values(), key=lambda one: (one.day, one.fact))


def _repeated(one: Indicator, found: FoundIn, records: Sequence[PartyRecord]) -> list[RiskEvent]:
    """The newest time at which so many records, each of an event of its own, came within a time."""
    rule = found.repeated
    assert rule is not None
    of_value: dict[str, list[PartyRecord]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for record in records:
        value = str(record.values.get(rule.same) or "") if rule.same else "*"
        root = _root("decision", found, record)
        if value and (value, root) not in seen:
            seen.add((value, root))
            of_value[value].append(record)
    newest: list[PartyRecord] | None = None
    for together in of_value.values():
        for at in range(rule.at_least - 1, len(together)):
            several = together[at - rule.at_least + 1 : at + 1]
            if later(several[0].day, rule.within) >= several[-1].day and (newest is None or newest[-1].day < several[-1].day):
                newest = several
    if newest is None:
        return []
    # Points that do not fall with age stand as long as so many lie within the time that ends on the day.
    until = later(newest[0].day, rule.within) if one.step is None else None
    facts, disputed = tuple(r.fact for r in newest), any(r.contested for r in newest)
    return [RiskEvent(one.id, f"condition:{one.id}", newest[-1].day, facts, until, None, disputed, found.records)]


def _presumed(
    rule: PresumedRoot,
    events: Sequence[RiskEvent],
    found: Mapping[str, Sequence[RiskEvent]],
    records: Mapping[str, Sequence[PartyRecord]],
) -> list[RiskEvent]:
    """Listings with the root of the newest decision of their authority before them, where there is one in time."""
    issuer = {r.fact: r.authority for of in records.values() for r in of}
    decisions = [event for name in rule.decisions for event in found.get(name, ())]
    out = []
    for event in events:
        authority = issuer.get(event.facts[0])
        before = [
            d
            for d in decisions
            if authority and issuer.get(d.facts[0]) == authority and d.day <= event.day <= later(d.day, rule.within)
        ]
        out.append(replace(event, root=max(before, key=lambda d: (d.day, d.root)).root) if before else event)
    return out


def _has(other: OtherRecords, records: Mapping[str, Sequence[PartyRecord]], on: date) -> bool:
    there = [r for r in records.get(other.records, ()) if r.role == other.role and r.in_force(on)]
    return any(meets(other.where, record, on) for record in (_latest(there, other.latest_by) if other.latest else there))


def _latest(records: Sequence[PartyRecord], by: str | None) -> list[PartyRecord]:
    """The newest record: by the number of a property, such as a year reported, then by its day."""

    def age(one: PartyRecord) -> tuple[float, date, str]:
        return (_number(one, by) or 0.0) if by else 0.0, one.day, one.fact

    return [max(records, key=age)] if records else []


def meets(where: Where, record: PartyRecord, on: date) -> bool:
    """Whether the values of a record are what they have to be."""
    return all(_passes(test, name, record, on) for name, test in where.items())


def _passes(test: ValueTest, name: str, record: PartyRecord, on: date) -> bool:
    value = record.values.get(name)
    if value is None or value in ("", []):
        return test.unstated or test.absent or (bool(test.lacks) and not test.among and not test.has)
    return (
        not test.absent
        and _fits_words(test, value)
        and _fits_number(test, name, record)
        and (not test.past or _is_past(value, on))
    )


def _fits_words(test: ValueTest, value: Any) -> bool:
    several = value if isinstance(value, list | tuple) else [value]
    texts = [_written(one) for one in several]
    if test.among and not any(text in test.among for text in texts):
        return False
    if test.has and not any(word in text for word in test.has for text in texts):
        return False
    return not any(word in text for word in test.lacks for text in texts)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _fits_number(test: ValueTest, name: str, record: PartyRecord) -> bool:
    if test.at_least is None and test.above is None and test.below is None and test.less_than is None:
        return True
    number = _number(record, name)
    if number is None:
        return test.unstated
    if test.less_than is not None:
        whole = _number(record, test.less_than)
        if whole is None or whole - number < test.by or whole <= number:
            return False
    least = test.at_least is None or number >= test.at_least
    return least and (test.above is None or number > test.above) and (test.below is None or number < test.below)


def _number(record: PartyRecord, name: str) -> float | None:
    """A number, or an amount of money in yuan; None for an amount in another currency."""
    value = record.values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if record.values.get(f"{name}_currency", YUAN) == YUAN else None


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _is_past(value: Any, on: date) -> bool:
    day = _day(value)
    return day is not None and day < on


def categories_of(found: Iterable[FoundIn]) -> tuple[str, ...]:
    """The categories that conditions look into, in order."""
    return tuple(sorted({name for one in found for name in one.categories}))
