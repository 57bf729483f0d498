"""The portrait of a party."""

from typing import Any

from models.answers.parts import Group, Stamp, State
from models.answers.shapes import PartyEntry, PartyRef
from models.base import Model
from models.catalogue import Title


class PortraitRow(Model):
    """What the graph returns for a portrait, before titles and reasons are added."""

    id: str
    kinds: list[str]
    contested: bool
    claims: list[dict[str, Any]]
    identifiers: list[str]
    records: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    states: list[list[str]]
    state: str | None
    stated_name: str | None
    stated_names: list[str]


class PortraitParty(PartyEntry):
    """The party itself. `other_names` are further registered names, of who is not
    registered those stated besides; `contested`: several codes claim what it consists of,
    those of `claimed_by`, the first twenty."""

    other_names: tuple[str, ...]
    identifiers: tuple[str, ...]
    contested: bool
    claimed_by: tuple[PartyRef, ...] = ()


class Missing(Model):
    """What the portrait lacks, and why. `category` is absent where no category of the catalogue records it."""

    section: str
    category: str | None = None
    title: Title
    state: State
    loaded_on: str | None = None
    loaded_to: str | None = None


class Portrait(Stamp):
    """Everything that holds of a party and may be seen, in groups by category.

    `base` are its registrations; `owners`, `holdings`, `people`, `posts` and `branches` its relationships, `relations` all
    others; `records` what is filed about it in the five display classes; `issued` what it issued as an authority.
    """

    party: PortraitParty
    base: tuple[Group, ...]
    owners: tuple[Group, ...]
    holdings: tuple[Group, ...]
    people: tuple[Group, ...]
    posts: tuple[Group, ...]
    branches: tuple[Group, ...]
    relations: tuple[Group, ...]
    records: tuple[Group, ...]
    issued: tuple[Group, ...]
    missing: tuple[Missing, ...]
