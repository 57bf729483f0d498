"""What one writer has seen of who is who. Nobody else writes while it holds the lease, so what was committed stays true."""

from collections.abc import Iterable, Mapping
from itertools import islice

from models.identity import PartyId

MOST = 100_000


class Identities:
    """The parties of identifiers that are in the graph, as of the last committed transaction; some tens of megabytes."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: dict[str, PartyId] = {}
        self._agreeing: set[tuple[str, str]] = set()
        self.generation = 0  # of what is read ahead: grows when that no longer holds

    def get(self, identifier: str) -> PartyId | None:
        """The party of an identifier, where it is remembered."""
        return self._known.get(identifier)

    def keep(self, found: Mapping[str, PartyId]) -> None:
        """Remember what a committed transaction read and wrote; the oldest quarter goes where it is too much."""
        self._known.update(found)
        if len(self._known) > self._most:
            self.generation += 1
            for identifier in list(islice(self._known, len(self._known) - self._most * 3 // 4)):
                del self._known[identifier]

    def agree(self, name: str, party: str) -> bool:
        """Whether a name stated for a party is remembered to be no name of others alone."""
        return (name, party) in self._agreeing

    def keep_agreeing(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Remember (name, party) pairs for which `agree` holds, until names change."""
        if len(self._agreeing) > self._most:
            self._agreeing.clear()
        self._agreeing.update(pairs)

    def names_changed(self) -> None:
        """Forget what was remembered of names: a registration came, went or moved."""
        self._agreeing.clear()

    def moved(self) -> None:
        """Note that identifiers have another party now: what was read beside the transaction that moved them is out of date."""
        self.generation += 1

    def clear(self) -> None:
        """Forget everything: something else was at work, or a transaction failed."""
        self._known.clear()
        self._agreeing.clear()
        self.generation += 1
