"""Suspected relations: whom a party may be related to, and why two parties are not taken to be."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.answers import Reader
from app.answers.linkage import MOST
from app.answers.linkage import suspected as suspected_of
from app.answers.linkage import why_not as why_not_of
from app.api import asking
from app.api.deps import Asked, Asker, Times, When, as_json, moved, told_of
from app.api.parties import PartyId
from app.api.thin import ThinRoute
from models.answers.stamped import SuspectedAnswer, WhyNotAnswer

router = APIRouter(prefix="/v1", tags=["inquiries"], route_class=ThinRoute)


class SuspectedQuery(Times):
    """What suspected relations take."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Suspicions shown of parties, and of persons.")] = 50


OfSuspected = Annotated[SuspectedQuery, Query()]


@router.get("/parties/{party_id:path}/suspected/{other_id:path}", response_model=WhyNotAnswer)
async def why_not(
    request: Request, party_id: PartyId, other_id: PartyId, query: When, questions: Asked, caller: Asker
) -> Response:
    """Why two parties are not taken to be related, or that they are: each signal, whether it is shared, and what it adds."""
    answer = await why_not_of(Reader(questions, asking.asked(caller, query)), party_id, other_id)
    if (answer.party, answer.other) == (party_id, other_id):
        return as_json(answer)
    return moved(request, answer.party, f"/suspected/{quote(answer.other, safe=':')}")


@router.get("/parties/{party_id:path}/suspected", response_model=SuspectedAnswer)
async def suspected(request: Request, party_id: PartyId, query: OfSuspected, questions: Asked, caller: Asker) -> Response:
    """Whom a party may be related to, by what both state and few others do: evidence, no fact."""
    answer = await suspected_of(Reader(questions, asking.asked(caller, query)), party_id, limit=query.limit)
    return told_of(request, party_id, answer.party, answer)
