"""Sends along the cookies that were put on an answer, whoever makes it in the end."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.security.cookies import STATE


class Cookies:
    """The layer that adds Set-Cookie headers. Such an answer is for one browser alone: nothing else says how it is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and (made := scope.get("state", {}).get(STATE)):
                message["headers"] = [*message["headers"], *((b"set-cookie", one) for one in made)]
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)
