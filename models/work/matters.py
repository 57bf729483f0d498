"""What is asked about a single record: that it be corrected, repaired, or held back from the public."""

from typing import Annotated, Literal

from pydantic import Field

from models.base import NO_NUL, Model

Grounds = Annotated[str, Field(min_length=1, max_length=2000, pattern=NO_NUL, description="Why; no personal data.")]


class OfRecord(Model):
    """A record, as answers name it: the party it is about, its category, and the first id of its evidence's `statements`."""

    party: Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL, description="An identifier of the party.")]
    category: Annotated[str, Field(max_length=40)]
    statement: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class NewObjection(OfRecord):
    """An objection to a record."""

    grounds: Grounds


class NewRepair(OfRecord):
    """An application for the credit repair of a record."""

    grounds: Grounds


class NewHolding(OfRecord):
    """That a department holds one of its records back from the public, until its approver decides."""

    reason: Annotated[Literal["secrets", "privacy"], Field(description="Secrets of state or trade, or privacy.")]
    grounds: Grounds
