"""The facts of one category about one party, page by page; and before and after they were changed."""

from typing import Any

from pydantic import Field

from models.answers.parts import Item, Listing, Stamp
from models.answers.shapes import PartyRef
from models.base import Model
from models.catalogue import Title


class RecordsRow(Model):
    """What the graph returns for a page of records."""

    id: str
    kinds: list[str]
    name: str | None
    state: str | None
    total: int
    items: list[dict[str, Any]]
    states: list[list[str]]


class Records(Listing[Item]):
    """A page of the facts of one category about a party, the latest first."""

    party: PartyRef
    category: str
    title: Title
    direction: str


class VersionsRow(Model):
    """What the graph returns for the versions of the records of a party."""

    id: str
    kinds: list[str]
    name: str | None
    state: str | None
    versions: list[dict[str, Any]]


class RecordVersion(Model):
    """One version of a record. `fact` is the record's own id, the same for all its versions.

    `known_from` and `known_to` (absent: still believed) are ticks, `recorded` and `replaced` their wall times.
    """

    fact: str
    item: Item
    known_from: int
    known_to: int | None = None
    recorded: str | None = None
    replaced: str | None = None
    changed: tuple[str, ...] = Field(default=(), description="Properties that differ from the version before it.")


class RecordVersions(Stamp):
    """Versions of the records of one category about a party, as far as the caller may see them: those of one record together,
    the last first."""

    party: PartyRef
    category: str
    title: Title
    versions: tuple[RecordVersion, ...]
