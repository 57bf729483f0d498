"""What the service states of itself: health, questions, rule sets."""

from typing import Any

from models.base import Model
from models.catalogue import Title
from models.rule_sets import RuleSet


class Health(Model):
    """Whether the service works; `tick` is the newest tick of its graph."""

    status: str
    tick: int | None = None


class ParamCard(Model):
    """A parameter of a question."""

    name: str
    type: str
    required: bool
    default: Any = None


class ExampleCard(Model):
    """Parameters that a question may be asked with; `name` states what they are an example of."""

    parameters: dict[str, Any]
    name: str


class QuestionCard(Model):
    """A question that can be asked: `answer` names the model of what comes back."""

    name: str
    title: Title
    params: tuple[ParamCard, ...]
    answer: str
    public: bool
    examples: tuple[ExampleCard, ...]


class QuestionCards(Model):
    """All questions."""

    items: tuple[QuestionCard, ...]
    shown: int
    total: int
    next: str | None = None


class RuleSetCards(Model):
    """All rule sets."""

    items: tuple[RuleSet, ...]
    shown: int
    total: int
    next: str | None = None
