"""How the lists of answers are compared between two days: read from differences.yml."""

from functools import cache

from pydantic import Field

from app.rules.files import read
from models.base import Model


class Section(Model):
    """How the items of one list are compared: what each is known by, and the fields whose change is told (None: all others)."""

    key: tuple[str, ...] = Field(min_length=1)
    fields: tuple[str, ...] | None = None


class DifferenceRules(Model):
    """How lists are compared, by name; what is ignored at any depth; and by how much figures may differ and be one."""

    tolerance: float = Field(ge=0)
    ignored: frozenset[str]
    sections: dict[str, Section]


@cache
def difference_rules() -> DifferenceRules:
    """The rules of this project."""
    return DifferenceRules.model_validate(read("differences.yml"))
