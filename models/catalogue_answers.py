"""Answers about the catalogue: what is collected, from whom, by when, how public, how it is read, how much of it there is."""

from pydantic import Field

from models.answers.parts import Listing, Stamp
from models.base import Model
from models.catalogue import Category, Title
from models.catalogue_terms import Approval, Due
from models.work.batches import Held


class GroupCard(Model):
    """A group of categories: how many it has, and of how many of them anything is there that the caller may see."""

    name: str
    title: Title
    collected_from: Title | None = None
    categories: int
    loaded: int


class CategoryCard(Model):
    """A category in brief; `loaded_on` is the day anything of it was last loaded, `loaded_to` the newest day it speaks of."""

    name: str
    title: Title
    group: str = Field(description="The name of its group; `other` where it is in none.")
    display_class: str
    level: int
    form: str
    version: int
    properties: int = Field(description="How many properties it has.")
    collected_from: Title | None = Field(default=None, description="Who sends it.")
    law: tuple[str, ...] = Field(default=(), description="What its collection, and its term of publicity, rest on.")
    due: Due | None = Field(default=None, description="By when a record must have been sent; absent where no term is set.")
    approval: Approval | None = Field(
        default=None, description="Why the public sees its records only once they were approved; absent where it need not be."
    )
    loaded_on: str | None = None
    loaded_to: str | None = None
    held: Held | None = Field(default=None, description="How much there is; absent where nothing is that the caller may see.")
    withheld: bool | None = Field(
        default=None, description="The category is above the caller's level, whatever there is of it."
    )


class CategoryCards(Listing[CategoryCard]):
    """All categories, or those asked for, and the groups in which they stand."""

    groups: tuple[GroupCard, ...]


class UnderstoodHeader(Model):
    """A header under which files may state a property."""

    header: str
    part: str | None = Field(default=None, description="Of a party: which part of the reference stands in the column.")
    unit: float | None = Field(
        default=None, description="What one in the column stands for: 10000 for 万元, 0.01 for per cent."
    )


class UnderstoodProperty(Model):
    """A property as files may state it. Amounts are in yuan, shares fractions, where header or cell says nothing else."""

    name: str
    title: Title
    type: str
    required: bool
    key: bool = Field(description="Whether it tells one record from another.")
    level: int
    sensitive: bool
    kinds: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = Field(default={}, description="The words that are read, by what they are kept as.")
    headers: tuple[UnderstoodHeader, ...]


class CategoryDetail(Stamp, Category):
    """A category as its file describes it, with the headers that are understood, and how much of it there is."""

    group: str
    loaded_on: str | None = None
    loaded_to: str | None = None
    held: Held | None = None
    withheld: bool | None = None
    understood: tuple[UnderstoodProperty, ...]
    reserved: dict[str, tuple[UnderstoodHeader, ...]] = Field(
        description="The headers of what a row says of itself: `_provider`, `_day`, `_action` and the like."
    )
    template: str = Field(description="Where a workbook to fill in is.")
