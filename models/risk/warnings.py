"""Warnings: what a rule has found, its figures against their thresholds, and the records that it rests on."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from models.answers.parts import Stamp
from models.answers.shapes import Incomplete, PartyRef
from models.base import Model
from models.catalogue import Title


class WarningFigure(Model):
    """A figure of a warning. `passes` is how it is compared with its `threshold`; `band`: so many thresholds it has passed."""

    name: str
    title: Title
    unit: str
    value: float | str | None
    threshold: float | None = None
    passes: str | None = None
    band: int = 0


class WarningRole(Model):
    """Who stands in a warning besides its party, by the role."""

    role: str
    party_id: str


class WarningRecord(Model):
    """A record that a warning rests on: its fact, by whom it was provided, from which day it holds, and of whom."""

    fact: str
    category: str
    provider: str | None
    day: str | None
    party_id: str


class WarningBand(Model):
    """The band of a figure in the basis of a warning."""

    figure: str
    band: int


class WarningBasis(Model):
    """What a warning rests on: the roots of its events, and the band of each figure. Of many roots some of `total` are here."""

    roots: tuple[str, ...]
    total: int
    bands: tuple[WarningBand, ...]
    every: Annotated[SkipJsonSchema[tuple[str, ...]], Field(exclude=True, description="All roots; no answer shows them.")] = ()
    gathers: Annotated[SkipJsonSchema[bool], Field(exclude=True, description="Found from others too.")] = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WarningBasis) and self._shown == other._shown

    def __hash__(self) -> int:
        return hash(self._shown)

    @property
    def _shown(self) -> tuple[object, ...]:
        return self.roots, self.total, self.bands


class WarningItem(Model):
    """A case that a rule has found. `key` names it: the rule and the parties in their roles."""

    rule: str
    name: str
    title: Title
    version: int
    severity: int
    key: str
    party: PartyRef
    roles: tuple[WarningRole, ...]
    basis: WarningBasis
    figures: tuple[WarningFigure, ...]
    records: tuple[WarningRecord, ...]
    records_total: int
    law: Title | None = None
    act: Title
    unknown: Title | None = None


class NotAskedReason(StrEnum):
    """Why a rule was not asked."""

    NOT_LOADED = "not_loaded"
    """A category that it needs was never loaded."""
    NOT_ANALYSED = "not_analysed"
    """The standing analysis that it reads was not worked out as of the day."""
    ANALYSIS_UNFINISHED = "analysis_unfinished"
    """The standing analysis that it reads is being written, or broke off while it was."""
    NOT_IN_FORCE = "not_in_force"
    """Its law is not in force on the day."""
    CALENDAR = "calendar"
    """It counts working days of a year of which they are not announced."""
    DAY = "day"
    """Its question does not reach as far back, or ahead, as this day needs."""


class NotAsked(Model):
    """A rule that could not be asked, and why; of one that is not loaded the categories that are lacking."""

    rule: str
    title: Title
    reason: NotAskedReason
    categories: tuple[str, ...] = ()


class WarningsAnswer(Stamp):
    """The warnings of a party on a day: what the rules find of it, raised or not; and the rules that could not be asked."""

    id: str
    party: PartyRef
    warnings: tuple[WarningItem, ...]
    not_asked: tuple[NotAsked, ...]
    incomplete: tuple[Incomplete, ...] = ()


class RuleValue(Model):
    """A parameter of a rule: its type and value."""

    name: str
    type: str
    value: str


class RuleCard(Model):
    """A rule: when it warns, from which figures on, of whom, by which law, and what it needs."""

    rule: str
    name: str
    title: Title
    fires: Title
    version: int
    severity: int
    needs: tuple[str, ...]
    of_states: tuple[str, ...]
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    since: str | None = None
    until: str | None = None
    question: str
    params: tuple[RuleValue, ...]
    indicators: tuple[str, ...]
    law: Title | None = None
    checked: str | None = None
    act: Title
    unknown: Title | None = None
    not_asked: Annotated[NotAskedReason | None, Field(description="Why it cannot be asked now; null where it can.")] = None
    lacking: tuple[str, ...] = ()


class RulesAnswer(Stamp):
    """The rules of warnings, and those of them that cannot be asked on the day."""

    items: tuple[RuleCard, ...]
    shown: int
    total: int


class TriedMonth(Model):
    """What a rule finds on the last day of a month, as it is kept and as it is tried."""

    day: str
    old: int
    new: int
    added: tuple[str, ...]
    removed: tuple[str, ...]


class TriedAnswer(Stamp):
    """The effect of other values of a rule's parameters on the last months: how many warnings there would have been.

    `added` and `removed` of a month are keys, at most fifty. `parties`: so many enterprises were looked at;
    `whole`: these are all.
    """

    rule: str
    title: Title
    old: tuple[RuleValue, ...]
    new: tuple[RuleValue, ...]
    months: tuple[TriedMonth, ...]
    old_total: int
    new_total: int
    parties: int
    whole: bool
    not_asked: NotAskedReason | None = None
