"""What is read to find warnings. Rows are lists and maps, for speed; cypher/warnings states what they hold."""

from typing import Any

from models.answers.parts import Stamp


class WarningPage(Stamp):
    """A page of enterprises by id; `next` where another may follow."""

    parties: list[str]
    next: str | None = None


class WarningParties(Stamp):
    """Enterprises by id."""

    parties: list[str]


class WarningSubjects(Stamp):
    """What decides whether a rule speaks of an enterprise, and who deals with a warning about it."""

    subjects: list[list[Any]]


class WarningIdentifiers(Stamp):
    """Of ids as they were given: the id of the party now, and one identifier of it; a row of each identifier."""

    identifiers: list[list[str]]


class WarningRows(Stamp):
    """What a rule has found: of each case its party, roles, figures, roots and records."""

    found: list[dict[str, Any]]


class WarningProofs(Stamp):
    """Records that a warning rests on, each once."""

    proofs: list[dict[str, Any]]


class WarningFacts(Stamp):
    """Of the facts behind warnings, those that are still believed, and whether each may still be used."""

    facts: list[list[Any]]
