"""The pages of warnings: those that were raised, one with its figures and records, and the rules."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from app.answers.asking import ask
from app.answers.registry import computed
from app.desk.cases.participants import participant_of
from app.desk.cases.register import act
from app.desk.cases.warnings import KIND, list_warnings, read_warning
from app.rules.cases.kinds import case_kinds
from app.rules.warnings.rules import warning_rules
from app.security.guard import GuardedRoute, caller_of, desk_of, questions_of
from app.ui.forms import sent_form
from app.ui.pages import PageQuery
from app.ui.render import PageView, page
from app.work.warnings.running import precisions
from app.work.warnings.showing import shown_to
from models.work.cases import NewStep
from models.work.warnings import WarningFilter

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
SHOWN = 50


class WarningsPage(PageQuery):
    """The query parameters of the list of warnings."""

    rule: str = Field(default="", max_length=4)
    over: bool = False
    cursor: str | None = Field(default=None, max_length=40)


@router.get("/warnings")
async def warnings_page(request: Request, query: Annotated[WarningsPage, Query()]) -> Response:
    """The warnings sent to the caller's department, the latest raised first; those that are over where they are asked for."""
    known = warning_rules().rules
    which = WarningFilter(rule=query.rule if query.rule in known else None, open=not query.over)
    found = await desk_of(request).read(list_warnings, participant_of(caller_of(request)), which, SHOWN, query.cursor)
    return page("supervision/warnings.html", request, PageView(request), warnings=found, rules=known, asked=query)


@router.get("/warnings/rules")
async def rules_page(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """The rules: when each warns, from which figures on, by which law, whether it can be asked, and how often it was right."""
    question = computed()["warnings.rules"]
    caller = caller_of(request)
    answer = await ask(question, questions_of(request), caller, question.parse({}))
    precise: dict[str, Any] = {}
    for one in (await desk_of(request).read(precisions, participant_of(caller))).items:
        precise[one.rule] = one  # of several versions the last
    return page("supervision/warning_rules.html", request, PageView(request), rules=answer, precise=precise)


@router.get("/warnings/{case}")
async def warning_page(request: Request, case: str, query: Annotated[PageQuery, Query()]) -> Response:
    """One warning: its figures against their thresholds, its records, its steps, and what the caller may do."""
    found = await desk_of(request).read(read_warning, case[:40], participant_of(caller_of(request)))
    (found,) = await shown_to(questions_of(request), caller_of(request), [found])
    catalogue = questions_of(request).catalogue
    titles = {name: one.title for name, one in catalogue.categories.items()}
    rule = warning_rules().rules.get(found.rule)
    return page(
        "supervision/warning.html", request, PageView(request), warning=found, kind=case_kinds()[KIND], titles=titles, rule=rule
    )


@router.post("/warnings/{case}")
async def act_in_warning(request: Request, case: str, query: Annotated[PageQuery, Query()]) -> Response:
    """Take an action in a warning, and lead back to it."""
    form = await sent_form(request, most_files=0)
    action, remark = str(form.get("action") or "")[:40], str(form.get("remark") or "").strip()
    known = case_kinds()[KIND].actions.get(action)
    data: dict[str, Any] = {name: str(form.get(name) or "").strip()[:200] for name in (known.fields if known else ())}
    step = NewStep(action=action, remark=remark[:2000] or None, data=data)
    request.scope["state"]["subject"] = case[:40]
    await desk_of(request).read(read_warning, case[:40], participant_of(caller_of(request)))
    await desk_of(request).write(act, case[:40], step, participant_of(caller_of(request)))
    return RedirectResponse(PageView(request).url(f"/warnings/{case[:40]}"), 303)
