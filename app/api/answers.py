"""The routes of computed questions, each built from the question's declaration."""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ValidationError

from app.answers.asking import ask
from app.api.deps import CallerDep, QuestionsDep, as_json, moved_to
from app.api.thin import Reads, ThinRoute, refused
from app.questions import Questions
from app.questions.registry import ComputedQuestion, Registry
from app.questions.registry.fields import is_list
from models.base import Model
from models.caller import Caller

JSON = "application/json"
KEYWORD = inspect.Parameter.KEYWORD_ONLY


def router(registry: Registry) -> APIRouter:
    """A router with the routes of all computed questions that have one, those with more parties in their path first."""
    made = APIRouter(tags=["answers"], route_class=ThinRoute)
    for question in sorted(registry.values(), key=lambda one: (-len(one.places), one.name)):
        if question.template:
            made.add_api_route(
                question.template,
                _endpoint(registry, question),
                name=question.key,
                summary=question.title,
                description=question.description,
                response_model=question.answer,
                responses=_responses(question),
            )
    return made


def lists_of(registry: Registry, question: ComputedQuestion[Any]) -> frozenset[str]:
    """The parameters of a question that may be given several times."""
    return frozenset(name for name, schema in registry.schemas(question).items() if is_list(schema))


def _responses(question: ComputedQuestion[Any]) -> dict[int | str, dict[str, Any]]:
    if question.files is None:
        return {}
    return {200: {"content": {media: {} for media in dict.fromkeys(question.files.media.values()) if media != JSON}}}


def _endpoint(registry: Registry, question: ComputedQuestion[Any]) -> Callable[..., Any]:
    """The endpoint function of a question; its signature lists the parameters, from which FastAPI describes the route."""
    taken: Any = registry.described(question, but=question.places)
    query = Annotated[taken, Query(), Reads(_reader(registry, question))]

    async def endpoint(request: Request, params: Model, questions: Questions, caller: Caller, **places: str) -> Response:
        answer = await ask(question, questions, caller, params)
        if (path := _canonical_path(question, request.path_params, answer)) is not None:
            return moved_to(request, path)
        files = question.files
        form = getattr(params, files.parameter) if files else None
        if files is None or form == files.plain:
            return as_json(answer)
        name = _file(question, answer, files.endings.get(form, str(form)))
        return Response(files.write(answer, form), media_type=files.media[form], headers=name)

    parameters = {"request": Request, **_of_path(question), "params": query, "questions": QuestionsDep, "caller": CallerDep}
    signature = inspect.Signature([inspect.Parameter(name, KEYWORD, annotation=kind) for name, kind in parameters.items()])
    endpoint.__signature__ = signature  # type: ignore[attr-defined]
    endpoint.__name__ = question.key
    return endpoint


def _of_path(question: ComputedQuestion[Any]) -> dict[str, Any]:
    """The parameters in the path, with their descriptions; their values are read with all others."""
    fields = {name: question.params.model_fields[name] for name in question.places}
    return {
        name: Annotated[(field.annotation, *field.metadata, Path(description=field.description), Reads(lambda request: None))]
        for name, field in fields.items()
    }


def _reader(registry: Registry, question: ComputedQuestion[Any]) -> Callable[[Request], Model]:
    """A function that reads the parameters of a question from a request: those of its path and of its query."""
    lists, places = lists_of(registry, question), frozenset(question.places)

    def read(request: Request) -> Model:
        given: dict[str, Any] = request.path_params
        if request.scope["query_string"]:
            query = request.query_params
            if twice := sorted(places & query.keys()):
                raise RequestValidationError([{"loc": ("query", twice[0]), "msg": "it stands in the path", "type": "extra"}])
            given = {**query, **{name: query.getlist(name) for name in lists & query.keys()}, **given}
        try:
            return question.params.model_validate(question.packed(given))
        except ValidationError as error:
            raise refused("query", error) from None

    return read


def _canonical_path(question: ComputedQuestion[Any], requested: Mapping[str, str], answer: Model) -> str | None:
    """The path with the strongest identifiers of the answer's parties; None where the request used these.

    A party in the path stands in the answer without its `_id`: as its identifier, or as a reference to it.
    """
    strongest: dict[str, str] = {}
    for name in question.places:
        party = getattr(answer, name.removesuffix("_id"))
        strongest[name] = (party if isinstance(party, str) else party.id) or requested[name]
    if all(strongest[name] == requested[name] for name in strongest):
        return None
    return (question.path or "").format(**{name: quote(party, safe=":") for name, party in strongest.items()})


def _file(question: ComputedQuestion[Any], answer: Any, ending: str) -> dict[str, str]:
    """The header that gives a browser the name of a file (RFC 6266)."""
    party = getattr(answer, "party", None)
    about = f"{party.id.replace(':', '-')}-" if party is not None and party.id else ""
    exact = f"{question.key}-{about}{answer.as_of}.{ending}"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in exact)
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(exact, safe='')}"}
