"""What an issuer says of itself: where it signs people in, and the keys that it signs with; kept, fetched again in bounds."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.errors import IssuerUnavailable
from app.security.oidc.fetching import checked, fetched

LOG = structlog.get_logger("quanjing.oidc")
DISCOVERY = "/.well-known/openid-configuration"
FRESH_SECONDS = 3600.0
"""How long what was fetched is taken without asking again."""
STALE_SECONDS = 24 * 3600.0
"""How long it is taken where the issuer does not answer."""
AGAIN_SECONDS = 30.0
"""An unknown key has the keys fetched anew at most so often: who invents names of keys makes no more work than this."""
RETRY_SECONDS = 5.0
"""An issuer that did not answer is asked again after so long; until then whoever needs it is told at once."""
T = TypeVar("T")


class Kept(Generic[T]):
    """Something that is fetched when it is first needed, and again when it is old; of several that need it one fetches it."""

    def __init__(self, fetch: Callable[[], Awaitable[T]]) -> None:
        self._fetch = fetch
        self._lock = asyncio.Lock()
        self._held: T | None = None
        self._since = self._tried = float("-inf")
        self._failed = False

    async def get(self, fresh: float = FRESH_SECONDS, least: float = RETRY_SECONDS) -> T:
        """It, not older than `fresh` seconds if the issuer answers; where it was tried `least` seconds ago, as it is.

        Raises:
            IssuerUnavailable: the issuer does not answer, and nothing is kept that is not too old.
        """
        if self._held is not None and time.monotonic() - self._since < fresh:
            return self._held
        asked = time.monotonic()
        async with self._lock:
            moment = time.monotonic()
            done = self._since >= asked  # another has fetched it meanwhile
            if not done and moment - self._tried >= (RETRY_SECONDS if self._failed else min(least, fresh)):
                self._tried = moment
                try:
                    self._held = await self._fetch()
                    self._since, self._failed = time.monotonic(), False
                except IssuerUnavailable as error:
                    self._failed = True
                    LOG.warning("the issuer could not be asked", cause=error.message)
        if self._held is None or time.monotonic() - self._since > STALE_SECONDS:
            raise IssuerUnavailable("the issuer does not answer")
        return self._held


@dataclass(frozen=True, slots=True)
class IssuerCard:
    """The addresses of an issuer that are needed here."""

    authorize: str
    token: str
    keys: str


class Issuer:
    """The issuer at an address, as it describes itself there."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._card = Kept(self._describe)
        self._keys = Kept(self._fetch_keys)

    async def card(self) -> IssuerCard:
        """Its addresses. Raises IssuerUnavailable."""
        return await self._card.get()

    async def keys(self, kid: str | None) -> KeySet:
        """The keys that it signs with; fetched anew where they have none of that name, within bounds.

        Raises:
            IssuerUnavailable: they were never fetched, or too long ago.
        """
        held = await self._keys.get()
        if kid is None or any(key.kid == kid for key in held):
            return held
        return await self._keys.get(fresh=0.0, least=AGAIN_SECONDS)

    async def _describe(self) -> IssuerCard:
        status, told = await fetched("GET", self.url.rstrip("/") + DISCOVERY)
        if status != 200 or told.get("issuer") != self.url:
            raise IssuerUnavailable("the issuer does not describe itself under its own name")
        places = (told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))
        return IssuerCard(*map(checked, places))

    async def _fetch_keys(self) -> KeySet:
        status, told = await fetched("GET", (await self.card()).keys)
        keys: Any = told.get("keys")
        if status != 200 or not isinstance(keys, list):
            raise IssuerUnavailable("the issuer gives no keys")
        try:
            return KeySet.import_key_set({"keys": [one for one in keys if isinstance(one, dict)]})
        except (JoseError, ValueError, TypeError, KeyError):
            raise IssuerUnavailable("the issuer gives no keys that can be read") from None
