"""Says of every answer whether it may be kept, and answers 304 where a client has it already."""

import hashlib
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PERSONAL = re.compile(r"^(/v1)?/parties/(person|pid)(:|%3[aA])")
"""Paths that name a person: what they answer is never kept."""
CREDENTIALS = frozenset({b"authorization", b"cookie"})
VARY = (b"vary", b"Accept, Authorization, Cookie")
KEPT = b"no-cache"
"""May be kept, and is asked for again each time: an answer changes with every writing, and with every day."""
FILES = "/static/"
FILES_KEPT = b"public, max-age=3600"
NEVER = b"no-store"
OF_ONE = b"private, no-store"
"""What is answered to somebody known is nobody else's: it lies in no cache, whatever the route says."""


class Caching:
    """The layer that adds Cache-Control and an ETag, where the answer has none of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        await self._app(scope, receive, answer.send)


class _Answer:
    """One answer, held back until it is whole where it comes as one piece."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = list(message["headers"])
            kept = self._control(message)
            if kept == KEPT and message["status"] == 200 and self._scope["method"] in ("GET", "HEAD"):
                self._start = message
                return
        elif self._start is not None:
            start, self._start = self._start, None
            if not message.get("more_body", False):
                message = self._tagged(start, message)
            await self._send(start)
        await self._send(message)

    def _control(self, start: Message) -> bytes:
        headers = start["headers"]
        known = any(name in CREDENTIALS for name, _ in self._scope["headers"]) and not self._scope["path"].startswith(FILES)
        if known or any(name.lower() == b"set-cookie" for name, _ in headers):
            start["headers"] = [one for one in headers if one[0].lower() not in (b"cache-control", b"vary")]
            start["headers"] += [(b"cache-control", OF_ONE), VARY]
            return OF_ONE
        own = next((value for name, value in headers if name.lower() == b"cache-control"), None)
        if own is not None:
            headers.append(VARY)
            return bytes(own)
        path = self._scope["path"]
        if path.startswith(FILES) and start["status"] in (200, 304):
            kept = FILES_KEPT
        elif start["status"] >= 400 or PERSONAL.match(path):
            kept = NEVER
        else:
            kept = KEPT
        headers.append((b"cache-control", kept))
        if kept == KEPT:
            headers.append(VARY)
        return kept

    def _tagged(self, start: Message, message: Message) -> Message:
        tag = b'W/"' + hashlib.blake2b(message.get("body", b""), digest_size=12).hexdigest().encode() + b'"'
        start["headers"].append((b"etag", tag))
        given = b",".join(value for name, value in self._scope["headers"] if name == b"if-none-match")
        if tag not in {one.strip() for one in given.split(b",")}:
            return message
        start["status"] = 304
        start["headers"] = [(n, v) for n, v in start["headers"] if n.lower() not in (b"content-length", b"content-type")]
        return {**message, "body": b""}
