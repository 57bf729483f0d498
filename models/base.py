"""The base of every model: frozen, and closed to unknown fields."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """An immutable value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    by_id: ClassVar[tuple[str, ...]] = ()
    """The fields that hold parties by their ids alone; who these are, the table `parties` of the answer states."""
