"""Ends statements whose client has gone: the embedded engine would run them on to the statement time-out.

A client goes when it is killed, when its task is cancelled, and when its own, shorter time-out has passed; each closes the
connection, which the kernel shows while the engine is still busy with the statement.
"""

import base64
import json
import os
import urllib.request
from typing import Any

from app.engine.embedded_home import USER, Endpoint

OLD_ENOUGH_MS = 500  # shorter ones end by themselves before anybody notices


class Server:
    """The engine's HTTP side, at 127.0.0.1 and without proxies."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._base = f"http://127.0.0.1:{endpoint.http_port}/api/v1"
        credentials = base64.b64encode(f"{USER}:{endpoint.password}".encode()).decode()
        self._headers = {"Content-Type": "application/json", "Authorization": f"Basic {credentials}"}
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def post(self, path: str, body: dict[str, Any], timeout: float) -> Any:
        """The `result` of a command. Raises OSError (urllib's errors are of that kind) where it is refused or unanswered."""
        request = urllib.request.Request(f"{self._base}/{path}", json.dumps(body).encode(), self._headers)  # noqa: S310 - always http
        with self._opener.open(request, timeout=timeout) as answer:
            return json.load(answer).get("result")


def end_abandoned(server: Server) -> int:
    """End each running statement whose client has closed its connection; returns how many there were."""
    running = server.post("server", {"command": "list queries"}, timeout=5) or []
    suspects = [q for q in running if q.get("protocol") == "bolt" and q.get("elapsedMs", 0) > OLD_ENOUGH_MS]
    suspects = [q for q in suspects if not q.get("terminating")]
    if not suspects:
        return 0
    open_peers = _open_peers()
    abandoned = [q["id"] for q in suspects if q.get("clientAddress", "").rpartition(":")[2] not in open_peers]
    for name in abandoned:
        server.post("server", {"command": f"terminate query {name}"}, timeout=5)
    return len(abandoned)


def _open_peers() -> set[str]:
    """The ports of the clients that still hold their end of a connection to this process open."""
    import psutil  # needed by the server alone, not by its clients

    connections = psutil.Process(os.getpid()).net_connections(kind="tcp")
    return {str(c.raddr.port) for c in connections if c.status == psutil.CONN_ESTABLISHED and c.raddr}
