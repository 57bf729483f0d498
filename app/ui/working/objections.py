"""Pages of what is asked about single records: objections, credit repair, approval before publicity; asked, listed, decided."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field, ValidationError

from app.desk.cases.participants import participant_of
from app.desk.cases.register import act, list_cases, read_case
from app.errors import Conflict, NotFound, QuanjingError
from app.rules.cases.kinds import case_kinds
from app.security.guard import GuardedRoute, caller_of, desk_of, questions_of
from app.ui.forms import sent_form
from app.ui.pages import PageQuery
from app.ui.render import PageView, page
from app.ui.working.sending import text_of
from app.work.matters import MATTERS, OBJECTION, PUBLICITY, REPAIR, check_step, may_open, open_matter, versions_of
from models.caller import Caller
from models.work.cases import CaseFilter, NewStep
from models.work.matters import NewHolding, NewObjection, NewRepair, OfRecord

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
FORMS: dict[str, type[OfRecord]] = {OBJECTION: NewObjection, REPAIR: NewRepair, PUBLICITY: NewHolding}
ASKED = (OBJECTION, REPAIR, PUBLICITY)


class MattersPage(PageQuery):
    """The query parameters of the list."""

    kind: str = Field(default=OBJECTION, max_length=40)
    cursor: str | None = Field(default=None, max_length=40)


class AskPage(PageQuery):
    """The query parameters of the form: what is asked, about which record."""

    kind: str = Field(default=OBJECTION, max_length=40)
    party: str = Field(default="", max_length=200)
    category: str = Field(default="", max_length=40)
    statement: str = Field(default="", max_length=40)


@router.get("/objections")
async def listed(request: Request, query: Annotated[MattersPage, Query()]) -> Response:
    """The cases of one kind that the caller sees, the latest first."""
    kind = _kind(query.kind)
    viewer = participant_of(caller_of(request))
    found = await desk_of(request).read(list_cases, viewer, CaseFilter(kind=kind), 20, query.cursor)
    view = PageView(request, questions_of(request).catalogue)
    return page("working/objections.html", request, view, kind=case_kinds()[kind], kinds=_kinds(), found=found)


@router.get("/objections/new")
async def form_page(request: Request, query: Annotated[AskPage, Query()]) -> Response:
    """The form to object to a record, to ask for its repair, or to hold it back."""
    return await _form(request, query)


@router.post("/objections/new")
async def asked(request: Request, query: Annotated[AskPage, Query()]) -> Response:
    """Open the case, and lead on to it; what is wrong is said on the form."""
    form = await sent_form(request, most_files=0, most_fields=10)
    kind = _kind(text_of(form, "kind") or query.kind)
    given: dict[str, Any] = {name: getattr(query, name) for name in ("party", "category", "statement")}
    given["grounds"] = text_of(form, "grounds", 2000)
    if kind == PUBLICITY:
        given["reason"] = text_of(form, "reason")
    try:
        of = FORMS[kind].model_validate(given)
        case, _ = await open_matter(desk_of(request), questions_of(request), caller_of(request), kind, of)
    except ValidationError:
        return await _form(request, query.model_copy(update={"kind": kind}), "objection_incomplete", 422)
    return RedirectResponse(PageView(request).url(f"/objections/{case.id}"), 303)


@router.get("/objections/{case}")
async def one_case(request: Request, case: str, query: Annotated[PageQuery, Query()]) -> Response:
    """A case: what was asked, the record before and after, every step, and what the caller may do."""
    return await _case(request, case)


@router.post("/objections/{case}")
async def step(request: Request, case: str, query: Annotated[PageQuery, Query()]) -> Response:
    """Take an action, and show the case again."""
    form = await sent_form(request, most_files=0, most_fields=10)
    new = NewStep(action=text_of(form, "action", 40) or "-", remark=text_of(form, "remark", 2000) or None)
    caller = caller_of(request)
    try:
        await check_step(desk_of(request), questions_of(request), caller, case, new)
        await desk_of(request).write(act, case, new, participant_of(caller))
    except Conflict as error:
        return await _case(request, case, error, 409)
    return RedirectResponse(PageView(request).url(f"/objections/{case}"), 303)


async def _form(request: Request, query: AskPage, problem: str | None = None, status: int = 200) -> Response:
    questions, caller = questions_of(request), caller_of(request)
    kinds = [kind for kind in _kinds() if may_open(caller, kind.name)]
    if query.category not in questions.catalogue.categories or not kinds:
        raise NotFound("there is no such record")
    versions = await versions_of(questions, caller, query.party, query.category, query.statement)
    now = next((one for one in versions if "known_to" not in one), None)
    if now is None:
        raise NotFound("there is no such record")
    view = PageView(request, questions.catalogue)
    category = questions.catalogue[query.category]
    more = {"asked": query, "kinds": kinds, "item": now["item"], "category": category, "problem": problem}
    return page("working/object.html", request, view, status, **more)


async def _case(request: Request, case: str, error: QuanjingError | None = None, status: int = 200) -> Response:
    questions, caller = questions_of(request), caller_of(request)
    found = await desk_of(request).read(read_case, case, participant_of(caller))
    if found.kind not in MATTERS:
        raise NotFound("there is no such case")
    view = PageView(request, questions.catalogue)
    category = questions.catalogue.categories.get(str(found.basis.get("category")))
    more = {
        "case": found,
        "kind": case_kinds()[found.kind],
        "category": category,
        "versions": await _versions(request, caller, found.party, found.basis) if category else [],
        "problem": view.said(error.message) if error else None,
    }
    return page("working/objection.html", request, view, status, **more)


async def _versions(request: Request, caller: Caller, party: str | None, basis: dict[str, Any]) -> list[dict[str, Any]]:
    """The versions of the record of a case, that which was objected to and the present one; none where they are not seen."""
    if party is None or "statement" not in basis:
        return []
    try:
        found = await versions_of(questions_of(request), caller, party, str(basis["category"]), str(basis["statement"]))
    except NotFound:
        return []
    return found


def _kind(name: str) -> str:
    if name not in MATTERS:
        raise NotFound("there is no such kind of case")
    return name


def _kinds() -> list[Any]:
    return [case_kinds()[name] for name in ASKED]
