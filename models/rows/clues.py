"""What is read of the graph for clues. Rows are lists, for speed; cypher/clues states what their columns are."""

from typing import Any

from models.answers.parts import Stamp


class RegisteredPage(Stamp):
    """A page of the enterprises, with their registrations."""

    registered: list[list[Any]]
    next: str | None = None


class ValuesPage(Stamp):
    """A page of the values that parties state, with the parties."""

    pairs: list[list[str]]
    next: str | None = None


class PeoplePage(Stamp):
    """A page of the persons known by their documents, with the enterprises they are of."""

    pairs: list[list[str]]
    next: str | None = None


class HeldRecords(Stamp):
    """Records of parties, with who holds them."""

    records: list[list[Any]]


class Bearers(Stamp):
    """Who states values, and who persons are of."""

    stated: list[list[Any]]
    links: list[list[Any]]


class Arrivals(Stamp):
    """Ticks with their moments."""

    moments: list[list[Any]]


class SharedDocuments(Stamp):
    """Documents, with the parties they name."""

    bearers: list[list[Any]]


class NumberedRecords(Stamp):
    """Records with a document number."""

    records: list[list[Any]]


class ShownValues(Stamp):
    """Values as records state them."""

    values: list[list[Any]]
