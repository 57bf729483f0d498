"""Rule sets that put parties into classes of risk, for inspection: read from classes/*.yml."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from app.errors import RulesError
from app.rules.files import FOLDER
from app.rules.risk_indicators import Dimension, Indicator, indicators
from app.yaml_files import mistake, read_form
from models.base import Model
from models.catalogue import Title

GENERAL = "general_2026"
"""The rule set by which classes are worked out, where no other is named."""


class RiskClass(StrEnum):
    """A class of risk: low, general, higher, high."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class ExposureRule(Model):
    """How many points a nat of exposure is, and by how many classes exposure alone makes a class worse at most."""

    points: float = Field(ge=0, le=1000)
    classes: int = Field(ge=0, le=3)


class BestClass(Model):
    """What class A takes besides few points: whole months of age, the last annual report, categories that are loaded."""

    months: int = Field(ge=0)
    annual_report: bool
    needs: tuple[str, ...]


class RiskClassRules(Model):
    """A rule set of classes.

    `most` bounds the points of each dimension, exposure counting in association. A class is the first whose bound in `under`
    the points are under, else D; `direct` are indicators that make it D while in force.
    """

    name: str
    version: int = Field(ge=1)
    title: Title
    most: dict[Dimension, Annotated[float, Field(ge=0)]]
    exposure: ExposureRule
    under: dict[RiskClass, Annotated[float, Field(gt=0)]]
    direct: tuple[str, ...]
    best: BestClass

    @field_validator("most")
    @classmethod
    def _of_every_dimension(cls, most: dict[Dimension, float]) -> dict[Dimension, float]:
        if lacking := [one.value for one in Dimension if one not in most]:
            raise ValueError(f"every dimension has its bound; lacking: {', '.join(lacking)}")
        return most

    @field_validator("under")
    @classmethod
    def _rising(cls, under: dict[RiskClass, float]) -> dict[RiskClass, float]:
        if set(under) != {RiskClass.A, RiskClass.B, RiskClass.C}:
            raise ValueError("the classes A, B and C have a bound")
        if not under[RiskClass.A] < under[RiskClass.B] < under[RiskClass.C]:
            raise ValueError("bounds rise from class to class")
        return under


def read_class_rules(folder: Path, known: Mapping[str, Indicator]) -> dict[str, RiskClassRules]:
    """The rule sets of a folder by name, about indicators that are known. Raises RulesError with file and line."""
    found = {}
    for path in sorted(folder.glob("*.yml")):
        rules, root = read_form(path, RiskClassRules, RulesError, "a rule set of classes")
        for field, why in _wrong(rules, path, known):
            raise mistake(RulesError, path, root, field, f"{'.'.join(map(str, field))}: {why}")
        found[rules.name] = rules
    return found


def _wrong(rules: RiskClassRules, path: Path, known: Mapping[str, Indicator]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if rules.name != path.stem:
        yield ("name",), f"{rules.name} belongs in {rules.name}.yml"
    yield from ((("direct", at), f"there is no indicator {one}") for at, one in enumerate(rules.direct) if one not in known)


@cache
def class_rules() -> dict[str, RiskClassRules]:
    """The rule sets of this program."""
    return read_class_rules(FOLDER / "classes", indicators().indicators)
