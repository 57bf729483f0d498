"""What is read of ownership in one round: rows of holder lists, roles, branches, names. Rows are lists, for speed."""

from typing import Any

from models.answers.parts import Stamp


class Lists(Stamp):
    """Who stands above parties, as of a day; see cypher/ownership/lists.cypher for the columns."""

    rows: list[list[Any]]
    roles: list[list[Any]]
    heads: list[list[Any]]
    named: list[list[Any]]


class Below(Stamp):
    """What stands below parties: pairs of a party and what it holds, represents or has as a branch."""

    pairs: list[list[str]]


class Parties(Stamp):
    """Names and types of parties, as of a day; see cypher/ownership/parties.cypher for the columns."""

    rows: list[list[Any]]


class Sames(Stamp):
    """Which parties somebody decided to be one; see cypher/ownership/same.cypher for the columns."""

    rows: list[list[Any]]


class Covers(Stamp):
    """On which day lists were last stated, whole or of the largest: scope (`scope_of` in loaders.derive), day, announcement."""

    covers: list[list[str]]


class Left(Stamp):
    """Who left the lists of the largest holders of an enterprise; see cypher/ownership/left.cypher for the columns."""

    rows: list[list[Any]]


class Days(Stamp):
    """On which days anything about parties began or ended, and who ever stood below them; `found` facts were looked at."""

    days: list[str]
    below: list[str]
    found: int
