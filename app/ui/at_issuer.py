"""Signing in at the issuer of one's organisation: the way there, and the way back with a code."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.errors import NotFound, Unauthorized
from app.security.callers import Callers
from app.security.cookies import cookie_name, cookie_of, over_tls, send_cookie
from app.security.guard import GuardedRoute
from app.security.oidc.provider import ASKED_SECONDS, Provider
from app.ui.signing_in import AT_ISSUER, PATH, SignInPage, begun, local, sign_in_form

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
WAY = "quanjing-issuer"
"""The cookie in which a browser keeps, sealed, what it was sent to the issuer with."""


def _provider(request: Request) -> Provider:
    """The issuer at which people sign in. Raises NotFound where there is none."""
    provider: Provider | None = request.app.state.provider
    if provider is None or not provider.signs_in:
        raise NotFound("there is nothing here")
    return provider


@router.get(AT_ISSUER)
async def to_issuer(request: Request, query: Annotated[SignInPage, Query()]) -> Response:
    """Go to the issuer to sign in there."""
    secure = over_tls(request.scope, request.app.state.settings.tls)
    back = f"{'https' if secure else 'http'}://{request.headers['host']}{AT_ISSUER}/back"
    asked = await _provider(request).ask(back, local(query.next))
    name = cookie_name(WAY, secure, PATH)
    send_cookie(request.scope, name, asked.kept, seconds=ASKED_SECONDS, secure=secure, path=PATH)
    return RedirectResponse(asked.url, 303)


@router.get(f"{AT_ISSUER}/back")
async def back_from_issuer(request: Request) -> Response:
    """Come back from the issuer, and be signed in; why somebody is not is not said."""
    provider, query = _provider(request), request.query_params
    secure = over_tls(request.scope, request.app.state.settings.tls)
    name = cookie_name(WAY, secure, PATH)
    kept = cookie_of(request.scope, name)
    send_cookie(request.scope, name, "", seconds=0, secure=secure, path=PATH)
    callers: Callers = request.app.state.callers
    try:
        state, code = query.get("state", ""), query.get("code", "")
        caller, then = await provider.answer(kept, state, code, query.get("iss"))
        if not await callers.vouched(caller):
            raise Unauthorized("the caller is revoked")
    except Unauthorized:
        return sign_in_form(request, None, "sign_in_issuer_refused", Unauthorized.status)
    return await begun(request, caller, None, local(then))
