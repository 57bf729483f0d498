"""Identifies the caller of an HTTP request: by the key in its `Authorization` header, by its session, or as the public."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import datetime
from hashlib import sha256

import structlog
from starlette.types import Scope

from app.desk.callers.keys import GivenKey, given_key
from app.desk.callers.register import caller_of_key, note_used
from app.desk.callers.vouched import keep_vouched, known_as
from app.desk.store import Desk
from app.desk.store.tables.metadata import now
from app.errors import Conflict, QuanjingError, Unauthorized
from app.security.oidc.provider import Provider
from app.security.oidc.tokens import is_token
from app.security.policy import NEEDS_KEY
from app.security.remembered import Remembered
from app.security.sessions import Sessions
from models.caller import PUBLIC_LEVEL, Caller, today

LOG = structlog.get_logger("quanjing.callers")
NOTED_SECONDS = 60.0
"""How often it is written down when keys were used."""
LONGEST = 8192
"""The most bytes that an `Authorization` header has."""


class Callers:
    """Who the keys belong to, asked of the desk at most once in a term for each key that is good."""

    def __init__(self, desk: Desk, provider: Provider | None = None) -> None:
        self._desk = desk
        self._provider = provider
        self._vouched: Remembered[str, Caller] = Remembered()
        self._known: Remembered[GivenKey, Caller] = Remembered()
        self._used: dict[str, datetime] = {}

    async def caller_of(self, authorization: bytes) -> Caller:
        """The caller whose key, or token of the issuer, stands in an `Authorization` header.

        Raises:
            Unauthorized: the key is wrong, expired, revoked or nobody's, all in the same words and after the same work.
            DeskUnavailable: the desk cannot tell. IssuerUnavailable: it is a token, and the keys of the issuer cannot be had.
        """
        text = _bearer(authorization)
        vouched = await self._caller_of_token(text) if self._provider is not None and is_token(text) else None
        if vouched is not None:
            return vouched
        given = given_key(text)
        kept = self._known.get(given)
        if kept is not None:
            return kept.model_copy(update={"today": today()})
        asked = time.monotonic()
        caller = await self._desk.read(caller_of_key, given)
        if caller is None:
            self._known.drop(given)
            raise Unauthorized(NEEDS_KEY)
        self._known.keep(given, caller, asked)
        self._used[given.id] = now()
        return caller

    async def _caller_of_token(self, token: str) -> Caller | None:
        """The caller whom a token names; None where it is not good, which is then said after the same look at the desk."""
        assert self._provider is not None
        digest = sha256(token.encode()).hexdigest()
        kept = self._vouched.get(digest)
        if kept is not None:
            return kept.model_copy(update={"today": today()})
        asked = time.monotonic()
        caller = await self._provider.caller_of(token)
        if caller is None or not await self.vouched(caller):
            self._vouched.drop(digest)
            return None
        self._vouched.keep(digest, caller, asked)
        return caller

    async def vouched(self, caller: Caller) -> bool:
        """Whether a caller is good whom the issuer vouches for: put into the register as it is now, and not revoked there."""
        known = await self._desk.read(known_as, caller)
        if known is not False:
            return known is True
        try:
            return await self._desk.write(keep_vouched, caller)
        except Conflict:  # another request has just put it there
            return await self._desk.write(keep_vouched, caller)

    async def by_key(self, key: str) -> tuple[Caller, str]:
        """The caller to whom a key belongs, and the id of the key; the desk is asked.

        Raises:
            Unauthorized: as of `caller_of`.
            DeskUnavailable: the desk cannot tell.
        """
        given = given_key(key)
        caller = await self._desk.read(caller_of_key, given)
        if caller is None:
            raise Unauthorized(NEEDS_KEY)
        self._used[given.id] = now()
        return caller, given.id

    def forget(self) -> None:
        """Ask the desk about every key anew: something has changed there."""
        self._known.clear()
        self._vouched.clear()

    async def note(self) -> None:
        """Write down when keys were last used."""
        used, self._used = self._used, {}
        if used:
            await self._desk.write(note_used, sorted(used.items()))

    @contextlib.asynccontextmanager
    async def noting(self) -> AsyncIterator[None]:
        """Write down every minute, and at the end, when keys were last used, for the time of a block."""
        task = asyncio.create_task(self._note_again())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._note_if_it_can()

    async def _note_again(self) -> None:
        while True:
            await asyncio.sleep(NOTED_SECONDS)
            await self._note_if_it_can()

    async def _note_if_it_can(self) -> None:
        try:
            await self.note()
        except QuanjingError as error:
            LOG.warning("when keys were used could not be written down", problem=error.type)


def _bearer(authorization: bytes) -> str:
    """The token of a header; what is none of this scheme, or too long, is no key."""
    scheme, _, token = authorization[:LONGEST].decode("latin-1").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and len(authorization) <= LONGEST else ""


async def http_caller(scope: Scope) -> Caller:
    """The caller of a request, on the real day: the owner of its key, or who is signed in; without either the public.

    Raises:
        Unauthorized: there is a key, and it is not good.
    """
    given = [value for name, value in scope["headers"] if name == b"authorization"]
    if not given:
        sessions: Sessions | None = getattr(scope["app"].state, "sessions", None)
        session = await sessions.of(scope) if sessions is not None else None
        return session.caller if session is not None else Caller(level=PUBLIC_LEVEL)
    callers: Callers = scope["app"].state.callers
    return await callers.caller_of(given[0] if len(given) == 1 else b"")
