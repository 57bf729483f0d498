"""Integrated shares: what passes through a party of another, directly and by way of others, loops included.

A[i,j] is i's direct share of j, V = (I-A)^-1 and Y[i,j] = V[i,j]/V[i,i] (Brioschi, Buzzacchi and Colombo 1989; Vitali,
Glattfelder and Battiston 2011, with the correction for loops through the holder itself). Y[i,j] is the chance to come to i
when one goes from j to one of its holders at random by share, and on from there: so it is at most 1, and it exists where V
does not. Shares that are ranges give bounds. Nothing is multiplied by lists that are inconsistent or name promoters only,
nor behind nominees. What firms that own each other entirely have ends in their loop, and belongs to nobody.
"""

from dataclasses import dataclass
from typing import NamedTuple

from app.analytics.ownership.loops import visits
from app.analytics.ownership.reach import Reach, Sense, reach
from app.analytics.ownership.shares import Columns, above, column_in, inner, is_closed, loops, owner_components, within_whole
from app.analytics.structure.bounds import inside
from app.analytics.structure.network import Bounds, Structure

TOGETHER = 1e-10
"""Bounds nearer to each other than this are one figure, worked out by a series."""

BUDGET = 500_000
"""The most steps spent on the ranges of holders; past it their bounds are outer ones."""


class Integrated(NamedTuple):
    """An integrated share, and whether its bounds are feasible; `bounds` absent: both parties are in one closed loop."""

    bounds: Bounds | None
    feasible: bool = True


@dataclass(frozen=True, slots=True)
class Upstream:
    """What everything above a party has of it.

    `ends` is how much of it certainly ends with each party that has no column, `unstated` how much is lost at each party that
    has one, `closed` how much ends in each closed loop: together they are the whole. `own` is what it has of itself.
    """

    target: str
    columns: Columns
    shares: dict[str, Integrated]
    ends: dict[str, float]
    unstated: dict[str, float]
    closed: dict[tuple[str, ...], float]
    own: float

    @property
    def in_closed_loop(self) -> bool:
        """Whether the party is one of some firms that own each other entirely."""
        return any(self.target in loop for loop in self.closed)


@dataclass(frozen=True, slots=True)
class Downstream:
    """What a party has of everything below it; `columns` are those of the parties below."""

    holder: str
    columns: Columns
    shares: dict[str, Integrated]
    in_closed_loop: bool


class _Pass(NamedTuple):
    """How often parties are passed from below at least, the part not followed, and the loops back to those in loops."""

    times: dict[str, float]
    left: float
    least_loops: dict[str, float]
    most_loops: dict[str, float]
    unstated: dict[str, float]
    closed: dict[tuple[str, ...], float]


def upstream(structure: Structure, target: str) -> Upstream:
    """What every party above `target` has of it."""
    columns = above(structure, [target])
    order = owner_components([target], columns)
    passed = _pass(target, order, columns)
    in_loop = next((loop for loop in passed.closed if target in loop), ())
    uncertain = _above_any({party for party, column in columns.items() if column.spare}, columns) - {target}
    shares = {party: _counted(party, passed) for party in passed.times if party != target and party not in uncertain}
    shares.update({party: Integrated(None) for party in in_loop if party != target})
    if uncertain:
        shares.update(_ranged(target, sorted(uncertain), order, columns, passed))
    own = 1 - 1 / passed.least_loops[target] if target in passed.least_loops else 0.0
    ends = {party: min(1.0, times) for party, times in passed.times.items() if party not in columns}
    return Upstream(target, columns, shares, ends, passed.unstated, passed.closed, own)


def downstream(structure: Structure, holder: str) -> Downstream:
    """What `holder` has of every party below it."""
    known = {party: column for party in structure.lists if (column := column_in(structure, party)) is not None}
    held: dict[str, list[str]] = {}
    for party, column in known.items():
        for who in column.low:
            held.setdefault(who, []).append(party)
    below = {holder}
    waiting = [holder]
    while waiting:
        for party in held.get(waiting.pop(), ()):
            if party not in below:
                below.add(party)
                waiting.append(party)
    columns = {party: known[party] for party in below if party in known}
    own_loop = owner_components([holder], above(structure, [holder]))
    closed = set(own_loop[0]) if len(own_loop) == 1 and is_closed(own_loop[0], known) else set()
    order = owner_components(sorted(below - {holder}), columns, without=holder)
    least = most = reach(holder, order, columns, Sense.LEAST)
    if least.outer or any(column.spare for column in columns.values()):
        most = reach(holder, order, columns, Sense.MOST)
    shares = {
        party: Integrated(None) if party in closed else _between(least, most, party) for party in below if party != holder
    }
    return Downstream(holder, columns, shares, bool(closed))


