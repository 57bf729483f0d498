"""Bounds in time and terms of publicity."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from loaders.catalogue.files import read_catalogue
from loaders.derive.terms import add_duration, bounds, day_after
from models.catalogue_terms import Term
from models.statements import FIRST_DAY, OPEN_DAY

CATALOGUE = read_catalogue()


@pytest.mark.parametrize(
    ("day", "duration", "end"),
    [
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-11-30", "P3M", "2025-02-28"),
        ("2024-05-06", "P0D", "2024-05-06"),
        ("2024-05-06", "P1Y2M3D", "2025-07-09"),
        ("9998-12-31", "P3Y", OPEN_DAY),
        (OPEN_DAY, "P1D", OPEN_DAY),
    ],
)
def test_durations(day: str, duration: str, end: str) -> None:
    assert add_duration(day, duration) == end


@given(st.dates())
def test_the_day_after_is_later(day: object) -> None:
    text = str(day)
    assert day_after(text) > text or text == OPEN_DAY


@pytest.mark.parametrize(
    ("gravity", "until"),
    [("minor", "2026-05-06"), ("general", "2027-05-06"), ("serious", "2029-05-06"), (None, "2027-05-06")],
)
def test_a_penalty_is_public_by_its_gravity(gravity: str | None, until: str) -> None:
    values = {"decided_on": "2026-05-06"} | ({"gravity": gravity} if gravity else {})
    found = bounds(CATALOGUE["penalty"], "2026-06-01", values)
    assert found == ("2026-05-06", OPEN_DAY, "2026-05-06", until)


@pytest.mark.parametrize(
    ("decided", "gravity", "until", "why"),
    [
        ("2018-03-01", "general", "2019-03-01", "older than all rules: as the first has it"),
        ("2022-05-06", "serious", "2025-05-06", "its own rule, over before a rule that would end it"),
        ("2022-05-06", "general", "2023-05-06", "the rule of 2023 leaves it its own year"),
        ("2023-05-01", "general", "2026-04-01", "three years by the rule of 2023, cut on the first day of that of 2026"),
        ("2023-04-30", "general", "2024-04-30", "the day before is still a year"),
        ("2023-03-01", "serious", "2026-03-01", "over before the rule of 2026: it keeps its three years"),
        ("2025-07-01", "general", "2026-07-01", "a year by the rule of 2026, which is later than its first day"),
        ("2025-07-01", "serious", "2028-07-01", "three years by either"),
        ("2025-07-01", "minor", "2025-07-01", "never shown by its own rule, and not by a later one"),
        ("2025-03-01", None, "2026-04-01", "of unknown gravity as a general one"),
        ("2026-03-31", "general", "2027-03-31", "the last day of the rule of 2023"),
        ("2026-04-01", "general", "2027-04-01", "the first day of the rule of 2026"),
    ],
)
def test_a_decision_keeps_the_rule_of_its_day_but_for_what_a_later_one_ends(
    decided: str, gravity: str | None, until: str, why: str
) -> None:
    values = {"decided_on": decided} | ({"gravity": gravity} if gravity else {})
    assert bounds(CATALOGUE["penalty"], "2026-06-01", values).public_until == until, why


@given(st.dates(date(2019, 7, 1), date(2030, 1, 1)), st.sampled_from(["minor", "general", "serious", None]))
def test_no_rule_shows_longer_than_the_longest_that_was_in_force(decided: date, gravity: str | None) -> None:
    """Worked out day by day: a record is shown as long as the rules in force on each day, that judge it, show it."""
    term = CATALOGUE["penalty"].public_for
    assert term is not None
    start = decided.isoformat()
    until = bounds(CATALOGUE["penalty"], start, {"decided_on": start} | ({"gravity": gravity} if gravity else {})).public_until
    own = [v for v in term.versions if v.since <= start][-1]
    day = decided
    while True:
        judging = [v for v in term.versions if v is own or (v.running and own.since < v.since <= day.isoformat())][-1]
        length = judging.duration(gravity)
        assert length is not None
        if day.isoformat() >= add_duration(start, length):
            break
        day += timedelta(days=1)
    assert until == day.isoformat()


def test_rules_stand_in_order() -> None:
    one = {"since": "2024-01-01", "law": "甲"}
    for versions in ([one, one], [one, {"since": "2023-01-01", "law": "乙"}], []):
        with pytest.raises(ValidationError):
            Term.model_validate({"versions": versions})


def test_a_last_day_of_publicity_goes_before_the_term_and_includes_its_day() -> None:
    values = {"decided_on": "2026-05-06", "gravity": "serious", "shown_until": "2026-08-05"}
    assert bounds(CATALOGUE["penalty"], "2026-06-01", values).public_until == "2026-08-06"
    early = values | {"shown_until": "2026-01-01"}
    assert bounds(CATALOGUE["penalty"], "2026-06-01", early).public_until == "2026-05-06"


def test_without_terms_a_record_is_public_for_good_and_until_includes_its_day() -> None:
    licence = CATALOGUE["licence"]
    values = {"effective_from": "2024-01-01", "effective_until": "2024-12-31"}
    assert bounds(licence, "2024-03-01", values) == ("2024-01-01", "2025-01-01", FIRST_DAY, OPEN_DAY)
    assert bounds(licence, "2024-03-01", {"effective_until": OPEN_DAY}) == ("2024-03-01", OPEN_DAY, FIRST_DAY, OPEN_DAY)
