"""What a text means as the moment up to which things were known: one rule for every way of asking."""

import pytest

from app.engine.clock import moment_of, stamp
from app.errors import InputError
from app.questions.moments import NOW, parse_known_at


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-01", "2024-05-01T23:59:59.999999+08:00"),
        ("2024-05-01T00:00", "2024-05-01T00:00:00.000000+08:00"),
        ("2024-05-01T12:00:00Z", "2024-05-01T20:00:00.000000+08:00"),
        ("2024-05-01T23:30:00-05:00", "2024-05-02T12:30:00.000000+08:00"),
        ("9999-12-31", "9999-12-31T23:59:59.999999+08:00"),
    ],
)
def test_a_day_is_its_end_and_a_moment_itself_in_china(text: str, moment: str) -> None:
    assert parse_known_at(text) == stamp(moment_of(text)) == moment


@pytest.mark.parametrize(
    "text", ["soon", "2024-02-30", "2024-05-01T25:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
)
def test_what_is_no_moment_is_refused_by_its_name(text: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_known_at(text)
    assert refused.value.context["parameter"] == "known_at"


def test_a_tick_is_no_day() -> None:
    assert [parse_known_at(given) for given in (None, "", 7, "20240501", "9" * 16)] == [NOW, NOW, 7, 20240501, NOW]
