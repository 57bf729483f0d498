"""Shared by routes: the questions, the query parameters of times, and how an answer is written as JSON."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import orjson
from fastapi import Depends, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import Field

from app.questions import Questions
from app.questions.text.files import MOST_ROWS
from app.security.guard import caller_of, questions_of
from app.security.streams import EVENT_STREAM
from models.base import NO_NUL, Model
from models.caller import Caller
from models.times import Times

Cursor = Annotated[str | None, Field(max_length=500, description="The `next` of the page before.")]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="How many items a page has.")]


class RecordsQuery(Times):
    """The query parameters of a page of records."""

    category: str = Field(max_length=40, description="A category of the catalogue.")
    direction: str | None = Field(
        default=None, max_length=10, description="about or issued_by for records, in or out for relationships."
    )
    limit: Limit = 20
    cursor: Cursor = None


class SearchQuery(Times):
    """The query parameters of a search."""

    q: str = Field(min_length=1, max_length=200, pattern=NO_NUL, description="An identifier, or a name or its beginning.")
    limit: Limit = 20
    cursor: Cursor = None


class BatchesQuery(Times):
    """The query parameters of a list of batches."""

    category: str | None = Field(default=None, max_length=40)
    limit: Limit = 20
    cursor: Cursor = None


class PortraitQuery(Times):
    """The query parameters of a portrait."""

    limit: Annotated[int, Field(ge=1, le=100, description="How many facts of each category are shown.")] = 20


QuestionsDep = Annotated[Questions, Depends(questions_of)]
CallerDep = Annotated[Caller, Depends(caller_of)]
When = Annotated[Times, Query()]
OfRecords = Annotated[RecordsQuery, Query()]
OfSearch = Annotated[SearchQuery, Query()]
OfBatches = Annotated[BatchesQuery, Query()]
OfPortrait = Annotated[PortraitQuery, Query()]


def times(query: Times) -> dict[str, Any]:
    """The times of a query, as keyword arguments of `Questions.answer`."""
    return {"as_of": query.as_of, "known_at": query.known_at, "view": query.view}


class Answer(Response):
    """A response with an answer as JSON; `rows` is how many records leave by it."""

    media_type = "application/json"

    def __init__(self, body: bytes | str, rows: int, status: int = 200) -> None:
        super().__init__(body, status)
        self.rows = rows


def written(answer: dict[str, Any]) -> Response:
    """A response with an answer as JSON, serialised once."""
    return Answer(orjson.dumps(answer), rows_of(answer))


def rows_of(answer: dict[str, Any]) -> int:
    """How many records an answer holds: its items, those of all its groups, or else itself."""
    items = answer.get("items")
    if isinstance(items, list):
        return len(items)
    groups = [one for part in answer.values() if isinstance(part, list) for one in part if isinstance(one, dict)]
    return sum(len(one["items"]) for one in groups if isinstance(one.get("items"), list)) or 1


def as_json(answer: Model) -> Response:
    """A response with the answer of a computed question as JSON."""
    return Answer(answer.model_dump_json(), getattr(answer, "shown", 1))


def as_events(events: AsyncIterator[str]) -> Response:
    """A stream of server-sent events, which nobody between keeps or holds back."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type=EVENT_STREAM, headers=headers)


def moved(request: Request, party: str, rest: str = "") -> Response:
    """A redirect to the same resource under the party's strongest identifier."""
    return moved_to(request, f"/v1/parties/{quote(party, safe=':')}{rest}")


def moved_to(request: Request, path: str) -> Response:
    """A redirect to the path of the same resource under stronger identifiers, with the same query.

    It is temporary (307): what joins two identifiers can be taken back.
    """
    query = urlencode(request.query_params.multi_items())
    return Response(status_code=307, headers={"Location": f"{path}?{query}" if query else path})
