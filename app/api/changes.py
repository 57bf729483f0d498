"""Routes of the change feed: a page since a cursor, and a stream of server-sent events."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field
from starlette.datastructures import State

from app.api.deps import CallerDep, QuestionsDep, as_events, as_json
from app.api.thin import ThinRoute
from app.changes.following import Follower
from app.changes.reading import LATEST, ChangeFeed, Wanted
from app.changes.watching import FeedWatch
from app.errors import Forbidden, GraphError, InputError, Overloaded, Unauthorized
from app.security.callers import http_caller
from app.security.streams import EVENT_STREAM
from models.base import Model
from models.caller import Caller
from models.catalogue import Catalogue
from models.changes import Changes

router = APIRouter(prefix="/v1/changes", tags=["changes"], route_class=ThinRoute)
MOST_STREAMS = 200
"""How many streams a process keeps open."""
SINCE = "The `next` of the page before, `latest`, or a moment or day (ISO 8601); default: the beginning of what is kept."
Categories = Annotated[tuple[str, ...], Field(max_length=50, description="Only changes in these categories.")]
Parties = Annotated[tuple[str, ...], Field(max_length=200, description="Only changes of these parties, by identifier.")]


class StreamQuery(Model):
    """The query parameters of a stream of changes."""

    since: str | None = Field(
        default=None, max_length=200, description=SINCE.replace("the beginning of what is kept", "latest")
    )
    category: Categories = ()
    party: Parties = ()


class ChangesQuery(StreamQuery):
    """The query parameters of a page of changes."""

    since: str | None = Field(default=None, max_length=200, description=SINCE)
    limit: Annotated[int, Field(ge=1, le=1000, description="How many changes a page has.")] = 100


@asynccontextmanager
async def following(state: State) -> AsyncIterator[None]:
    """Give a service its change feed, and a watch over it, for the time of a block."""
    state.changes = ChangeFeed(state.engine, state.settings.key.encode())
    state.feed_watch, state.streams = FeedWatch(state.changes), 0
    try:
        yield
    finally:
        await state.feed_watch.close()


def wanted(query: StreamQuery, catalogue: Catalogue) -> Wanted:
    """Which changes a query asks for.

    Raises:
        InputError: a category is unknown.
    """
    if unknown := sorted(set(query.category) - catalogue.categories.keys()):
        raise InputError(f"the catalogue has no category {unknown[0][:40]!r}", parameter="category")
    return Wanted(frozenset(query.category), frozenset(query.party))


@router.get("", response_model=Changes)
async def changes(
    request: Request, query: Annotated[ChangesQuery, Query()], questions: QuestionsDep, caller: CallerDep
) -> Response:
    """The parties whose facts changed since a cursor, the oldest change first; of what the caller may see."""
    feed: ChangeFeed = request.app.state.changes
    asked = wanted(query, questions.catalogue)
    return as_json(await feed.page(caller, await feed.since(caller, query.since), asked, query.limit))


@router.get("/stream", responses={200: {"content": {EVENT_STREAM: {}}}}, response_class=Response)
async def stream(
    request: Request, query: Annotated[StreamQuery, Query()], questions: QuestionsDep, caller: CallerDep
) -> Response:
    """Changes as they are written, as server-sent events; `Last-Event-ID` goes on after one. A comment comes every 15 seconds.

    An event `start-over` says that changes were missed which are not kept: what is needed is to be read anew.
    """
    feed: ChangeFeed = request.app.state.changes
    if request.app.state.streams >= MOST_STREAMS:
        raise Overloaded("so many streams of changes are open that there is no room for another", retry_after=30)
    since = await feed.since(caller, request.headers.get("last-event-id") or query.since or LATEST) or ""

    async def now() -> Caller:
        return await http_caller(request.scope)

    follower = Follower(feed, request.app.state.feed_watch, now, wanted(query, questions.catalogue), since)
    first = await follower.page()  # a cursor that is none, or too old, is answered as such and not by a stream
    return as_events(_counted(request.app.state, follower.events(first)))


async def _counted(state: State, events: AsyncIterator[str]) -> AsyncIterator[str]:
    """The events of a stream that counts while it is open; it ends where its caller may read no more or the graph is gone."""
    state.streams += 1
    try:
        async for one in events:
            yield one
    except (Unauthorized, Forbidden, GraphError):
        return  # a client comes again with the id of the last event, and is told
    finally:
        state.streams -= 1
