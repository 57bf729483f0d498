"""The decorator that declares a computed question: a function, its parameters, its answer, and how it is asked for."""

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from app.errors import InputError
from app.questions.examples import Example
from app.questions.registry.checks import check
from app.questions.registry.fields import schemas
from models.base import Model
from models.times import Times

A = TypeVar("A", bound=Model)
Section = tuple[str, str, str | None]
"""A list that is compared: its name in the rules of comparison, its name in the answer, and the field that counts it."""
PARTY = "party_id"
OTHER, OPTIONS = "of", "options"
"""The fields that say by its function which other question is asked, and that take its parameters."""
_OUT_OF_RANGE = frozenset({"greater_than_equal", "less_than_equal"})
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Compares:
    """How two answers to a question, of two days, are compared.

    `sections` are its lists; `defaults` are the parameters it is asked with where the caller gives none. `alone`: parties that
    were decided to be one are told apart. `by` compares the answers itself, where these are no lists of one party: it takes
    the readers of both days and the parameters.
    """

    sections: tuple[Section, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    alone: bool = False
    by: Callable[..., Awaitable[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Files:
    """The files an answer can be had as: the parameter that says which, their media types, and what writes one.

    `plain` is the value of the parameter that stands for the answer itself, as JSON.
    """

    parameter: str
    plain: str
    media: Mapping[Any, str]
    write: Callable[[Any, Any], bytes]
    endings: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ComputedQuestion(Generic[A]):
    """One computed question, as its decorator declares it.

    `level` is the least that a caller must have. `route` is its place under /v1/parties/{party_id} where it takes a `party_id`,
    else under /v1. `command` is its name on the command line; `suspected --why-not` is asked by that option of that command,
    whose value is the last of the parties asked about. `examples` are parameters it is asked with in tests, without the
    parties: these are filled in.
    """

    name: str
    title: str
    title_zh: str
    params: type[Model]
    answer: type[A]
    function: Callable[[Any, Any], Awaitable[A]]
    level: int = 0
    route: str | None = None
    command: str | None = None
    compares: Compares | None = None
    files: Files | None = None
    examples: tuple[Example, ...] = ()

    @property
    def key(self) -> str:
        """Its name among the answers that can be compared, and of its operation over HTTP: that of the function."""
        return self.function.__name__

    @property
    def module(self) -> str:
        """The module it stands in."""
        return self.function.__module__

    @cached_property
    def description(self) -> str:
        """What its function says of itself, without what it raises."""
        return (inspect.getdoc(self.function) or self.title).partition("\n\nRaises:")[0]

    @cached_property
    def path(self) -> str | None:
        """Its route as a template, `/v1/parties/{party_id}/…`; None where it has none of its own."""
        if self.route is None:
            return None
        return f"/v1/parties/{{{PARTY}}}/{self.route}" if PARTY in self.params.model_fields else f"/v1/{self.route}"

    @cached_property
    def template(self) -> str | None:
        """Its path as routers take it: an identifier may hold slashes."""
        return self.path and _PLACE.sub(r"{\1:path}", self.path)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The parameters that stand in the path of its route."""
        return tuple(_PLACE.findall(self.path or ""))

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The parameters that say whom it is asked about: those of its path, else the first that must be given."""
        required = [name for name, known in self.params.model_fields.items() if known.is_required()]
        return self.places or tuple(required[:1])

    @property
    def fields(self) -> Mapping[str, FieldInfo]:
        """Its parameters, by name; those of another question are not among them."""
        return {name: known for name, known in self.params.model_fields.items() if name != OPTIONS}

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The parameters it takes from a question that asks it of other days: neither times, pages nor files."""
        left_out = {*Times.model_fields, *self.places, "cursor", self.files.parameter if self.files else ""}
        return tuple(name for name in self.fields if name not in left_out)

    @cached_property
    def takes_others(self) -> bool:
        """Whether it takes the parameters of another question, besides its own."""
        return OPTIONS in self.params.model_fields

    def packed(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters as its model takes them: those of another question in one field."""
        if not self.takes_others:
            return dict(given)
        own = {name: value for name, value in given.items() if name in self.fields}
        return own | {OPTIONS: {name: value for name, value in given.items() if name not in own}}

    def parse(self, given: Mapping[str, Any]) -> Model:
        """Parameters of values in their own types or as texts, each checked.

        Raises:
            InputError: one is missing, unknown, of another type or out of its bounds.
        """
        try:
            return self.params.model_validate(self.packed(given))
        except ValidationError as error:
            raise self._refused(error) from None

    def _refused(self, error: ValidationError) -> InputError:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else self.name
        if first["type"] == "extra_forbidden":
            return InputError(f"{self.name} takes no {name}; it takes {', '.join(self.fields)}"[:1_000], parameter=name)
        if first["type"] in _OUT_OF_RANGE:
            bounds = schemas(self.params)[name]
            return InputError(f"{name} is from {bounds['minimum']} to {bounds['maximum']}", parameter=name)
        return InputError(f"{name}: {first['msg']}", parameter=name)

    async def __call__(self, reader: Any, *subjects: Any, **options: Any) -> A:
        """Ask it of a reader, whose day and tick count: whom it is about by place, all else by name.

        Raises:
            InputError: as `parse` does; and whatever the function raises.
        """
        return await self.function(reader, self.parse(dict(zip(self.subjects, subjects, strict=False)) | options))


def question(
    name: str,
    *,
    title: str,
    title_zh: str,
    params: type[Model],
    answer: type[A],
    level: int = 0,
    route: str | None = None,
    command: str | None = None,
    compares: Compares | None = None,
    files: Files | None = None,
    examples: Sequence[Mapping[str, Any]] = (),
) -> Callable[[Callable[[Any, Any], Awaitable[A]]], ComputedQuestion[A]]:
    """Declare the function below it a computed question: it takes a reader and the parameters, and gives the answer.

    Raises:
        QuestionError: what is declared is wrong; see app.questions.registry.checks.
    """

    def declared(function: Callable[[Any, Any], Awaitable[A]]) -> ComputedQuestion[A]:
        stated = tuple(Example(parameters=dict(one)) for one in examples)
        made = ComputedQuestion(name, title, title_zh, params, answer, function, level, route, command, compares, files, stated)
        check(made)
        return made

    return declared
