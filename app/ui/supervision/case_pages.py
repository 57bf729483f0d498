"""The pages of cases: those of the caller's department, and one with its steps and what may be done in it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from app.desk.cases.participants import participant_of
from app.desk.cases.register import act, list_cases, read_case
from app.desk.cases.warnings import plain_case
from app.errors import InputError
from app.rules.cases.kinds import case_kinds
from app.security.guard import GuardedRoute, caller_of, desk_of, questions_of
from app.ui.forms import sent_form
from app.ui.pages import PageQuery
from app.ui.render import PageView, page
from app.work.clues import CLUE, checked_basis
from app.work.matters import check_step
from models.clues.basis import ClueBasis
from models.work.cases import CaseFilter, CaseHistory, NewStep

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)


class CasesPage(PageQuery):
    """The query parameters of the list of cases."""

    kind: str = Field(default="", max_length=40)
    over: bool = False
    cursor: str | None = Field(default=None, max_length=40)


@router.get("/cases")
async def cases_page(request: Request, query: Annotated[CasesPage, Query()]) -> Response:
    """The cases sent to the caller's department or by it, the latest first; those that are over where they are asked for."""
    which = CaseFilter(kind=query.kind or None, open=not query.over)
    viewer = participant_of(caller_of(request))
    found = await desk_of(request).read(list_cases, viewer, which, 50, query.cursor)
    return page("supervision/cases.html", request, PageView(request), cases=found, kinds=case_kinds(), asked=query)


@router.get("/cases/{case}")
async def case_page(request: Request, case: str, query: Annotated[PageQuery, Query()]) -> Response:
    """One case: what it rests on, its term, its steps, and the actions that the caller may take."""
    found = plain_case(await desk_of(request).read(read_case, case[:40], participant_of(caller_of(request))))
    catalogue = questions_of(request).catalogue
    titles = {name: one.title for name, one in catalogue.categories.items()}
    kind, clue = case_kinds().get(found.kind), _clue(found)
    return page("supervision/case.html", request, PageView(request), case=found, kind=kind, titles=titles, clue=clue)


def _clue(case: CaseHistory) -> ClueBasis | None:
    """What a case about a clue rests on; None of other kinds, and where it has another form, which is shown as it is."""
    try:
        return checked_basis(case.basis) if case.kind == CLUE else None
    except InputError:
        return None


@router.post("/cases/{case}")
async def act_in_case(request: Request, case: str, query: Annotated[PageQuery, Query()]) -> Response:
    """Take an action in a case, and lead back to it."""
    form = await sent_form(request, most_files=0)
    remark = str(form.get("remark") or "").strip()
    step = NewStep(action=str(form.get("action") or "")[:40], remark=remark[:2000] or None)
    request.scope["state"]["subject"] = case[:40]
    await check_step(desk_of(request), questions_of(request), caller_of(request), case[:40], step)
    await desk_of(request).write(act, case[:40], step, participant_of(caller_of(request)))
    return RedirectResponse(PageView(request).url(f"/cases/{case[:40]}"), 303)
