"""The least and the greatest share that passes through one holder, where direct shares are known as ranges.

Each enterprise's shares may be anything its own list allows, whatever the others' are. What passes through a holder is then
a reachability probability of an interval Markov decision process, whose extremes are attained by shares at the ends of
their ranges: of each enterprise, as much as may be is given to the holders behind whom most (or least) is found
(Givan, Leach and Dean 2000; Lahijanian, Andersson and Belta 2015).
"""

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from app.analytics.giving_up import checkpoint
from app.analytics.ownership.loops import reached
from app.analytics.ownership.shares import Columns, HolderColumn, inner, is_closed, loops, within_whole
from app.analytics.structure.bounds import NOISE

POLICY = 60
"""Loops with ranges of up to so many firms are optimised; larger ones get outer bounds."""

ROUNDS = 1000
NEAR = 1e-10
"""A bound this near to what certain shares bring is attained by them."""

_SETTLED = 1e-14
_CHECKED = 20


class Sense(Enum):
    """Which extreme is sought."""

    LEAST = "least"
    MOST = "most"


class Reach(NamedTuple):
    """What of each party passes through the holder; 0 of parties left out. Of those in `outer` it is only a bound."""

    values: dict[str, float]
    outer: set[str]


def reach(holder: str, order: list[list[str]], columns: Columns, sense: Sense) -> Reach:
    """What passes through `holder` of every party in `order`: components, owners first, without the holder itself."""
    values: dict[str, float] = {holder: 1.0}
    outer: set[str] = set()
    checkpoint()
    for component in order:
        if holder in component:
            continue
        if loops(component, columns):
            _of_loop(component, columns, sense, values, outer)
            continue
        party = component[0]
        column = columns.get(party)
        if column is None:
            continue
        value = best(column, values, sense)
        if value > 0:
            values[party] = value
            if outer and not outer.isdisjoint(column.low):
                outer.add(party)
    return Reach(values, outer)


def best(column: HolderColumn, values: Mapping[str, float], sense: Sense) -> float:
    """The extreme of what one enterprise's shares bring, given what is found behind each of its holders."""
    value = 0.0
    for holder, share in column.low.items():
        found = values.get(holder)
        if found:
            value += share * found
    if column.spare:
        for holder, more in given(column, values, sense).items():
            value += more * values.get(holder, 0.0)
    return value


def given(column: HolderColumn, values: Mapping[str, float], sense: Sense) -> dict[str, float]:
    """What each holder gets beyond its least share, so that the column brings most, or least."""
    left = column.most if sense is Sense.MOST else column.least
    sign = -1 if sense is Sense.MOST else 1
    out = {}
    for holder in sorted(column.spare, key=lambda h: (sign * values.get(h, 0.0), h)):
        if left <= NOISE or (sense is Sense.MOST and not values.get(holder)):
            break
        out[holder] = min(left, column.spare[holder])
        left -= out[holder]
    return out


def _of_loop(component: list[str], columns: Columns, sense: Sense, values: dict[str, float], outer: set[str]) -> None:
    if is_closed(component, columns):
        return
    members = set(component)
    shares = {p: within_whole(columns[p].low) for p in component}
    from_outside = [sum(s * values.get(h, 0.0) for h, s in shares[p].items() if h not in members) for p in component]
    behind = max((values.get(h, 0.0) for p in component for h in columns[p].low if h not in members), default=0.0)
    if behind <= 0:
        return
    solved = reached(inner(component, shares), from_outside)
    found = dict(zip(component, solved.least if sense is Sense.LEAST else solved.most, strict=True))
    exact = not any(columns[p].spare for p in component)
    attained = exact and all(b - a <= NOISE for a, b in zip(solved.least, solved.most, strict=True))
    if not exact and sense is Sense.LEAST:
        found, attained = _least(component, columns, found, values)
    elif not exact and len(component) <= POLICY:
        found, attained = _most(component, columns, values), True
    elif not exact:
        found = dict.fromkeys(component, behind)
    values.update({party: min(1.0, value) for party, value in found.items() if value > 0})
    if not attained or any(not outer.isdisjoint(columns[p].low) for p in component):
        outer.update(component)


def _least(
    component: list[str], columns: Columns, start: dict[str, float], values: dict[str, float]
) -> tuple[dict[str, float], bool]:
    """The least, from below: each round is a bound, and where the choices it leads to bring no more, they are the least."""
    if not any(columns[p].least > 0 for p in component):
        return start, True
    around = {**values, **start}
    members = set(component)
    for round_ in range(1, ROUNDS + 1):
        around.update({p: max(around.get(p, 0.0), best(columns[p], around, Sense.LEAST)) for p in component})
        if round_ % _CHECKED == 0:
            chosen = {p: given(columns[p], around, Sense.LEAST) for p in component}
            found = _follow(component, members, columns, chosen, values)
            if all(found.get(p, 0.0) - around.get(p, 0.0) <= NEAR for p in component):
                return found, True
    return {p: around.get(p, 0.0) for p in component}, False


def _most(component: list[str], columns: Columns, values: dict[str, float]) -> dict[str, float]:
    """The most, by policy iteration: choices change only where that brings more, so that none leads round in circles."""
    members = set(component)
    chosen = {p: given(columns[p], values, Sense.MOST) for p in component}
    found: dict[str, float] = {}
    for _ in range(ROUNDS):
        found = _follow(component, members, columns, chosen, values)
        around = {**values, **found}
        better = {}
        for p in component:
            now = given(columns[p], around, Sense.MOST)
            gain = sum((now.get(h, 0.0) - chosen[p].get(h, 0.0)) * around.get(h, 0.0) for h in now.keys() | chosen[p].keys())
            if gain > _SETTLED:
                better[p] = now
        if not better:
            break
        chosen.update(better)
    return found


def _follow(
    component: list[str], members: set[str], columns: Columns, chosen: Mapping[str, dict[str, float]], values: dict[str, float]
) -> dict[str, float]:
    """What the chosen shares bring: those members of whom anything comes to the holder are solved for, the others have 0."""
    shares = {}
    for p in component:
        more = chosen[p]
        shares[p] = within_whole({h: t for h, s in columns[p].low.items() if (t := s + more.get(h, 0.0)) > 0})
    outside = {p: sum(s * values.get(h, 0.0) for h, s in shares[p].items() if h not in members) for p in component}
    live = {p for p in component if outside[p] > 0}
    while joining := {p for p in component if p not in live and any(h in live for h in shares[p])}:
        live |= joining
    order = [p for p in component if p in live]
    return dict(zip(order, reached(inner(order, shares), [outside[p] for p in order]).most, strict=True))
