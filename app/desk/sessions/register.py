"""The register of sessions in the desk: begin one, find it by its cookie, give it another cookie, end it.

A cookie holds 256 random bits; the desk keeps their SHA-256 alone, so that who reads the desk can take over no session.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from app.desk.callers.keys import new_id
from app.desk.callers.register import caller_of_row
from app.desk.store.tables.callers import CALLERS, KEYS
from app.desk.store.tables.metadata import now
from app.desk.store.tables.sessions import SESSIONS
from models.caller import Caller

TOKEN_BYTES = 32
OLD = timedelta(seconds=60)
"""How long a cookie is still good once the one that replaced it has come back: for requests that were under way."""
_KNOWN = SESSIONS.join(CALLERS, CALLERS.c.id == SESSIONS.c.caller_id).outerjoin(KEYS, KEYS.c.id == SESSIONS.c.key_id)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long sessions last: in all, without being used, and until their cookie is replaced."""

    whole: timedelta
    idle: timedelta
    rotation: timedelta

    @property
    def noted(self) -> timedelta:
        """After how long it is written down that a session was used again: exact enough for `idle`."""
        return min(self.idle / 10, timedelta(seconds=60))


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session that is good now: whose it is, until when, and what is due to be written down.

    `given` is the digest of the cookie that was sent, `digest` that of the newest one. `rotate`: it needs a new cookie; `note`:
    that it is in use is to be written down; `arrived`: the new cookie has come back, so that the old one can end.
    """

    id: str
    caller: Caller
    by: str
    csrf: str
    until: datetime
    given: str
    digest: str
    rotate: bool
    note: bool
    arrived: bool


def new_token() -> str:
    """What a new cookie holds."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What the desk keeps of a cookie."""
    return sha256(token.encode()).hexdigest()


def begin_session(connection: Connection, caller_id: str, key_id: str | None, terms: Terms) -> tuple[str, datetime]:
    """Begin a session of a caller, signed in with a key or without one; returns its token, shown once, and its end."""
    moment, token = now(), new_token()
    connection.execute(delete(SESSIONS).where(_over(moment, terms)))
    row = {"id": new_id(), "caller_id": caller_id, "key_id": key_id, "digest": digest_of(token), "csrf": secrets.token_hex(32)}
    moments = {"created_at": moment, "rotated_at": moment, "seen_at": moment, "ends_at": moment + terms.whole}
    connection.execute(insert(SESSIONS).values(row | moments))
    return token, moment + terms.whole


def session_by(connection: Connection, digest: str, terms: Terms) -> SessionCard | None:
    """The session of a cookie; None where there is none, it is over, or its caller or key is good no more."""
    moment = now()
    columns = (
        *(SESSIONS.c.id.label("session_id"), SESSIONS.c.key_id, SESSIONS.c.digest, SESSIONS.c.csrf),
        *(SESSIONS.c.ends_at, SESSIONS.c.rotated_at, SESSIONS.c.seen_at, SESSIONS.c.old_until),
        *(CALLERS.c.id, CALLERS.c.name, CALLERS.c.department, CALLERS.c.party, CALLERS.c.region, CALLERS.c.roles),
    )
    query = select(*columns).select_from(_KNOWN).where(_of(digest, moment), ~_over(moment, terms), _good(moment))
    row = connection.execute(query).one_or_none()
    return None if row is None else _card(row, digest, moment, terms)


def rotate_session(connection: Connection, card: SessionCard) -> str | None:
    """Replace the cookie of a session; returns the new token, or None where another request has just done so.

    The cookie that was sent stays good until the new one has come back, since an answer can get lost.
    """
    moment, token = now(), new_token()
    kept = {
        "digest": digest_of(token),
        "old_digest": card.given,
        "old_until": card.until,
        "rotated_at": moment,
        "seen_at": moment,
    }
    this = and_(SESSIONS.c.id == card.id, SESSIONS.c.digest == card.digest)
    changed = connection.execute(update(SESSIONS).where(this).values(kept))
    return token if changed.rowcount == 1 else None


def note_seen(connection: Connection, card: SessionCard) -> None:
    """Write down that a session is in use; where its new cookie has come back, the old one ends soon."""
    moment = now()
    kept: dict[str, Any] = {"seen_at": moment}
    if card.arrived:
        kept["old_until"] = moment + OLD
    this = and_(SESSIONS.c.id == card.id, SESSIONS.c.digest == card.digest)
    connection.execute(update(SESSIONS).where(this).values(kept))


def end_session(connection: Connection, session_id: str) -> None:
    """End a session, for good."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.id == session_id))


def _of(digest: str, moment: datetime) -> ColumnElement[bool]:
    before = and_(SESSIONS.c.old_digest == digest, SESSIONS.c.old_until > moment)
    return or_(SESSIONS.c.digest == digest, before)


def _over(moment: datetime, terms: Terms) -> ColumnElement[bool]:
    return or_(SESSIONS.c.ends_at <= moment, SESSIONS.c.seen_at <= moment - terms.idle)


def _good(moment: datetime) -> ColumnElement[bool]:
    """Whether the caller, and the key if it was one, are good now."""
    in_time = or_(KEYS.c.expires_at.is_(None), KEYS.c.expires_at > moment)
    return and_(CALLERS.c.revoked_at.is_(None), KEYS.c.revoked_at.is_(None), in_time)


def _card(row: Any, given: str, moment: datetime, terms: Terms) -> SessionCard:
    newest = row.digest == given
    return SessionCard(
        id=row.session_id,
        caller=caller_of_row(row),
        by="oidc" if row.key_id is None else "key",
        csrf=row.csrf,
        until=row.ends_at,
        given=given,
        digest=row.digest,
        rotate=row.rotated_at <= moment - (terms.rotation if newest else OLD),
        note=row.seen_at <= moment - terms.noted,
        arrived=newest and row.old_until is not None and row.old_until > moment + OLD,
    )
