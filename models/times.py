"""When a question is asked of: the day, and what was known."""

from typing import Annotated

from pydantic import Field

from models.answers.parts import View
from models.base import Model

KnownAt = Annotated[
    str | None,
    Field(
        max_length=40,
        description="What was known at this tick or ISO moment, or by the end of this day; default now. Not for identity.",
    ),
]
InView = Annotated[View, Field(description="The public is given the strict view only.")]


class Known(Model):
    """What an answer may know of, where the question itself states of which days it is."""

    known_at: KnownAt = None
    view: InView = View.STRICT


class Times(Model):
    """When an answer is asked for: the day it speaks of, and what it may know of."""

    as_of: str | None = Field(default=None, max_length=10, description="The day asked about, YYYY-MM-DD; default today.")
    known_at: KnownAt = None
    view: InView = View.STRICT
