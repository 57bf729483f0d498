"""Routes of approvals: a caller asks leave for more than its bounds, an operator decides."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from app.api.callers import signature
from app.api.deps import Answer, as_json
from app.desk.approvals.register import ask_approval, decide, list_approvals
from app.security.guard import GuardedRoute, caller_of, desk_of
from models.caller import CallerRole
from models.work.approvals import ApprovalCard, ApprovalCards, ApprovalState, Decision, NewApproval

router = APIRouter(prefix="/v1", tags=["approvals"], route_class=GuardedRoute)
ApprovalId = Annotated[str, Path(max_length=40, description="The id of an approval.")]


@router.get("/approvals", response_model=ApprovalCards)
async def approvals(request: Request) -> Response:
    """What the caller asked leave for; to an operator, what all did."""
    caller = caller_of(request)
    whose = None if CallerRole.OPERATOR in caller.roles else caller.id
    cards = tuple(await desk_of(request).read(list_approvals, whose))
    return as_json(ApprovalCards(items=cards, shown=len(cards), total=len(cards)))


@router.post("/approvals", response_model=ApprovalCard, status_code=201)
async def ask(request: Request, new: NewApproval) -> Response:
    """Ask leave to push for another provider, or to take out records of another region."""
    caller = caller_of(request)
    assert caller.id is not None, "the policy admits nobody without a key"
    card = await desk_of(request).write(ask_approval, caller.id, new)
    request.scope["state"]["subject"] = card.id
    return Answer(card.model_dump_json(), 1, 201)


@router.post("/approvals/{approval_id}/grant", response_model=ApprovalCard)
async def grant(request: Request, approval_id: ApprovalId, how: Decision) -> Response:
    """Grant what another caller asked for."""
    return await _decided(request, approval_id, ApprovalState.GRANTED, how)


@router.post("/approvals/{approval_id}/refuse", response_model=ApprovalCard)
async def refuse(request: Request, approval_id: ApprovalId, how: Decision) -> Response:
    """Refuse what another caller asked for."""
    return await _decided(request, approval_id, ApprovalState.REFUSED, how)


@router.post("/approvals/{approval_id}/end", response_model=ApprovalCard)
async def end(request: Request, approval_id: ApprovalId, how: Decision) -> Response:
    """Take back what was granted."""
    return await _decided(request, approval_id, ApprovalState.ENDED, how)


async def _decided(request: Request, approval: str, state: ApprovalState, how: Decision) -> Response:
    caller = caller_of(request)
    return as_json(await desk_of(request).write(decide, approval, state, how, signature(caller), caller.id))
