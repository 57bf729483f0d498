"""The page of a party's own risk: its ledger line by line, with the records behind each."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.answers import Reader, Viewpoint
from app.answers.risk import risk
from app.security.guard import GuardedRoute, caller_of, questions_of
from app.ui.pages import PageQuery, known_by, view_of
from app.ui.render import PageView, page
from app.words import formats
from models.risk.own import NotLookedForReason

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)


@router.get("/parties/{party_id:path}/risk")
async def risk_page(request: Request, party_id: str, query: Annotated[PageQuery, Query()]) -> Response:
    """What of a party counts as risk, for callers of level 1 and above; all of it at one tick."""
    questions = questions_of(request)
    view = PageView(request, questions.catalogue)
    seen = Viewpoint(caller_of(request), query.as_of or None, query.known_at or None, view_of(request, query))
    found = await risk(Reader(questions, seen), party_id)
    if found.id != party_id:
        return RedirectResponse(view.party(found.id, "/risk"), 307)
    return page(
        "risk.html",
        request,
        view,
        found=found,
        reasons=tuple(NotLookedForReason),
        number=formats.number,
        moment=await known_by(questions, caller_of(request), found.known_at, found.tick),
    )
