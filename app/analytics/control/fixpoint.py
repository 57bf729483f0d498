"""The least fixpoint of control: X controls X, and Y where the direct votes in Y of all that X controls are enough.

The fixpoint is reached in rounds: in each, everything won by the votes of all earlier rounds is won at once. So the round in
which an enterprise is won does not depend on any order, and what it was won with lies in earlier rounds.
"""

from collections.abc import Collection, Iterable, Iterator, Set

from app.analytics.control.voting import Voting, ballot_of, voting
from app.analytics.giving_up import checkpoint
from app.analytics.structure.network import Form, Structure
from app.rules.rule_sets import needed
from models.rule_sets import Criterion

_MOST_PASSES = 16


def bar(criteria: Iterable[Criterion]) -> int:
    """The fewest units that meet any of the criteria."""
    return min(needed(criterion) for criterion in criteria)


def controlled(
    votes: Voting,
    seeds: Iterable[str],
    least: int,
    sure: bool = True,
    *,
    within: Collection[str] | None = None,
    until: Set[str] = frozenset(),
) -> dict[str, int]:
    """What the seeds together control, with the round in which each was won; the seeds themselves in round 0.

    `least` is what is enough, in units. `sure` counts the least votes that each may have, else the most. Only what is `within`
    is looked at, where given: with whoever is above each of them among them, their rounds are the same. It ends with the round
    in which any of `until` is won.
    """
    growth = _Growth(votes, least, sure, within)
    growth.round_of.update(dict.fromkeys(seeds, 0))
    frontier = list(growth.round_of)
    number = 0
    while frontier and until.isdisjoint(frontier):
        number += 1
        frontier = growth.grow(frontier, number)
    return growth.round_of


def in_turn(votes: Voting, seeds: Iterable[str], least: int) -> Iterator[tuple[str, list[str]]]:
    """Each seed with what it surely wins, itself first, together with all before it, and these without it had not won."""
    growth = _Growth(votes, least, True, None)
    for seed in seeds:
        won: list[str] = []
        frontier = [] if seed in growth.round_of else [seed]
        growth.round_of.update(dict.fromkeys(frontier, 0))
        while frontier:
            won += frontier
            frontier = growth.grow(frontier, 0)
        yield seed, won


class _Growth:
    """What has been won, with its round, and what has been cast so far in what has not."""

    def __init__(self, votes: Voting, least: int, sure: bool, within: Collection[str] | None) -> None:
        self._votes, self._least, self._sure, self._within = votes, least, sure, within
        self._sums: dict[str, tuple[int, int]] = {}
        self._leading: dict[str, int] = {}
        self.round_of: dict[str, int] = {}

    def grow(self, frontier: Iterable[str], number: int) -> list[str]:
        """What is won by what `frontier` adds to what was won before it, in this round."""
        casts, leads = self._votes.casts, self._votes.leads
        touched: set[str] = set()
        won: list[str] = []
        checkpoint()
        for party in frontier:
            if party in self._votes.silent:
                continue
            for enterprise, low, high in casts.get(party, ()):
                if self._open(enterprise):
                    before = self._sums.get(enterprise, (0, 0))
                    self._sums[enterprise] = (before[0] + low, before[1] + high)
                    touched.add(enterprise)
            for enterprise in leads.get(party, ()):
                if self._open(enterprise):
                    self._leading[enterprise] = self._leading.get(enterprise, 0) + 1
                    if self._leading[enterprise] == len(self._votes.leaders[enterprise]):
                        won.append(enterprise)
        won += [enterprise for enterprise in touched if self._enough(enterprise)]
        for enterprise in won:
            self.round_of[enterprise] = number
        return won

    def _open(self, enterprise: str) -> bool:
        return enterprise not in self.round_of and (self._within is None or enterprise in self._within)

    def _enough(self, enterprise: str) -> bool:
        low, high = self._sums[enterprise]
        if low != high:
            low, high = self._votes.ballots[enterprise].together(low, high)
        return (low if self._sure else high) >= self._least


def votes_of(structure: Structure, majority: int) -> Voting:
    """The votes of a structure, those of a listed company's shares held by what it controls suspended (art. 141).

    `majority` is what makes a subsidiary, in units: the law's more than 50 %, whatever rule set is asked. Control decides
    which votes are void and votes decide control, so this is repeated until nothing changes; should it never settle, all that
    was void at any time stays void.
    """
    votes = voting(structure)
    listed = [
        enterprise
        for enterprise in votes.ballots
        if (party := structure.parties.get(enterprise)) is not None and party.form is Form.LISTED
    ]
    for number in range(_MOST_PASSES):
        found = {enterprise: _held_by_own(votes, enterprise, majority) for enterprise in listed}
        if number >= _MOST_PASSES // 2:
            found = {enterprise: void | votes.suspended.get(enterprise, frozenset()) for enterprise, void in found.items()}
        suspended = {enterprise: void for enterprise, void in found.items() if void}
        if suspended == votes.suspended:
            break
        changed = [e for e in listed if suspended.get(e) != votes.suspended.get(e)]
        votes.suspended = suspended
        votes.replace({e: ballot_of(structure.lists[e], suspended.get(e, ())) for e in changed})
    if votes.ranged:
        for enterprise in listed:
            _doubt(votes, enterprise, majority)
    return votes


def _held_by_own(votes: Voting, listed: str, majority: int) -> frozenset[str]:
    """The holders of a listed company that it surely controls."""
    holders = {stake.holder for stake in votes.structure.lists[listed].stakes if stake.holder != listed}
    if not any(holder in votes.ballots or holder in votes.leaders for holder in holders):
        return frozenset()
    return frozenset(holders & controlled(votes, [listed], majority).keys())


def _doubt(votes: Voting, listed: str, majority: int) -> None:
    """Count as nothing at least the votes of holders that the listed company may control."""
    void = votes.suspended.get(listed, frozenset())
    holders = {stake.holder for stake in votes.structure.lists[listed].stakes} - void - {listed}
    if not any(holder in votes.ballots for holder in holders):
        return
    doubtful = holders & controlled(votes, [listed], majority, sure=False).keys()
    if doubtful:
        votes.replace({listed: ballot_of(votes.structure.lists[listed], void, doubtful)})
