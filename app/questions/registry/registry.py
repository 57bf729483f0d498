"""All computed questions of one or more packages, by name, route and command."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cache, cached_property
from types import ModuleType
from typing import Any

from pydantic.fields import FieldInfo

from app.errors import NotFound, QuestionError
from app.questions.registry.declared import OTHER, ComputedQuestion
from app.questions.registry.fields import Schema, described, schemas, together
from models.base import Model


class Registry(Mapping[str, ComputedQuestion[Any]]):
    """Computed questions by name.

    Raises:
        QuestionError: two have the same name, route, command or function name.
    """

    def __init__(self, questions: Iterable[ComputedQuestion[Any]]) -> None:
        self._all: dict[str, ComputedQuestion[Any]] = {}
        self._described: dict[tuple[str, frozenset[str]], type[Model]] = {}
        self._schemas: dict[str, dict[str, Schema]] = {}
        taken: dict[tuple[str, str], str] = {}
        for one in questions:
            for kind, value in (("name", one.name), ("function", one.key), ("route", one.path), ("command", one.command)):
                if value is None:
                    continue
                if (kind, value) in taken:
                    raise QuestionError(f"computed question {one.name!r}: {taken[kind, value]!r} has the {kind} {value!r} too")
                taken[kind, value] = one.name
            self._all[one.name] = one

    @staticmethod
    @cache
    def of(*packages: str) -> "Registry":
        """The questions declared in the modules of packages, however deep.

        Raises:
            QuestionError: a declaration is wrong, or two have the same name, route, command or function name.
        """
        declared = (one for package in packages for module in _modules(package) for one in _declared(module))
        return Registry(sorted(declared, key=lambda one: one.name))

    def __getitem__(self, name: str) -> ComputedQuestion[Any]:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def question(self, name: str) -> ComputedQuestion[Any]:
        """One question.

        Raises:
            NotFound: there is none of this name.
        """
        try:
            return self._all[name]
        except KeyError:
            raise NotFound(f"there is no question {name!r}"[:200]) from None

    @cached_property
    def compared(self) -> dict[str, ComputedQuestion[Any]]:
        """The questions whose answers of two days can be compared, by their keys."""
        return {one.key: one for one in self._all.values() if one.compares}

    def fields(self, question: ComputedQuestion[Any]) -> dict[str, FieldInfo]:
        """All parameters that a question takes, by name; where it takes those of others, they are included."""
        if not question.takes_others:
            return dict(question.fields)
        fields = dict(question.fields)
        fields[OTHER] = copy(fields[OTHER])
        fields[OTHER].json_schema_extra = {"enum": list(self.compared)}
        return fields | together((key, one.params, one.options) for key, one in self.compared.items())

    def schemas(self, question: ComputedQuestion[Any]) -> dict[str, Schema]:
        """The JSON schemas of all parameters that a question takes, by name."""
        if question.name not in self._schemas:
            self._schemas[question.name] = schemas(self.described(question))
        return dict(self._schemas[question.name])

    def described(self, question: ComputedQuestion[Any], but: Iterable[str] = ()) -> type[Model]:
        """A model of all parameters that a question takes, but those in `but`, from which a description can be made."""
        left_out = frozenset(but)
        if (question.name, left_out) not in self._described:
            fields = {name: field for name, field in self.fields(question).items() if name not in left_out}
            self._described[question.name, left_out] = described(fields, question.params.__name__)
        return self._described[question.name, left_out]


def _modules(package: str) -> Iterator[ModuleType]:
    root = importlib.import_module(package)
    yield root
    for module in pkgutil.walk_packages(root.__path__, f"{package}."):
        yield importlib.import_module(module.name)


def _declared(module: ModuleType) -> Iterator[ComputedQuestion[Any]]:
    for one in vars(module).values():
        if isinstance(one, ComputedQuestion) and one.module == module.__name__:
            yield one
