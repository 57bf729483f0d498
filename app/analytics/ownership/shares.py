"""Direct shares as figures: a column per enterprise, what lies above a party, and the loops in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from app.analytics.structure.bounds import NOISE
from app.analytics.structure.network import Form, HolderList, ListState, Structure

CLOSED = 1e-9
"""A loop that lets through less than this of any of its firms has no outside owner."""

_COUNTED = frozenset({ListState.COMPLETE, ListState.PARTIAL})


class HolderColumn(NamedTuple):
    """The holders of one enterprise: their least shares, what each may have beyond (empty: all shares are exact), and how
    much of that is given to them altogether, at least and at most."""

    low: Mapping[str, float]
    spare: Mapping[str, float]
    least: float
    most: float


Columns = Mapping[str, HolderColumn]


def column_of(held: HolderList) -> HolderColumn | None:
    """The column of a list; None where nothing may be multiplied by it: no list, promoters only, or inconsistent."""
    if held.state not in _COUNTED:
        return None
    low, spare, total = {}, {}, 0.0
    for stake in held.stakes:
        holder, bounds = stake.holder, stake.bounds
        if bounds.high > 0:
            low[holder] = bounds.low
            total += bounds.low
            if bounds.high - bounds.low > NOISE:
                spare[holder] = bounds.high - bounds.low
    if not spare:
        return HolderColumn(low, spare, 0.0, 0.0)
    left = max(0.0, 1 - total)
    return HolderColumn(low, spare, max(0.0, left - held.residual.high), max(0.0, left - held.residual.low))


def column_in(structure: Structure, party: str) -> HolderColumn | None:
    """The column of a party of a structure; None also of nominees, behind whom nobody looks."""
    held = structure.lists.get(party)
    if held is None:
        return None
    known = structure.parties.get(party)
    return None if known is not None and known.form is Form.NOMINEE else column_of(held)


def above(structure: Structure, starts: Iterable[str]) -> dict[str, HolderColumn]:
    """The columns of the parties `starts` and of everything above them."""
    found: dict[str, HolderColumn] = {}
    waiting = list(starts)
    seen = set(waiting)
    while waiting:
        party = waiting.pop()
        column = column_in(structure, party)
        if column is not None:
            found[party] = column
            for holder in column.low:
                if holder not in seen:
                    seen.add(holder)
                    waiting.append(holder)
    return found


def owner_components(starts: Iterable[str], columns: Columns, without: str | None = None) -> list[list[str]]:
    """The parties in `starts` and above, by strongly connected component, owners before what they own (Tarjan 1972).

    What is reached only through `without`, and that party, is left out.
    """
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    done: set[str] = set()
    path: list[str] = []
    out: list[list[str]] = []
    for start in starts:
        if start in number or start == without:
            continue
        number[start] = lowest[start] = len(number)
        path.append(start)
        column = columns.get(start)
        calls = [(start, iter(column.low if column else ()))]
        while calls:
            party, holders = calls[-1]
            for holder in holders:
                if holder == without or holder in done:
                    continue
                if holder in number:
                    if number[holder] < lowest[party]:
                        lowest[party] = number[holder]
                    continue
                column = columns.get(holder)
                if column is None:
                    number[holder] = len(number)
                    done.add(holder)
                    out.append([holder])
                    continue
                number[holder] = lowest[holder] = len(number)
                path.append(holder)
                calls.append((holder, iter(column.low)))
                break
            else:
                calls.pop()
                if calls and lowest[party] < lowest[calls[-1][0]]:
                    lowest[calls[-1][0]] = lowest[party]
                if lowest[party] == number[party]:
                    at = len(path) - 1
                    while path[at] != party:
                        at -= 1
                    out.append(path[at:])
                    done.update(path[at:])
                    del path[at:]
    return out


def loops(component: list[str], columns: Columns) -> bool:
    """Whether a component holds shares in itself: several firms, or one that holds itself."""
    if len(component) > 1:
        return True
    column = columns.get(component[0])
    return column is not None and component[0] in column.low


def within_whole(shares: Mapping[str, float]) -> Mapping[str, float]:
    """The shares in one enterprise; where rounding makes them pass the whole, they share the whole.

    Needed in loops only, where what is too much would go round for ever.
    """
    total = sum(shares.values())
    return {holder: share / total for holder, share in shares.items()} if total > 1 else shares


def inner(component: Sequence[str], shares: Mapping[str, Mapping[str, float]]) -> list[dict[int, float]]:
    """The shares within a component, by the held and then the holding member's position."""
    at = {party: position for position, party in enumerate(component)}
    return [{at[h]: s for h, s in shares[party].items() if s > 0 and h in at} for party in component]


def is_closed(component: list[str], columns: Columns) -> bool:
    """Whether a component is a loop of firms that own each other entirely: nobody outside, known or not, owns any of it."""
    if component[0] not in columns:
        return False
    members = set(component)
    return all(sum(s for h, s in columns[party].low.items() if h in members) >= 1 - CLOSED for party in component)
