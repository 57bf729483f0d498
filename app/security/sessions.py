"""Who is signed in on the pages: the session of a request's cookie, its beginning, its next cookies, and its end."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.types import Scope

from app.desk.sessions.register import (
    SessionCard,
    Terms,
    begin_session,
    digest_of,
    end_session,
    note_seen,
    rotate_session,
    session_by,
)
from app.desk.store import Desk
from app.desk.store.tables.metadata import now
from app.security.cookies import SESSION, STATE, cookie_name, cookie_of, is_random, over_tls, send_cookie
from app.security.remembered import Remembered
from app.settings import Settings
from models.caller import Caller, today

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PROGRAMS = "/v1/"


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in: as whom, by what (key or oidc), until when, and the token of their forms."""

    caller: Caller
    by: str
    until: datetime
    csrf: str
    card: SessionCard


class Sessions:
    """The sessions of the service, each asked of the desk at most once in a term."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk = desk
        self._tls = settings.tls
        self._known: Remembered[str, SessionCard] = Remembered()
        self.terms = Terms(
            whole=timedelta(minutes=settings.session_minutes),
            idle=timedelta(minutes=settings.session_idle_minutes),
            rotation=timedelta(minutes=settings.session_rotate_minutes),
        )

    async def of(self, scope: Scope) -> Session | None:
        """The session of a request's cookie, now; it is kept in the request's state. None where there is none that is good.

        Requests of programs that change something have none: a browser could be led to send them.

        Raises:
            DeskUnavailable: the desk cannot tell.
        """
        if scope["path"].startswith(PROGRAMS) and scope["method"] not in SAFE:
            return None
        state = scope.setdefault("state", {})
        state.pop("session", None)
        name = cookie_name(SESSION, secure := over_tls(scope, self._tls))
        token = cookie_of(scope, name)
        if token is None:
            return None
        card = await self._card(digest_of(token)) if is_random(token) else None
        if card is None:
            send_cookie(scope, name, "", seconds=0, secure=secure)
            return None
        caller = card.caller.model_copy(update={"today": today()})
        state["session"] = session = Session(caller, card.by, card.until, card.csrf, card)
        return session

    async def keep(self, scope: Scope, session: Session) -> None:
        """Give a session its next cookie where that is due, and write down that it is in use; before the answer begins."""
        card = session.card
        if card.rotate:
            token = await self._desk.write(rotate_session, card)
            self._known.drop(card.given)
            if token is not None:
                self._send(scope, token, card.until)
        elif card.note or card.arrived:
            await self._desk.write(note_seen, card)
            self._known.drop(card.given)

    async def begin(self, scope: Scope, caller_id: str, key_id: str | None) -> None:
        """Sign a caller in: end the session that the browser has, and send the cookie of a new one along."""
        before = await self.of(scope)
        if before is not None:
            await self._desk.write(end_session, before.card.id)
        token, until = await self._desk.write(begin_session, caller_id, key_id, self.terms)
        ended = f"{cookie_name(SESSION, over_tls(scope, self._tls))}=;".encode()
        scope["state"][STATE] = [one for one in scope["state"].get(STATE, ()) if not one.startswith(ended)]
        self._send(scope, token, until)

    async def end(self, scope: Scope, session: Session) -> None:
        """Sign out."""
        await self._desk.write(end_session, session.card.id)
        self.forget()
        secure = over_tls(scope, self._tls)
        send_cookie(scope, cookie_name(SESSION, secure), "", seconds=0, secure=secure)

    def forget(self) -> None:
        """Ask the desk about every session anew: something has changed there."""
        self._known.clear()

    async def _card(self, digest: str) -> SessionCard | None:
        kept = self._known.get(digest)
        if kept is not None and kept.until > now():
            return kept
        asked = time.monotonic()
        card = await self._desk.read(session_by, digest, self.terms)
        if card is None:
            self._known.drop(digest)
            return None
        self._known.keep(digest, card, asked)
        return card

    def _send(self, scope: Scope, token: str, until: datetime) -> None:
        secure = over_tls(scope, self._tls)
        seconds = max(1, int((until - now()).total_seconds()))
        send_cookie(scope, cookie_name(SESSION, secure), token, seconds=seconds, secure=secure)


def session_of(request: Request) -> Session | None:
    """The session of a page's request, as its guarded route found it; None where nobody is signed in."""
    session: Session | None = request.scope.get("state", {}).get("session")
    return session
