"""The order of the filings of one day: which of two counts, however close they come."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from models.caller import SHANGHAI

DIGEST_BITS = 16
"""How much of a digest decides between filings of one millisecond."""
DAY = timedelta(days=1)


def order_of(day: str, moment: datetime, filed: bytes) -> int:
    """The place of what is filed at a moment among the filings of its `day` (the day on which it was begun to be taken in).

    It is even: rows of the public have it, those for departments alone the odd one after it. It grows with the millisecond; of
    two filings of one millisecond the digest of their bytes decides, for all rows of either alike, so that the public and
    departments are never shown rows of different filings as one.
    """
    at = moment.astimezone(SHANGHAI)
    since = timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
    if at.date() == date.fromisoformat(day) + DAY:  # midnight came meanwhile
        since += DAY
    tie = int.from_bytes(sha256(filed).digest()[: DIGEST_BITS // 8])
    return 2 * (((since // timedelta(milliseconds=1)) << DIGEST_BITS) + tie)
