"""What a transaction adds to what batches brought and what it takes away, from the facts it makes, ends and drops."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from loaders.brought.claims import BroughtClaim, claim_of
from loaders.transaction import Derived
from models.catalogue import Catalogue
from models.facts import Arrival, FactLink
from models.statements import OPEN_TICK

ByBatch = dict[str, set[BroughtClaim]]
Stated = tuple[BroughtClaim, Sequence[str]]
"""A claim, and the statements whose batches make it."""


class Gathered:
    """Collects what one transaction does to facts, by the statements that state them, and gives the claims by batch.

    `arrived` are statements that were there and came in one more batch; `again` are batches of which statements were taken out,
    so that all of their facts are to be looked at; `reached` are batches in which anything came, whatever it says.
    """

    def __init__(self, catalogue: Catalogue, today: str) -> None:
        self._edges = frozenset(name for name, category in catalogue.categories.items() if category.edge)
        self._today = today
        self._arrivals: dict[str, Sequence[Arrival]] = {}
        self._come: dict[str, Stated] = {}
        self._gone: list[Stated] = []
        self.arrived: dict[str, str] = {}
        self._touched: set[str] = set()
        self.again: set[str] = set()
        self.reached: set[str] = set()

    def add(self, derived: Derived) -> None:
        """Take up what is about to be written."""
        self._arrivals |= derived.arrivals
        for link in (*derived.drop, *derived.end, *derived.make):
            self._touched.update(link.props["by"], self._stating(link))
        for link in (*derived.drop, *derived.end):
            if self._come.pop(link.version_id, None) is None:
                self._take_away(link.props, self._stating(link))
        for link in (*derived.make, *derived.end):
            claim = claim_of(link.props, self._today)
            if claim:
                self._come[link.version_id] = claim, self._stating(link)

    def lose(self, facts: Iterable[Mapping[str, Any]]) -> None:
        """Take up facts that went with their parties, each with the statements `by` which it stood."""
        for fact in facts:
            self._touched.update(fact["by"])
            self._take_away(fact, fact["by"])

    def _take_away(self, envelope: Mapping[str, Any], statements: Sequence[str]) -> None:
        # The tick until which a fact was believed is not known here: it is taken for open, so that more claims are doubted.
        claim = claim_of({**envelope, "withdrawn_at": OPEN_TICK}, self._today)
        if claim:
            self._gone.append((claim, statements))

    def _stating(self, link: FactLink) -> Sequence[str]:
        """The statements whose batches brought a fact: of a record the one whose values it shows."""
        return link.props["by"] if link.category in self._edges else (link.start,)

    @property
    def unknown(self) -> list[str]:
        """Statements whose arrivals are not known yet."""
        named = {s for _, statements in (*self._come.values(), *self._gone) for s in statements}
        return sorted((named | self._touched) - self._arrivals.keys())

    def know(self, arrivals: Mapping[str, Sequence[Arrival]]) -> None:
        """Take up arrivals of statements."""
        self._arrivals |= arrivals

    def touched(self) -> set[str]:
        """The batches whose rows, or facts that stand on these, are other than they were."""
        brought = {a.batch for s in self._touched for a in self._arrivals.get(s, ())}
        return brought | self.reached | self.again | set(self.arrived.values())

    def by_batch(self) -> tuple[ByBatch, ByBatch]:
        """The claims that came and those that are gone, by batch."""
        return self._by_batch(self._come.values()), self._by_batch(self._gone)

    def _by_batch(self, stated: Iterable[Stated]) -> ByBatch:
        out: ByBatch = defaultdict(set)
        for claim, statements in stated:
            for statement in statements:
                for arrival in self._arrivals.get(statement, ()):
                    if one := claim.since(arrival.recorded_at):
                        out[arrival.batch].add(one)
        return out
