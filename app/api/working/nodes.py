"""Routes between nodes: statements since a cursor, digests of them; and for operators which nodes there are, and their jobs."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import Field
from starlette.datastructures import State

from app.api.deps import CallerDep, QuestionsDep, as_json
from app.api.working.exports import begun
from app.desk.nodes.register import find_node, list_nodes
from app.errors import BadRequest, InputError
from app.nodes.filed import FiledStatements
from app.nodes.giving import StatementFeed
from app.nodes.scope import NodeScope
from app.security.guard import GuardedRoute, desk_of
from app.work.exporting.job import check_division
from app.work.kinds import HAND_OVER, ROLL_UP
from app.work.nodes import RollUpParams
from models.base import NO_NUL, Model
from models.caller import Caller
from models.catalogue import Catalogue
from models.work.jobs import JobCard
from models.work.nodes import (
    MOST_IDS,
    MOST_ITEMS,
    BucketListing,
    Digests,
    Division,
    GraphName,
    Id,
    NewHandover,
    Nodes,
    Prefix,
    StatementPage,
)

router = APIRouter(prefix="/v1", tags=["nodes"], route_class=GuardedRoute)
Categories = Annotated[tuple[str, ...], Field(max_length=200, description="Only statements of these categories.")]
Providers = Annotated[tuple[str, ...], Field(max_length=200, description="Only statements of these providers.")]


NOT_FROM = Field(default=None, description="Leave out what is here only since it came from this graph, or through it.")


class ScopeQuery(Model):
    """The query parameters of what is given to a node."""

    region: Division | None = Field(
        default=None, description="Only what is filed under this division (GB/T 2260) or within it; default: the key's own."
    )
    category: Categories = ()
    provider: Providers = ()


class StatementsQuery(ScopeQuery):
    """The query parameters of a page of statements."""

    since: str | None = Field(
        default=None, max_length=300, description="The `next` of the page before; default: the beginning."
    )
    limit: Annotated[int, Field(ge=1, le=MOST_ITEMS, description="How many statements a page has.")] = 200
    id: Annotated[tuple[Id, ...], Field(max_length=MOST_IDS, description="These statements, whenever they changed.")] = ()
    party: str | None = Field(
        default=None, max_length=200, pattern=NO_NUL, description="The statements that refer to this party, by its id."
    )


class DigestsQuery(ScopeQuery):
    """The query parameters of digests."""

    not_from: GraphName | None = NOT_FROM


class ListingQuery(Model):
    """The query parameters of what a category holds under a beginning of ids."""

    region: Division | None = None
    provider: Providers = ()
    prefix: Prefix = Field(default="", description="How the ids begin: hexadecimal digits, an even number of them.")
    not_from: GraphName | None = NOT_FROM


def ready(state: State, catalogue: Catalogue) -> None:
    """Give a service what it gives to other nodes."""
    state.statements = StatementFeed(state.engine, catalogue, state.settings.key.encode())
    state.filed = FiledStatements(state.engine, catalogue)


async def scope_for(request: Request, catalogue: Catalogue, caller: Caller, query: ScopeQuery) -> NodeScope:
    """What a caller may be given of what a query asks for.

    Raises:
        Forbidden: the division is beyond the caller's own, and no approval holds.
        InputError: a category is unknown.
    """
    if unknown := sorted(set(query.category) - catalogue.categories.keys()):
        raise InputError(f"the catalogue has no category {unknown[0][:40]!r}", parameter="category")
    region = caller.region or "" if query.region is None else query.region
    await check_division(desk_of(request), caller, region)
    return NodeScope(caller.level, region, frozenset(query.category), frozenset(query.provider))


@router.get("/statements", response_model=StatementPage)
async def statements(
    request: Request, query: Annotated[StatementsQuery, Query()], questions: QuestionsDep, caller: CallerDep
) -> Response:
    """The statements that changed since a cursor, in that order, with their batches; of what the key may be given.

    Each has the id under which it is stored here: the hash of its content. A statement that changed again comes again.
    """
    scope = await scope_for(request, questions.catalogue, caller, query)
    feed: StatementFeed = request.app.state.statements
    if query.id and query.party:
        raise BadRequest("give ids or a party, not both", parameter="party")
    if query.id:
        return as_json(await feed.by_ids(scope, query.id))
    if query.party:
        return as_json(await feed.of_party(scope, query.party, query.since or "", query.limit))
    return as_json(await feed.page(scope, query.since, query.limit))


@router.get("/digests", response_model=Digests)
async def digests(
    request: Request, query: Annotated[DigestsQuery, Query()], questions: QuestionsDep, caller: CallerDep
) -> Response:
    """The digest of each category and division, of what the key may be given: equal where the statements are."""
    filed: FiledStatements = request.app.state.filed
    scope = await scope_for(request, questions.catalogue, caller, query)
    return as_json(await filed.digests(scope, not_from=query.not_from or ""))


@router.get("/digests/{category}", response_model=BucketListing)
async def listing(
    request: Request,
    category: Annotated[str, Path(max_length=40, description="A category of the catalogue.")],
    query: Annotated[ListingQuery, Query()],
    questions: QuestionsDep,
    caller: CallerDep,
) -> Response:
    """The digests of the statements whose ids begin alike, or, where these are few, the statements, to find what differs."""
    filed: FiledStatements = request.app.state.filed
    asked = ScopeQuery(region=query.region, category=(category,), provider=query.provider)
    scope = await scope_for(request, questions.catalogue, caller, asked)
    return as_json(await filed.listing(scope, category, query.prefix, not_from=query.not_from or ""))


@router.get("/nodes", response_model=Nodes)
async def nodes(request: Request, caller: CallerDep) -> Response:
    """The other nodes whose statements are taken here, without their keys."""
    return as_json(await desk_of(request).read(list_nodes))


@router.post("/nodes/{node}/roll-up", response_model=JobCard, status_code=202)
async def begin_roll_up(
    request: Request, node: Annotated[str, Path(max_length=60, description="The name of a node.")], caller: CallerDep
) -> Response:
    """Take what changed at a node since it was last followed; the job's result says what came of it."""
    await desk_of(request).read(find_node, node)
    return await begun(request, ROLL_UP.new(RollUpParams(node=node), str(caller.name), title=node))


@router.post("/handovers", response_model=JobCard, status_code=202)
async def begin_handover(request: Request, new: NewHandover, caller: CallerDep) -> Response:
    """Take over the whole file of a party from a node: every statement about it, with its evidence."""
    await desk_of(request).read(find_node, new.node)
    return await begun(request, HAND_OVER.new(new, str(caller.name), title=f"{new.node}: {new.party}"))
