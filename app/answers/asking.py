"""Asks a computed question for a caller."""

from typing import TypeVar

from app.answers.reading.asks import Viewpoint
from app.answers.reading.session import Reader
from app.errors import Forbidden
from app.questions import Questions
from app.questions.registry import ComputedQuestion
from models.base import Model
from models.caller import Caller
from models.times import Known, Times

A = TypeVar("A", bound=Model)


async def ask(
    question: ComputedQuestion[A],
    questions: Questions,
    caller: Caller,
    params: Model,
    *,
    known_at: int | None = None,
) -> A:
    """The answer to a computed question with these parameters, on their day and in their view.

    `known_at`: the tick of another answer, with which this one is to agree; default that of the parameters.

    Raises:
        Forbidden: the question is not for callers of this level.
    """
    if caller.level < question.level:
        raise Forbidden(f"{question.name} is for callers of level {question.level} or above")
    assert isinstance(params, Known | Times)
    as_of = params.as_of if isinstance(params, Times) else None
    asked = Viewpoint(caller, as_of, params.known_at if known_at is None else known_at, params.view)
    return await question.function(Reader(questions, asked), params)
