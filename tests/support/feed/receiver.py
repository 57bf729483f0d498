"""A receiver of webhooks: a process that writes down what it is sent, and answers as its path says.

Run as `python -m tests.support.feed.receiver FILE`; it prints its port, and FILE gets one JSON line a request. `/status/503`
answers 503, `/failing/3` fails three times and then takes all, `/slow/2` waits two seconds, `/moved` redirects to `/`; all else
is taken.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LOCK = threading.Lock()
SEEN: dict[str, int] = {}


class Receiver(BaseHTTPRequestHandler):
    """Answers one request."""

    file: Path

    def do_POST(self) -> None:
        at = time.time()
        body = self.rfile.read(int(self.headers["content-length"]))
        with LOCK:
            SEEN[self.path] = SEEN.get(self.path, 0) + 1
            status = self.status(SEEN[self.path])
            given = {name.lower(): value for name, value in self.headers.items()}
            line = {"path": self.path, "headers": given, "body": body.decode(), "status": status, "at": at}
            with self.file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(line) + "\n")
        self.send_response(status)
        if status == 302:
            self.send_header("location", "/")
        if self.path.startswith("/later/"):
            self.send_header("retry-after", self.path.rpartition("/")[2])
        self.send_header("content-length", "0")
        self.end_headers()

    def status(self, times: int) -> int:
        """The status of the answer to the request that comes so many times by its path."""
        _, what, *rest = self.path.split("/")
        match what:
            case "status":
                return int(rest[0])
            case "later":
                return 503
            case "failing":
                return 500 if times <= int(rest[0]) else 200
            case "slow":
                time.sleep(float(rest[0]))
            case "moved":
                return 302
        return 204

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def main(file: str) -> None:
    """Serve until ended."""
    Receiver.file = Path(file)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
