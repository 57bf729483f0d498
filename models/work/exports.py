"""Exports: what is asked for, and what came of it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from models.base import Model

MOST_PARTIES = 2_000
OWNERS = "owners"
"""In place of a category: who owns each party, looked through."""


class ExportForm(StrEnum):
    """The form of the file."""

    NDJSON = "ndjson"
    CSV = "csv"
    XLSX = "xlsx"


MEDIA = {
    ExportForm.NDJSON: "application/x-ndjson",
    ExportForm.CSV: "text/csv; charset=utf-8",
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The media types of the files."""


class ExportQuery(Model):
    """What is to be exported, of which division, in which form."""

    of: str = Field(max_length=40, description="A category of the catalogue, or `owners`: who owns each party, looked through.")
    region: str | None = Field(
        default=None,
        pattern=r"^(\d{2}|\d{4}|\d{6})?$",
        description="A division (GB/T 2260) whose parties are meant; default the caller's own. More needs an approval.",
    )
    form: ExportForm = ExportForm.CSV
    as_of: str | None = Field(default=None, max_length=10, description="The day asked about, YYYY-MM-DD; default today.")
    lang: str = Field(default="zh", pattern="^(zh|en)$", description="The language of the headers of CSV and XLSX: zh or en.")


class ExportParties(Model):
    """Of which parties: by identifier; all of the division where there are none."""

    parties: Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=MOST_PARTIES)] = ()


class Exported(Model):
    """What an export came to. `file` is its name, `left_out` how many of the listed parties are not to be seen in the division.

    It is as of one day and one tick throughout.
    """

    of: str
    region: str
    form: ExportForm
    as_of: str
    known_at: int
    parties: int = Field(description="Parties that have rows.")
    rows: int
    left_out: int = 0
    bytes: int
    sha256: str
    file: str
