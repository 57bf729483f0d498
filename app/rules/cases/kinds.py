"""Kinds of case: which states a matter between two departments passes through, by whose actions, in which term."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from app.errors import RulesError
from app.rules.files import FOLDER
from app.yaml_files import mistake, read_form
from models.base import Model
from models.catalogue import Title
from models.values.working_days import working_days_after

Word = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]


class Actor(StrEnum):
    """Who may take an action."""

    RECEIVER = "receiver"
    """The department to which the case was sent."""
    APPROVER = "approver"
    """One who decides for that department what the public is shown."""
    HOLDER = "holder"
    """The caller who has claimed the case."""
    SENDER = "sender"
    """The department that sent it, or the caller who opened it."""
    OPERATOR = "operator"
    PROGRAM = "program"
    """The service itself, where it notices that the matter has changed."""


class Effect(StrEnum):
    """What follows in the graph, for the record that a case is about (its `basis.statement`)."""

    CONTEST = "contest"
    """The record is marked as contested."""
    ANSWER = "answer"
    """It is so no longer; the state that the case comes to is the result."""
    TAKE_BACK = "take_back"
    """Answered, and the record is withdrawn: it never was."""
    REPAIR = "repair"
    """The record is shown to the public and used no more."""
    HOLD = "hold"
    """The record is held back from the public."""
    APPROVE = "approve"
    """The record, or every record of the batch that the case is about (`basis.batch`), is shown to the public."""
    NOTE = "note"
    """Nothing but that the case itself is kept as a record."""


class DueRule(Model):
    """A term: so many working days, or so many days, after the day of the step by which it begins, or of the case's opening."""

    since: Literal["step", "opened"] = "step"
    working_days: Annotated[int | None, Field(ge=0, le=260)] = None
    days: Annotated[int | None, Field(ge=0, le=3660)] = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.working_days is None) == (self.days is None):
            raise ValueError("a term has working_days or days")
        return self

    def after(self, day: date) -> date:
        """The last day of the term that begins after `day`. Raises YearNotKnown where it touches a year without a calendar."""
        if self.working_days is not None:
            return working_days_after(day, self.working_days)
        assert self.days is not None
        return day + timedelta(days=self.days)


class DueBy(Model):
    """Terms by a value of what a case rests on: `field` names it, `terms` are by its text."""

    field: Word
    terms: Annotated[dict[str, DueRule], Field(min_length=1)]


class CaseField(Model):
    """What an action has to state besides a remark: one of its `choices`, or, where there are none, a text."""

    title: Title
    choices: dict[Word, Title] = {}


class CaseState(Model):
    """A state of a case; in a `final` one nothing is owed any more."""

    title: Title
    final: bool = False


class CaseAction(Model):
    """An action: from which states, to which one (None: it stays where it is), by whom.

    `claims`: whoever takes it holds the case afterwards; `releases`: nobody does. `remark`: it must say why. `due`: this term
    counts from then on; `restarts`: the first one does, anew. `effect`: what follows in the graph. `daily`: a department, or a
    caller of none, takes it once a day. `fields`: what its data must state. `refers`: the department that its field `to` names
    is the receiver afterwards. `rebases`: what the case rests on is afterwards what its data state as `basis`; what it rested
    on before stays in the steps. `notes`: these fields of what the case rests on are copied into the step's data.
    """

    title: Title
    source: Annotated[tuple[Word, ...], Field(alias="from", min_length=1)]
    to: Word | None = None
    by: Annotated[tuple[Actor, ...], Field(min_length=1)]
    claims: bool = False
    releases: bool = False
    remark: bool = False
    daily: bool = False
    due: DueRule | None = None
    restarts: bool = False
    effect: Effect | None = None
    fields: dict[Word, CaseField] = {}
    refers: bool = False
    rebases: bool = False
    notes: tuple[Word, ...] = ()


class CaseKind(Model):
    """A kind of case. `opened_by` may open one, in the state `first`; `level` is the least that a caller needs to see one.

    `effect` is what follows in the graph from its being opened. `record`: the category as a record of which the graph keeps it.
    """

    name: Word
    version: Annotated[int, Field(ge=1)]
    title: Title
    level: Annotated[int, Field(ge=0, le=3)] = 1
    opened_by: Annotated[tuple[Actor, ...], Field(min_length=1)]
    first: Word
    due: DueRule | None = None
    due_by: DueBy | None = None
    effect: Effect | None = None
    record: Word | None = None
    states: dict[Word, CaseState]
    actions: dict[Word, CaseAction]

    def first_term(self, basis: Mapping[str, Any]) -> DueRule | None:
        """The term that begins when a case that rests on this is opened."""
        if self.due_by is not None and (found := self.due_by.terms.get(str(basis.get(self.due_by.field)))):
            return found
        return self.due

    @property
    def final(self) -> frozenset[str]:
        """The states in which a case of this kind is over."""
        return frozenset(name for name, state in self.states.items() if state.final)


def read_case_kinds(folder: Path) -> dict[str, CaseKind]:
    """The kinds of a folder by name. Raises RulesError with file and line."""
    found = {}
    for path in sorted(folder.glob("*.yml")):
        kind, root = read_form(path, CaseKind, RulesError, "a kind of case")
        for field, why in _wrong(kind, path):
            raise mistake(RulesError, path, root, field, f"{'.'.join(map(str, field))}: {why}")
        found[kind.name] = kind
    return found


def _wrong(kind: CaseKind, path: Path) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if kind.name != path.stem:
        yield ("name",), f"{kind.name} belongs in {kind.name}.yml"
    if kind.first not in kind.states:
        yield ("first",), f"there is no state {kind.first}"
    for name, action in kind.actions.items():
        for at, state in enumerate(action.source):
            if state not in kind.states:
                yield ("actions", name, "from", at), f"there is no state {state}"
        if action.refers and "to" not in action.fields:
            yield ("actions", name, "refers"), "an action that refers has a field to"
        if action.to is not None and action.to not in kind.states:
            yield ("actions", name, "to"), f"there is no state {action.to}"
    reached = {kind.first, *(action.to for action in kind.actions.values())}
    yield from ((("states", one), "no action leads to this state") for one in kind.states if one not in reached)
    if not kind.final:
        yield ("states",), "a case must be able to end: no state is final"


@cache
def case_kinds() -> dict[str, CaseKind]:
    """The kinds of case of this program, by name."""
    return read_case_kinds(FOLDER / "cases")
