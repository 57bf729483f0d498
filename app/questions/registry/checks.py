"""Checks a computed question when it is declared, and refuses it where something is wrong or missing."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.errors import InputError, QuestionError
from app.questions.registry.fields import Schema, schemas
from models.base import Model

if TYPE_CHECKING:
    from app.questions.registry.declared import ComputedQuestion

NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
ROUTE = re.compile(r"[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*|/\{[a-z_]+\})*")
COMMAND = re.compile(r"[a-z][a-z0-9-]*( --[a-z][a-z0-9-]*)?")
SOMEBODY = "uscc:91330000000000000A"
"""The party filled into examples, which name none."""


def check(question: "ComputedQuestion[Any]") -> None:
    """Refuse a question that is declared wrongly.

    Raises:
        QuestionError: its name, route or command is none; it has no title in both languages; its parameters are no closed
            model; a parameter has no description, or takes numbers, texts or lists without a bound; its answer is no model; it
            has no example, or one that its own parameters refuse.
    """
    for wrong in _wrong(question):
        raise QuestionError(f"computed question {question.name!r}: {wrong}")


def _wrong(question: "ComputedQuestion[Any]") -> Iterator[str]:
    if not NAME.fullmatch(question.name):
        yield "its name is not of the form subject.what"
    if not (question.title.strip() and question.title_zh.strip()):
        yield "it has no title in both languages"
    if question.route is not None and not ROUTE.fullmatch(question.route):
        yield f"{question.route!r} is no route"
    if question.command is not None and not COMMAND.fullmatch(question.command):
        yield f"{question.command!r} is no command"
    if not _closed(question.params):
        yield "its parameters are no closed model of models.base.Model"
        return
    if not _closed(question.answer):
        yield "its answer is no model of models.base.Model"
    yield from _of_fields(question)
    yield from _of_examples(question)


def _closed(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, Model) and model.model_config.get("extra") == "forbid"


def _of_fields(question: "ComputedQuestion[Any]") -> Iterator[str]:
    known = schemas(question.params)
    for name, field in question.fields.items():
        if not (field.description or "").strip():
            yield f"parameter {name} has no description"
        if unbound := _unbound(known[name]):
            yield f"parameter {name} takes {unbound} without a bound"
    for place in question.places:
        if place not in question.fields:
            yield f"its route names {place}, which is no parameter"
    if question.files and question.files.parameter not in question.fields:
        yield f"its files are chosen by {question.files.parameter}, which is no parameter"


def _unbound(schema: Schema) -> str | None:
    """The kind of value (number, text, list) that a schema takes without a bound; None where all are bounded."""
    match schema.get("type"):
        case "boolean":
            return None
        case "integer" | "number":
            low = "minimum" in schema or "exclusiveMinimum" in schema
            return None if low and ("maximum" in schema or "exclusiveMaximum" in schema) else "numbers"
        case "string":
            return None if "maxLength" in schema or "enum" in schema or "const" in schema else "texts"
        case "array":
            return _unbound(schema.get("items", {})) if "maxItems" in schema else "lists"
    return "anything"


def _of_examples(question: "ComputedQuestion[Any]") -> Iterator[str]:
    if not question.examples:
        yield "it has no example"
    known = schemas(question.params)
    for example in question.examples:
        somebody = {name: [SOMEBODY] if known[name].get("type") == "array" else SOMEBODY for name in question.subjects}
        try:
            question.parse(somebody | example.parameters)
        except InputError as error:
            yield f"example {example.parameters!r}: {error.message}"
