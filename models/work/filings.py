"""What an enterprise files: what was found about it, what the public will see of it, and what became of it."""

from typing import Annotated, Any

from pydantic import Field

from models.base import Model
from models.catalogue import Title


class FilingFinding(Model):
    """Something that a check found. `known` is what it was compared with; `refused`: it cannot be filed so."""

    rule: str
    property: str | None = None
    filed: str | None = None
    known: str | None = None
    refused: bool = False
    row: int = 1


class FilingRow(Model):
    """One row as it will be kept: all of it, what the public sees of it, and what a correction changes, by property.

    `kept_back` are the properties changed of which the public is not told: it sees them not, or did not before.
    """

    values: dict[str, Any]
    public: Annotated[dict[str, Any] | None, Field(description="None: the enterprise chose not to publish the row.")] = None
    before: Annotated[dict[str, Any], Field(description="Of a correction: what changed properties said before.")] = {}
    kept_back: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class FilingCheck(Model):
    """What a filing comes to, before it is sent. `corrects`: a report of the year is there, and is corrected."""

    category: str
    title: Title
    party: str
    corrects: bool = False
    findings: tuple[FilingFinding, ...] = ()
    rows: tuple[FilingRow, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether it cannot be sent as it is."""
        return not self.rows or any(one.refused for one in self.findings)


class FilingSent(Model):
    """A filing that was sent: what it came to, and its jobs; that of what it amends besides, where it corrects."""

    check: FilingCheck
    jobs: tuple[str, ...]


class Fileable(Model):
    """A category that an enterprise may file itself: in which term, and what it chooses to publish of it, by property."""

    category: str
    title: Title
    term: str
    by_choice: tuple[str, ...] = ()
    row_by_choice: bool = False


class Fileables(Model):
    """What an enterprise may file."""

    party: str
    items: tuple[Fileable, ...]
