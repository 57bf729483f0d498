"""Bounds in time and terms of publicity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.catalogue_files import read_catalogue
from loaders.terms import add_duration, bounds, day_after
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
