"""Answers "not found" at even moments, so that how long it took does not tell what is hidden from what is not there."""

import asyncio
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

STEP = 0.05
"""Seconds: more than finding out takes, whether there is nothing, or something that the caller may not see."""


class EqualTime:
    """The layer that holds a 404 back until a whole number of steps has gone by since the request came."""

    def __init__(self, app: ASGIApp, step: float = STEP) -> None:
        self._app = app
        self._step = step

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.monotonic()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 404:
                await asyncio.sleep(self._step - (time.monotonic() - begun) % self._step)
            await send(message)

        await self._app(scope, receive, sending)
