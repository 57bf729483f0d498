"""How providers are ranked by the quality of what they send: read from ranking.yml."""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.errors import RulesError
from app.rules.files import FOLDER
from app.yaml_files import read_form
from models.base import Model
from models.catalogue import Title

FILE = FOLDER / "quality" / "ranking.yml"
MEASURES = ("conformance", "timeliness", "required", "expected", "consistency", "uniqueness", "names", "mended")


class MeasureRule(Model):
    """How much a measure counts, and the share below which it is marked."""

    weight: Annotated[float, Field(ge=0, le=100)]
    target: Annotated[float, Field(gt=0, le=1)]


class RankClass(Model):
    """A class of scores, from a score on."""

    least: Annotated[float, Field(alias="from", ge=0, le=100)]
    name: Annotated[str, Field(min_length=1, max_length=10)]
    title: Title


class OwedRule(Model):
    """When a provider owes a category for a month, by which day of the next it is due, and when it is reminded."""

    months: Annotated[int, Field(ge=1, le=12)]
    least: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=28)]
    remind_after: tuple[Annotated[int, Field(ge=1, le=60)], ...]

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.least > self.months:
            raise ValueError("least is at most months")
        return self


class RankingRules(Model):
    """The method of the ranking: weights and targets of measures, the least number of rows, classes of scores, what is owed."""

    name: str
    version: Annotated[int, Field(ge=1)]
    title: Title
    measures: dict[str, MeasureRule]
    least_rows: Annotated[int, Field(ge=1)]
    classes: Annotated[tuple[RankClass, ...], Field(min_length=1)]
    owed: OwedRule

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if set(self.measures) != set(MEASURES):
            raise ValueError(f"measures are {', '.join(MEASURES)}")
        if not any(rule.weight for rule in self.measures.values()):
            raise ValueError("some measure has a weight")
        bounds = [one.least for one in self.classes]
        if bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0:
            raise ValueError("classes stand in falling order, and the last is from 0")
        return self

    def score(self, shares: dict[str, float | None]) -> float | None:
        """The weighted mean of the shares there are, from 0 to 100; None where there is none."""
        known = [(self.measures[name].weight, share) for name, share in shares.items() if share is not None]
        weight = sum(one for one, _ in known)
        return round(100 * sum(one * share for one, share in known) / weight, 2) if weight else None

    def class_of(self, score: float) -> RankClass:
        """The class of a score."""
        return next(one for one in self.classes if score >= one.least)


def read_ranking(path: Path) -> RankingRules:
    """The method in a file. Raises RulesError with file and line."""
    rules, _ = read_form(path, RankingRules, RulesError, "a method of ranking")
    return rules


@cache
def ranking_rules() -> RankingRules:
    """The method of this program."""
    return read_ranking(FILE)
