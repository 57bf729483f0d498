"""The HTTP/1.1 connections of the service: uvicorn's, with bounds on what an unfinished request may hold, and for how long."""

import asyncio
from collections import OrderedDict
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

import orjson
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from app.api.problems import MEDIA_TYPE, refusal
from app.settings import Settings

MOST_HEADERS = 100
LINGER_SECONDS = 2.0
"""How long a connection is still read from after its answer, so that one who still sends gets to read it."""
SLOWEST = 1024
"""Bytes a second that a client takes at least of an answer."""


class Idle:
    """The connections of one server on which no request is under way, those idle for longest first."""

    def __init__(self) -> None:
        self._since: OrderedDict[BoundedProtocol, None] = OrderedDict()

    def add(self, one: "BoundedProtocol") -> None:
        """Count a connection as idle from now on."""
        self._since[one] = None
        self._since.move_to_end(one)

    def discard(self, one: "BoundedProtocol") -> None:
        """Count it as busy, or gone."""
        self._since.pop(one, None)

    def oldest(self) -> "BoundedProtocol | None":
        """The connection that is idle for longest."""
        return next(iter(self._since), None)


_IDLE: WeakKeyDictionary[ServerState, Idle] = WeakKeyDictionary()


class BoundedProtocol(HttpToolsProtocol):
    """A connection whose heads (request line and headers) are bounded in bytes and seconds, and whose answers in seconds.

    Beyond the number of connections of the settings the one idle for longest is closed: it may be one that never sent a whole
    request. What is refused here is answered as a problem, and the connection closed.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        settings: Settings,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._settings = settings
        self._idle = _IDLE.setdefault(server_state, Idle())
        self._head = 0
        self._in_head = True
        self._used: bool = False
        self._refused: bool = False
        self._timer: asyncio.TimerHandle | None = None
        self._looking: asyncio.TimerHandle | None = None
        self._unsent = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, and close the one idle for longest where there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self._settings.connections:
            oldest = self._idle.oldest()
            if oldest is None:
                self._refuse(503, "overloaded")
                return
            oldest.abort()
        self._idle.add(self)
        self._arm(self._settings.head_seconds, self._late)
        self._looking = self.loop.call_later(self._settings.idle_seconds, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it no longer."""
        self._idle.discard(self)
        self._disarm()
        if self._looking is not None:
            self._looking.cancel()
        super().connection_lost(exc)

    def abort(self) -> None:
        """Close the connection at once, with whatever was to be sent on it."""
        self._idle.discard(self)
        self._disarm()
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read a piece of requests; refuse a head that is too large, or of too many lines."""
        if self._refused or self.transport.is_closing():
            return
        if self._in_head:
            if not self._head and self._used:
                self._arm(self._settings.head_seconds, self._late)
            self._head += len(data)
        super().data_received(data)
        if self._in_head and self._head > self._settings.header_bytes + self._settings.url_bytes:
            self._refuse(431, "headers-too-large")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._in_head = True

    def on_url(self, url: bytes) -> None:
        """A piece of the target of a request."""
        super().on_url(url)
        if len(self.url) > self._settings.url_bytes:
            self._refuse(414, "uri-too-long")

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header, or a trailer behind a body, which is of no use here."""
        if self._in_head and not self._refused:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head of a request is whole: the application answers it, unless it is too large."""
        self._in_head, self._head = False, 0
        if self._refused:
            return
        self._disarm()
        size = sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self._settings.header_bytes or len(self.headers) > MOST_HEADERS:
            self._refuse(431, "headers-too-large")
            return
        self._idle.discard(self)
        self._used = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of a body."""
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is whole."""
        if not self._refused:
            super().on_message_complete()
        self._in_head = True

    def on_response_complete(self) -> None:
        """An answer was given: whoever still sends a body that nobody waits for is cut off."""
        unread = self.cycle.more_body and not self.pipeline
        super().on_response_complete()
        if unread:
            self._arm(LINGER_SECONDS, self.transport.close)
        elif not self.pipeline:
            self._idle.add(self)

    def timeout_keep_alive_handler(self) -> None:
        """No further request came."""
        self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(400, "bad-request")

    @property
    def _answering(self) -> bool:
        """Whether a request is being answered."""
        return self._used and not bool(self.cycle.response_complete)

    def _late(self) -> None:
        self._refuse(408, "request-timeout")

    def _look(self) -> None:
        """Close the connection where its answer is hardly read."""
        seconds = self._settings.idle_seconds
        self._looking = self.loop.call_later(seconds, self._look)
        unsent = self.transport.get_write_buffer_size()
        answered = not self._answering or self.transport.is_closing()
        if answered and self._unsent and unsent > max(0, self._unsent - SLOWEST * seconds):
            self.abort()
        self._unsent = unsent if answered else 0

    def _refuse(self, status: int, kind: str) -> None:
        if self._refused:
            return
        self._refused = True
        self._disarm()
        self.headers = []
        if not self._answering and not self.transport.is_closing():
            body = orjson.dumps(refusal(status, kind))
            lines = [
                STATUS_LINE[status],
                *(name + b": " + value + b"\r\n" for name, value in self.server_state.default_headers),
                f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n".encode(),
                b"cache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n",
                body,
            ]
            self.transport.write(b"".join(lines))
        self._arm(LINGER_SECONDS if status == 431 else 0.0, self.transport.close)

    def _arm(self, seconds: float, then: Any) -> None:
        self._disarm()
        self._timer = self.loop.call_later(seconds, then)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def server_options(settings: Settings) -> dict[str, Any]:
    """What uvicorn is to serve by, besides the application and where it listens."""
    return {
        "http": partial(BoundedProtocol, settings=settings),
        "ws": "none",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": bool(settings.proxies),
        "forwarded_allow_ips": settings.proxies or None,
        "timeout_keep_alive": max(1, round(settings.idle_seconds)),
        "timeout_graceful_shutdown": max(1, round(settings.shutdown_seconds)),
        "backlog": 2048,
    }
