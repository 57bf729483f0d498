"""Routes of callers: who one is, and for operators the register of all."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from app.api.deps import Answer, CallerDep, as_json
from app.desk.callers.register import add_caller, list_callers, revoke_caller, rotate_key
from app.security.callers import Callers
from app.security.guard import GuardedRoute, caller_of, desk_of
from app.security.sessions import Sessions, session_of
from models.caller import OIDC, Caller
from models.work.callers import CallerCard, CallerCards, IssuedKey, NewCaller, Rotation, WhoAmI

router = APIRouter(prefix="/v1", tags=["callers"], route_class=GuardedRoute)
CallerId = Annotated[str, Path(max_length=200, description="The id of a caller, or its name.")]


def signature(caller: Caller) -> str:
    """How the desk names who did something: by name and id."""
    return f"{caller.name} ({caller.id})"


@router.get("/whoami", response_model=WhoAmI)
async def whoami(request: Request, caller: CallerDep) -> Response:
    """Who the service takes the sender of this request for, and by what."""
    known = caller.model_dump(include={"id", "name", "department", "party", "region", "level"})
    session = session_of(request)
    if session is not None:
        known |= {"by": "session", "until": session.until}
    elif caller.id is not None:
        known["by"] = "token" if caller.id.startswith(OIDC) else "key"
    return as_json(WhoAmI(roles=tuple(sorted(caller.roles)), **known))


@router.get("/callers", response_model=CallerCards)
async def callers(request: Request) -> Response:
    """All callers, with their keys but for the secret part."""
    cards = tuple(await desk_of(request).read(list_callers))
    return as_json(CallerCards(items=cards, shown=len(cards), total=len(cards)))


@router.post("/callers", response_model=IssuedKey, status_code=201)
async def add(request: Request, new: NewCaller) -> Response:
    """Add a caller. Its key stands in this answer, and never again."""
    issued = await desk_of(request).write(add_caller, new, signature(caller_of(request)))
    request.scope["state"]["subject"] = issued.id
    return _once(issued)


@router.post("/callers/{caller_id}/rotate", response_model=IssuedKey, status_code=201)
async def rotate(request: Request, caller_id: CallerId, how: Rotation) -> Response:
    """Give a caller a new key, and end its old ones."""
    issued = await desk_of(request).write(rotate_key, caller_id, how)
    _changed(request)
    return _once(issued)


@router.post("/callers/{caller_id}/revoke", response_model=CallerCard)
async def revoke(request: Request, caller_id: CallerId) -> Response:
    """End a caller with all its keys, for good. Within a second no process takes them any more."""
    card = await desk_of(request).write(revoke_caller, caller_id)
    _changed(request)
    return as_json(card)


def _changed(request: Request) -> None:
    known: Callers = request.app.state.callers
    known.forget()
    sessions: Sessions = request.app.state.sessions
    sessions.forget()


def _once(issued: IssuedKey) -> Response:
    return Answer(issued.model_dump_json(), 1, 201)
