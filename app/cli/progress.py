"""Shows that a long step goes on: one line that grows on a terminal, a line now and then elsewhere."""

import sys
import time
from types import TracebackType

from app.cli.common import beside
from app.cli.language.messages import in_words

EVERY_SECONDS = 0.2
LINE_SECONDS = 5.0


class Progress:
    """Called with how many rows are done. Says nothing of what is over at once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._begun = self._last = time.monotonic()
        self._shown = False

    def __enter__(self) -> "Progress":
        return self

    def __call__(self, done: int) -> None:
        """So many rows are done."""
        now = time.monotonic()
        if now - self._last < (EVERY_SECONDS if self._terminal else LINE_SECONDS):
            return
        self._last = now
        rate = done / max(now - self._begun, 0.001)
        line = in_words(f"{self._name}: {done:,} rows, {rate:,.0f} a second")
        beside(f"\r{line}\x1b[K" if self._terminal else f"{line}\n")
        self._shown = True

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._shown and self._terminal:
            beside("\r\x1b[K")
