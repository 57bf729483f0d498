"""When a message that was not taken is sent again: by the schedule of Standard Webhooks, later where that is asked."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from app.webhooks.retrying import PAUSES, Attempt, next_attempt

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def seconds(attempt: Attempt, failed: int) -> float:
    moment = next_attempt(attempt, failed, NOW)
    assert moment is not None
    return (moment - NOW).total_seconds()


def test_pauses_grow_and_end() -> None:
    for failed, pause in enumerate(PAUSES, 1):
        assert pause <= seconds(Attempt(500), failed) <= pause * 1.1
    assert next_attempt(Attempt(500), len(PAUSES) + 1, NOW) is None
    assert timedelta(days=3) < timedelta(seconds=sum(PAUSES)) < timedelta(days=4)


@pytest.mark.parametrize("status", [429, 502, 504])
def test_who_asks_to_be_spared_is(status: int) -> None:
    assert seconds(Attempt(status), 1) >= 60


def test_gone_is_gone() -> None:
    assert next_attempt(Attempt(410), 1, NOW) is None


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("120", 120, 120),
        (format_datetime(NOW + timedelta(hours=2), usegmt=True), 7200, 7200),
        ("1", 5, 5.5),
        ("nonsense", 5, 5.5),
        ("-3", 5, 5.5),
        ("99999999999999", 86400, 86400),
        (format_datetime(NOW + timedelta(days=900)), 86400, 86400),
        (format_datetime(NOW - timedelta(days=1)), 5, 5.5),
    ],
)
def test_retry_after_is_heeded(header: str, least: float, most: float) -> None:
    assert least <= seconds(Attempt(503, retry_after=header), 1) <= most


@pytest.mark.parametrize(
    ("status", "taken"), [(200, True), (204, True), (299, True), (301, False), (307, False), (404, False), (None, False)]
)
def test_what_is_taken(status: int | None, taken: bool) -> None:
    assert Attempt(status).taken is taken
