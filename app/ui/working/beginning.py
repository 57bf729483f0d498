"""The page on which exports and standing analyses are begun; the job's own page is where they are followed."""

import re
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from app.desk.jobs import queue
from app.desk.jobs.queue import NewJob
from app.errors import InputError, QuanjingError
from app.rules.rule_sets import MAJORITY, rule_sets
from app.security.guard import GuardedRoute, caller_of, desk_of, questions_of, resources_of
from app.ui.forms import sent_form
from app.ui.pages import PageQuery, by_class
from app.ui.render import PageView, page
from app.ui.working.sending import KEY, category_of, text_of
from app.work.analysing import NAMES, AnalyseParams, analysis_of
from app.work.beginning import new_analysis, new_export, only_once
from models.caller import CallerRole
from models.rule_sets import RuleSet
from models.work.exports import MOST_PARTIES, OWNERS, ExportForm, ExportQuery

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
MOST_TEXT = 64 * MOST_PARTIES
_BETWEEN = re.compile(r"[\s,;，；、]+")


@router.get("/begin")
async def form_page(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """The forms: an export for everybody with a key, an analysis for operators."""
    return _page(request, {"region": caller_of(request).region or ""})


@router.post("/begin/export")
async def begin_export(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """Begin an export, and lead on to its job; what is wrong with the form is said on it."""
    form = await sent_form(request, most_files=0, most_fields=20)
    given = {name: text_of(form, name) for name in ("of", "region", "form", "as_of")}
    given["parties"] = text_of(form, "parties", MOST_TEXT)
    try:
        return await _begun(request, form, await _export(request, given))
    except QuanjingError as error:
        return _refused(request, given, error)


@router.post("/begin/analysis")
async def begin_analysis(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """Begin a standing analysis of the whole graph, and lead on to its job."""
    form = await sent_form(request, most_files=0, most_fields=20)
    given = {name: text_of(form, name) for name in ("rules", "full")}
    params = AnalyseParams(name=NAMES[0], rules=given["rules"] or MAJORITY, full=bool(given["full"]))
    view = PageView(request)
    try:
        job = new_analysis(resources_of(request), caller_of(request), params, title=view.word(f"analysis_{params.name}"))
        return await _begun(request, form, job)
    except QuanjingError as error:
        return _refused(request, given, error)


async def _export(request: Request, given: dict[str, str]) -> NewJob:
    view = PageView(request, questions_of(request).catalogue)
    parties = tuple(filter(None, _BETWEEN.split(given["parties"])))
    if len(parties) > MOST_PARTIES:
        raise InputError(f"an export lists at most {MOST_PARTIES:,} parties: part them")
    if not given["of"]:
        raise InputError("choose what is to be exported")
    owners = given["of"] == OWNERS
    title = view.word("export_owners") if owners else view.title(category_of(request, given["of"]).title)
    try:
        query = ExportQuery.model_validate(
            {**{name: given[name] or None for name in ("of", "as_of")}, "region": given["region"], "lang": view.lang}
            | ({"form": given["form"]} if given["form"] else {})
        )
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        message = "a region is a division of GB/T 2260: 2, 4 or 6 digits" if "region" in wrong else "that is no form of a file"
        raise InputError(message) from None
    return await new_export(desk_of(request), caller_of(request), query, parties, title)


async def _begun(request: Request, form: FormData, job: NewJob) -> Response:
    """Put the job of a form in, once; the audit log keeps which it was."""
    made = await desk_of(request).write(queue.put, only_once(job, text_of(form, KEY) or secrets.token_urlsafe(18)))
    request.scope["state"]["subject"] = made
    return RedirectResponse(PageView(request).url(f"/jobs/{made}"), 303)


def _refused(request: Request, given: dict[str, str], error: QuanjingError) -> Response:
    """The page with what was filled in, and why it does not do."""
    if error.status >= 500:
        raise error
    return _page(request, given, PageView(request).said(error.message), error.status)


def _page(request: Request, given: dict[str, str], problem: str | None = None, status: int = 200) -> Response:
    catalogue = questions_of(request).catalogue
    caller = caller_of(request)
    more: dict[str, Any] = {"classes": by_class(catalogue), "forms": [str(form) for form in ExportForm], "owners": OWNERS}
    return page(
        "working/begin.html",
        request,
        PageView(request, catalogue),
        status,
        given={"of": "", "region": "", "form": "", "as_of": "", "parties": "", "rules": MAJORITY, "full": "", **given},
        own=caller.region or "",
        most=MOST_PARTIES,
        rule_sets=_rule_sets(request) if CallerRole.OPERATOR in caller.roles else (),
        key=secrets.token_urlsafe(18),
        problem=problem,
        **more,
    )


def _rule_sets(request: Request) -> tuple[RuleSet, ...]:
    """The rule sets by which the analysis can be made."""
    resources, found = resources_of(request), []
    for rules in rule_sets().values():
        try:
            analysis_of(resources, NAMES[0], rules.name)
        except InputError:
            continue
        found.append(rules)
    return tuple(found)
