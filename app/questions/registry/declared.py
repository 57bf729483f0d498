"""The decorator that declares a computed question: its function, parameters and answer, and its route and command."""

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
"""Fields of a question that calls another one: `of` names it by its function, `options` takes its parameters."""
_OUT_OF_RANGE = frozenset({"greater_than_equal", "less_than_equal"})
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Compares:
    """How two answers to a question, of two days, are compared.

    `sections` are its lists; `defaults` are the parameters used where the caller gives none. `alone`: parties that were
    decided to be one are compared separately. `by` compares the answers itself, where these are no lists of one party: it
    takes the readers of both days and the parameters.
    """

    sections: tuple[Section, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    alone: bool = False
    by: Callable[..., Awaitable[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Files:
    """File formats of an answer: the parameter that chooses one, their media types, and the function that writes one.

    `plain` is the value of the parameter that stands for the answer itself, as JSON.
    """

    parameter: str
    plain: str
    media: Mapping[Any, str]
    write: Callable[[Any, Any], bytes]
    endings: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ComputedQuestion(Generic[A]):
    """One computed question, as its decorator declares it. Called with a reader, it gives the answer.

    `level` is the least that a caller must have. `route` is its place under /v1/parties/{party_id} where it takes a `party_id`,
    else under /v1. `command` is its name on the command line; `suspected --why-not` makes it an option of that command,
    whose value is the last of its parties. `examples` are parameters it is tested with, without the parties: these are
    filled in.
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
        """The name of the module that declares it."""
        return self.function.__module__

    @cached_property
    def description(self) -> str:
        """The docstring of its function, without the section of errors."""
        return (inspect.getdoc(self.function) or self.title).partition("\n\nRaises:")[0]

    @cached_property
    def path(self) -> str | None:
        """Its route as a template, `/v1/parties/{party_id}/…`; None where it has none of its own."""
        if self.route is None:
            return None
        return f"/v1/parties/{{{PARTY}}}/{self.route}" if PARTY in self.params.model_fields else f"/v1/{self.route}"

    @cached_property
    def template(self) -> str | None:
        """Its path in the form that routers take, in which an identifier may hold slashes."""
        return self.path and _PLACE.sub(r"{\1:path}", self.path)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The names of the parameters in the path of its route."""
        return tuple(_PLACE.findall(self.path or ""))

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The parameters that name the parties it is about: those of its path, else the first that must be given; not one whose
        value, of another kind, its examples state."""
        stated = self.examples[0].parameters if self.examples else {}
        required = [name for name, known in self.params.model_fields.items() if known.is_required()]
        return self.places or tuple(name for name in required[:1] if not isinstance(stated.get(name), str))

    @property
    def fields(self) -> Mapping[str, FieldInfo]:
        """Its parameters, by name; those of another question are not among them."""
        return {name: known for name, known in self.params.model_fields.items() if name != OPTIONS}

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The parameters it takes from a question that calls it for other days: neither times, pages nor files."""
        left_out = {*Times.model_fields, *self.places, "cursor", self.files.parameter if self.files else ""}
        return tuple(name for name in self.fields if name not in left_out)

    @cached_property
    def takes_others(self) -> bool:
        """Whether it takes the parameters of another question, besides its own."""
        return OPTIONS in self.params.model_fields

    def packed(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters in the form of its model: those of another question in one field."""
        if not self.takes_others:
            return dict(given)
        own = {name: value for name, value in given.items() if name in self.fields}
        return own | {OPTIONS: {name: value for name, value in given.items() if name not in own}}

    def parse(self, given: Mapping[str, Any]) -> Model:
        """Parse and check parameters, given as values of their types or as texts.

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
        """Answer it by a reader, whose day and tick count; its parties are given by position, all else by name.

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
    """A decorator that makes a function of a reader and the parameters, which returns the answer, a computed question.

    Raises:
        QuestionError: the declaration is wrong; see app.questions.registry.checks.
    """

    def declared(function: Callable[[Any, Any], Awaitable[A]]) -> ComputedQuestion[A]:
        stated = tuple(Example(parameters=dict(one)) for one in examples)
        made = ComputedQuestion(name, title, title_zh, params, answer, function, level, route, command, compares, files, stated)
        check(made)
        return made

    return declared
