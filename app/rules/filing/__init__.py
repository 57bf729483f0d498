"""What enterprises file themselves: which categories, in which term, and the bounds of the checks."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from app.errors import RulesError
from app.yaml_files import read_form
from models.base import Model

Word = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
MonthDay = Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")]


class FilingTerm(StrEnum):
    """When something is filed: once a year, or soon after it happened."""

    ANNUAL = "annual"
    IMMEDIATE = "immediate"


class FiledCategory(Model):
    """A category that enterprises file. `own` is the property that refers to whoever files.

    `row_by_choice`: each row is published or not, as its enterprise chooses (是否公示). `amendments` is the category in which
    corrections are kept, item by item.
    """

    category: Word
    own: Word
    term: FilingTerm
    row_by_choice: bool = False
    amendments: Word | None = None


class AnnualTerm(Model):
    """The days, in the year after the one that is reported, on which annual reports are filed and corrected (MM-DD)."""

    opens: MonthDay
    closes: MonthDay


class ImmediateTerm(Model):
    """How many working days after it happened immediate information is filed."""

    working_days: Annotated[int, Field(ge=1, le=260)]


class CheckBounds(Model):
    """`times`: how many times as much (or as little) as in the year before is flagged. `off`: by which part two figures that
    should agree may differ."""

    times: Annotated[float, Field(gt=1)]
    off: Annotated[float, Field(gt=0, lt=1)]


class FilingRules(Model):
    """The rules of filing."""

    version: Annotated[int, Field(ge=1)]
    annual: AnnualTerm
    immediate: ImmediateTerm
    categories: tuple[FiledCategory, ...]
    checks: CheckBounds


def read_filing(path: Path) -> FilingRules:
    """The rules in a file. Raises RulesError with file and line."""
    return read_form(path, FilingRules, RulesError, "the rules of filing")[0]


@cache
def filing_rules() -> FilingRules:
    """The rules of this program."""
    return read_filing(Path(__file__).parent / "filing.yml")
