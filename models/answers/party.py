"""A party by itself, and its posts and holdings over time."""

from typing import Any

from models.answers.parts import Group, Stamp
from models.answers.shapes import PartyEntry, PartyRef
from models.base import Model


class PartyCard(PartyEntry, Stamp):
    """The party an identifier stands for. `id` is its strongest identifier; `claimed_by` who claims a contested one."""

    identifiers: tuple[str, ...]
    contested: bool
    claimed_by: tuple[PartyRef, ...] = ()


class Bearer(Model):
    """The id of a party that bears a code."""

    id: str


class HistoryRow(Model):
    """What the graph returns for a history."""

    id: str
    kinds: list[str]
    name: str | None
    contested: bool
    identifiers: list[str]
    edges: list[dict[str, Any]]
    states: list[list[str]]
    state: str | None


class History(PartyCard):
    """All relationships a party has had towards others up to the day, the latest first, ended ones too."""

    groups: tuple[Group, ...]
