"""The base of every model: frozen, and closed to unknown fields; and which models a field holds."""

from types import UnionType
from typing import Any, ClassVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

NO_NUL = r"^[^\x00]*$"
"""The pattern of a text that can be searched: without NUL, which engines refuse."""


class Model(BaseModel):
    """An immutable value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    by_id: ClassVar[tuple[str, ...]] = ()
    """The fields that hold parties by their ids alone; who these are, the table `parties` of the answer states."""


def models_in(annotation: Any) -> list[type[Model]]:
    """The models that an annotation names, within tuples and alternatives."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    if get_origin(annotation) in (tuple, Union, UnionType):
        return [model for part in get_args(annotation) for model in models_in(part)]
    return []
