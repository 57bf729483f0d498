"""What a case about a clue rests on: parties, what links them, figures, and the records behind them."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.base import NO_NUL, Model
from models.clues.parts import ClueKind

Line = Annotated[str, Field(max_length=300, pattern=NO_NUL)]
PartyId = Annotated[str, Field(min_length=1, max_length=500, pattern=NO_NUL)]
Lines = Annotated[tuple[Line, ...], Field(max_length=100)]
Count = Annotated[int, Field(ge=0)]
Number = Annotated[float, Field(ge=0, allow_inf_nan=False)]
BasisRecord = tuple[Line, Line, PartyId, Line, Line]
"""A record: family of departments, category, party, day, id of the statement."""
_FIGURES = ("chance", "surprise", "expected", "looked_at", "drawn", "population", "level")


class BasisValue(Model):
    """A value that the parties share, masked, and the facts that state it."""

    kind: ClueKind
    value: Line | None = None
    facts: Lines = ()


class BasisLink(Model):
    """A party that the first one is linked with: by how many bits, over which values, and by which facts."""

    party: PartyId
    bits: Number
    path: Lines = ()
    facts: Lines = ()


class ClueBasis(Model):
    """The basis of a case of the kind `clue`: its parties at least.

    Of departments that meet the figures are there, all or none; of a party, whom it is linked with. `records_total` and
    `linked_total` say how many there are; `cut`: of records, links or what was read for them, not all is here.
    """

    parties: Annotated[tuple[PartyId, ...], Field(min_length=1, max_length=200)]
    values: Annotated[tuple[BasisValue, ...], Field(max_length=20)] = ()
    departments: Count | None = None
    chance: Number | None = None
    surprise: Number | None = None
    expected: Number | None = None
    looked_at: Count | None = None
    drawn: Count | None = None
    population: Count | None = None
    level: Literal["place", "province", "all"] | None = None
    region: Line | None = None
    industry: Line | None = None
    window_days: Count | None = None
    linked: Annotated[tuple[BasisLink, ...], Field(max_length=100)] = ()
    linked_total: Count | None = None
    records: Annotated[tuple[BasisRecord, ...], Field(max_length=200)] = ()
    records_total: Count | None = None
    cut: bool = False
    as_of: Line | None = None
    known_at: Count | Line | None = None
    rules_version: Count | None = None

    @model_validator(mode="after")
    def _figures_together(self) -> Self:
        lacking = [name for name in _FIGURES if getattr(self, name) is None]
        if 0 < len(lacking) < len(_FIGURES):
            raise ValueError(f"the figures of a meeting stand together: {', '.join(lacking)} are lacking")
        return self
