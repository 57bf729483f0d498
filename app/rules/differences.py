"""Rules for comparing the lists of answers of two days: read from differences.yml."""

from functools import cache

from pydantic import Field

from app.rules.files import read
from models.base import Model


class Section(Model):
    """How the items of one list are compared.

    `key` are the fields that identify an item, `fields` those whose change is reported (None: all others).
    """

    key: tuple[str, ...] = Field(min_length=1)
    fields: tuple[str, ...] | None = None


class DifferenceRules(Model):
    """How the lists of two answers are compared.

    `sections` has the rule of each list by name, `ignored` the fields left out at any depth; figures are equal within
    `tolerance`.
    """

    tolerance: float = Field(ge=0)
    ignored: frozenset[str]
    sections: dict[str, Section]


@cache
def difference_rules() -> DifferenceRules:
    """The rules of differences.yml."""
    return DifferenceRules.model_validate(read("differences.yml"))
