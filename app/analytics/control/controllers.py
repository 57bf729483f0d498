"""Who controls one party: all its controllers, found from below, each with the nearest step by which it does.

Whoever controls a controller of a party controls the party. So where one holder decides alone, those above it follow it up
without being tried; only those left are tried, each among what stands above the party: first the farthest, since what somebody
without control controls is without control too, then the nearest, since whoever controls them follows.
"""

from collections.abc import Iterator, Sequence

from app.analytics.control.fixpoint import controlled
from app.analytics.control.voting import Voting
from app.rules.rule_sets import ONE


def deciders(votes: Voting, enterprise: str, least: int, sure: bool = True) -> Iterator[str]:
    """Those whose own direct votes or role decide in an enterprise, in order of id."""
    rows = votes.leaders.get(enterprise)
    if rows is not None:
        if len(rows) == 1 and rows[0].party not in votes.silent:
            yield rows[0].party
        return
    ballot = votes.ballots.get(enterprise)
    if ballot is None:
        return
    for holder in sorted(ballot.votes):
        low, high = ballot.votes[holder]
        if high >= least and holder not in votes.silent:
            if low != high:
                low, high = ballot.together(low, high)
            if (low if sure else high) >= least:
                yield holder


def steps_to(votes: Voting, party: str, above: Sequence[str], least: int, sure: bool = True) -> dict[str, str]:
    """Every controller of a party → the next step: what it wins first of the party and the controllers found before it.

    Following the steps leads to the party. `above` is everybody with votes or a role in it, directly or through others, the
    nearest first; `least` is what is enough, in units.
    """
    step: dict[str, str] = {}
    _follow(votes, party, party, step, least, sure)
    open_ = _open(votes, party, above, step, least, sure)
    if not open_:
        return step
    within = {party, *above}
    goals = {party, *step}
    hopeless: set[str] = set()
    hopeful: set[str] = set()
    for one in reversed(open_):
        if one not in hopeless and one not in hopeful:
            won = controlled(votes, (one,), least, sure, within=within, until=goals)
            (hopeless if goals.isdisjoint(won) else hopeful).update(won)
    for one in open_:
        if one in step or one in hopeless:
            continue
        won = controlled(votes, (one,), least, sure, within=within, until=goals)
        reached = won.keys() & goals
        if reached:
            step[one] = party if party in reached else min(reached)
            goals.update((one, *_follow(votes, one, party, step, least, sure)))
        else:
            hopeless.update(won)
    return step


def _follow(votes: Voting, start: str, party: str, step: dict[str, str], least: int, sure: bool) -> list[str]:
    """Add whoever decides alone in `start`, in those who do, and so on; who was added."""
    added: list[str] = []
    level = [start]
    while level:
        further = []
        for one in level:
            for up in deciders(votes, one, least, sure):
                if up not in step and up != party:
                    step[up] = one
                    further.append(up)
        added += further
        level = further
    return added


def _open(votes: Voting, party: str, above: Sequence[str], step: dict[str, str], least: int, sure: bool) -> list[str]:
    """Those who may control the party by votes of several, the nearest first; none where that cannot be.

    By a majority, whoever controls what one holder decides alone controls that holder or is it: so only what nobody decides
    alone can be won by several, and only where all its known votes are enough.
    """
    if sure and least > ONE // 2:
        for one in (party, *step):
            ballot, rows = votes.ballots.get(one), votes.leaders.get(one, ())
            if len(rows) > 1 or (ballot is not None and ballot.high >= least and not any(deciders(votes, one, least, sure))):
                break
        else:
            return []
    return [one for one in above if one not in step and (one in votes.casts or one in votes.leads)]
