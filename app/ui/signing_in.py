"""Signing in and out on the pages: with a key, which is sent once, or at the issuer of one's organisation."""

import hmac
import re
import secrets
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from app.desk.audit.recorder import Recorder
from app.desk.store.tables.metadata import now
from app.errors import Forbidden, Unauthorized
from app.security.callers import Callers
from app.security.cookies import cookie_name, cookie_of, is_random, over_tls, send_cookie
from app.security.guard import GuardedRoute
from app.security.oidc.provider import Provider
from app.security.origins import same_token
from app.security.sessions import Sessions, session_of
from app.settings import Settings
from app.ui.forms import read_form, sent_form
from app.ui.pages import PageQuery
from app.ui.render import CSRF, PageView, hidden, page
from models.caller import Caller
from models.work.audit import AuditEntry

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
PATH = "/sign-in"
FORM = "quanjing-form"
AT_ISSUER = "/sign-in/issuer"
FORM_SECONDS = 3600
"""How long a page to sign in may be open before its form is sent."""
NEXT = "next"
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


class SignInPage(PageQuery):
    """The query parameters of the page to sign in: `next` is the page that was wanted."""

    next: str = Field(default="", max_length=2_000)


def local(path: object) -> str:
    """A path of this service to go on to; anything else, such as an address elsewhere, becomes the home page."""
    given = path if isinstance(path, str) and len(path) <= 2_000 and _LOCAL.fullmatch(path) else "/"
    return "/" if given.startswith((PATH, "/sign-out")) else given


def may_help(request: Request) -> bool:
    """Whether a page is refused to somebody who is not signed in, and may be by signing in."""
    return request.method in ("GET", "HEAD") and "authorization" not in request.headers and request.url.path != PATH


def first(request: Request) -> Response:
    """A redirect to the page to sign in, which leads back to the page of this request."""
    return RedirectResponse(PageView(request).sign_in, 303, {"Cache-Control": "no-store"})


@router.get(PATH)
async def sign_in_page(request: Request, query: Annotated[SignInPage, Query()]) -> Response:
    """The page to sign in; who is signed in goes on to the page that was wanted."""
    if session_of(request) is not None:
        return RedirectResponse(local(query.next), 303)
    return sign_in_form(request, query.next)


@router.post(PATH)
async def sign_in(request: Request) -> Response:
    """Sign in with a key: a new session, whatever cookie the browser had. Why a key is not good is not said."""
    form = await read_form(request, 0, 10)
    then = form.get(NEXT)
    if not same_token(form.get(CSRF), _token(request) or secrets.token_hex(32)):
        return sign_in_form(request, then, "sign_in_stale", Forbidden.status)
    key = form.get("key")
    callers: Callers = request.app.state.callers
    try:
        caller, key_id = await callers.by_key(key.strip() if isinstance(key, str) else "")
    except Unauthorized:
        return sign_in_form(request, then, "sign_in_refused", Unauthorized.status)
    return await begun(request, caller, key_id, local(then))


async def begun(request: Request, caller: Caller, key_id: str | None, then: str) -> Response:
    """Begin the session of a caller, keep in the audit log that they signed in, and lead on to a page."""
    sessions: Sessions = request.app.state.sessions
    assert caller.id is not None
    await sessions.begin(request.scope, caller.id, key_id)
    _audit(request, caller, "sign in")
    return RedirectResponse(then, 303)


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End the session. Who is not signed in, or no longer, is led home all the same."""
    session = session_of(request)
    if session is not None:
        await sent_form(request, most_files=0)
        sessions: Sessions = request.app.state.sessions
        await sessions.end(request.scope, session)
        _audit(request, session.caller, "sign out")
    return RedirectResponse("/", 303)


def _audit(request: Request, caller: Caller, action: str) -> None:
    recorder: Recorder = request.app.state.audit
    entry = AuditEntry(at=now(), caller_id=caller.id, caller=caller.name or "", action=action, status=303)
    recorder.note(entry.model_copy(update={"request_id": request.state.request_id}))


def sign_in_form(request: Request, then: object, refused: str | None = None, status: int = 200) -> Response:
    """The page to sign in, with why somebody was refused, if they were, and where they go on to."""
    settings: Settings = request.app.state.settings
    provider: Provider | None = request.app.state.provider
    wanted = local(then)
    view = PageView(request)
    response = page(
        "sign_in.html",
        request,
        view,
        status,
        token=hidden(CSRF, _new_token(request)),
        then=hidden(NEXT, wanted),
        next=wanted != "/",
        refused=refused,
        issuer=view.url(AT_ISSUER, next=wanted) if provider is not None and provider.signs_in else None,
        whole=f"{settings.session_minutes:g}",
        idle=f"{settings.session_idle_minutes:g}",
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _name(request: Request) -> tuple[str, bool]:
    secure = over_tls(request.scope, request.app.state.settings.tls)
    return cookie_name(FORM, secure, PATH), secure


def _token(request: Request) -> str | None:
    """The token that belongs to the cookie of the page to sign in, where the browser has one."""
    held = cookie_of(request.scope, _name(request)[0])
    return _sealed(request, held) if held is not None and is_random(held) else None


def _new_token(request: Request) -> str:
    """The token for a form, and the cookie that it belongs to, which the browser has or is given."""
    name, secure = _name(request)
    held = cookie_of(request.scope, name)
    if held is None or not is_random(held):
        held = secrets.token_urlsafe(32)
    send_cookie(request.scope, name, held, seconds=FORM_SECONDS, secure=secure, path=PATH, strict=True)
    return _sealed(request, held)


def _sealed(request: Request, held: str) -> str:
    settings: Settings = request.app.state.settings
    return hmac.new(settings.key.encode(), f"quanjing: form to sign in {held}".encode(), sha256).hexdigest()
