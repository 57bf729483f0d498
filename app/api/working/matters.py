"""The routes of what is asked about single records: objections, credit repair, and holding back from the public."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.api.deps import Answer, CallerDep, QuestionsDep, as_json
from app.api.working.cases import CasesQuery
from app.desk.cases.participants import participant_of
from app.desk.cases.register import list_cases
from app.security.guard import GuardedRoute, desk_of
from app.work.matters import OBJECTION, PUBLICITY, REPAIR, open_matter
from models.caller import Caller
from models.work.cases import CaseFilter, CaseHistory, Cases
from models.work.matters import NewHolding, NewObjection, NewRepair, OfRecord

router = APIRouter(prefix="/v1", tags=["objections"], route_class=GuardedRoute)
MADE_BEFORE: dict[int | str, dict[str, Any]] = {200: {"model": CaseHistory}}
Asked = Annotated[CasesQuery, Query()]


@router.get("/objections", response_model=Cases)
async def objections(request: Request, query: Asked, caller: CallerDep) -> Response:
    """The objections that the caller, or its department, lodged or is to answer; an operator sees all."""
    return await _listed(request, query, caller, OBJECTION)


@router.post("/objections", response_model=CaseHistory, status_code=201, responses=MADE_BEFORE)
async def object_to(request: Request, new: NewObjection, caller: CallerDep, questions: QuestionsDep) -> Response:
    """Object to a record; it goes to the record's provider, and the record shows as contested. Steps: /v1/cases."""
    return await _opened(request, questions, caller, OBJECTION, new)


@router.get("/repairs", response_model=Cases)
async def repairs(request: Request, query: Asked, caller: CallerDep) -> Response:
    """The applications for credit repair that the caller, or its department, made or is to decide; an operator sees all."""
    return await _listed(request, query, caller, REPAIR)


@router.post("/repairs", response_model=CaseHistory, status_code=201, responses=MADE_BEFORE)
async def ask_repair(request: Request, new: NewRepair, caller: CallerDep, questions: QuestionsDep) -> Response:
    """Ask for the credit repair of a record; granted, the record is shown to the public and used no more."""
    return await _opened(request, questions, caller, REPAIR, new)


@router.get("/publicity", response_model=Cases)
async def publicity(request: Request, query: Asked, caller: CallerDep) -> Response:
    """What the caller's department holds back from the public, and what its approver decided; an operator sees all."""
    return await _listed(request, query, caller, PUBLICITY)


@router.post("/publicity", response_model=CaseHistory, status_code=201, responses=MADE_BEFORE)
async def hold_back(request: Request, new: NewHolding, caller: CallerDep, questions: QuestionsDep) -> Response:
    """Hold a record of the caller's department back from the public until its approver decides."""
    return await _opened(request, questions, caller, PUBLICITY, new)


async def _listed(request: Request, query: CasesQuery, caller: Caller, kind: str) -> Response:
    which = CaseFilter(**query.model_dump(exclude={"limit", "cursor", "kind"}), kind=kind)
    return as_json(await desk_of(request).read(list_cases, participant_of(caller), which, query.limit, query.cursor))


async def _opened(request: Request, questions: QuestionsDep, caller: Caller, kind: str, of: OfRecord) -> Response:
    case, made = await open_matter(desk_of(request), questions, caller, kind, of)
    request.scope["state"]["subject"] = case.id
    return Answer(case.model_dump_json(), 1, 201 if made else 200)
