"""The form of a file of invented rows (loaders/synthetic/rows/GROUP/CATEGORY.yml): how rows are drawn, and planted cases."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.errors import CatalogueError
from app.paths import SAMPLE_ROWS
from app.yaml_files import read_form
from loaders.synthetic.timeline import BY_MONTH
from models.base import Model
from models.catalogue import Title
from models.catalogue_terms import Name

Value = str | tuple[str, ...]
"""What a property holds: a text in the language of `values`, or several of which each row takes one."""
Values = dict[Name, Value]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Share = Annotated[float, Field(ge=0, le=1)]
Among = Literal["all", "enterprises", "companies", "traders", "revoked", "deregistered", "suspended"]


class Follows(Model):
    """Rows that follow from those of another category: which, and how likely one follows from each."""

    category: Name
    chance: Share


class Later(Model):
    """A further row of a record in the next delivery: how likely, and what it states otherwise."""

    chance: Share
    values: Values


class Ordinary(Model):
    """Rows about ordinary firms.

    `rate` is how many rows a firm has in each delivery; from a half on, each firm has one with that chance. `of` are the firms
    they are about, `by` who sends them, `sent` the months of the deliveries. Each row takes one of `variants` besides `values`.
    """

    rate: Annotated[float, Field(ge=0)] = 0
    of: Among = "enterprises"
    by: str = "{city}市市场监督管理局"
    sent: tuple[Month, ...] = ("2024-12", "2026-06")
    follows: Follows | None = None
    values: Values
    variants: tuple[Values, ...] = ()
    later: Later | None = None

    @property
    def periods(self) -> tuple[int, ...]:
        """The deliveries."""
        return tuple(BY_MONTH[month] for month in self.sent)


class CaseParty(Model):
    """A party of a case: a firm of its own, or a person with an identity number. `registered`: the register knows it."""

    kind: Literal["firm", "person"] = "firm"
    brand: str = ""
    industry: str = "F51"
    form: str = "llc"
    name: str | None = None
    registered: bool = True


class CaseRow(Model):
    """A row of a case, sent in `month`: of the category of its file or another, by `by`.

    `like` is the number of an earlier row of the case whose values it takes. `late`: it stands in a further file of that month;
    `flagged`: its receipt has a remark on it.
    """

    month: Month
    category: Name | None = None
    like: int | None = None
    values: Values = {}
    by: str | None = None
    day: str | None = None
    action: Literal["correct", "withdraw", "end", "repair"] | None = None
    level: int | None = None
    late: bool = False
    flagged: bool = False


class Expected(Model):
    """What must hold of a party: how many records of a category a caller of `level` sees on a day, and what these state.

    Without `on` it is the day after the last delivery; `values` are of the latest record.
    """

    party: Name = "firm"
    category: Name | None = None
    on: str | None = None
    level: int = 0
    records: int
    values: dict[Name, str] = {}


class Case(Model):
    """A planted case: its kind, its story, its parties by role, its rows, and what must hold."""

    kind: Name
    story: Title
    parties: dict[Name, CaseParty] = {"firm": CaseParty()}
    rows: Annotated[tuple[CaseRow, ...], Field(min_length=1)]
    expect: Annotated[tuple[Expected, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _roles_are_known(self) -> Self:
        lost = sorted({one.party for one in self.expect} - self.parties.keys())
        if lost:
            raise ValueError(f"expect names no party of the case: {', '.join(lost)}")
        if any(row.like is not None and row.like >= at for at, row in enumerate(self.rows)):
            raise ValueError("a row is like an earlier one")
        return self


class Described(Model):
    """The file of one category."""

    category: Name
    ordinary: Ordinary | None = None
    cases: tuple[Case, ...] = ()


def read_described() -> dict[str, Described]:
    """All files, by category, in an order in which what follows from others comes after them. Raises CatalogueError."""
    found: dict[str, Described] = {}
    for path in sorted(SAMPLE_ROWS.rglob("*.yml"), key=lambda path: path.name):
        form, _ = read_form(path, Described, CatalogueError, "a file of invented rows")
        if form.category != path.stem:
            raise CatalogueError(f"{path}:1: rows of {form.category!r} belong in {form.category}.yml", file=str(path), line=1)
        found[form.category] = form
    ordered: dict[str, Described] = {}
    while len(ordered) < len(found):
        ready = [name for name, form in found.items() if name not in ordered and _source(form) in {None, *ordered}]
        if not ready:
            raise CatalogueError(f"{SAMPLE_ROWS}: rows follow from each other, or from a category without rows")
        ordered |= {name: found[name] for name in ready}
    return ordered


def _source(form: Described) -> str | None:
    return form.ordinary.follows.category if form.ordinary and form.ordinary.follows else None
