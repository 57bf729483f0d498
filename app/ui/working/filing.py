"""Pages on which an enterprise files for itself: a form or a file, what the checks find, what the public will see, and sent."""

import json
import secrets
from hashlib import sha256
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from app.errors import Conflict, InputError, TooLarge
from app.rules.filing import filing_rules
from app.security.guard import GuardedRoute, caller_of, desk_of, questions_of
from app.settings import Settings
from app.ui.forms import sent_form
from app.ui.pages import PageQuery
from app.ui.render import PageView, page
from app.ui.working.fields import Field, fields_of, row_of, values_of
from app.ui.working.sending import KEY, category_of, text_of
from app.work.filing.filing import check_filing, fileables, send_filing
from app.work.filing.rows import CHOICE
from app.work.receiving import SUFFIXES
from models.catalogue import Category
from models.work.filings import FilingCheck

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
CHOSEN = "c:"
"""What the names of inputs begin with that choose whether a property is published."""


@router.get("/filing")
async def choose(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """What the caller's enterprise may file, each a link to its form."""
    found = fileables(questions_of(request), caller_of(request))
    return page("working/filing.html", request, _view(request), found=found, rules=filing_rules())


@router.get("/filing/{category}")
async def form_page(request: Request, category: str, query: Annotated[PageQuery, Query()]) -> Response:
    """The empty form of a category."""
    return _form(request, _fileable(request, category), {}, secrets.token_urlsafe(18))


@router.post("/filing/{category}")
async def sent(request: Request, category: str, query: Annotated[PageQuery, Query()]) -> Response:
    """Check what the form or the file says, and show it; or send it, if just that was checked before."""
    form = await sent_form(request, most_files=1, most_fields=300)
    try:
        return await _sent(request, _fileable(request, category), form)
    finally:
        await form.close()


async def _sent(request: Request, category: Category, form: FormData) -> Response:
    settings: Settings = request.app.state.settings
    questions, caller, key = questions_of(request), caller_of(request), text_of(form, KEY) or secrets.token_urlsafe(18)
    values = values_of(form) | {name: "1" for name in form if name.startswith(CHOSEN)}
    try:
        data, name = await _content(form, category, settings.push_small_bytes)
        digest = sha256(data).hexdigest()
        with TemporaryDirectory(prefix="filing.") as folder:
            path = Path(folder) / f"filing{PurePath(name).suffix}"
            path.write_bytes(data)
            if text_of(form, "step") == "submit" and text_of(form, "checked") == digest:
                done = await send_filing(
                    desk_of(request), questions, settings, caller, category.name, path, name, f"form:{key}"
                )
                return RedirectResponse(_view(request).url(f"/jobs/{done.jobs[0]}"), 303)
            checked, _ = await check_filing(questions, settings, caller, category.name, path, name)
    except (InputError, Conflict, TooLarge) as error:
        return _form(request, category, values, key, problem=error.message, status=422)
    return _form(request, category, values, key, checked=checked, digest=digest)


async def _content(form: FormData, category: Category, most: int) -> tuple[bytes, str]:
    """What is filed, as the bytes of a file with its name: the file that was chosen, else the row that the form stands for.

    Raises InputError where it is neither; TooLarge.
    """
    file = form.get("file")
    if isinstance(file, UploadFile) and file.filename:
        name = PurePath(file.filename).name
        if PurePath(name).suffix.lower() not in SUFFIXES:
            raise InputError(f"a file ends in one of {', '.join(SUFFIXES)}", parameter="file")
        data = await file.read(most + 1)
        if len(data) > most:
            raise TooLarge(f"a filing has at most {most:,} bytes")
        return data, name
    row = row_of(_fields(category), form)
    if not row:
        raise InputError("fill something in, or choose a file")
    for name in category.by_choice:
        row[f"{category.by_name[name].title.zh}{CHOICE}"] = "是" if f"{CHOSEN}{name}" in form else "否"
    row[CHOICE] = "是" if f"{CHOSEN}row" in form else "否"
    return json.dumps([row], ensure_ascii=False, sort_keys=True).encode(), "form.json"


def _fields(category: Category) -> tuple[Field, ...]:
    """The fields of the form: all but those of whoever files."""
    own = next(one.own for one in filing_rules().categories if one.category == category.name)
    return tuple(field for field in fields_of(category) if field.header.partition(".")[0] != own)


def _fileable(request: Request, name: str) -> Category:
    """A category that enterprises file. Raises NotFound, Forbidden."""
    questions = questions_of(request)
    category = category_of(request, name)
    if category.name not in {one.category for one in fileables(questions, caller_of(request)).items}:
        return category_of(request, "")
    return category


def _form(
    request: Request,
    category: Category,
    values: dict[str, str],
    key: str,
    *,
    checked: FilingCheck | None = None,
    digest: str = "",
    problem: str | None = None,
    status: int = 200,
) -> Response:
    view = _view(request)
    filed = next(one for one in filing_rules().categories if one.category == category.name)
    more: dict[str, Any] = {
        "category": category,
        "filed": filed,
        "fields": _fields(category),
        "values": values,
        "chosen": CHOSEN,
        "key": key,
        "checked": checked,
        "digest": digest,
        "problem": view.said(problem) if problem else None,
        "rules": filing_rules(),
    }
    return page("working/filing_form.html", request, view, status, **more)


def _view(request: Request) -> PageView:
    return PageView(request, questions_of(request).catalogue)
