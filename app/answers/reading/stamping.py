"""Puts on an answer when it holds."""

from typing import TypeVar

from app.answers.reading.session import Reader
from models.answers.parts import Stamp
from models.base import Model

A = TypeVar("A", bound=Stamp)


def stamped(form: type[A], reader: Reader, answer: Model, **more: object) -> A:
    """What was worked out, with when it holds."""
    return form.model_validate(dict(answer) | more | reader.stamp)
