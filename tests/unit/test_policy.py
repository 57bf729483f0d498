"""The policy is what serves: what has no row is not served, and whom a row does not admit is refused."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import Response

from app.api.thin import ThinRoute
from app.errors import Forbidden, NotFound, PolicyError, QuanjingError, Unauthorized
from app.main import create_app
from app.security import guard as guarding
from app.security.guard import GuardedRoute, caller_of, guard
from app.security.policy import OPERATORS, PROGRAM, ROUTES, RouteRule
from app.settings import Settings
from models.caller import Caller, CallerRole

PATH = "/v1/here"
PUBLIC = Caller()
ANALYST = Caller(level=1, id="a", roles=frozenset({CallerRole.PUBLIC, CallerRole.ANALYST}))
OPERATOR = Caller(level=2, id="o", roles=frozenset({CallerRole.PUBLIC, CallerRole.OPERATOR}))


def application(route_class: type[Any], *, router: bool = True) -> FastAPI:
    """A service with one route, in a router or on its own."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    where: Any = APIRouter(route_class=route_class) if router else app

    async def here(request: Request) -> Response:
        return Response(str(caller_of(request).level))

    where.add_api_route(PATH, here)
    if router:
        app.include_router(where)

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, QuanjingError)
        return Response(status_code=error.status)

    app.add_exception_handler(QuanjingError, refused)
    return app


def table(*rules: RouteRule) -> dict[tuple[str, str], RouteRule]:
    return {(rule.method, rule.path): rule for rule in rules}


def test_the_service_starts_by_its_policy() -> None:
    app = create_app(Settings())
    assert {(rule.method, rule.path) for rule in ROUTES} < app.state.policy.keys()
    assert ("GET", "/v1/parties/{party_id:path}/controllers") in app.state.policy


def test_a_route_without_a_row_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.main.policy", lambda registry: table(*ROUTES))
    with pytest.raises(PolicyError, match=r"no row for .*GET /v1/parties/\{party_id:path\}/controllers"):
        create_app(Settings())
    for route_class in (GuardedRoute, ThinRoute):
        with pytest.raises(PolicyError, match="no row for GET /v1/here"):
            guard(application(route_class), {})


def test_a_row_without_a_route_stops_the_start() -> None:
    with pytest.raises(PolicyError, match="not served: GET /v1/gone"):
        guard(application(GuardedRoute), table(RouteRule("GET", PATH), RouteRule("GET", "/v1/gone")))


def test_a_route_past_the_guard_stops_the_start() -> None:
    with pytest.raises(PolicyError, match="GET /v1/here is no guarded route"):
        guard(application(GuardedRoute, router=False), table(RouteRule("GET", PATH)))


def test_files_that_only_some_may_have_stop_the_start() -> None:
    app = FastAPI(docs_url=None, redoc_url=None)
    with pytest.raises(PolicyError, match="no guarded route"):
        guard(app, table(RouteRule("GET", "/openapi.json", level=1)))
    guard(app, table(RouteRule("GET", "/openapi.json")))


@pytest.mark.parametrize("route_class", [GuardedRoute, ThinRoute])
@pytest.mark.parametrize(
    ("rule", "caller", "status"),
    [
        (RouteRule("GET", PATH), PUBLIC, 200),
        (RouteRule("GET", PATH), ANALYST, 200),
        (RouteRule("GET", PATH, level=2), OPERATOR, 200),
        (RouteRule("GET", PATH, level=2), ANALYST, Forbidden.status),
        (RouteRule("GET", PATH, level=2), PUBLIC, Unauthorized.status),
        (RouteRule("GET", PATH, OPERATORS), OPERATOR, 200),
        (RouteRule("GET", PATH, OPERATORS), ANALYST, Forbidden.status),
        (RouteRule("GET", PATH, OPERATORS), PUBLIC, Unauthorized.status),
        (RouteRule("GET", PATH, PROGRAM), OPERATOR, NotFound.status),
    ],
)
async def test_whom_a_row_admits_is_served(
    monkeypatch: pytest.MonkeyPatch, route_class: type[Any], rule: RouteRule, caller: Caller, status: int
) -> None:
    asked: list[Any] = []

    async def resolved(scope: Any) -> Caller:
        asked.append(scope)
        return caller

    monkeypatch.setattr(guarding, "http_caller", resolved)
    app = application(route_class)
    guard(app, table(rule))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        found = await client.get(PATH)
        assert (found.status_code, len(asked)) == (status, 1), "the caller is resolved once"
        assert found.text == (str(caller.level) if status == 200 else "")
        assert (await client.post(PATH)).status_code == 405


async def _later() -> int:
    return 1


async def _between() -> AsyncIterator[int]:
    yield 1


def _closing() -> Iterator[int]:
    yield 1


def _nested(request: Request, other: Annotated[int, Depends(lambda: 1)]) -> int:
    return other


class _Called:
    async def __call__(self) -> int:
        return 1


@pytest.mark.parametrize("dependency", [_later, _between, _closing, _nested, _Called()])
def test_a_thin_route_refuses_a_dependency_that_it_would_not_resolve(dependency: Any) -> None:
    async def endpoint(value: Annotated[int, Depends(dependency)]) -> Response:
        return Response()

    with pytest.raises(PolicyError, match="/v1/thin: the dependency value"):
        ThinRoute("/v1/thin", endpoint)


def test_a_thin_route_refuses_dependencies_besides_its_own() -> None:
    async def endpoint() -> Response:
        return Response()

    with pytest.raises(PolicyError, match="runs no dependencies"):
        ThinRoute("/v1/thin", endpoint, dependencies=[Depends(lambda: 1)])
