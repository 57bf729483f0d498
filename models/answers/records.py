"""The facts of one category about one party, page by page."""

from typing import Any

from models.answers.parts import Item, Listing
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
