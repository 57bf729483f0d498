"""When a webhook that was not taken is tried again, and when it is tried no more."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MINUTE, HOUR = 60.0, 3600.0
PAUSES = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds after the first failed attempt, the second, and so on; after one more the webhook is disabled."""
JITTER = 0.1
"""A pause is longer by up to this part, so that many do not come back at once."""
SLOW = frozenset({429, 502, 504})
"""Answers that ask to be slow: no attempt within a minute."""
GONE = 410
LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one attempt: the status of its answer or what failed (`error`), and when to come again if it said."""

    status: int | None = None
    error: str | None = None
    retry_after: str | None = None

    @property
    def taken(self) -> bool:
        """Whether the message was taken: by a 2xx alone, a redirect is a failure."""
        return self.status is not None and 200 <= self.status < 300


def next_attempt(attempt: Attempt, failed: int, now: datetime) -> datetime | None:
    """The moment of the next attempt after so many `failed` ones, this one among them; None where there is to be none."""
    if attempt.status == GONE or failed > len(PAUSES):
        return None
    pause = PAUSES[failed - 1] * (1 + secrets.SystemRandom().uniform(0, JITTER))
    if attempt.status in SLOW:
        pause = max(pause, MINUTE)
    asked = _asked(attempt.retry_after, now)
    return max(now + timedelta(seconds=pause), min(asked, now + LONGEST))


def _asked(retry_after: str | None, now: datetime) -> datetime:
    """The moment that a `Retry-After` header names: seconds, or a date; what is neither asks for nothing."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return now + min(timedelta(seconds=int(text[:9])), LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return now
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
