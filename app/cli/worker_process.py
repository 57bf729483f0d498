"""The worker beside a service: a process of its own, started with it, started again where it ends, and stopped with it."""

import subprocess
import sys
import threading
from contextlib import suppress
from types import TracebackType

from app.cli.common import say

COMMAND = (sys.executable, "-m", "app.cli", "work", "--until-closed")
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
LONG_ENOUGH = 60.0
"""A worker that ran for so many seconds is started again at once; one that ends sooner, after ever longer pauses."""
STOP_SECONDS = 20.0


class WorkerProcess:
    """A worker, for the time of a block. Where this process is killed it ends too, since its standard input is closed then."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker", daemon=True)

    def __enter__(self) -> "WorkerProcess":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        process = self._process
        if process is not None:
            _end(process)
        self._thread.join(STOP_SECONDS)

    def _keep(self) -> None:
        pause = FIRST_PAUSE
        while not self._over.is_set():
            process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE)  # noqa: S603 - our own interpreter and module
            self._process = process
            if self._over.is_set():
                _end(process)
                return
            try:
                code = process.wait(LONG_ENOUGH)
            except subprocess.TimeoutExpired:
                code, pause = process.wait(), FIRST_PAUSE
            if self._over.is_set():
                return
            say(f"the worker ended with code {code}; it is started again in {pause:.0f} s")
            self._over.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a worker to end, and end it where it does not."""
    with suppress(OSError):
        if process.stdin:
            process.stdin.close()
    with suppress(OSError):
        process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
