"""Uploads: a file of one category, sent by the way of every push; its job is where the receipt stands."""

import secrets
from collections.abc import AsyncIterator
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from app.errors import InputError, QuanjingError
from app.harmless import harmless_name
from app.security.guard import GuardedRoute, caller_of, desk_of, questions_of
from app.ui.forms import sent_form
from app.ui.pages import PageQuery, by_class
from app.ui.render import PageView, page
from app.ui.working.sending import KEY, category_of, send, text_of
from app.work.receiving import SUFFIXES, Sending, provider_of
from models.catalogue import CoverageKind

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
PIECE = 1 << 20


class UploadPage(PageQuery):
    """The query parameters of the page: the category that is chosen at first."""

    category: str = ""


@router.get("/upload")
async def form_page(request: Request, query: Annotated[UploadPage, Query()]) -> Response:
    """The form with which a file is sent."""
    await provider_of(desk_of(request), caller_of(request))
    return _page(request, {"category": query.category[:40]}, secrets.token_urlsafe(18))


@router.post("/upload")
async def sent(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """Take a file, and lead on to its job; what is wrong with the form is said on it."""
    form = await sent_form(request, most_files=1, most_fields=20)
    try:
        return await _sent(request, form)
    finally:
        await form.close()


async def _sent(request: Request, form: FormData) -> Response:
    given = {name: text_of(form, name) for name in ("category", "day", "coverage", "dry_run")}
    key = text_of(form, KEY) or secrets.token_urlsafe(18)
    view = PageView(request, questions_of(request).catalogue)
    provider = await provider_of(desk_of(request), caller_of(request))
    try:
        file, suffix = _file(form)
        category = category_of(request, given["category"])
        name = harmless_name(file.filename or "")[:120]
        sending = Sending(
            caller_of(request),
            provider,
            category,
            suffix,
            day=given["day"] or None,
            coverage=CoverageKind(given["coverage"]) if given["coverage"] in tuple(CoverageKind) else None,
            dry_run=bool(given["dry_run"]),
            key=None if given["dry_run"] else f"form:{key}"[:200],
            title=f"{category.title.zh} · {name}",
            document=name,
        )
        taken, _ = await send(request, _pieces(file), sending)
    except QuanjingError as error:
        if error.status >= 500:
            raise
        return _page(request, given, secrets.token_urlsafe(18), view.said(error.message), error.status)
    return RedirectResponse(view.url(f"/jobs/{taken.job}"), 303)


def _file(form: FormData) -> tuple[UploadFile, str]:
    """The file of a form, and how its name ends. Raises InputError where there is none that can be read."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise InputError("choose a file")
    suffix = PurePath(file.filename).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"a file ends in one of {', '.join(SUFFIXES)}")
    return file, suffix


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece


def _page(request: Request, given: dict[str, str], key: str, problem: str | None = None, status: int = 200) -> Response:
    catalogue = questions_of(request).catalogue
    return page(
        "working/upload.html",
        request,
        PageView(request, catalogue),
        status,
        given={"category": "", "day": "", "coverage": "", "dry_run": "", **given},
        classes=by_class(catalogue),
        coverages=[str(kind) for kind in CoverageKind],
        suffixes=SUFFIXES,
        key=key,
        problem=problem,
    )
