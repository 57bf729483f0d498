"""Requests to another service that are tried again: after which answers, and how long a pause there is between them."""

from typing import Any

import httpx
from tenacity import wait_random_exponential
from tenacity.wait import wait_base

PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Statuses after which a request is sent again."""
LONGEST_PAUSE = 60.0


class Again(Exception):
    """A request that may go well when it is sent again; after so many seconds, where the service says so."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Pause(wait_base):
    """As long as the service asks for, else a random while that grows."""

    _own = wait_random_exponential(multiplier=0.5, max=LONGEST_PAUSE)

    def __call__(self, retry_state: Any) -> float:
        error = retry_state.outcome.exception()
        return min(error.after, LONGEST_PAUSE) if error.after is not None else float(self._own(retry_state))


def retry_after(answer: httpx.Response) -> float | None:
    """In how many seconds a service says that a request may be sent again."""
    text = answer.headers.get("retry-after", "")
    return float(text) if text.isdecimal() else None
