"""What is read of a network in one round. Rows are lists, for speed; cypher/network states what their columns are."""

from typing import Any

from models.answers.parts import Stamp


class Links(Stamp):
    """All links of some parties, and all parties at their ends."""

    links: list[list[Any]]
    parties: list[list[Any]]


class Degrees(Stamp):
    """How many links parties have."""

    degrees: list[list[Any]]
