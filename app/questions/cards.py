"""Questions in brief, as dicts for the lists that show them."""

from collections.abc import Iterable
from typing import Any

from app.questions.registry import ComputedQuestion, Registry
from app.questions.registry.fields import type_of
from app.questions.text.files import Question
from models.caller import PUBLIC_LEVEL
from models.times import Times


def question_cards(questions: Iterable[Question], registry: Registry) -> list[dict[str, Any]]:
    """All questions by name, those of cypher/ and computed ones."""
    cards = [*map(question_card, questions), *(computed_card(registry, one) for one in registry.values())]
    return sorted(cards, key=lambda card: str(card["name"]))


def question_card(question: Question) -> dict[str, Any]:
    """A Cypher question in brief: name, titles, parameters with types, bounds and defaults."""
    return {
        "name": question.name,
        "title": {"zh": question.title_zh, "en": question.title},
        "params": [
            {"name": p.name, "type": p.type, "required": not (p.has_default or p.optional), "default": p.default}
            for p in question.params
        ],
        "answer": question.answer.path + ("[]" if question.answer.many else ""),
        "public": question.public,
        "examples": [example.model_dump() for example in question.examples],
    }


def computed_card(registry: Registry, question: ComputedQuestion[Any]) -> dict[str, Any]:
    """A computed question in brief; its times are those that every question takes."""
    fields, schemas = registry.fields(question), registry.schemas(question)
    return {
        "name": question.name,
        "title": {"zh": question.title_zh, "en": question.title},
        "params": [
            {
                "name": name,
                "type": type_of(schemas[name]),
                "required": field.is_required(),
                "default": schemas[name].get("default"),
            }
            for name, field in fields.items()
            if name not in Times.model_fields
        ],
        "answer": f"{question.answer.__module__}.{question.answer.__name__}",
        "public": question.level == PUBLIC_LEVEL,
        "examples": [example.model_dump(mode="json") for example in question.examples],
    }
