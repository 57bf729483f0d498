"""Warnings that were raised: what each rests on, who deals with it, and how often the rules were right."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from models.base import NO_NUL, Model
from models.catalogue import Title
from models.work.cases import CaseDue, CaseStep

Rules = Annotated[tuple[Annotated[str, Field(max_length=4)], ...], Field(max_length=60)]
Parties = Annotated[tuple[Annotated[str, Field(max_length=200, pattern=NO_NUL)], ...], Field(max_length=2_000)]


class WarnParams(Model):
    """What a run of the rules takes: which rules, of which enterprises; by default all of them, of all."""

    rules: Annotated[Rules, Field(description="Only these rules, by id.")] = ()
    parties: Annotated[Parties, Field(description="Only these enterprises; without them all.")] = ()
    since: Annotated[
        str | None, Field(max_length=40, pattern=NO_NUL, description="Only enterprises touched since this moment (ISO 8601).")
    ] = None


class RuleDone(Model):
    """What a run came to of one rule: found in all, raised anew, raised again with more, gained, ended."""

    rule: str
    found: int = 0
    raised: int = 0
    again: int = 0
    gained: int = 0
    lapsed: int = 0
    withdrawn: int = 0


class RuleNotAsked(Model):
    """A rule that a run could not ask, and why."""

    rule: str
    reason: str
    categories: tuple[str, ...] = ()


class WarnDone(Model):
    """What a run of the rules came to: enterprises looked at, what each rule found, and the rules that could not be asked.

    `cut`: enterprises of which a rule has more rows than are read. `poor`: rules that were right too seldom.
    """

    as_of: str
    tick: int
    parties: int
    found: int
    raised: int
    again: int
    gained: int
    lapsed: int
    withdrawn: int
    reminded: int
    rules: tuple[RuleDone, ...]
    not_asked: tuple[RuleNotAsked, ...]
    cut: int = 0
    poor: tuple[str, ...] = ()


class RaisedWarning(Model):
    """A warning that was raised, as one who may see it does. `basis` has its roots and bands, `figures` their thresholds."""

    id: str
    rule: str
    title: Title
    version: int
    severity: int
    party: str
    party_name: str | None
    state: str
    state_title: Title
    key: str
    roles: tuple[dict[str, Any], ...]
    basis: dict[str, Any]
    figures: tuple[dict[str, Any], ...]
    records: tuple[dict[str, Any], ...]
    records_total: int
    withheld: Annotated[int, Field(description="Records that the caller sees no more; then no root is named either.")] = 0
    as_of: Annotated[str, Field(description="The day for which it was found last.")]
    tick: int
    receiver: str
    holder: str | None = None
    final: bool
    opened_at: datetime
    changed_at: datetime
    due: CaseDue | None = None
    law: Title | None = None
    act: Title | None = None
    actions: tuple[str, ...] = ()


class RaisedWarningHistory(RaisedWarning):
    """A warning that was raised, with every step taken in it."""

    steps: tuple[CaseStep, ...]


class RaisedWarnings(Model):
    """A page of warnings, the latest raised first."""

    items: tuple[RaisedWarning, ...]
    shown: int
    total: int
    next: str | None = None


class WarningFilter(Model):
    """Which warnings are listed."""

    rule: Annotated[str | None, Field(max_length=4, pattern=r"^W\d\d[a-z]?$", description="Of this rule.")] = None
    party: Annotated[str | None, Field(max_length=200, pattern=NO_NUL, description="About this party, by its id.")] = None
    state: Annotated[str | None, Field(max_length=40, description="In this state.")] = None
    department: Annotated[str | None, Field(max_length=200, pattern=NO_NUL, description="Sent to it, or by it.")] = None
    open: Annotated[bool | None, Field(description="Only those that are not over; false: only those that are.")] = None


class RulePrecision(Model):
    """How often warnings of one version of a rule were right: of those decided, and the bounds of the true share at 95 %.

    `poor`: the share is below the least after enough were decided; nothing changes the rule by itself.
    """

    rule: str
    version: int
    raised: int
    decided: int
    confirmed: int
    false: int
    referred: int
    precision: float | None = None
    low: float | None = None
    high: float | None = None
    poor: bool = False


class Precisions(Model):
    """How often each rule was right, as far as the caller sees warnings of it."""

    items: tuple[RulePrecision, ...]
    shown: int
    total: int
