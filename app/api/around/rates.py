"""Bounds how often one address, and one key or session, may ask, and how often one address may try to sign in."""

import hashlib
import ipaddress
import math
import time
from collections.abc import Iterator
from functools import lru_cache

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.around.hosts import PROBES
from app.api.around.rates_shared import SharedStorage
from app.errors import TooManyRequests
from app.security.cookies import SESSION, cookie_name, cookie_of
from app.settings import Settings

TRIES = frozenset({("POST", "/sign-in"), ("GET", "/sign-in/issuer"), ("GET", "/sign-in/issuer/back")})
"""Requests by which somebody tries to sign in."""


class Rates:
    """The layer that counts requests. Raises TooManyRequests for its request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._per_address = _rate(settings.rate_per_address)
        self._per_key = _rate(settings.rate_per_key)
        self._tries = _rate(settings.sign_in_rate)
        self._limiter = FixedWindowRateLimiter(_storage(settings))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"] not in PROBES:
            for rate, whose, who in self._counted(scope):
                if not self._limiter.hit(rate, whose, who):
                    wait = self._limiter.get_window_stats(rate, whose, who).reset_time - time.time()
                    raise TooManyRequests(f"at most {rate}", retry_after=max(1, math.ceil(wait)))
        await self._app(scope, receive, send)

    def _counted(self, scope: Scope) -> Iterator[tuple[RateLimitItem, str, str]]:
        client = scope.get("client")
        if self._per_address is not None and client:
            yield self._per_address, "address", network_of(client[0])
        if self._tries is not None and client and (scope["method"], scope["path"]) in TRIES:
            yield self._tries, "sign in", network_of(client[0])
        if self._per_key is not None:
            held = (cookie_of(scope, SESSION) or cookie_of(scope, cookie_name(SESSION, secure=True)) or "").encode("latin-1")
            key = next((value for name, value in scope["headers"] if name == b"authorization"), held)
            if key:
                yield self._per_key, "key", hashlib.blake2b(key, digest_size=16).hexdigest()


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        one = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(one, ipaddress.IPv4Address):
        return str(one)
    return str(one.ipv4_mapped or ipaddress.ip_network((one, 64), strict=False))


def _rate(text: str) -> RateLimitItem | None:
    return parse(text) if text else None


def _storage(settings: Settings) -> Storage:
    return SharedStorage(settings.home / "rates.db") if settings.workers > 1 else MemoryStorage()
