"""The form of a mapping file: how the files of one provider are to be read, kept from one delivery to the next."""

from typing import Annotated

from pydantic import Field

from models.base import Model
from models.catalogue import CoverageKind

Headers = Annotated[str, Field(min_length=1)] | Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]


class MappingPart(Model):
    """What holds for files of one category, or for all.

    `columns` are headers by property or part (`fine`, `party.uscc`); of several the first that is filled counts, and those that
    a file lacks are passed over while it has one. `units` are units by header, `day_column` is the header of each
    row's day.
    """

    columns: dict[str, Headers] = {}
    units: dict[str, str] = {}
    coverage: CoverageKind | None = None
    day_column: str | None = None


class MappingFile(MappingPart):
    """A mapping file: what holds for all its provider's files, and by category what holds for some."""

    provider: str | None = None
    categories: dict[str, MappingPart] = {}
