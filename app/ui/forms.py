"""Reads the forms that pages send, after checking that it was one of this service's own pages that sent them."""

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from app.errors import BadRequest, Forbidden
from app.security.origins import ELSEWHERE, check_origin, same_token
from app.security.sessions import session_of
from app.ui.render import CSRF

MOST_FIELD_BYTES = 1_000_000


async def sent_form(request: Request, *, most_files: int = 1, most_fields: int = 200) -> FormData:
    """The form that somebody signed in has sent. Every route of a page that changes something reads it first, by this.

    Raises:
        Forbidden: nobody is signed in, it comes from elsewhere, or it has not the token that `view.csrf` put into the page.
        BadRequest: it is no form, or a too large one.
    """
    session = session_of(request)
    if session is None:
        raise Forbidden(ELSEWHERE)
    form = await read_form(request, most_files, most_fields)
    if not same_token(form.get(CSRF), session.csrf):
        raise Forbidden(ELSEWHERE)
    return form


async def read_form(request: Request, most_files: int, most_fields: int) -> FormData:
    """The form of a request, whose token is still to be checked.

    Raises:
        Forbidden: it comes from elsewhere.
        BadRequest: it is no form, or a too large one.
    """
    check_origin(request.scope, request.app.state.settings.tls)
    try:
        return await request.form(max_files=most_files, max_fields=most_fields, max_part_size=MOST_FIELD_BYTES)
    except HTTPException:
        raise BadRequest("that is no form that can be read") from None
