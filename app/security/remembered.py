"""What the desk said a moment ago of keys, tokens and sessions, so that it is not asked at each request."""

import time
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
TERM_SECONDS = 0.5
"""How long what was good is taken for good without asking the desk: what is revoked or ended is so within this everywhere."""
MOST = 10_000


class Remembered(Generic[K, V]):
    """Values by key, each for a term that begins when it was asked for; a bounded number of them."""

    def __init__(self) -> None:
        self._known: dict[K, tuple[float, V]] = {}

    def get(self, key: K) -> V | None:
        """A value whose term is not over."""
        kept = self._known.get(key)
        return kept[1] if kept is not None and time.monotonic() < kept[0] else None

    def keep(self, key: K, value: V, asked: float) -> None:
        """Remember a value that was asked for at this time (of `time.monotonic`)."""
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[key] = (asked + TERM_SECONDS, value)

    def drop(self, key: K) -> None:
        """Forget one value, if it is known."""
        self._known.pop(key, None)

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()
