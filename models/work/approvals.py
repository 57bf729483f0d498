"""Approvals: leave for a caller to do more than its department and its region allow, asked, decided, and for a time."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from models.base import Model

EVERYWHERE = "*"
_DIVISION = re.compile(r"\*|\d{2}(\d{2}){0,2}")


class ApprovalKind(StrEnum):
    """What leave is asked for."""

    PUSH = "push"
    """To push records of another provider."""
    EXPORT = "export"
    """To take out, in bulk, records of another region."""


class ApprovalState(StrEnum):
    """What became of what was asked."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"
    """Taken back before its end."""


class NewApproval(Model):
    """What a caller asks leave for, and why."""

    kind: ApprovalKind
    scope: Annotated[str, Field(min_length=1, max_length=200, description="The provider; or the division, * for all.")]
    reason: Annotated[str, Field(min_length=1, max_length=1000, description="Why it is needed: the task, the law.")]

    @model_validator(mode="after")
    def _region_is_a_division(self) -> Self:
        if self.kind is ApprovalKind.EXPORT and not _DIVISION.fullmatch(self.scope):
            raise ValueError("the scope of an export is a division of GB/T 2260, or *")
        return self


class Decision(Model):
    """How an operator decides; a grant is for so many days."""

    days: Annotated[int, Field(ge=1, le=3650, description="Days for which it is granted.")] = 30
    remark: Annotated[str | None, Field(max_length=1000)] = None


class ApprovalCard(Model):
    """An approval, and what became of it."""

    id: str
    caller_id: str
    caller: Annotated[str, Field(description="The caller's name.")]
    kind: ApprovalKind
    scope: str
    reason: str
    state: ApprovalState
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    remark: str | None = None
    until: Annotated[datetime | None, Field(description="The moment since which a grant is over.")] = None


class ApprovalCards(Model):
    """Approvals, the latest first."""

    items: tuple[ApprovalCard, ...]
    shown: int
    total: int
    next: str | None = None
