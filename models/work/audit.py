"""The audit log: what an entry tells, what was found of the chain, and where it ends."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from models.base import Model


class AuditEntry(Model):
    """What somebody did, or, of the public, how often the same was done in a while.

    Values that may name a person are hashed under the secret (`h:…`): the same value has the same hash.
    """

    at: datetime
    caller_id: str | None = None
    caller: Annotated[str, Field(description="Who: a caller's name, or public, or a user of the command line.")]
    action: Annotated[str, Field(description="The method and the template of the route, or the command.")]
    subject: Annotated[str | None, Field(description="Whom it was about; hashed unless it is a code.")] = None
    parameters: dict[str, str] = Field(default_factory=dict)
    purpose: str | None = None
    status: Annotated[int | None, Field(description="The HTTP status; none of what was only begun.")] = None
    rows: Annotated[int | None, Field(description="Records that left, where they can be counted.")] = None
    bytes: int | None = None
    times: Annotated[int, Field(ge=1, description="How many requests the entry stands for.")] = 1
    request_id: str | None = None


class AuditRecord(AuditEntry):
    """An entry in its place in the chain."""

    seq: int
    hash: str


class AuditPage(Model):
    """Entries, the latest first; `total` is what fits what was asked."""

    items: tuple[AuditRecord, ...]
    shown: int
    total: int
    next: str | None = None


class AuditHead(Model):
    """The last entry of the chain: kept elsewhere, it proves later that nothing before it was changed."""

    seq: int
    hash: str


class AuditVerified(Model):
    """What was found of the chain; `wrong` is empty where it is whole."""

    entries: int
    first: int | None
    head: AuditHead
    wrong: tuple[str, ...]
