"""The kinds of record whose coverage is published: read from kinds.yml."""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.errors import RulesError
from app.rules.files import FOLDER
from app.yaml_files import read_form
from models.base import Model
from models.catalogue import Title

Names = Annotated[tuple[str, ...], Field(min_length=1)]


class RecordKind(Model):
    """A kind of record: the categories that belong to it."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    title: Title
    categories: Names


class RecordKinds(Model):
    """The kinds, and the categories that register enterprises."""

    name: str
    version: Annotated[int, Field(ge=1)]
    registered: Names
    kinds: Annotated[tuple[RecordKind, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _apart(self) -> Self:
        every = [name for kind in self.kinds for name in kind.categories]
        if twice := sorted({name for name in every if every.count(name) > 1}):
            raise ValueError(f"a category belongs to one kind: {', '.join(twice)}")
        return self


def read_kinds(path: Path) -> RecordKinds:
    """The kinds in a file. Raises RulesError with file and line."""
    kinds, _ = read_form(path, RecordKinds, RulesError, "a list of kinds of record")
    return kinds


@cache
def record_kinds() -> RecordKinds:
    """The kinds of this program."""
    return read_kinds(FOLDER / "statistics" / "kinds.yml")
