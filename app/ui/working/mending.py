"""Mending refused rows in a page: each with what is wrong, its cells to be written over, and sent again."""

import asyncio
import re
import secrets
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.desk.jobs import listing
from app.errors import NotFound
from app.security.guard import GuardedRoute, caller_of, desk_of, questions_of
from app.ui.forms import sent_form
from app.ui.pages import PageQuery
from app.ui.render import PageView, page
from app.ui.working.fields import labels_of
from app.ui.working.sending import KEY, category_of, one_piece, send, text_of
from app.words import words
from app.work.following import mender_of
from app.work.kinds import PUSH
from app.work.mending import Edits, read_refused, refused_file
from app.work.pushes import PushParams
from app.work.receiving import Sending, provider_of

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
MOST_ROWS = 50
"""Rows that are shown; those after them are sent again as they are, so that none is lost."""
MOST_FIELDS = 10_000
_CELL = re.compile(r"c(\d{1,6})-(\d{1,4})")
_DROP = re.compile(r"drop(\d{1,6})")


@router.get("/jobs/{job}/mend")
async def form_page(request: Request, job: str, query: Annotated[PageQuery, Query()]) -> Response:
    """The refused rows of a push."""
    path, params = await _refused(request, job)
    refused = await asyncio.to_thread(read_refused, path)
    category = category_of(request, params.category)
    view = PageView(request, questions_of(request).catalogue)
    return page(
        "working/mend.html",
        request,
        view,
        job=job[:40],
        category=category,
        rows=refused.rows(category, MOST_ROWS),
        total=len(refused.lines),
        labels=labels_of(category, view.lang),
        said=view.said,
        key=secrets.token_urlsafe(18),
    )


@router.post("/jobs/{job}/mend")
async def sent(request: Request, job: str, query: Annotated[PageQuery, Query()]) -> Response:
    """Send the rows again, mended; they complete the batch that they came from."""
    form = await sent_form(request, most_files=0, most_fields=MOST_FIELDS)
    path, params = await _refused(request, job)
    refused = await asyncio.to_thread(read_refused, path)
    edits, dropped = _edits(form)
    body = refused.mended(edits, dropped)
    caller = caller_of(request)
    own = params.provider == caller.department
    provider = await provider_of(desk_of(request), caller, None if own else params.provider)
    category = category_of(request, params.category)
    view = PageView(request, questions_of(request).catalogue)
    title = f"{category.title.zh} · {words('zh')('mend_title')}"
    key = f"form:{text_of(form, KEY) or secrets.token_urlsafe(18)}"[:200]
    sending = Sending(caller, provider, category, ".csv", key=key, title=title, document=params.document)
    taken, _ = await send(request, one_piece(body), sending)
    return RedirectResponse(view.url(f"/jobs/{taken.job}"), 303)


async def _refused(request: Request, job: str) -> tuple[Path, PushParams]:
    """The file of the rows that a push refused, and how it was sent. Raises NotFound where there is none to be seen."""
    desk, viewer = desk_of(request), mender_of(caller_of(request))
    found, text = await desk.read(listing.result, viewer, job[:40])
    kept = refused_file(text) if found.kind == PUSH.name else None
    if kept is None:
        raise NotFound("there are no refused rows, or they are no longer kept")
    return kept, PushParams.model_validate(await desk.read(listing.params, job[:40]))


def _edits(form: FormData) -> tuple[Edits, set[int]]:
    """The cells that were written over, and the rows that are not to be sent again."""
    edits, dropped = {}, set()
    for name, value in form.multi_items():
        if (cell := _CELL.fullmatch(name)) and isinstance(value, str):
            edits[int(cell[1]), int(cell[2])] = value.replace("\r\n", "\n").strip()
        elif gone := _DROP.fullmatch(name):
            dropped.add(int(gone[1]))
    return edits, dropped
