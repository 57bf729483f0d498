"""On-line entry: a form made from the catalogue, what it will say, and the receipt."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.security.guard import GuardedRoute, caller_of, desk_of, questions_of
from app.ui.forms import sent_form
from app.ui.pages import PageQuery, by_class
from app.ui.render import PageView, page
from app.ui.working.fields import ACTION, ACTIONS, DAY, PREFIX, fields_of, labels_of, needs_day, row_of, values_of
from app.ui.working.replacing import replaced
from app.ui.working.sending import KEY, LookedUp, category_of, known, receipt_of, send_row, text_of
from app.words import words
from app.work.receiving import provider_of
from models.caller import today
from models.catalogue import Category
from models.work.jobs import JobState

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
FIELDS = 300


@router.get("/entry")
async def choose(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """The categories, each a link to its form."""
    return page("working/choose.html", request, _view(request), classes=by_class(questions_of(request).catalogue))


@router.get("/entry/{category}")
async def form_page(request: Request, category: str, query: Annotated[PageQuery, Query()]) -> Response:
    """The empty form of a category."""
    chosen = category_of(request, category)
    await provider_of(desk_of(request), caller_of(request))
    values = {PREFIX + DAY: today()} if needs_day(chosen) else {}
    return await _form(request, chosen, values, secrets.token_urlsafe(18))


@router.post("/entry/{category}")
async def sent(request: Request, category: str, query: Annotated[PageQuery, Query()]) -> Response:
    """Look a code up, show what the form will say, take it back to be edited, or send it."""
    form = await sent_form(request, most_files=0, most_fields=FIELDS)
    chosen = category_of(request, category)
    key = text_of(form, KEY) or secrets.token_urlsafe(18)
    step = text_of(form, "step")
    if step not in ("preview", "submit"):
        return await _form(request, chosen, values_of(form), key)
    row = row_of(fields_of(chosen), form)
    if not set(row) - {DAY, ACTION}:
        return await _form(request, chosen, values_of(form), key, problem="entry_empty", status=422)
    return await (_submit(request, chosen, row, key) if step == "submit" else _preview(request, chosen, form, row, key))


async def _submit(request: Request, category: Category, row: dict[str, str], key: str) -> Response:
    view = _view(request)
    title = f"{category.title.zh} · {words('zh')('entry_title')}"
    job = await send_row(request, category, row, key=f"form:{key}"[:200], title=title)
    return RedirectResponse(view.url(f"/jobs/{job.id}"), 303)


async def _preview(request: Request, category: Category, form: FormData, row: dict[str, str], key: str) -> Response:
    view = _view(request)
    title = f"{category.title.zh} · {words('zh')('entry_preview_title')}"
    job = await send_row(request, category, row, key=None, title=title)
    receipt = await receipt_of(request, view, job)
    error = view.said(job.error.detail) if job.error else None
    waits = receipt is None and not job.state.over
    refused = bool(receipt is None or receipt.error or receipt.rejected) or job.state is JobState.FAILED
    return page(
        "working/preview.html",
        request,
        view,
        category=category,
        fields=[f for f in fields_of(category) if f.header in row],
        row=row,
        values=values_of(form),
        key=key,
        receipt=receipt,
        labels=labels_of(category, view.lang),
        error=error,
        waits=waits,
        refused=refused,
        known=await _known(request, category, values_of(form)),
        replaced=await replaced(request, category, row),
    )


async def _form(
    request: Request,
    category: Category,
    values: dict[str, str],
    key: str,
    *,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    fields = fields_of(category)
    found = await _known(request, category, values)
    return page(
        "working/entry.html",
        request,
        _view(request),
        status,
        category=category,
        first=[field for field in fields if field.first],
        rest=[field for field in fields if not field.first],
        values=values | _names(values, found),
        key=key,
        day=PREFIX + DAY,
        action=PREFIX + ACTION,
        actions=ACTIONS,
        needs_day=needs_day(category),
        problem=problem,
        known=found,
    )


def _names(values: dict[str, str], found: dict[str, LookedUp]) -> dict[str, str]:
    """The names of parties whose codes were looked up, for the inputs of names that are empty."""
    names = {code.removesuffix(".code") + ".name": one.party for code, one in found.items() if code.endswith(".code")}
    return {name: str(party["name"]) for name, party in names.items() if party and party.get("name") and not values.get(name)}


async def _known(request: Request, category: Category, values: dict[str, str]) -> dict[str, LookedUp]:
    """What is known of the codes that are filled in, by the names of their inputs."""
    codes = {field.name: values.get(field.name, "").strip() for field in fields_of(category) if field.looks_up}
    found = await known(request, codes.values())
    return {name: found[code] for name, code in codes.items() if code}


def _view(request: Request) -> PageView:
    return PageView(request, questions_of(request).catalogue)
