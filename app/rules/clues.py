"""Rules of clues: which values are followed, which records are adverse, which departments are one, when a meeting is listed."""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from app.errors import RulesError
from app.rules.files import FOLDER
from app.rules.risk_conditions import Where
from app.yaml_files import read_form
from models.base import Model
from models.catalogue import Title
from models.clues.parts import ClueKind

Word = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
PREMISES = "premises"
FOLLOWED = (ClueKind.ADDRESS, ClueKind.PHONE, ClueKind.EMAIL, ClueKind.AGENT, ClueKind.PERSON)
"""The kinds of value over which departments meet."""


class DepartmentFamily(Model):
    """Departments that are one for the count of those that meet: whose names contain one of `words`.

    `otherwise`: words that count where a name contains those of no family.
    """

    name: Word
    title: Title
    words: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()


class StrataRule(Model):
    """From how many parties on a stratum is drawn from."""

    least: int = Field(ge=1)


class ExpectedRule(Model):
    """Up to which number of expected chance meetings a meeting is listed, and flagged."""

    list_up_to: float = Field(gt=0)
    flag_up_to: float = Field(gt=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.flag_up_to > self.list_up_to:
            raise ValueError("what is flagged is listed: flag_up_to is at most list_up_to")
        return self


class SeededRule(Model):
    """How far a seed is followed, how many parties are read, and how many records of a department are shown."""

    hops: int = Field(ge=1, le=2)
    most_parties: int = Field(ge=1, le=5_000)
    most_shown: int = Field(ge=1, le=500)


class ClueRules(Model):
    """The rules of one version. `adverse`: by category, what the values of a record have to be."""

    version: int = Field(ge=1)
    window_days: int = Field(ge=1, le=3_660)
    least_departments: int = Field(ge=2, le=16)
    common_above: dict[str, Annotated[int, Field(ge=2)]]
    strata: StrataRule
    expected: ExpectedRule
    seeded: SeededRule
    families: Annotated[tuple[DepartmentFamily, ...], Field(min_length=2, max_length=16)]
    adverse: Annotated[dict[Word, Where], Field(min_length=1)]

    @field_validator("common_above")
    @classmethod
    def _every_kind(cls, given: dict[str, int]) -> dict[str, int]:
        wanted = {*FOLLOWED, ClueKind.LINK, ClueKind.DOCUMENT, PREMISES}
        if given.keys() != wanted:
            raise ValueError(f"it has a number for each of {', '.join(sorted(wanted))}")
        return given

    @field_validator("families")
    @classmethod
    def _last_takes_all(cls, given: tuple[DepartmentFamily, ...]) -> tuple[DepartmentFamily, ...]:
        if given[-1].words or given[-1].otherwise or not all(one.words for one in given[:-1]):
            raise ValueError("every family has words but the last, which has all other departments")
        if len({one.name for one in given}) < len(given):
            raise ValueError("two families have one name")
        return given

    def family_of(self, department: str | None) -> int:
        """The place of a department's family among all, by its name."""
        name = department or ""
        for words in ((one.words for one in self.families), (one.otherwise for one in self.families)):
            for at, some in enumerate(words):
                if any(word in name for word in some):
                    return at
        return len(self.families) - 1

    def common_from(self, kind: ClueKind, *, premises: bool = False) -> int:
        """How many parties a value may have before it is common; `premises`: it is an address that many share."""
        most = self.common_above[kind]
        return min(most, self.common_above[PREMISES]) if premises and kind is ClueKind.ADDRESS else most


def read_clue_rules(path: Path) -> ClueRules:
    """The rules of a file. Raises RulesError with file and line where it is wrong."""
    return read_form(path, ClueRules, RulesError, "a file of rules of clues")[0]


@cache
def clue_rules() -> ClueRules:
    """The rules of this program."""
    return read_clue_rules(FOLDER / "clues.yml")
