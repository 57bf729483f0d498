"""Answers about the quality of what providers send: figures with the rows behind them, a ranking, what is owed."""

from enum import StrEnum

from pydantic import Field

from models.answers.parts import Stamp
from models.answers.shapes import Incomplete
from models.base import Model
from models.catalogue import Title


class QualityFigure(Model):
    """One measure of what was sent: `good` of `of` that were looked at, so the share is good / of.

    `unknown` more could not be judged (their term touches a year whose working days are not announced). `met`: the share is at
    least the target of the method.
    """

    measure: str
    good: int
    of: int
    unknown: int = 0
    share: float | None = Field(default=None, description="A fraction; absent where nothing was looked at.")
    met: bool | None = None


class QualityLine(Model):
    """The figures of one provider, category and month; without a category, of all that the provider sent in it."""

    month: str = Field(description="The month in which it came, YYYY-MM.")
    provider: str
    category: str | None = None
    title: Title | None = None
    taken: int = Field(description="Rows that were taken, as far as this caller may see them.")
    refused: int = Field(description="Rows that were refused.")
    figures: tuple[QualityFigure, ...]
    score: float | None = Field(default=None, description="By the method of the ranking, from 0 to 100.")


class QualityAnswer(Stamp):
    """The quality of what was sent in some months, by provider and category, counted over what the caller may see.

    `items` has a line for each month, provider and category, the latest month first; `totals` one for each month and provider.
    """

    method: str = Field(description="Name and version of the method by which scores are worked out.")
    items: tuple[QualityLine, ...]
    totals: tuple[QualityLine, ...]
    shown: int
    total: int
    incomplete: tuple[Incomplete, ...] = ()


class RankedProvider(Model):
    """A provider in the ranking. Providers of one score share a place; one that sent too few rows has none."""

    place: int | None = None
    provider: str
    score: float | None = None
    rank_class: str | None = Field(default=None, description="Its class by the method.")
    class_title: Title | None = None
    rows: int = Field(description="Rows taken and refused.")
    figures: tuple[QualityFigure, ...]
    before: float | None = Field(default=None, description="Its score of the month before.")


class RankingAnswer(Stamp):
    """Providers ranked by the quality of what they sent in a month; no personal data is in it."""

    month: str
    method: str
    title: Title
    items: tuple[RankedProvider, ...]
    shown: int
    total: int
    incomplete: tuple[Incomplete, ...] = ()


class ProblemRow(Model):
    """A row behind a figure: where it stands. `column` and `rule` say why it was refused, `fields` what is empty."""

    measure: str
    batch: str
    document: str | None = None
    line: str
    provider: str
    category: str
    column: str | None = None
    rule: str | None = None
    fields: tuple[str, ...] = ()


class ProblemsAnswer(Stamp):
    """The rows behind the figures of one provider and month that are not good, with file and line."""

    month: str
    provider: str
    items: tuple[ProblemRow, ...]
    shown: int
    total: int
    incomplete: tuple[Incomplete, ...] = ()


class OwedState(StrEnum):
    """How it stands with a submission: sent by its due day, sent late, owed and not due yet, or overdue."""

    SENT = "sent"
    SENT_LATE = "sent_late"
    OWED = "owed"
    OVERDUE = "overdue"


class OwedSubmission(Model):
    """What a provider that sends a category regularly owes for a month: by when, and when it came."""

    provider: str
    category: str
    title: Title | None = None
    month: str
    due_on: str
    state: OwedState
    sent_on: str | None = Field(default=None, description="The day on which it came first.")
    working_days_late: int | None = Field(default=None, description="Working days since the due day; absent where not known.")


class OwedAnswer(Stamp):
    """Submissions that are owed for a month, the overdue ones first."""

    month: str
    items: tuple[OwedSubmission, ...]
    shown: int
    total: int
