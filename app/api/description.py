"""Completes the OpenAPI description: every status that a route can answer, its problems, and who may ask by what."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from app.api.problems import MEDIA_TYPE, PREFIX, STATUS_TYPES, TITLES
from app.errors import QuanjingError
from app.security.cookies import SESSION
from app.security.policy import ANSWER, EVERYBODY, Policy, RouteRule
from models.problem import Problem

SCHEMA = "Problem"
EVERYWHERE = (400, 405, 408, 413, 414, 421, 429, 431, 500, 503, 504)
"""What any request may be answered, whatever its route."""
PROBES = frozenset({"/live", "/ready"})
NAMING = frozenset({"/v1/cases", "/v1/exports", "/v1/handovers", "/v1/quality", "/v1/quality/rows", "/v1/statistics"})
"""Paths of routes whose query or body names what may not be there."""
HIDDEN = frozenset({"/metrics", "/.well-known/security.txt"})
"""Paths that are there for some, or by some settings."""
OF_CONNECTIONS = {400: "bad-request", 408: "request-timeout", 414: "uri-too-long", 431: "headers-too-large", 503: "overloaded"}
"""The types of problems with which a connection refuses what is no request yet."""
OF_WRITING = frozenset({"commit-unknown", "lease-held", "lease-lost"})
"""Types of problems that only writing has."""
UNUSED = ("HTTPValidationError", "ValidationError")
METHODS = frozenset({"get", "post", "put", "patch", "delete"})


SCHEMES: dict[str, dict[str, Any]] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key that an operator has given out (`qj_…`).",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A token of the issuer of OpenID Connect that the settings name, for their audience.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION,
        "description": "The session of a browser that is signed in on the pages, for reading; over https `__Host-quanjing`.",
    },
}
"""By what callers are known."""
VIEW = "view"
"""A parameter of which not every value is for everybody."""


class DescribedAPI(FastAPI):
    """The application, whose description states every status that a route can answer, and by what callers are known."""

    def openapi(self) -> dict[str, Any]:
        """The description in OpenAPI 3.1."""
        if self.openapi_schema is None:
            self.openapi_schema = _completed(super().openapi(), self.state.policy)
        return self.openapi_schema


def _completed(described: dict[str, Any], policy: Policy) -> dict[str, Any]:
    rules = {(rule.method.lower(), _shown(rule.path)): rule for rule in policy.values()}
    components = described.setdefault("components", {})
    schemas, answers = components.setdefault("schemas", {}), components.setdefault("responses", {})
    for name in UNUSED:
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas[SCHEMA] = problem
    components["securitySchemes"] = SCHEMES
    types = {status: sorted(set(found)) for status, found in _types().items()}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            if method in METHODS:
                responses = operation.setdefault("responses", {})
                rule = rules[method, path]
                operation["security"] = _security(rule)
                for status in _statuses(path, method, operation, rule):
                    responses[str(status)] = {"$ref": f"#/components/responses/{SCHEMA}{status}"}
                    answers.setdefault(f"{SCHEMA}{status}", _problem(status, types.get(status, ["internal"])))
                if method == "get" and path not in PROBES:
                    responses["304"] = {"description": "What the client has (If-None-Match) is still so"}
                if "_id}" in path:
                    responses["307"] = _redirect()
                operation["responses"] = dict(sorted(responses.items()))
    return described


def _shown(path: str) -> str:
    """The path of a route as the description states it."""
    return path.replace(":path}", "}")


def _open(rule: RouteRule) -> bool:
    return rule.roles >= EVERYBODY and rule.level == 0


def _security(rule: RouteRule) -> list[dict[str, list[str]]]:
    """By what a route may be asked: any one of these; nothing at all (first) where it is for everybody."""
    known: list[dict[str, list[str]]] = [{"key": []}, {"token": []}]
    if rule.method == "GET":
        known.append({"session": []})
    return [{}, *known] if _open(rule) else known


def _statuses(path: str, method: str, operation: dict[str, Any], rule: RouteRule) -> Iterator[int]:
    """The statuses of problems that a route can answer."""
    given = [int(status) for status in operation["responses"] if status.isdigit() and int(status) >= 400]
    yield from given
    yield from EVERYWHERE
    if operation.get("parameters") or operation.get("requestBody"):
        yield 422
    yield 401
    if not _open(rule) or path == ANSWER or any(one["name"] == VIEW for one in operation.get("parameters", ())):
        yield 403
    if "{" in path or path in HIDDEN | NAMING:
        yield 404
    if method != "get":
        yield 409


def _types() -> dict[int, list[str]]:
    """The types of problems by status."""
    found = {status: [kind] for status, kind in (STATUS_TYPES | OF_CONNECTIONS).items()}
    waiting: list[type[QuanjingError]] = [QuanjingError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__ == "app.errors" and kind.type not in OF_WRITING:
            found.setdefault(kind.status, []).append(kind.type)
    found[500] = ["internal"]
    return found


def _problem(status: int, types: list[str]) -> dict[str, Any]:
    kinds = [PREFIX + kind for kind in types]
    schema = {"allOf": [{"$ref": f"#/components/schemas/{SCHEMA}"}, {"properties": {"type": {"enum": kinds}}}]}
    told = "; ".join(dict.fromkeys(TITLES.get(kind, kind.replace("-", " ").capitalize()) for kind in types))
    answer: dict[str, Any] = {"description": told, "content": {MEDIA_TYPE: {"schema": schema}}}
    if status in (429, 503):
        answer["headers"] = {"Retry-After": {"description": "Seconds", "schema": {"type": "integer", "minimum": 0}}}
    return answer


def _redirect() -> dict[str, Any]:
    location = {"description": "The same resource under the strongest identifier", "schema": {"type": "string"}}
    return {"description": "A weaker identifier: for now the party goes by another", "headers": {"Location": location}}
