"""The indicators of a party's own risk: read from indicators/*.yml."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from app.errors import RulesError
from app.rules.files import FOLDER
from app.rules.risk_conditions import FoundIn
from app.yaml_files import mistake, read_form
from models.base import Model

SET = "set.yml"
_STEP = re.compile(r"E([1-9]\d?)/([1-9]\d{0,2})")


class Dimension(StrEnum):
    """What an indicator speaks of; the first letter of its id."""

    BASE = "B"
    DYNAMIC = "D"
    REGULATORY = "R"
    JUDICIAL = "J"
    ASSOCIATION = "A"


class RiskKind(StrEnum):
    """The kinds of party that indicators tell apart."""

    COMPANY = "C"
    PARTNERSHIP = "P"
    SOLE_PROPRIETORSHIP = "S"
    SOLE_TRADER = "T"
    COOPERATIVE = "F"
    BRANCH = "B"
    PERSON = "N"


class Decay(Model):
    """How points of an event fall with its age: by half at each whole `halves` months, to nothing at `gone` months."""

    halves: int = Field(ge=1)
    gone: int = Field(ge=1, le=120)

    @model_validator(mode="after")
    def _half_before_nothing(self) -> "Decay":
        if self.halves > self.gone:
            raise ValueError("points are halved before they are gone")
        return self


def _decay(stated: Any) -> Any:
    """`S` is no decay, `E12/36` one: in steps, since smooth decay would change every score on every day."""
    if stated == "S" or not isinstance(stated, str):
        return None if stated == "S" else stated
    found = _STEP.fullmatch(stated)
    if found is None:
        raise ValueError("a step is S, or E with months to each half and months to nothing: E12/36")
    return {"halves": int(found[1]), "gone": int(found[2])}


def _letters(stated: Any) -> Any:
    if isinstance(stated, str) and len(set(stated)) < len(stated):
        raise ValueError("a kind is given twice")
    return list(stated) if isinstance(stated, str) else stated


def _alternatives(stated: Any) -> Any:
    return [stated] if isinstance(stated, dict) else stated


Points = Annotated[float, Field(gt=0, le=100)]


class Rung(Model):
    """Where an indicator stands on a ladder: of the lines of one event on one ladder only the highest counts."""

    name: str
    rung: str


class IndicatorBasis(Model):
    """The law or practice that an indicator follows, and whether its text was read, or a page about it."""

    source: str
    checked: Literal["text", "page"]


class Indicator(Model):
    """What of a party counts towards its own risk, and how much.

    `counts` says of what, `points` how much (100 are one nat) and `grades` how much instead in named cases. `step` is the
    decay, None where points stand in full as long as the matter is in force; `most` bounds the points of one party. `kinds`
    are the kinds of party it speaks of, `root` what makes two records one event, `needs` the categories it is worked out from,
    `found` in which records it is found, any of these; empty where it is not looked for so far.
    Without a `basis` it is a judgement of this project.
    """

    id: str = Field(pattern=r"^[BDRJA][1-9]\d?$")
    name: str = Field(pattern=r"^[a-z][a-z_]+$")
    title: str = Field(min_length=1)
    counts: str = Field(min_length=1)
    points: Points
    grades: dict[str, Points] = {}
    step: Annotated[Decay | None, BeforeValidator(_decay)]
    most: float | None = Field(default=None, gt=0)
    kinds: Annotated[frozenset[RiskKind], BeforeValidator(_letters), Field(min_length=1)]
    root: Literal["case", "decision", "listing", "registration", "condition"]
    ladder: Rung | None = None
    basis: IndicatorBasis | None = None
    needs: tuple[str, ...] = Field(min_length=1)
    found: Annotated[tuple[FoundIn, ...], BeforeValidator(_alternatives)] = ()

    @model_validator(mode="after")
    def _one_event_counts_whole(self) -> "Indicator":
        if self.most is not None and self.most < max(self.points, *self.grades.values(), 0):
            raise ValueError("most is at least the points of one event")
        return self

    @property
    def dimension(self) -> Dimension:
        """What it speaks of."""
        return Dimension(self.id[0])

    @property
    def order(self) -> tuple[int, int]:
        """Its place among all."""
        return list(Dimension).index(self.dimension), int(self.id[1:])


class IndicatorFile(Model):
    """The indicators of one dimension."""

    dimension: Dimension
    indicators: tuple[Indicator, ...] = Field(min_length=1)


class _Head(Model):
    version: int = Field(ge=1)
    ladders: dict[str, tuple[str, ...]]


class IndicatorSet(Model):
    """All indicators, by id in their order, the rungs of each ladder from the lowest on, and the version of both."""

    version: int
    ladders: dict[str, tuple[str, ...]]
    indicators: dict[str, Indicator]


def read_indicators(folder: Path) -> IndicatorSet:
    """The indicators of a folder. Raises RulesError with file and line for the first file that is wrong."""
    head, nodes = read_form(folder / SET, _Head, RulesError, "a set of indicators")
    found: dict[str, Indicator] = {}
    named: dict[str, str] = {}
    places: list[tuple[Path, Any, int, Indicator]] = []
    for path in sorted(folder.glob("*.yml")):
        if path.name == SET:
            continue
        part, root = read_form(path, IndicatorFile, RulesError, "a file of indicators")
        for at, one in enumerate(part.indicators):
            for field, why in _wrong(one, part.dimension, head.ladders, found, named):
                raise mistake(RulesError, path, root, ("indicators", at, *field.split(".")), f"{field}: {why}")
            found[one.id] = one
            named[one.name] = one.id
            places.append((path, root, at, one))
    used = {(one.ladder.name, one.ladder.rung) for one in found.values() if one.ladder}
    for ladder, rungs in head.ladders.items():
        if idle := [rung for rung in rungs if (ladder, rung) not in used]:
            why = f"ladders.{ladder}: no indicator stands on {', '.join(idle)}"
            raise mistake(RulesError, folder / SET, nodes, ("ladders", ladder), why)
    for path, root, at, one in places:
        for field, why in _wrong_conditions(one, found):
            raise mistake(RulesError, path, root, ("indicators", at, "found"), f"{field}: {why}")
    ordered = sorted(found.values(), key=lambda one: one.order)
    return IndicatorSet(version=head.version, ladders=head.ladders, indicators={one.id: one for one in ordered})


def _wrong(
    one: Indicator,
    dimension: Dimension,
    ladders: Mapping[str, tuple[str, ...]],
    found: Mapping[str, Indicator],
    named: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """What of an indicator does not fit the others: the field, and why."""
    if one.id in found:
        yield "id", f"{one.id} is given twice"
    if one.dimension is not dimension:
        yield "id", f"{one.id} is none of dimension {dimension}"
    if one.name in named:
        yield "name", f"{one.name} is the name of {named[one.name]}"
    if one.ladder is not None and one.ladder.name not in ladders:
        yield "ladder.name", f"there is no ladder {one.ladder.name}; known: {', '.join(ladders)}"
    elif one.ladder is not None and one.ladder.rung not in ladders[one.ladder.name]:
        yield "ladder.rung", f"the ladder {one.ladder.name} has no rung {one.ladder.rung}"


def _wrong_conditions(one: Indicator, known: Mapping[str, Indicator]) -> Iterator[tuple[str, str]]:
    """What the conditions of an indicator name that there is not."""
    for found in one.found:
        named = {"beside": found.beside, "presumed.decisions": found.presumed.decisions if found.presumed else ()}
        for field, names in named.items():
            if strange := [name for name in names if name not in known]:
                yield field, f"there is no indicator {', '.join(strange)}"
        grades = [*found.grades, *([found.grade] if found.grade else [])]
        if strange := [name for name in grades if name not in one.grades]:
            yield "grades", f"{one.id} has no grade {', '.join(strange)}"


@cache
def indicators() -> IndicatorSet:
    """The indicators of this program."""
    return read_indicators(FOLDER / "indicators")
