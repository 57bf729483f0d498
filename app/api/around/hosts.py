"""Refuses requests for a host that is not a name of this service, as its settings say."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import UnknownHost
from app.settings import Settings, is_loopback, listed

ANY = "*"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PROBES = frozenset({"/live", "/ready"})
"""Paths that are answered for any host: whoever watches a process asks it by its address."""
_HOST = re.compile(r"\[([0-9a-fA-F:.]+)\](?::\d{1,5})?|([^:/@\s\[\]]+)(?::\d{1,5})?")


class Hosts:
    """The layer that looks at the Host header. Raises UnknownHost for its request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        given = tuple(name.lower() for name in listed(settings.hosts))
        own = () if settings.host in ("0.0.0.0", "::") else (settings.host.strip("[]").lower(),)  # noqa: S104 - compared only
        self._names = frozenset(given or (*LOOPBACK, *own))
        self._below = tuple(name[1:] for name in self._names if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"] not in PROBES and not self._known(scope):
            raise UnknownHost("this service has no such name; its names are set by QUANJING_HOSTS")
        await self._app(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        if ANY in self._names:
            return True
        given = [value for name, value in scope["headers"] if name == b"host"]
        match = _HOST.fullmatch(given[0].decode("latin-1")) if len(given) == 1 else None
        if match is None:
            return False
        name = (match[1] or match[2]).lower().rstrip(".")
        return name in self._names or name.endswith(self._below)


def is_local(settings: Settings) -> bool:
    """Whether only this machine reaches the service by its settings."""
    return is_loopback(settings.host) and not settings.hosts
