"""Sends one message of a webhook."""

import asyncio
from collections.abc import Sequence

import httpcore

from app.errors import InputError
from app.webhooks.addresses import CheckedBackend, checked_url
from app.webhooks.retrying import Attempt
from app.webhooks.signing import headers

ATTEMPT_SECONDS = 15.0
CONNECTIONS = 50


class Sender:
    """Sends messages to addresses that are public, or to `private` ones too. Follows no redirect, and knows no proxy."""

    def __init__(self, private: bool, seconds: float = ATTEMPT_SECONDS) -> None:
        self._private, self._seconds = private, seconds
        self._pool = httpcore.AsyncConnectionPool(max_connections=CONNECTIONS, network_backend=CheckedBackend(private))

    async def send(self, url: str, secrets: Sequence[str], message: str, timestamp: int, body: bytes) -> Attempt:
        """Send a message, signed with each of the secrets; what became of it."""
        given = {**headers(secrets, message, timestamp, body), "content-type": "application/json", "user-agent": "quanjing"}
        try:
            async with asyncio.timeout(self._seconds):
                checked_url(url, self._private)
                async with self._pool.stream("POST", url, headers=list(given.items()), content=body) as response:
                    found = {name.lower(): value for name, value in response.headers}
                    return Attempt(response.status, None, found.get(b"retry-after", b"").decode("latin-1")[:100] or None)
        except TimeoutError:
            return Attempt(error="no answer in time")
        except InputError:  # it is not of the form, or not public, that is allowed by now
            return Attempt(error="the address is not public")
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            return Attempt(error=f"no connection ({type(error).__name__})")

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.aclose()