def _between(least: Reach, most: Reach, party: str) -> Integrated:
    low, high = least.values.get(party, 0.0), most.values.get(party, 0.0)
    if high - low <= TOGETHER:
        return Integrated(inside(low, low))
    return Integrated(inside(low, high), party not in least.outer and party not in most.outer)


def _pass(target: str, order: list[list[str]], columns: Columns) -> _Pass:
    """Follow the whole of `target` up, by the least shares."""
    found = _Pass({target: 1.0}, 0.0, {}, {}, {}, {})
    times, left = found.times, 0.0
    for component in reversed(order):
        if loops(component, columns):
            left += _pass_loop(component, columns, found)
            continue
        party = component[0]
        column = columns.get(party)
        if column is not None:
            here, stated = times.get(party, 0.0), 0.0
            for holder, share in column.low.items():
                times[holder] = times.get(holder, 0.0) + here * share
                stated += share
            if here and stated < 1:
                found.unstated[party] = here * (1 - stated)
    return found._replace(left=left)


def _pass_loop(component: list[str], columns: Columns, found: _Pass) -> float:
    """Pass one loop: what arrives goes round in it, and out of it to other holders. Returns the part not followed."""
    arriving = [found.times.get(party, 0.0) for party in component]
    if is_closed(component, columns):
        found.closed[tuple(sorted(component))] = min(1.0, sum(arriving))
        found.times.update(dict.fromkeys(component, min(1.0, sum(arriving))))
        return 0.0
    members = set(component)
    shares = {party: within_whole(columns[party].low) for party in component}
    passed = visits(inner(component, shares), arriving)
    for at, party in enumerate(component):
        here, stated = passed.times[at], 0.0
        found.times[party] = here
        found.least_loops[party], found.most_loops[party] = passed.least_loops[at], passed.most_loops[at]
        for holder, share in shares[party].items():
            stated += share
            if holder not in members:
                found.times[holder] = found.times.get(holder, 0.0) + here * share
        if here and stated < 1:
            found.unstated[party] = here * (1 - stated)
    return passed.left


def _least_of(party: str, passed: _Pass) -> float:
    return passed.times.get(party, 0.0) / passed.most_loops.get(party, 1.0)


def _counted(party: str, passed: _Pass) -> Integrated:
    low, high = _least_of(party, passed), passed.times[party] / passed.least_loops.get(party, 1.0) + passed.left
    return Integrated(inside(low, low)) if high - low <= TOGETHER else Integrated(inside(low, high), False)


def _above_any(ranged: set[str], columns: Columns) -> set[str]:
    """The parties whose share depends on some list of ranges: those above such an enterprise."""
    found: set[str] = set()
    waiting = list(ranged)
    while waiting:
        column = columns.get(waiting.pop())
        for holder in column.low if column else ():
            if holder not in found:
                found.add(holder)
                waiting.append(holder)
    return found


def _ranged(target: str, holders: list[str], order: list[list[str]], columns: Columns, passed: _Pass) -> dict[str, Integrated]:
    """The bounds of holders above lists of ranges: feasible extremes, or outer bounds where those take too many steps."""
    size = len(order) + sum(len(column.low) for column in columns.values())
    if size * len(holders) > BUDGET:
        return _outer(target, holders, order, columns, passed)
    in_loops = {party for component in order if len(component) > 1 for party in component}
    compelled = passed.left > 0 or any(column.least > 0 for column in columns.values())
    found = {}
    for holder in holders:
        without = owner_components([target], columns, without=holder) if holder in in_loops else order
        most = reach(holder, without, columns, Sense.MOST)
        # Where no list must add up to more than its least shares, the least shares together are the least there is.
        least = reach(holder, without, columns, Sense.LEAST) if compelled else Reach({target: _least_of(holder, passed)}, set())
        found[holder] = _between(least, most, target)
    return found


def _outer(target: str, holders: list[str], order: list[list[str]], columns: Columns, passed: _Pass) -> dict[str, Integrated]:
    """Bounds by one pass: at least what the least shares bring, at most what the greatest would if nothing limited them."""
    most: dict[str, float] = {target: 1.0}
    for component in reversed(order):
        together = min(1.0, sum(most.get(party, 0.0) for party in component))
        if loops(component, columns):
            members = set(component)
            most.update(dict.fromkeys(component, together))
            for holder in {h for party in component for h in columns[party].low} - members:
                most[holder] = min(1.0, most.get(holder, 0.0) + together)
        elif component[0] in columns:
            column = columns[component[0]]
            for holder, share in column.low.items():
                most[holder] = min(1.0, most.get(holder, 0.0) + together * (share + column.spare.get(holder, 0.0)))
    found = {}
    for holder in holders:
        low = _least_of(holder, passed)
        found[holder] = Integrated(inside(low, max(low, most.get(holder, 0.0))), False)
    return found
