"""The page of a party's records of one category before and after they were changed."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from app.questions.codes import identifier
from app.security.guard import GuardedRoute, caller_of, questions_of
from app.ui.pages import PageQuery, when
from app.ui.render import PageView, page

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)


class VersionsPage(PageQuery):
    """The query parameters of a page of versions."""

    category: str = Field(max_length=40)
    statement: str | None = Field(default=None, max_length=40)


@router.get("/parties/{party_id:path}/versions")
async def versions(request: Request, party_id: str, query: Annotated[VersionsPage, Query()]) -> Response:
    """Every version of a party's records of one category, or of one of them, that the caller may see."""
    questions = questions_of(request)
    view = PageView(request, questions.catalogue)
    asked: dict[str, Any] = {"party_id": identifier(party_id), "category": query.category, "statement": query.statement}
    answer = await questions.answer("records.versions", caller_of(request), **when(request, query), **asked)
    if (there := answer["party"]["id"]) != party_id:
        again = {"category": query.category, "statement": query.statement}
        return RedirectResponse(view.party(there, "/versions", **again), 307)
    records: dict[str, list[dict[str, Any]]] = {}
    for one in answer["versions"]:
        records.setdefault(one["fact"], []).append(one)
    return page("versions.html", request, view, answer=answer, records=records, category=questions.catalogue[query.category])
