"""Starts a receiver of webhooks for a test, and reads what it was sent."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standardwebhooks.webhooks import Webhook

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Receiving:
    """A receiver that runs: its address, and the file of what it was sent."""

    url: str
    file: Path

    def received(self, path: str | None = None) -> list[dict[str, Any]]:
        """The requests so far, the oldest first; of one path alone where it is given."""
        lines = self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []
        found = [json.loads(line) for line in lines]
        return [one for one in found if path is None or one["path"] == path]

    def items(self, path: str | None = None) -> list[dict[str, Any]]:
        """The changes in the messages taken, each message once, in the order of their first coming."""
        seen: dict[str, str] = {}
        out: list[dict[str, Any]] = []
        for one in self.received(path):
            message, body = one["headers"]["webhook-id"], one["body"]
            if 200 <= one["status"] < 300 and message not in seen:
                out += json.loads(body)["data"].get("items", [])
                seen[message] = body
            assert seen.get(message, body) == body, "a message that is sent again is the same"
        return out


def verified(secret: str, request: Mapping[str, Any]) -> Any:
    """The body of a request, once the library of Standard Webhooks has verified its signature."""
    return Webhook(secret).verify(request["body"], request["headers"])


@contextmanager
def receiving(file: Path) -> Iterator[Receiving]:
    """A receiver that runs for the time of a block."""
    command = [sys.executable, "-m", "tests.support.feed.receiver", str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Receiving(f"http://127.0.0.1:{process.stdout.readline().strip()}", file)
        finally:
            process.kill()
