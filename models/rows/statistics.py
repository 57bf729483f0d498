"""What is counted for statistics."""

from typing import Any

from models.answers.parts import Stamp


class CountedRecords(Stamp):
    """Numbers of records: category, provider, division (four digits), month and number; and whether these are all."""

    counts: list[list[Any]]
    whole: bool


class CoveredParties(Stamp):
    """How many enterprises have a record."""

    parties: int
