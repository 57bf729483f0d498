"""Measures of quality against figures worked by hand, and what must hold of any rows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.analytics.quality.measures import Measure, MeasuredRow, RefusedPlace, SentRows, Standard, due_on, measure, together
from app.analytics.quality.owed import owed_for
from app.answers.quality.measuring import measured_row, standard_of
from loaders.catalogue.files import read_catalogue
from models.catalogue import Category
from models.catalogue_terms import Due
from models.values.working_days import YearNotKnown, is_working_day, working_days_after, working_days_between

SEVEN = Standard(Due(working_days=7), required=4, expected=frozenset({"fine", "basis"}), once=True)


def row(place: str, received: str = "2026-09-10", event: str | None = "2026-09-01", **more: object) -> MeasuredRow:
    given = {"expected": frozenset({"fine", "basis"}), **more}
    return MeasuredRow("甲局", "b", place, received, event, **given)  # type: ignore[arg-type]


def shares(sent: SentRows, standard: Standard = SEVEN, provider: str = "甲局") -> dict[str, tuple[int, int]]:
    return {m.value: (f.good, f.of) for m, f in measure(sent, standard)[provider].figures.items()}


@pytest.mark.parametrize(
    ("category", "stated", "event"),
    [
        ("bankruptcy", {"accepted_on": "2026-09-01", "published_on": "2026-09-20"}, "2026-09-01"),
        ("bankruptcy", {"published_on": "2026-09-20"}, ""),  # the term cannot be counted: neither late nor in time
        ("liquidation", {"formed_on": "2026-09-01", "published_on": "2026-09-20"}, "2026-09-01"),
        ("penalty", {"decided_on": "2026-09-01"}, "2026-09-01"),
    ],
)
def test_a_term_runs_from_the_day_that_its_category_names(category: str, stated: dict[str, str], event: str) -> None:
    known = read_catalogue(headers=False)[category]
    said = {
        "provider": "甲局",
        "place": "2",
        "day": "2026-09-20",
        "new": True,
        "later": False,
        "first_on": None,
        "remarks": (),
        "parties": (),
    }
    found = measured_row(known, {"batch": "b", "loaded_on": "2026-09-26"}, {**said, "stated": {"values": stated}})
    assert found.event == event
    figure = measure(SentRows([found]), standard_of(known, 0))["甲局"].figures[Measure.TIMELINESS]
    late = {"bankruptcy": (0, 1) if not event else (1, 0), "liquidation": (0, 0), "penalty": (0, 0)}[category]
    assert (figure.good, figure.unknown) == late
    assert figure.of == (1 if event else 0)
    said |= {"later": True, "stated": {"values": stated}}
    later = measured_row(known, {"batch": "b", "loaded_on": "2027-09-26"}, said)
    figure = measure(SentRows([later]), standard_of(known, 0))["甲局"].figures[Measure.TIMELINESS]
    assert (figure.of, figure.unknown) == (0, 0), "it had been stated before"


@pytest.mark.parametrize("given", [{}, {"days": 5, "working_days": 5}, {"days": -1}])
def test_a_term_is_one(given: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Due.model_validate(given)


def test_figures_worked_by_hand() -> None:
    # Ten rows sent: eight taken, two refused, one of these for an empty required cell; the other was mended since.
    rows = [
        *(row(str(n)) for n in range(2, 6)),
        row("6", received="2026-09-11"),  # the seventh working day after Tuesday the 1st is Thursday the 10th: a day late
        row("7", odd=True, expected=frozenset({"fine"})),  # a cell was mended, and an expected one is empty
        row("8", named=2, differing=1),  # two parties by code and name, one of them under another name
        row("9", alone=1, unresolved=1, event="2027-01-04"),  # a name of nobody, and a term that nobody knows
    ]
    refusals = [
        RefusedPlace("甲局", "b", "10", "处罚机关", "required"),
        RefusedPlace("甲局", "b", "11", "罚款", "money", mended=True),
    ]
    sent = SentRows(rows, {("甲局", "required"): 1, ("甲局", "money"): 1}, refusals, [("甲局", "b", "12")])
    assert shares(sent) == {
        "conformance": (7, 10),
        "timeliness": (6, 7),
        "required": (39, 40),
        "expected": (15, 16),
        "consistency": (1, 2),
        "uniqueness": (8, 9),
        "names": (0, 1),
        "mended": (1, 2),
    }
    found = measure(sent, SEVEN)["甲局"]
    assert (found.taken, found.refused, found.figures[Measure.TIMELINESS].unknown) == (8, 2, 1)
    behind = {(one.measure.value, one.place, one.column, one.what) for one in found.problems}
    assert behind == {
        ("conformance", "7", "", ""),
        ("conformance", "10", "处罚机关", "required"),
        ("conformance", "11", "罚款", "money"),
        ("timeliness", "6", "", ""),
        ("required", "10", "处罚机关", "required"),
        ("expected", "7", "", "basis"),
        ("consistency", "8", "", ""),
        ("uniqueness", "12", "", ""),
        ("names", "9", "", ""),
        ("mended", "10", "处罚机关", "required"),
    }


@pytest.mark.parametrize(
    ("due", "event", "last"),
    [
        (Due(working_days=7), "2026-09-01", "2026-09-10"),
        (Due(working_days=7), "2026-09-24", "2026-10-12"),  # off: 25-27 September, 1-7 October; Saturday the 10th is worked
        (Due(working_days=20), "2026-01-30", "2026-03-05"),  # off: 15-23 February; Saturdays 14 and 28 are worked
        (Due(days=10), "2026-09-05", "2026-09-15"),  # days of the calendar, of which two are off
        (Due(days=10), "2026-09-10", "2026-09-20"),  # a Sunday that is worked
        (Due(days=25), "2026-09-08", "2026-10-08"),  # 3 October is off, and so are the days up to the 7th
        (Due(days=0), "2026-09-12", "2026-09-14"),  # a Saturday
        (Due(day_of_next_month=15), "2026-01-31", "2026-02-15"),
        (Due(day_of_next_month=5), "2026-12-01", "2027-01-05"),
        (Due(day_of_next_year="06-30"), "2025-12-31", "2026-06-30"),
    ],
)
def test_due_days(due: Due, event: str, last: str) -> None:
    assert due_on(due, date.fromisoformat(event)).isoformat() == last


@pytest.mark.parametrize("category", [c for c in read_catalogue().categories.values() if c.due], ids=lambda c: c.name)
def test_every_term_of_the_catalogue_has_a_day(category: Category) -> None:
    assert category.due
    assert due_on(category.due, date(2024, 3, 15)) > date(2024, 3, 15)


def test_only_what_is_sent_once_can_be_repeated() -> None:
    sent = SentRows([row("2"), row("3", new=False)], repeated=[("甲局", "b", "4")])
    again = Standard(SEVEN.due, required=4)
    assert (shares(sent)["uniqueness"], shares(sent, again)["uniqueness"]) == ((1, 2), (0, 0))
    assert [one.place for one in measure(sent, again)["甲局"].problems if one.measure is Measure.UNIQUENESS] == []


def test_a_year_that_is_not_announced_is_not_guessed() -> None:
    with pytest.raises(YearNotKnown, match="2027"):
        due_on(Due(working_days=7), date(2026, 12, 30))
    with pytest.raises(YearNotKnown, match="2027"):
        due_on(Due(days=25), date(2026, 12, 20))
    with pytest.raises(YearNotKnown, match="2003"):
        is_working_day(date(2003, 5, 1))
    assert working_days_after(date(2026, 9, 30), 0) == date(2026, 9, 30)
    assert working_days_between(date(2026, 9, 30), date(2026, 10, 9)) == 2
    assert working_days_between(date(2026, 10, 9), date(2026, 9, 30)) == -2


ROWS = st.lists(
    st.builds(
        MeasuredRow,
        provider=st.sampled_from(["甲", "乙"]),
        batch=st.sampled_from(["1", "2"]),
        place=st.integers(2, 40).map(str),
        received=st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(str),
        event=st.none() | st.dates(date(2025, 1, 1), date(2026, 12, 31)).map(str),
        new=st.booleans(),
        odd=st.booleans(),
        expected=st.frozensets(st.sampled_from(["fine", "basis"])),
        alone=st.just(2),
        unresolved=st.integers(0, 2),
    )
)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference_and_parts_add_up(rows: list[MeasuredRow], random: object) -> None:
    whole = measure(SentRows(rows), SEVEN)
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    other = measure(SentRows(shuffled), SEVEN)
    assert {p: m.figures for p, m in whole.items()} == {p: m.figures for p, m in other.items()}
    parts = [measure(SentRows([r for r in rows if r.batch == batch]), SEVEN) for batch in ("1", "2")]
    for provider, measured in whole.items():
        assert together(part[provider] for part in parts if provider in part).figures == measured.figures
        for m, figure in measured.figures.items():
            assert 0 <= figure.good <= figure.of
            if m in (Measure.CONFORMANCE, Measure.TIMELINESS, Measure.MENDED):
                assert figure.bad == sum(1 for one in measured.problems if one.measure is m)


def test_what_is_owed_worked_by_hand() -> None:
    def days(*given: str) -> list[date]:
        return [date.fromisoformat(one) for one in given]

    sent = {
        ("甲局", "penalty"): days("2026-06-20", "2026-07-03", "2026-08-05", "2026-09-04", "2026-10-09"),  # September: late
        ("乙局", "penalty"): days("2026-07-20", "2026-08-20"),  # for July and August; nothing for September
        ("丙局", "penalty"): days("2026-09-20"),  # for September for the first time: nothing was owed
        ("丁局", "penalty"): days("2026-07-20", "2026-08-20", "2026-09-06"),
    }
    owed = owed_for(date(2026, 9, 1), sent, {"penalty": 5}, months=3, least=2, today=date(2026, 10, 13))
    told = [(one.provider, str(one.sent_on), one.late, one.working_days_late) for one in owed]
    assert told == [
        ("丁局", "2026-09-06", False, None),
        ("乙局", "None", True, 5),  # October 8, 9, Saturday 10 which is worked, 12 and 13
        ("甲局", "2026-10-09", True, 2),
    ]


def test_a_file_that_came_for_an_empty_month_counts_for_no_other() -> None:
    came = [date.fromisoformat(one) for one in ("2025-08-20", "2025-09-20", "2025-10-20", "2025-12-10")]

    def of(month: int, sent: list[date]) -> tuple[str, bool]:
        given, today = {("甲局", "penalty"): sent}, date(2026, 1, 9)
        (one,) = owed_for(date(2025, month, 1), given, {"penalty": 5}, months=3, least=2, today=today)
        return str(one.sent_on), one.late

    assert of(10, came) == ("2025-10-20", False)
    assert of(11, came) == ("2025-12-10", True)
    assert of(12, came) == ("None", True), "the file of December came for November"
    more = [*came, date(2025, 12, 20)]
    assert (of(11, more), of(12, more)) == (("2025-12-10", True), ("2025-12-20", False))
    twice = [*came, date(2026, 1, 7)]
    assert of(12, twice) == ("2026-01-07", True)
