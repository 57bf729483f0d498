"""Categories and questions in brief, as lists of them show them."""

from typing import Any

from app.questions.text.files import Question
from models.catalogue import Category


def category_card(category: Category) -> dict[str, Any]:
    """A category in brief."""
    return {
        "name": category.name,
        "title": category.title.model_dump(),
        "display_class": str(category.display_class),
        "level": category.level,
        "form": "edge" if category.edge else "record",
    }


def question_card(question: Question) -> dict[str, Any]:
    """A question in brief."""
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
