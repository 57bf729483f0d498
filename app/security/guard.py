"""Resolves the caller of each request and enforces the policy, for every route but those of plain files."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.routing import Mount
from starlette.types import Message, Receive, Scope, Send

from app.desk.audit.recorder import Recorder
from app.desk.store import Desk
from app.errors import PolicyError
from app.questions import Questions
from app.security.admission import Admission, Place
from app.security.audited import AuditedRequest, attempt, purpose_of
from app.security.callers import http_caller
from app.security.origins import check_origin
from app.security.policy import Policy, RouteRule, unmasked, work_of
from app.security.sessions import SAFE, Session
from app.security.streams import begins_stream
from app.settings import Settings
from app.work.resources import Resources
from models.caller import Caller, CallerRole


class GuardedRoute(APIRoute):
    """A route served only to callers whom the policy admits; the caller is then in the request's state (`caller_of`)."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or raise what `RouteRule.admit` raises."""
        method = scope["method"]
        if method not in (self.methods or ()):
            await super().handle(scope, receive, send)
            return
        table: Policy = scope["app"].state.policy
        rule = table[method, self.path]
        async with attempt(scope, f"{method} {self.path}", send) as one:
            one.caller = await http_caller(scope)
            await self._admit(scope, rule, one)
            await _keep_session(scope)
            admission: Admission = scope["app"].state.admission
            async with admission.place(work_of(rule, scope["path_params"], admission.inquiries)) as place:
                await self.serve(scope, receive, _leaving(one.send, place))

    async def _admit(self, scope: Scope, rule: RouteRule, one: AuditedRequest) -> None:
        """Admit a caller, with the purpose that it states; what is shown in full is written down before it is."""
        caller = one.caller
        assert caller is not None
        rule.admit(caller)
        if caller.id is not None:
            recorder: Recorder | None = getattr(scope["app"].state, "audit", None)
            if recorder is not None:
                recorder.check()
            if (purpose := purpose_of(scope)) is not None:
                caller = caller.model_copy(update={"purpose": purpose})
                one.caller = caller = caller.model_copy(update={"unmasked": unmasked(rule, caller)})
                if caller.unmasked and recorder is not None:
                    await recorder.write_now(one.entry(recorder.key, begun=True))
        scope.setdefault("state", {})["caller"] = caller

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request of an admitted caller."""
        await super().handle(scope, receive, send)


async def _keep_session(scope: Scope) -> None:
    """Keep the session of a request going. Raises Forbidden where one that changes something comes from elsewhere."""
    session: Session | None = scope["state"].get("session")
    if session is None:
        return
    state = scope["app"].state
    if scope["method"] not in SAFE:
        check_origin(scope, state.settings.tls)
    await state.sessions.keep(scope, session)


def _leaving(send: Send, place: Place) -> Send:
    """A `send` that gives a place back once an answer begins that goes on and on, as a stream of events does."""

    async def sending(message: Message) -> None:
        if begins_stream(message):
            place.leave()
        await send(message)

    return sending


def caller_of(request: Request) -> Caller:
    """The caller of a request, as its guarded route resolved it."""
    caller: Caller = request.scope["state"]["caller"]
    return caller


def questions_of(request: Request) -> Questions:
    """The questions of the service."""
    questions: Questions = request.app.state.questions
    return questions


def desk_of(request: Request) -> Desk:
    """The desk of the service."""
    desk: Desk = request.app.state.desk
    return desk


def resources_of(request: Request) -> Resources:
    """What a job of the service would work with."""
    state = request.app.state
    return Resources(state.engine, state.questions.catalogue, state.settings)


def guard(app: FastAPI, table: Policy, admission: Admission | None = None) -> None:
    """Serve the routes of an application by this policy, so many at once as `admission` has places (default: a few).

    Raises:
        PolicyError: a route has no row, a row has no route, or a route is not guarded although its row restricts it.
    """
    served = dict(_routes(app))
    if lacking := sorted(" ".join(key) for key in served.keys() - table.keys()):
        raise PolicyError(f"the policy has no row for {', '.join(lacking)}")
    if stale := sorted(" ".join(key) for key in table.keys() - served.keys()):
        raise PolicyError(f"the policy has rows for routes that are not served: {', '.join(stale)}")
    for key, route in served.items():
        open_to_all = CallerRole.PUBLIC in table[key].roles and table[key].level == 0
        if not isinstance(route, GuardedRoute) and (isinstance(route, APIRoute) or not open_to_all):
            raise PolicyError(f"{' '.join(key)} is no guarded route")
    app.state.policy = table
    app.state.admission = admission or Admission(Settings())


def _routes(app: FastAPI) -> Iterator[tuple[tuple[str, str], Any]]:
    pending: list[Any] = list(app.routes)
    while pending:
        route = pending.pop()
        inner = getattr(getattr(route, "original_router", None), "routes", None)
        if isinstance(route, APIRoute):
            yield from (((method, route.path), route) for method in route.methods or ())
        elif inner is not None and not isinstance(route, Mount):
            pending += inner
        else:
            yield ("GET", str(getattr(route, "path", route))), route
