"""Own risk: steps on whole months, each event once, bounds, and the day on which the next figure changes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.errors import UnknownIndicator
from app.analytics.risk.ledger import Ledger, LineState, RiskEvent, ledger, without_records
from app.analytics.risk.nats import ONE, chance, of_points, points
from app.analytics.risk.steps import StepState, step_on, whole_months
from app.rules.risk_indicators import Decay, Dimension, RiskKind, indicators
from models.values.durations import after_months

RULES = indicators()
DAY = date(2024, 1, 15)
E12_36 = Decay(halves=12, gone=36)


def event(indicator: str, root: str = "", *, day: date = DAY, until: date | None = None, grade: str | None = None) -> RiskEvent:
    return RiskEvent(indicator, root or indicator, day, (f"{indicator} {root}",), until, grade)


def of(*events: RiskEvent, kind: RiskKind = RiskKind.COMPANY, on: date = DAY) -> Ledger:
    return ledger(RULES, kind, events, on)


def told(found: Ledger) -> list[tuple[str, float, LineState, str | None]]:
    return [(line.event.indicator, round(points(line.nats), 9), line.state, line.under) for line in found.lines]


@pytest.mark.parametrize(("whole", "s"), [(10, 0.095163), (25, 0.221199), (60, 0.451188), (120, 0.698806)])
def test_points_as_a_chance(whole: int, s: float) -> None:
    assert round(chance(of_points(whole)), 6) == s
    assert sum(of_points(1) for _ in range(whole)) == pytest.approx(of_points(whole), abs=whole)


@pytest.mark.parametrize(("months", "left"), [(0, 40), (11, 40), (12, 20), (23, 20), (24, 10), (35, 10), (36, 0), (60, 0)])
def test_points_are_halved_at_whole_months_and_then_gone(months: int, left: float) -> None:
    on = after_months(DAY, months)
    found = of(event("R11"), on=on)
    assert points(found.own) == pytest.approx(left, abs=1e-9)
    assert found.own == of_points(left)
    following = [after_months(DAY, n) for n in (12, 24, 36) if n > months]
    assert found.next_step == (following[0] if following else None)


def test_a_step_falls_on_its_day_and_not_the_day_before() -> None:
    assert [points(of(event("R11"), on=date(2025, 1, day)).own) for day in (14, 15)] == pytest.approx([40, 20])
    assert [points(of(event("R11"), on=date(2027, 1, day)).own) for day in (14, 15)] == pytest.approx([10, 0])
    assert [points(of(event("D4"), on=date(2025, 1, day)).own) for day in (14, 15)] == pytest.approx([4, 0])
    assert [points(of(event("R7"), on=date(2024, 7, day)).own) for day in (14, 15)] == pytest.approx([10, 5])


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2024, 12, 1), 13, date(2026, 1, 1)),
    ],
)
def test_months_end_where_they_are_short(day: date, months: int, later: date) -> None:
    assert after_months(day, months) == later
    assert whole_months(day, later) == months


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_whole_months_are_the_most_that_fit(day: date, days: int) -> None:
    on = date.fromordinal(day.toordinal() + days)
    months = whole_months(day, on)
    assert after_months(day, months) <= on < after_months(day, months + 1)


def test_what_stands_in_full_ends_with_what_it_is_about() -> None:
    ends = date(2024, 6, 1)
    listed = event("R1", until=ends)
    assert step_on(date(2024, 5, 31), None, DAY, ends) == StepState(0, ends)
    assert [points(of(listed, on=on).own) for on in (date(2024, 5, 31), ends)] == [pytest.approx(100), 0]
    assert of(listed, on=DAY).next_step == ends
    early = of(listed, on=date(2024, 1, 14))
    assert (early.own, early.next_step) == (0, DAY)
    assert told(early) == [("R1", 0, LineState.NOT_NOW, None)]


def test_an_end_cuts_steps_short() -> None:
    assert step_on(DAY, E12_36, DAY, date(2024, 7, 1)) == StepState(0, date(2024, 7, 1))
    assert step_on(date(2024, 7, 1), E12_36, DAY, date(2024, 7, 1)) == StepState(None, None)
    uneven = Decay(halves=12, gone=18)
    assert step_on(date(2025, 1, 15), uneven, DAY, None) == StepState(1, date(2025, 7, 15))
    assert step_on(date(2025, 7, 15), uneven, DAY, None) == StepState(None, None)
    assert step_on(DAY, E12_36, DAY, DAY) == StepState(None, None)


def test_of_one_case_the_highest_rung_counts_and_the_others_stand_under_it() -> None:
    found = of(*(event(one, "case 1") for one in ("J1", "D9", "J2", "J3", "J4")))
    assert told(found) == [
        ("D9", 0, LineState.UNDER, "J4"),
        ("J1", 0, LineState.UNDER, "J4"),
        ("J2", 0, LineState.UNDER, "J4"),
        ("J3", 0, LineState.UNDER, "J4"),
        ("J4", 80, LineState.COUNTED, None),
    ]
    struck_off = of(*(event(one, "case 1", until=DAY if one == "J4" else None) for one in ("J2", "J3", "J4")))
    assert told(struck_off) == [
        ("J2", 0, LineState.UNDER, "J3"),
        ("J3", 40, LineState.COUNTED, None),
        ("J4", 0, LineState.NOT_NOW, None),
    ]
    two = of(event("J2", "case 1"), event("J2", "case 2"))
    assert points(two.own) == pytest.approx(50)


def test_the_rung_decides_whatever_the_points_left() -> None:
    """The order to stop is older than the serious penalty of the same decision, and has been halved."""
    older = date(2022, 12, 1)
    assert told(of(event("R8", "d"), event("R10", "d", day=older))) == [
        ("R8", 0, LineState.UNDER, "R10"),
        ("R10", 15, LineState.COUNTED, None),
    ]
    assert [line[0] for line in told(of(event("R8", "d"), event("R10", "d"), event("R1", "d"))) if line[1]] == ["R1"]


def test_of_one_listing_the_greatest_counts_without_a_ladder() -> None:
    assert told(of(event("R2", "listing"), event("R5", "listing"))) == [
        ("R2", 0, LineState.UNDER, "R5"),
        ("R5", 20, LineState.COUNTED, None),
    ]


def test_one_event_told_twice_counts_once() -> None:
    twice = (event("R16", "arrears", grade="from_50000"), replace(event("R16", "arrears"), facts=("other",)))
    assert sorted(told(of(*twice))) == [("R16", 0, LineState.UNDER, "R16"), ("R16", 20, LineState.COUNTED, None)]


def test_points_of_one_indicator_are_bounded_for_one_party() -> None:
    found = of(*(event("R8", f"d{n}", day=date(2022, 6 + n, 1)) for n in range(4)), *(event("J1", f"c{n}") for n in range(4)))
    by_root = {line.event.root: (points(line.nats), line.state) for line in found.lines}
    assert points(found.dimensions[Dimension.REGULATORY]) == pytest.approx(60), "15 each, as they are over a year old"
    assert [by_root[f"c{n}"] for n in range(4)] == [(pytest.approx(8), LineState.COUNTED)] * 3 + [(0, LineState.OVER)]
    full = of(*(event("R8", f"d{n}") for n in range(4)))
    assert full.own == 3 * of_points(30)
    assert [line.state for line in full.lines] == [LineState.COUNTED] * 3 + [LineState.OVER]
    mixed = of(event("R8", "a", day=date(2022, 12, 1)), *(event("R8", f"d{n}") for n in range(3)))
    assert next(line.state for line in mixed.lines if line.event.root == "a") is LineState.OVER, "the greatest count first"


def test_a_line_counts_in_part_where_the_bound_falls_within_it() -> None:
    odd = {**RULES.indicators, "R8": RULES.indicators["R8"].model_copy(update={"most": 37.5})}
    found = ledger(RULES.model_copy(update={"indicators": odd}), RiskKind.COMPANY, [event("R8", "a"), event("R8", "b")], DAY)
    assert told(found) == [("R8", 30, LineState.COUNTED, None), ("R8", 7.5, LineState.OVER, None)]


def test_grades_stand_in_the_place_of_points() -> None:
    assert points(of(event("R16")).own) == pytest.approx(10)
    assert points(of(event("R16", grade="from_1000000")).own) == pytest.approx(35)
    cut = event("D3", grade="covers_losses")
    assert [points(of(cut, on=after_months(DAY, n)).own) for n in (0, 12, 24, 36)] == pytest.approx([5, 2.5, 1.25, 0])


def test_an_indicator_counts_for_its_kinds_of_party_alone() -> None:
    assert told(of(event("B2"), kind=RiskKind.SOLE_TRADER)) == [("B2", 0, LineState.NOT_OF_KIND, None)]
    assert of(event("R2"), event("J4"), kind=RiskKind.PERSON).own == of_points(80)


def test_what_is_disputed_counts_and_is_taken_off_beside() -> None:
    disputed = replace(event("J4", "case 1"), contested=True)
    found = of(event("J2", "case 1"), disputed, event("R2"))
    assert [points(found.own), points(found.without_contested)] == pytest.approx([92, 37])


def test_without_a_record_what_stood_under_it_counts() -> None:
    case = [replace(event(name, "case 1"), facts=(name,)) for name in ("J2", "J4")]
    twice = replace(event("R2"), facts=("a", "b"))
    left = without_records([*case, twice], {"J4", "a"})
    assert told(of(*left)) == [("R2", 12, LineState.COUNTED, None), ("J2", 25, LineState.COUNTED, None)]
    assert of(*without_records(left, {"b"})).own == of_points(25)


def test_what_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownIndicator) as wrong:
        of(event("R21"))
    assert (wrong.value.indicator, wrong.value.grade) == ("R21", None)
    with pytest.raises(UnknownIndicator) as wrong:
        of(event("R16", grade="huge"))
    assert (wrong.value.indicator, wrong.value.grade) == ("R16", "huge")


@st.composite
def events(draw: st.DrawFn) -> list[RiskEvent]:
    """Events of a few roots over some years, told more than once at times."""
    days = st.dates(date(2020, 1, 1), date(2025, 1, 1))
    one = st.builds(
        RiskEvent,
        indicator=st.sampled_from(list(RULES.indicators)),
        root=st.sampled_from(("r1", "r2", "r3", "r4", "r5")),
        day=days,
        facts=st.tuples(st.sampled_from(("f1", "f2"))),
        until=st.none() | days,
        contested=st.booleans(),
    )
    return draw(st.lists(one, max_size=12))


@settings(max_examples=100, deadline=None)
@given(events(), st.sampled_from(RiskKind), st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.randoms(use_true_random=False))
def test_no_order_matters_and_nothing_counts_twice(found: list[RiskEvent], kind: RiskKind, on: date, dice: object) -> None:
    whole = ledger(RULES, kind, found, on)
    shuffled = list(found)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ledger(RULES, kind, shuffled, on) == whole
    counting = [line.event.root for line in whole.lines if line.state in (LineState.COUNTED, LineState.OVER)]
    assert len(counting) == len(set(counting))
    assert {line.event.root for line in whole.lines if line.full} == set(counting)
    assert whole.own == sum(line.nats for line in whole.lines) == sum(whole.dimensions.values())
    assert all(0 <= line.nats <= line.full for line in whole.lines)
    for one in RULES.indicators.values():
        if one.most is not None:
            assert sum(line.nats for line in whole.lines if line.event.indicator == one.id) <= of_points(one.most) + 12


@settings(max_examples=100, deadline=None)
@given(events(), st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 2000))
def test_until_the_next_step_nothing_changes(found: list[RiskEvent], on: date, days: int) -> None:
    now = ledger(RULES, RiskKind.COMPANY, found, on)
    later = date.fromordinal(on.toordinal() + days)
    if now.next_step is None or later < now.next_step:
        then = ledger(RULES, RiskKind.COMPANY, found, later)
        assert replace(then, on=on) == now
    else:
        at_step = ledger(RULES, RiskKind.COMPANY, found, now.next_step)
        assert [line.full for line in at_step.lines] != [line.full for line in now.lines]
    assert now.next_step is None or now.next_step > on


def test_a_hundred_points_are_one_nat() -> None:
    assert of_points(100) == ONE
