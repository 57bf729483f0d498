"""Routes of one party (card, portrait, history, records page by page), and of the search."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from app.api.deps import CallerDep, OfPortrait, OfRecords, OfSearch, QuestionsDep, When, moved, times, written
from app.api.thin import ThinRoute
from app.questions.codes import identifier
from app.questions.listings import records_question
from models.answers.party import History, PartyCard
from models.answers.portrait import Portrait
from models.answers.records import Records
from models.answers.search import SearchAnswer

router = APIRouter(prefix="/v1", tags=["parties"], route_class=ThinRoute)
PartyId = Annotated[
    str, Path(max_length=500, description="An identifier `scheme:value`, or a bare code. A weaker one redirects (307).")
]


@router.get("/parties/{party_id:path}/portrait", response_model=Portrait)
async def portrait(
    request: Request, party_id: PartyId, query: OfPortrait, questions: QuestionsDep, caller: CallerDep
) -> Response:
    """Everything that may be seen of a party."""
    requested = identifier(party_id)
    answer = await questions.answer("portrait.party", caller, **times(query), party_id=requested, limit=query.limit)
    strongest = answer["party"]["id"]
    return written(answer) if strongest == party_id else moved(request, strongest, "/portrait")


@router.get("/parties/{party_id:path}/records", response_model=Records)
async def records(
    request: Request, party_id: PartyId, query: OfRecords, questions: QuestionsDep, caller: CallerDep
) -> Response:
    """The facts of one category about a party, the latest first."""
    name, params = records_question(questions.catalogue, query.category, query.direction)
    page: dict[str, Any] = {"party_id": identifier(party_id), "limit": query.limit, "cursor": query.cursor}
    answer = await questions.answer(name, caller, **times(query), **params, **page)
    strongest = answer["party"]["id"]
    return written(answer) if strongest == party_id else moved(request, strongest, "/records")


@router.get("/parties/{party_id:path}/history", response_model=History)
async def history(request: Request, party_id: PartyId, query: When, questions: QuestionsDep, caller: CallerDep) -> Response:
    """The posts and holdings of a party over time."""
    answer = await questions.answer("party.history", caller, **times(query), party_id=identifier(party_id))
    return written(answer) if answer["id"] == party_id else moved(request, answer["id"], "/history")


@router.get("/parties/{party_id:path}", response_model=PartyCard)
async def party(request: Request, party_id: PartyId, query: When, questions: QuestionsDep, caller: CallerDep) -> Response:
    """The party an identifier stands for."""
    answer = await questions.answer("party.show", caller, **times(query), party_id=identifier(party_id))
    return written(answer) if answer["id"] == party_id else moved(request, answer["id"])


@router.get("/search", response_model=SearchAnswer)
async def search(query: OfSearch, questions: QuestionsDep, caller: CallerDep) -> Response:
    """Parties by any identifier or name, former names included, the best first."""
    page: dict[str, Any] = {"text": query.q, "limit": query.limit, "cursor": query.cursor}
    return written(await questions.answer("search.parties", caller, **times(query), **page))
