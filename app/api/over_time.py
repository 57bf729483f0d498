"""What parties controlled over time."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.answers.control_over_time import DAYS, MOST_DAYS, controls_over_time
from app.api import asking
from app.api.asking import RulesQuery
from app.api.deps import Asked, Asker, told_of
from app.api.parties import PartyId
from app.api.thin import ThinRoute
from models.answers.control_over_time import ControlsOverTime

router = APIRouter(prefix="/v1", tags=["inquiries"], route_class=ThinRoute)


class OverTimeQuery(RulesQuery):
    """What control over time takes."""

    days: Annotated[int, Field(ge=1, le=MOST_DAYS, description="Days of change looked at, the latest.")] = DAYS


OfOverTime = Annotated[OverTimeQuery, Query()]


@router.get("/parties/{party_id:path}/controls-over-time", response_model=ControlsOverTime)
async def over_time(request: Request, party_id: PartyId, query: OfOverTime, questions: Asked, caller: Asker) -> Response:
    """What a person or any party controls and controlled, by a majority rule set, each with the time during which it did."""
    asked = asking.asked(caller, query)
    rules, lists = query.chosen(), query.precedence
    answer = await controls_over_time(
        questions, asked, party_id, rules=rules, precedence=lists, days=query.days, limit=query.limit
    )
    return told_of(request, party_id, answer.party.id, answer)
