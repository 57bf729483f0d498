"""The form of a mapping file: how the files of one provider are to be read, stored from one delivery to the next."""

from typing import Annotated

from pydantic import AfterValidator, Field

from models.base import Model
from models.catalogue import CoverageKind
from models.values.encodings import named_encoding

Headers = Annotated[str, Field(min_length=1)] | Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]

Name = Annotated[str, Field(min_length=1)]


def table_named(sheet: str | None, table: str | None) -> str | None:
    """What a table is asked for by: the sheet, the table, or the table of the sheet (`Sheet1!A14`)."""
    if sheet and table:
        return table if table.startswith(f"{sheet}!") else f"{sheet}!{table}"
    return sheet or table


class MappingPart(Model):
    """What holds for files of one category, or for all.

    `columns` are headers by property or part (`fine`, `party.uscc`); of several the first that is filled counts, and those that
    a file lacks are passed over while it has one. `units` are units by header, `day_column` is the header of each
    row's day. `sheet` and `table` name the one table of a file that is meant, as the options of `load` do, and `encoding` how
    its text is written.
    """

    columns: dict[str, Headers] = {}
    units: dict[str, str] = {}
    coverage: CoverageKind | None = None
    day_column: str | None = None
    sheet: Name | None = None
    table: Name | None = None
    encoding: Annotated[str, AfterValidator(named_encoding)] | None = None


class MappingFile(MappingPart):
    """A mapping file: what holds for all its provider's files, and by category what holds for some."""

    provider: str | None = None
    categories: dict[str, MappingPart] = {}
