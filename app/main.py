"""Builds the web application from its settings: the only place where engine, questions, routes and policy are put together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Scope

from app.answers.registry import computed
from app.api import answers, approvals, audit, callers, categories, changes, cypher_questions, health, parties, webhooks
from app.api.around.caching import Caching
from app.api.around.cookies import Cookies
from app.api.around.deadline import Ended
from app.api.around.equal_time import EqualTime
from app.api.around.hosts import Hosts
from app.api.around.rates import Rates
from app.api.description import DescribedAPI
from app.api.observe import Metrics, Observed, failed
from app.api.problems import headers_for, headers_of, problem_of, problem_response
from app.api.working import cases, exports, filings, jobs, matters, nodes, pushes, warnings
from app.cli.language.messages import in_chinese
from app.desk.audit.recorder import Recorder
from app.desk.store import Desk, open_desk
from app.engine import apply_schema, connected
from app.errors import QuanjingError, Unauthorized
from app.paths import CATALOGUE, CYPHER
from app.questions import Questions
from app.security.admission import Admission
from app.security.callers import Callers
from app.security.guard import guard
from app.security.oidc.provider import provider_of
from app.security.policy import policy
from app.security.sessions import Sessions
from app.settings import Settings
from app.ui import at_issuer, category_pages, exposure, ownership, pages, risk, signing_in, versions
from app.ui.supervision import case_pages, clues, quality, statistics, warning_pages
from app.ui.working import beginning, entry, filing, following, mending, objections, upload
from loaders.catalogue.approved import with_approvals
from loaders.catalogue.files import read_catalogue
from models.catalogue import Catalogue

VERSION = "0.1.0"
DESCRIPTION = "What the record says about Chinese enterprises, each fact with who said it, where and when."
WARMED: dict[str, dict[str, Any]] = {
    "portrait.party": {"party_id": "-"},
    "search.parties": {"text": "-"},
    "party.show": {"party_id": "-"},
}
PROGRAM_PATHS = ("/v1", "/live", "/ready", "/metrics", "/.well-known")


def create_app(settings: Settings, catalogue: Catalogue | None = None, questions: Path = CYPHER) -> FastAPI:
    """The service: API and pages over the graph of the settings.

    Args:
        catalogue: default: the packaged one, with the approvals of the settings.
        questions: folder of the question files.

    Raises:
        CatalogueError, QuestionError: a file is wrong (a question of cypher/ when the service starts).
        PolicyError: a route has no row in the policy table, or a row no route.
        GraphUnavailable, SchemaTooNew, DeskUnavailable, DeskTooNew: when the service starts.
    """
    known = catalogue or with_approvals(read_catalogue(CATALOGUE), settings.approve_first)
    metrics = Metrics()
    provider = provider_of(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with connected(settings) as engine, _desk(settings) as desk:
            await apply_schema(engine, known)
            app.state.engine, app.state.desk, app.state.callers = engine, desk, Callers(desk, provider)
            app.state.provider = provider
            app.state.sessions = Sessions(desk, settings)
            app.state.audit = Recorder(desk, settings.key, settings.audit_days)
            app.state.questions = Questions(known, engine, questions, metrics.question_answered)
            nodes.ready(app.state, known)
            warming = asyncio.create_task(_warm(app.state.questions))
            async with app.state.audit.recording(), app.state.callers.noting(), changes.following(app.state):
                yield
            warming.cancel()
            await asyncio.gather(warming, return_exceptions=True)

    app = DescribedAPI(
        title="Quanjing",
        version=VERSION,
        description=DESCRIPTION,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        middleware=_layers(settings, metrics),
    )
    app.state.metrics = metrics
    app.state.settings = settings
    app.state.in_chinese = in_chinese
    app.state.computed = computed()
    routes = (
        parties,
        categories,
        cypher_questions,
        callers,
        approvals,
        audit,
        changes,
        webhooks,
        nodes,
        pushes,
        exports,
        jobs,
        cases,
        matters,
        warnings,
        filings,
        health,
        signing_in,
        at_issuer,
        beginning,
        entry,
        upload,
        mending,
        filing,
        objections,
        following,
        quality,
        clues,
        case_pages,
        warning_pages,
        statistics,
        ownership,
        risk,
        exposure,
        versions,
        category_pages,
        pages,
    )
    for router in (answers.router(app.state.computed), *(module.router for module in routes)):
        app.include_router(router)
    app.mount("/static", pages.static_files(), name="static")
    for kind in (QuanjingError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _on_error)
    guard(app, policy(app.state.computed), Admission(settings, app.state.computed))
    return app


def _layers(settings: Settings, metrics: Metrics) -> list[Middleware]:
    """The layers around the routes, the outermost first."""
    return [
        Middleware(Observed, metrics=metrics, fail=_fail, tls=settings.tls),
        Middleware(EqualTime),
        Middleware(Ended, settings=settings),
        Middleware(Hosts, settings=settings),
        Middleware(Rates, settings=settings),
        Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=4),
        Middleware(Caching),
        Middleware(Cookies),
    ]


@asynccontextmanager
async def _desk(settings: Settings) -> AsyncIterator[Desk]:
    """The desk of the settings, for the time of a block; it is opened and closed off the event loop."""
    desk = await asyncio.to_thread(open_desk, settings)
    try:
        yield desk
    finally:
        await asyncio.to_thread(desk.close)


async def _warm(questions: Questions) -> None:
    """Run the common questions once, for no party, so that the engine has planned them before the first caller."""
    for name, params in WARMED.items():
        with contextlib.suppress(QuanjingError):
            await questions.answer(name, **params)


def _fail(scope: Scope, error: Exception) -> Response:
    return _respond(Request(scope), error)


async def _on_error(request: Request, error: Exception) -> Response:
    return _respond(request, error)


def _respond(request: Request, error: Exception) -> Response:
    """An error as a page for a person, as problem+json for a program."""
    problem = problem_of(error, getattr(request.state, "request_id", None))
    if problem.status >= 500:
        failed(problem, error)
    given = headers_of(error)
    if request.url.path.startswith(PROGRAM_PATHS) or "text/html" not in request.headers.get("accept", ""):
        return problem_response(problem, given)
    if isinstance(error, Unauthorized) and signing_in.may_help(request):
        return signing_in.first(request)
    return pages.problem_page(request, problem, headers_for(problem, given))
