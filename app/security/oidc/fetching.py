"""Fetches JSON from an issuer: by https, or from this machine; bounded in time and size, following no redirect."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from app.errors import IssuerUnavailable
from app.settings import is_loopback

SECONDS = 5.0
"""How long an issuer may take for an answer."""
MOST_BYTES = 1_000_000


def checked(url: object) -> str:
    """An address of an issuer, checked in form: https with a host, or http to this machine.

    Raises:
        IssuerUnavailable: it is not of that form.
    """
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        host = parts.hostname or ""
    except ValueError:
        raise IssuerUnavailable("the issuer names an address that is none") from None
    if not host or parts.username or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        raise IssuerUnavailable("the issuer names an address that is not https")
    return str(url)


async def fetched(
    method: str, url: str, *, form: Mapping[str, str] | None = None, login: tuple[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object that an issuer answers.

    Raises:
        IssuerUnavailable: it does not answer in time, or answers something else, or too much.
    """
    local = is_loopback(urlsplit(checked(url)).hostname or "")
    auth = httpx.BasicAuth(*login) if login else None
    try:
        async with (
            asyncio.timeout(SECONDS),
            httpx.AsyncClient(follow_redirects=False, timeout=SECONDS, trust_env=not local) as client,
            client.stream(method, url, data=form, auth=auth, headers={"Accept": "application/json"}) as answer,
        ):
            body = b""
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise IssuerUnavailable("the issuer answers too much")
            found = json.loads(body)
    except (TimeoutError, httpx.HTTPError, ValueError, RecursionError) as error:
        raise IssuerUnavailable(f"the issuer does not answer: {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise IssuerUnavailable("the issuer answers no object")
    return answer.status_code, found
