"""Parties found by identifier or name."""

from enum import StrEnum
from typing import Any

from models.answers.parts import Listing
from models.answers.shapes import PartyEntry
from models.base import Model


class Match(StrEnum):
    """How a party was found, the surest first."""

    IDENTIFIER = "identifier"
    NAME = "name"
    PREFIX = "prefix"
    SIMILAR = "similar"
    PINYIN = "pinyin"


class FoundRow(Model):
    """A party that the graph proposes, before it is ranked; or, without one, that not all names were looked at (`cut`)."""

    id: str | None
    kind: str | None
    by_code: bool
    cut: bool
    registrations: list[dict[str, Any]]
    stated_name: str | None
    stated_names: list[str]
    identifiers: list[str]


class Found(PartyEntry):
    """A party found. `matched` is the name that fitted where it is not the one shown, `formerly` that it is a former one."""

    matched: str | None = None
    formerly: bool = False
    match: Match
    identifiers: tuple[str, ...]


class SearchAnswer(Listing[Found]):
    """What was found, the best first. `did_you_mean` is the identifier with the right check character, where it was wrong."""

    text: str
    did_you_mean: str | None = None
