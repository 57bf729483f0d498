"""The direct shares of a look-through as trees, upwards and downwards, as pages and terminals show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.answers.ownership import Interest, OwnershipLink
from models.answers.shapes import NamedParty, PartyRef
from models.answers.stamped import OwnershipAnswer

DEEPEST = 30
MOST = 300
MOST_OF_ONE = 50


@dataclass(frozen=True, slots=True)
class Branch:
    """A party in a tree, by its direct share of, or in, the party before it.

    `interest` is its part of the whole, where the answer shows it. `again`: it stands further up already, with what is behind
    it. `left_out` counts branches that are not drawn.
    """

    party: NamedParty
    link: OwnershipLink
    interest: Interest | None
    again: bool
    branches: tuple["Branch", ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Tree:
    """What a tree begins with, and how many beginnings are not drawn."""

    branches: tuple[Branch, ...]
    left_out: int


def owners_tree(answer: OwnershipAnswer) -> Tree:
    """Who holds the party asked about, who holds those, and so on; each party is unfolded once."""
    return _Drawing(answer, (*answer.owners, *answer.nominees), lambda x: x.enterprise, lambda x: x.holder).tree()


def holdings_tree(answer: OwnershipAnswer) -> Tree:
    """What the party asked about holds, what those hold, and so on; each party is unfolded once."""
    return _Drawing(answer, answer.holdings, lambda x: x.holder, lambda x: x.enterprise).tree()


class _Drawing:
    """One tree: from each party to those at the other end of its links."""

    def __init__(
        self,
        answer: OwnershipAnswer,
        interests: Sequence[Interest],
        near: Callable[[OwnershipLink], str],
        far: Callable[[OwnershipLink], str],
    ) -> None:
        self._answer = answer
        self._far = far
        self._table = {one.id or "": one for one in answer.parties}
        self._interests = {interest.id: interest for interest in interests}
        self._links: dict[str, list[OwnershipLink]] = {}
        for link in answer.links:
            self._links.setdefault(near(link), []).append(link)
        for links in self._links.values():
            links.sort(key=lambda link: (-link.share_max, -link.share_min, far(link)))
        self._unfolded: set[str] = set()
        self._drawn = 0

    def tree(self) -> Tree:
        return Tree(*self._from(self._answer.party.id or "", 1))

    def _from(self, party: str, level: int) -> tuple[tuple[Branch, ...], int]:
        self._unfolded.add(party)
        links = self._links.get(party, [])
        if level > DEEPEST:
            return (), len(links)
        room = min(MOST_OF_ONE, MOST - self._drawn)
        shown = links[: max(room, 0)]
        self._drawn += len(shown)
        return tuple(self._branch(link, level) for link in shown), len(links) - len(shown)

    def _branch(self, link: OwnershipLink, level: int) -> Branch:
        party = self._far(link)
        again = party in self._unfolded and (party == self._answer.party.id or party in self._links)
        branches, left_out = ((), 0) if again else self._from(party, level + 1)
        interest = self._interests.get(party)
        known: NamedParty = interest or self._table.get(party) or PartyRef(id=party)
        return Branch(known, link, interest, again, branches, left_out)
