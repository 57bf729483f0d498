"""Puts on an answer when it holds."""

from typing import TypeVar

from app.answers.reading.session import Reader
from app.words.sentences import with_sentences
from models.answers.parts import Stamp
from models.base import Model

A = TypeVar("A", bound=Stamp)


def stamped(form: type[A], reader: Reader, answer: Model, **more: object) -> A:
    """What was worked out, with when it holds, and the words for what it leaves out."""
    made = dict(answer) | more | reader.stamp
    if "incomplete" in made:
        made["incomplete"] = tuple(map(with_sentences, made["incomplete"]))
    return form.model_validate(made)
