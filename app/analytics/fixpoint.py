"""The least fixpoint of control: X controls X, and Y where the direct votes in Y of all that X controls are enough.

The fixpoint is reached in rounds: in each, everything won by the votes of all earlier rounds is won at once. So the round in
which an enterprise is won does not depend on any order, and what it was won with lies in earlier rounds.
"""

from collections.abc import Collection, Iterable, Set

from app.analytics.network import Form, Structure
from app.analytics.rule_sets import needed
from app.analytics.voting import Voting, ballot_of, voting
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
    round_of = dict.fromkeys(seeds, 0)
    sums: dict[str, tuple[int, int]] = {}
    leading: dict[str, int] = {}
    frontier = [party for party in round_of if party not in votes.silent]
    casts, leads, ballots, leaders = votes.casts, votes.leads, votes.ballots, votes.leaders
    number = 0
    while frontier and until.isdisjoint(frontier):
        number += 1
        touched = set()
        won = []
        for party in frontier:
            for enterprise, low, high in casts.get(party, ()):
                if enterprise not in round_of and (within is None or enterprise in within):
                    before = sums.get(enterprise, (0, 0))
                    sums[enterprise] = (before[0] + low, before[1] + high)
                    touched.add(enterprise)
            for enterprise in leads.get(party, ()):
                if enterprise not in round_of and (within is None or enterprise in within):
                    leading[enterprise] = leading.get(enterprise, 0) + 1
                    if leading[enterprise] == len(leaders[enterprise]):
                        won.append(enterprise)
        for enterprise in touched:
            low, high = sums[enterprise]
            if low != high:
                low, high = ballots[enterprise].together(low, high)
            if (low if sure else high) >= least:
                won.append(enterprise)
        for enterprise in won:
            round_of[enterprise] = number
        frontier = won
    return round_of


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
