"""Cases: matters that one department (or the service) sends to another, with a term, and every step taken in them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, JsonValue
from pydantic_core import to_json

from models.base import NO_NUL, Model

Text = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL)]
Remark = Annotated[str | None, Field(max_length=2000, pattern=NO_NUL, description="Why.")]
MOST_BYTES = 32_768
"""The most bytes of JSON of what a case rests on, or of the figures of a step."""


def _bounded(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if len(to_json(value)) > MOST_BYTES:
        raise ValueError(f"more than {MOST_BYTES:,} bytes of JSON")
    return value


Figures = Annotated[dict[str, JsonValue], AfterValidator(_bounded)]


class NewCase(Model):
    """A case to open. `key` names the matter within its kind: what is opened again under one key is the same case."""

    kind: Annotated[str, Field(max_length=40, description="The kind of case, as the rules name it.")]
    key: Annotated[str, Field(min_length=1, max_length=300, pattern=NO_NUL)]
    receiver: Annotated[Text, Field(description="The department that is to act.")]
    sender: Annotated[Text | None, Field(description="The department that sends it; None: the service.")] = None
    party: Annotated[Text | None, Field(description="The party that it is about, by its id.")] = None
    basis: Annotated[Figures, Field(description="What it rests on: batch, rows, records; no personal data.")] = {}
    level: Annotated[int | None, Field(ge=0, le=3, description="Who may see it; at least the kind's.")] = None


class NewStep(Model):
    """An action to take in a case. Taken again under the same `key`, it is the same step."""

    action: Annotated[str, Field(max_length=40, description="One of the case's `actions`.")]
    remark: Remark = None
    data: Annotated[Figures, Field(description="Figures and references that belong to the step.")] = {}
    key: Annotated[str | None, Field(min_length=1, max_length=255, pattern=NO_NUL)] = None


class CaseStep(Model):
    """A step that was taken: by whom, when, from which state to which."""

    number: int
    at: datetime
    by: str
    department: str | None = None
    action: str
    before: Annotated[str | None, Field(description="The state before; None where the case was opened.")] = None
    after: str
    remark: str | None = None
    data: dict[str, Any] = {}


class CaseDue(Model):
    """By when a case is to be dealt with: the last day of its term, that day included."""

    on: Annotated[str | None, Field(description="The last day, in China; None: not known, since `unknown_year` is not.")] = None
    working_days: int | None = None
    days: int | None = None
    unknown_year: Annotated[int | None, Field(description="The year whose working days are not announced yet.")] = None
    late: Annotated[bool, Field(description="Whether the term is over, and the case is not.")] = False


class CaseCard(Model):
    """A case as one who may see it does."""

    id: str
    kind: str
    key: str
    party: str | None = None
    basis: dict[str, Any]
    sender: str | None = None
    receiver: str
    state: str
    final: bool
    holder: Annotated[str | None, Field(description="Who has claimed it.")] = None
    opened_by: str
    opened_at: datetime
    changed_at: datetime
    ended_at: datetime | None = None
    due: CaseDue | None = None
    actions: Annotated[tuple[str, ...], Field(description="What this caller may do now.")] = ()


class CaseHistory(CaseCard):
    """A case with every step taken in it, the first one first."""

    steps: tuple[CaseStep, ...]


class CaseFilter(Model):
    """Which cases are listed."""

    department: Annotated[str | None, Field(max_length=200, description="Sent to it, or by it.")] = None
    kind: Annotated[str | None, Field(max_length=40)] = None
    state: Annotated[str | None, Field(max_length=40)] = None
    party: Annotated[str | None, Field(max_length=200)] = None
    open: Annotated[bool | None, Field(description="Only those that are not over; false: only those that are.")] = None
    due_by: Annotated[str | None, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="Due on this day or before.")] = None


class Cases(Model):
    """A page of cases, the latest opened first."""

    items: tuple[CaseCard, ...]
    shown: int
    total: int
    next: str | None = None
