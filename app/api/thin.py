"""Routes that read their own parameters, without FastAPI's tree of dependencies.

That tree costs a request more than many an answer does: each plain function goes to a thread and back. Parameters are
declared as usual, so that FastAPI describes the interface; only reading them is done here.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.params import Depends, Query
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.types import Receive, Scope, Send

from app.errors import PolicyError
from app.security.guard import GuardedRoute

Reader = Callable[[Request], Any]
_NOT_PLAIN = (inspect.iscoroutinefunction, inspect.isasyncgenfunction, inspect.isgeneratorfunction)


@dataclass(frozen=True, slots=True)
class Reads:
    """Marks a parameter in its annotation: `read` reads it from a request, in place of the reader for its type."""

    read: Reader


class ThinRoute(GuardedRoute):
    """A route whose endpoint returns a Response and whose parameters are read here.

    They may be the request, parts of the path, one model of the query, and dependencies that are plain functions of the
    request or of nothing.

    Raises:
        PolicyError: it has dependencies that it would not run, such as asynchronous ones.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        super().__init__(path, endpoint, **more)
        if self.dependencies:
            raise PolicyError(f"{path}: a thin route runs no dependencies besides those that its endpoint takes")
        parameters = inspect.signature(endpoint, eval_str=True).parameters.values()
        try:
            self._readers = tuple((p.name, _reader(p.name, p.annotation)) for p in parameters)
        except PolicyError as error:
            raise PolicyError(f"{path}: {error.message}") from None

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; errors are left to the layers around, which report them."""
        request = Request(scope, receive)
        given: dict[str, Any] = {}
        wrong: list[Any] = []
        for name, read in self._readers:
            try:
                given[name] = read(request)
            except RequestValidationError as error:
                wrong += error.errors()
        if wrong:
            raise RequestValidationError(wrong)
        response = await self.endpoint(**given)
        scope.setdefault("state", {})["rows"] = getattr(response, "rows", None)
        await response(scope, receive, send)


def _reader(name: str, annotation: Any) -> Reader:
    """A function that reads one parameter of an endpoint from a request."""
    if annotation is Request:
        return lambda request: request
    kind, *marks = get_args(annotation) if get_origin(annotation) is Annotated else (annotation,)
    for mark in marks:
        if isinstance(mark, Reads):
            return mark.read
    for mark in marks:
        if isinstance(mark, Depends):
            assert mark.dependency is not None
            return _made_by(name, mark.dependency)
        if isinstance(mark, Query):
            return _query(kind)
    return _path(name, TypeAdapter(annotation))


def _made_by(name: str, function: Callable[..., Any]) -> Reader:
    called = function if inspect.isroutine(function) else type(function).__call__
    if any(kind(called) for kind in _NOT_PLAIN):
        raise PolicyError(f"the dependency {name} is no plain function; a thin route would not await or close it")
    taken = [p.annotation for p in inspect.signature(function, eval_str=True).parameters.values()]
    if taken not in ([], [Request]):
        raise PolicyError(f"the dependency {name} takes more than the request; a thin route resolves nothing for it")
    return function if taken else lambda request: function()


def _query(model: type[BaseModel]) -> Reader:
    bare: list[BaseModel] = []  # a model is frozen, so one instance serves all requests without a query
    many = frozenset(name for name, field in model.model_fields.items() if get_origin(field.annotation) is tuple)

    def read(request: Request) -> BaseModel:
        if bare and not request.scope["query_string"]:
            return bare[0]
        try:
            given: dict[str, Any] = dict(request.query_params)
            for name in many & given.keys():
                given[name] = request.query_params.getlist(name)
            parsed = model.model_validate(given)
        except ValidationError as error:
            raise refused("query", error) from None
        if not request.scope["query_string"]:
            bare.append(parsed)
        return parsed

    return read


def _path(name: str, adapter: TypeAdapter[Any]) -> Reader:
    def read(request: Request) -> Any:
        try:
            return adapter.validate_python(request.path_params[name])
        except ValidationError as error:
            raise refused("path", error, name) from None

    return read


def refused(place: str, error: ValidationError, *name: str) -> RequestValidationError:
    """The validation error that a client sees for values that do not fit, without the values."""
    errors = error.errors(include_url=False, include_input=False)
    return RequestValidationError([{**one, "loc": (place, *name, *one["loc"])} for one in errors])
