"""What is counted for statistics."""

from typing import Any

from models.answers.parts import Stamp


class CountedRecords(Stamp):
    """Numbers of records: category, provider, division (four digits), month and number."""

    counts: list[list[Any]]


class CoveredParties(Stamp):
    """How many enterprises have a record."""

    parties: int
