"""Facts: what holds, derived from statements, each with the envelope that states when and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from models.catalogue import CoverageKind
from models.statements import OPEN_TICK, Action, Scalar, Statement


@dataclass(frozen=True, slots=True)
class Arrival:
    """A statement came in a batch at a tick; it is believed until the batch is withdrawn (open: OPEN_TICK)."""

    batch: str
    place: str
    recorded_at: int
    withdrawn_at: int = OPEN_TICK

    def believed(self, tick: int) -> bool:
        """Whether it was believed at this tick."""
        return self.recorded_at <= tick < self.withdrawn_at


class ResolutionRule(StrEnum):
    """How sure a resolution by name is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    CANDIDATE = "candidate"


Meaning = tuple[tuple[str, str], ...]
"""The parties that a name alone may mean, each with the rule by which it does, sorted."""


@dataclass(frozen=True, slots=True)
class LinkedStatement:
    """A statement with its arrivals, and the party behind each of its references (role → party id).

    `meant` states what the references by name alone mean (role → meaning), those that mean somebody. `besides` are values
    among the statement's that other rows of the same entry stated.
    """

    statement: Statement
    arrivals: tuple[Arrival, ...]
    parties: Mapping[str, str]
    meant: Mapping[str, Meaning] = field(default_factory=dict)
    besides: tuple[tuple[str, Scalar], ...] = ()

    @property
    def sure(self) -> Mapping[str, str]:
        """The parties, with that which a name certainly means in the name's place."""
        sure = {role: found[0][0] for role, found in self.meant.items() if found[0][1] == ResolutionRule.CERTAIN}
        return {**self.parties, **sure} if sure else self.parties

    @property
    def stated_once(self) -> bool:
        """Whether it states something, arrived in one batch, and is believed."""
        only = len(self.arrivals) == 1 and self.arrivals[0].withdrawn_at == OPEN_TICK
        return only and self.statement.action is Action.STATE

    def believed(self, tick: int) -> bool:
        """Whether any batch that brought it was believed at this tick."""
        return any(a.recorded_at <= tick < a.withdrawn_at for a in self.arrivals)

    def at(self, tick: int) -> "LinkedStatement":
        """The statement with the arrivals that were believed at this tick alone."""
        kept = tuple(a for a in self.arrivals if a.believed(tick))
        return self if len(kept) == len(self.arrivals) else replace(self, arrivals=kept)


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of a list added up: of how many rows, in which currency, and of whom what it is compared with is stated.

    Where the party states this sum as its `of` (its registered capital), the list names everybody.
    """

    total: float
    currency: str
    rows: int
    party: str
    of: str


@dataclass(frozen=True, slots=True)
class Cover:
    """A coverage of one snapshot scope: its day, its kind, the smallest measure it listed, and the date that orders lists
    of one day; of a list that is whole only if they come to something, its `amounts`, and judged by them `during` which
    ticks (from, until) they do."""

    id: str
    day: str
    kind: CoverageKind
    level: int
    arrivals: tuple[Arrival, ...]
    smallest: float | None = None
    later: str = ""
    amounts: Amounts | None = None
    during: tuple[tuple[int, int], ...] | None = None

    def believed(self, tick: int) -> bool:
        """Whether any batch that brought it was believed at this tick, and what it hangs on held."""
        return any(a.believed(tick) for a in self.arrivals) and self.held(tick)

    def held(self, tick: int) -> bool:
        """Whether that on which it hangs held at this tick."""
        return self.during is None or any(since <= tick < until for since, until in self.during)


@dataclass(frozen=True, slots=True)
class Fact:
    """What holds for a caller with `level <= caller < hidden_from`, without the moments it was believed.

    `by` are the statements that support it, the one whose values it shows first. Days are ISO; `valid_to` and
    `public_until` are the first day no longer. `marks` are what is known besides (last_seen, ended_after, contested, …).
    """

    id: str
    by: tuple[str, ...]
    level: int
    hidden_from: int
    usable: bool
    valid_from: str
    valid_to: str
    public_from: str
    public_until: str
    marks: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A fact as believed in [recorded_at, withdrawn_at), with the parties it joins (role → party id)."""

    fact: Fact
    parties: Mapping[str, str]
    recorded_at: int
    withdrawn_at: int


@dataclass(frozen=True, slots=True)
class StatementConflict:
    """Statements of one group, day and sequence that state different things; the first was taken."""

    group: str
    day: str
    statements: tuple[str, ...]


_ORDER = "state correct end repair withdraw hold approve contest answer".split()
RANK = {Action(word): place for place, word in enumerate(_ORDER)}
"""The order of what is stated of a group for one day, with one sequence number."""


@dataclass(frozen=True, slots=True)
class FactLink:
    """One derived relationship. `start` is a statement id (record) or a party id (edge); `end` a party id."""

    category: str
    type: str
    start: str
    end: str
    props: Mapping[str, Any]

    @property
    def version_id(self) -> str:
        """The identity of this version of the fact between these ends."""
        return str(self.props["version_id"])
