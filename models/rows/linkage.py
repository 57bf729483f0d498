"""What is read to find suspected relations. Rows are lists, for speed; see cypher/network/ for their columns."""

from typing import Any

from models.answers.parts import Stamp


class Traits(Stamp):
    """What parties state of themselves, who is of them, and how many others state the same."""

    traits: list[list[Any]]
    people: list[list[Any]]
    founded: list[list[Any]]
    numbers: list[list[str]]
    counts: list[list[Any]]
    days: list[list[Any]]


class Sharing(Stamp):
    """Which parties state given traits."""

    pairs: list[list[Any]]


class Population(Stamp):
    """How many parties there are, and how many state anything of a kind."""

    totals: list[list[Any]]


class Namesakes(Stamp):
    """How many persons bear each of some names."""

    counts: list[list[Any]]
