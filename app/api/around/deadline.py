"""Ends requests: those that take too long, whose client has gone, whose body stops on its way or is too large."""

import asyncio
import contextlib
from collections import deque
from functools import partial

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.engine.deadline import deadline
from app.errors import BodyTimeout, DeadlineExceeded, ShuttingDown, TooLarge
from app.security.audited import CUT_SHORT, GONE
from app.security.streams import begins_stream
from app.settings import Settings

WATCH_AFTER = 0.1
"""Seconds after which it is watched whether the client is still there: most requests are answered before."""
BODY_FACTOR = 20
"""As many times as a pause in a body may take, all of it may."""
PUSHES = "/v1/records/"
"""Where bodies go that are written to the disk as they come, and may be larger than others."""
BODILESS = frozenset({"GET", "HEAD", "OPTIONS", "DELETE"})


class Ended:
    """The layer that ends requests. A request whose client has gone is cancelled with all that it awaits.

    Raises for its request: DeadlineExceeded, BodyTimeout, TooLarge; and ShuttingDown where the server cancels it.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request until it is answered, or ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        settings = self._settings
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        most = settings.push_bytes if str(scope["path"]).startswith(PUSHES) else settings.body_bytes
        if not declared.isdigit() or int(declared) > most:
            raise TooLarge(f"a request may have {most} bytes")
        started = False
        client = _Client(receive, settings, most, bodiless=scope["method"] in BODILESS)
        try:
            async with asyncio.timeout(None) as limit:

                async def sending(message: Message) -> None:
                    nonlocal started
                    if message["type"] == "http.response.start":
                        started = True
                        if begins_stream(message):
                            limit.reschedule(None)
                    await send(message)

                client.begin(limit)
                scope.setdefault("state", {})[CUT_SHORT] = partial(_cut_short, client, limit)
                with deadline(settings.request_seconds):
                    await self._app(scope, client.receive, sending)
        except TimeoutError:
            if not limit.expired():
                raise
            if not started:
                raise DeadlineExceeded(f"a request may take {settings.request_seconds:g} s") from None
        except asyncio.CancelledError:
            _uncancel()
            if client.gone:
                scope["state"]["gone"] = True
            elif not started:
                raise ShuttingDown("the service is being stopped", retry_after=5) from None
        finally:
            client.end()


def _cut_short(client: "_Client", limit: asyncio.Timeout) -> int:
    """The status of a request that is cancelled: its client went, its time is over, or the service is being stopped."""
    if client.gone:
        return GONE
    return DeadlineExceeded.status if limit.expired() else ShuttingDown.status


def _uncancel() -> None:
    task = asyncio.current_task()
    while task is not None and task.cancelling():
        task.uncancel()


class _Client:
    """What a client sends, and whether it is still there. Its time limit begins when its body is read."""

    def __init__(self, receive: Receive, settings: Settings, most: int, *, bodiless: bool) -> None:
        self._receive = receive
        self._settings = settings
        self._most = most
        self._whole = self._bodiless = bodiless
        self._read = 0
        self._ahead: deque[Message] = deque()
        self._over = asyncio.Event()
        self._handle: asyncio.TimerHandle | None = None
        self._watching: asyncio.Task[None] | None = None
        self._task = asyncio.current_task()
        self._limit: asyncio.Timeout | None = None
        self._body_until = 0.0
        self.gone = False

    def begin(self, limit: asyncio.Timeout) -> None:
        """Start the clock; `limit` is that of the request."""
        loop = asyncio.get_running_loop()
        self._limit = limit
        self._body_until = loop.time() + self._settings.body_seconds * BODY_FACTOR
        if self._whole:
            limit.reschedule(loop.time() + self._settings.request_seconds)
        self._handle = loop.call_later(WATCH_AFTER, self._watch)

    def end(self) -> None:
        """Watch no longer."""
        if self._handle:
            self._handle.cancel()
        if self._watching:
            self._watching.cancel()

    async def receive(self) -> Message:
        """The next message, for whoever answers."""
        if self._ahead:
            return self._ahead.popleft()
        if self._watching:
            await self._over.wait()
            return {"type": "http.disconnect"}
        if self._whole:
            return self._taken(await self._receive())
        try:
            async with asyncio.timeout(self._settings.body_seconds):
                message = await self._receive()
        except TimeoutError:
            raise BodyTimeout("the body of the request stopped on its way") from None
        return self._taken(message)

    def _taken(self, message: Message) -> Message:
        if message["type"] != "http.request":
            return message
        self._read += len(message.get("body", b""))
        if self._read > self._most:
            raise TooLarge(f"a request may have {self._most} bytes")
        loop = asyncio.get_running_loop()
        if not message.get("more_body", False) and not self._whole:
            self._whole = True
            assert self._limit is not None
            self._limit.reschedule(loop.time() + self._settings.request_seconds)
        elif not self._whole and loop.time() > self._body_until:
            raise BodyTimeout("the body of the request takes too long")
        return message

    def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        if self._whole:
            self._handle, self._watching = None, loop.create_task(self._until_gone())
        else:
            self._handle = loop.call_later(WATCH_AFTER, self._watch)

    async def _until_gone(self) -> None:
        with contextlib.suppress(TooLarge):
            while True:
                message = await self._receive()
                if message["type"] == "http.disconnect":
                    break
                if self._bodiless and not self._ahead:
                    self._ahead.append(message)
        self._over.set()
        self.gone = True
        if self._task is not None:
            self._task.cancel()
