"""What was read for rows that are written next, while the rows before them still were."""

from dataclasses import dataclass, field

from loaders.transaction import KnownStatement
from models.identity import PartyId


@dataclass(slots=True)
class Prefetched:
    """Committed identifiers and statements, as far as some rows name them; what is not among the `parties` was not there.

    `asked` are the identifiers looked for, `looked_for` the statements, `known` those found; `since` the statements that were
    written after the look-up began, of which it says nothing. `generation` is that of the identities it adds to. `void` is what
    was not used in its turn: what was written since is not followed.
    """

    generation: int
    since: set[str]
    asked: frozenset[str] = frozenset()
    parties: dict[str, PartyId] = field(default_factory=dict)
    looked_for: frozenset[str] = frozenset()
    known: dict[str, KnownStatement] = field(default_factory=dict)
    void: bool = False

    def tells(self, statement: str) -> bool:
        """Whether it still holds what is known of this statement."""
        return statement in self.looked_for and statement not in self.since
