"""Errors as problem+json (RFC 9457), each kind with its stable type."""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.errors import QuanjingError
from models.problem import Problem, Wrong

PREFIX = "urn:quanjing:problem:"
MEDIA_TYPE = "application/problem+json"
TITLES = {
    "bad-request": "The request is malformed",
    "unauthorized": "A valid key is needed",
    "forbidden": "This is not allowed",
    "not-found": "Not found",
    "method-not-allowed": "The resource has no such method",
    "request-timeout": "The request stopped on its way",
    "too-large": "The body of the request is too large",
    "uri-too-long": "The address of the request is too long",
    "headers-too-large": "The headers of the request are too large",
    "unknown-host": "The request is for another host",
    "too-many-requests": "Too many requests",
    "overloaded": "The service has too much to do",
    "shutting-down": "The service is being stopped",
    "deadline-exceeded": "The request took too long",
    "unsupported-type": "Bodies of this kind are not read",
    "lease-held": "Another process writes",
    "worker-ended": "The work was broken off",
    "conflict": "The request contradicts what is there",
    "invalid-input": "The request cannot be used",
    "internal": "The service failed",
    "graph-error": "The graph failed",
    "graph-unavailable": "The graph does not answer",
    "statement-timeout": "The question took too long",
    "schema-too-new": "The graph belongs to a newer program",
    "desk-unavailable": "The desk does not answer",
    "issuer-unavailable": "The issuer does not answer",
    "desk-too-new": "The desk belongs to a newer program",
}
STATUS_TYPES = {
    400: "bad-request",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    422: "invalid-input",
}
RETRY_SECONDS = 5
CHALLENGE = 'Bearer realm="quanjing"'


def problem_of(error: Exception, request_id: str | None) -> Problem:
    """The problem that a client sees of an error; of an unexpected one, only that it happened."""
    if isinstance(error, RequestValidationError):
        wrong = tuple(Wrong(parameter=_place(e["loc"]), message=e["msg"]) for e in error.errors())
        return _problem("invalid-input", 422, "; ".join(f"{w.parameter}: {w.message}" for w in wrong), request_id, wrong)
    if isinstance(error, QuanjingError) and error.status < 500:
        named = error.context.get("parameter")
        wrong = (Wrong(parameter=str(named), message=error.message),) if named else ()
        problem = _problem(error.type, error.status, error.message, request_id, wrong)
        return problem.model_copy(update={"did_you_mean": error.context.get("did_you_mean")})
    if isinstance(error, QuanjingError) and error.status in (503, 504):
        return _problem(error.type, error.status, None, request_id)
    if isinstance(error, HTTPException):
        kind = STATUS_TYPES.get(error.status_code, "bad-request" if error.status_code < 500 else "internal")
        return _problem(kind, error.status_code, None, request_id)
    return _problem("internal", 500, None, request_id)


def _place(where: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in where[1:]) or str(where[0])


def _problem(kind: str, status: int, detail: str | None, request_id: str | None, errors: tuple[Wrong, ...] = ()) -> Problem:
    title = TITLES.get(kind, kind.replace("-", " ").capitalize())
    return Problem(type=PREFIX + kind, title=title, status=status, detail=detail, request_id=request_id, errors=errors)


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A response with a problem as application/problem+json."""
    body: dict[str, Any] = problem.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return Response(orjson.dumps(body), problem.status, headers_for(problem, headers), MEDIA_TYPE)


def problem_titled(kind: str, status: int, detail: str | None, request_id: str | None) -> Problem:
    """A problem of a kind, by the slug that ends its type."""
    return _problem(kind, status, detail, request_id)


def headers_for(problem: Problem, headers: Mapping[str, str] | None = None) -> dict[str, str]:
    """The headers of a problem's response: those of the error, when to try again where that may help, how a key is sent."""
    out = {"Cache-Control": "no-store"} | dict(headers or {})
    if problem.status == 401:
        out["WWW-Authenticate"] = CHALLENGE
    if problem.status == 503:
        out.setdefault("Retry-After", str(RETRY_SECONDS))
    return out


def headers_of(error: Exception) -> Mapping[str, str] | None:
    """The headers that an error brings with it."""
    if isinstance(error, HTTPException):
        return error.headers
    after = error.context.get("retry_after") if isinstance(error, QuanjingError) else None
    return None if after is None else {"Retry-After": str(after)}


def refusal(status: int, kind: str) -> dict[str, Any]:
    """The body of a problem of a connection, for which there is no request yet."""
    return _problem(kind, status, None, None).model_dump(mode="json", exclude_none=True, exclude_defaults=True)
