"""Statements: who stated what, when. Plain immutable values without behaviour of the graph."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.catalogue import Kind

Scalar = str | int | float | bool | tuple[str, ...]

OPEN_DAY = "9999-12-31"
FIRST_DAY = "0001-01-01"
OPEN_TICK = 2**53 - 1
NO_LEVEL = 9


class Action(StrEnum):
    """What a statement does to its group; `cover` is the statement of a snapshot's completeness.

    `contest`, `answer`, `hold` and `approve` are acts: each is about one statement of the group, whose id it names.
    """

    STATE = "state"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    END = "end"
    REPAIR = "repair"
    COVER = "cover"
    CONTEST = "contest"
    ANSWER = "answer"
    HOLD = "hold"
    APPROVE = "approve"


ACTS = frozenset({Action.CONTEST, Action.ANSWER, Action.HOLD, Action.APPROVE})
"""Objection to a record, the answer to it, holding a record back from the public, approving that it is shown to the public."""
ABOUT, CASE, RESULT = "act_about", "act_case", "act_result"
"""What an act states: the statement it is about, the number of the case it belongs to, and what an answer comes to."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a party as stated: an identifier id (`scheme:value`), the name given with it, and its kind.

    `role` is the name of the party property, or `party` for the row's own party in a category that identifies.
    A name alone is the identifier `name:{kind}:{region}:{day}:{normalised name}`, or
    `person:{identifier it is anchored in}:{name}` for a natural person.
    """

    role: str
    identifier: str
    kind: Kind
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `values` are canonical and never null (references are not among them, they are `refs`).

    `key` are the canonical key values in the order of the category's key; a reference in it stands as `@role`
    and is resolved through `refs`. `scope` (snapshot only) are the canonical scope values in the same manner.
    `names` are the identifiers that a naming row equates, its own first. Days are ISO strings.
    """

    id: str
    category: str
    provider: str
    key: tuple[str, ...]
    day: str
    seq: int
    action: Action
    level: int
    values: Mapping[str, Scalar]
    refs: tuple[Ref, ...] = ()
    names: tuple[str, ...] = ()
    scope: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An input row after reading and checking: where it stood, and the statements it makes."""

    place: str
    line: int
    statements: tuple[Statement, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was refused: place, column, value (absent where sensitive), the rule, and the sender's own columns.

    `scope` is the snapshot scope (provider, then resolved-as-stated tokens) it spoils; None spoils every scope of the file.
    `path` is where a child row stands within its line (`guarantees[2]`).
    """

    document: str
    sheet: str | None
    line: int
    column: str | None
    value: str | None
    rule: str
    message: str
    cells: Mapping[str, str] = field(default_factory=dict)
    scope: tuple[str, ...] | None = None
    path: str = ""

    @property
    def where(self) -> str:
        """Its line, and where it is a child row its path there."""
        return f"{self.line} {self.path}" if self.path else str(self.line)
