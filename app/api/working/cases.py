"""The routes of cases: those of the caller's department, what was done in each, and acting in one."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.api.deps import Answer, CallerDep, as_json
from app.desk.cases.participants import participant_of
from app.desk.cases.register import act, list_cases, open_case, read_case
from app.desk.cases.warnings import plain_case
from app.errors import Forbidden
from app.security.guard import GuardedRoute, desk_of, questions_of
from app.work.clues import CLUE, checked_basis
from app.work.matters import MATTERS, check_step
from models.work.cases import CaseFilter, CaseHistory, Cases, NewCase, NewStep

router = APIRouter(prefix="/v1/cases", tags=["cases"], route_class=GuardedRoute)
CaseId = Annotated[str, Path(max_length=40, description="The id of a case.")]


class CasesQuery(CaseFilter):
    """The query parameters of a page of cases."""

    limit: int = Field(default=20, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=40, description="The `next` of the page before.")


@router.get("", response_model=Cases)
async def cases(request: Request, query: Annotated[CasesQuery, Query()], caller: CallerDep) -> Response:
    """The cases sent to the caller's department or by it, the latest first; to an operator, everybody's."""
    which = CaseFilter(**query.model_dump(exclude={"limit", "cursor"}))
    page = await desk_of(request).read(list_cases, participant_of(caller), which, query.limit, query.cursor)
    return as_json(page.model_copy(update={"items": tuple(map(plain_case, page.items))}))


@router.post("", response_model=CaseHistory, status_code=201, responses={200: {"model": CaseHistory}})
async def opening(request: Request, new: NewCase, caller: CallerDep) -> Response:
    """Open a case; 200 where it was opened under its key before, 409 where another one was.

    The basis of the kind `clue` has a form of its own (docs/clues.md); another is a 422.
    """
    if new.kind in MATTERS:
        raise Forbidden("a case about a record is opened at /v1/objections, /v1/repairs or /v1/publicity")
    if new.kind == CLUE:
        checked_basis(new.basis)
    case, made = await desk_of(request).write(open_case, new, participant_of(caller))
    request.scope["state"]["subject"] = case.id
    return Answer(case.model_dump_json(), 1, 201 if made else 200)


@router.get("/{case}", response_model=CaseHistory)
async def one_case(request: Request, case: CaseId, caller: CallerDep) -> Response:
    """One case, with every step taken in it."""
    return as_json(plain_case(await desk_of(request).read(read_case, case, participant_of(caller))))


@router.post("/{case}/steps", response_model=CaseHistory, status_code=201)
async def step(request: Request, case: CaseId, new: NewStep, caller: CallerDep) -> Response:
    """Take an action in a case; 409, naming what is allowed, where this one is not."""
    request.scope["state"]["subject"] = case
    await check_step(desk_of(request), questions_of(request), caller, case, new)
    history = await desk_of(request).write(act, case, new, participant_of(caller))
    return Answer(plain_case(history).model_dump_json(), 1, 201)
