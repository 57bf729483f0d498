"""Ultimate control over a whole graph, in near-linear time, and over what a change touches.

By a majority (more than half of the votes), two parties never control one enterprise unless one of them controls the other: so
every enterprise belongs to one group, that of its ultimate controller. Groups grow by taking in what they have a majority of.
First what one holder has a majority of alone, all at once; then, one by one, what groups have together, the smaller of two
groups joining the larger. Sums are of whole units, so no order of work changes the answer.

What changes in a list changes only what lies downstream of it: a refresh works out that anew and keeps the rest.
"""

from collections import deque

import numpy as np

from app.analytics.bulk.vote_edges import Flags, Numbers, VoteEdges
from app.analytics.control.fixpoint import bar
from app.analytics.errors import NoMajority
from app.rules.rule_sets import ONE
from models.rule_sets import RuleSet

_PASSES = 8
"""How often idle edges are dropped before groups are grown: each pass is cheap, and a long ladder would take many."""


def control_arrays(edges: VoteEdges, rules: RuleSet) -> Numbers:
    """The ultimate controller of every party, by number: itself where nobody controls it.

    Of parties that control each other the lowest number stands for all. Raises NoMajority for a rule set by which half of the
    votes or fewer are control: there may be several controllers then, and `control` answers.
    """
    everything = np.ones(edges.count, dtype=np.bool_)
    return _solve(edges, majority(rules), np.arange(edges.count, dtype=np.int64), everything)


def update_control(edges: VoteEdges, rules: RuleSet, before: Numbers, touched: Numbers) -> Numbers:
    """The same from the answer `before` a change: `touched` are all enterprises whose list changed, with any new edges.

    Parties may have been added at the end. Equal to `control_arrays` of the changed edges.
    """
    ultimate = np.arange(edges.count, dtype=np.int64)
    ultimate[: len(before)] = before
    added = np.arange(len(before), edges.count, dtype=np.int64)
    scope = edges.downstream(np.concatenate((np.asarray(touched, dtype=np.int64), added)))
    return _solve(edges, majority(rules), ultimate, scope)


def majority(rules: RuleSet) -> int:
    """The fewest units that are a majority by a rule set; NoMajority where half of the votes or fewer are control."""
    least = bar(rules.criteria)
    if least <= ONE // 2:
        raise NoMajority(rules.name)
    return least


def _solve(edges: VoteEdges, least: int, ultimate: Numbers, scope: Flags) -> Numbers:
    """Work out the parties in scope, which is closed downstream; the others keep what they have, and vote as their groups."""
    inside = np.flatnonzero(scope)
    places = edges.into(inside)
    what, units = edges.enterprise[places], edges.units[places]
    label = ultimate.copy()
    label[inside] = inside
    who = label[edges.holder[places]]
    label[inside] = _alone(edges.count, who, what, units, least, inside)
    parent_found = np.zeros(edges.count, dtype=np.bool_)
    parent_found[what[units >= least]] = True
    _together(label, label[edges.holder[places]], what, units, least, parent_found)
    _heads(edges, label, least, scope)
    return label


def _alone(count: int, who: Numbers, what: Numbers, units: Numbers, least: int, inside: Numbers) -> Numbers:
    """The top of each party's chain of single holders with a majority; in a circle, its lowest number."""
    parent = np.arange(count, dtype=np.int64)
    alone = units >= least
    parent[what[alone][::-1]] = who[alone][::-1]
    up = parent
    lowest = np.minimum(parent, np.arange(count, dtype=np.int64))
    for _ in range(max(1, count).bit_length()):
        further = up[up]
        if np.array_equal(further, up):
            break
        lowest = np.minimum(lowest, lowest[up])
        up = further
    in_circle = parent[up] != up
    tops = np.where(in_circle, lowest[up], up)
    return np.asarray(tops[inside])


def _together(label: Numbers, who: Numbers, what: Numbers, units: Numbers, least: int, won: Flags) -> None:
    """Let groups take in what their members have a majority of together, until none can; changes the labels."""
    open_ = ~won[what]
    who, what, units = _live(*_added(who[open_], what[open_], units[open_], len(label)), least, len(label))
    holdings: dict[int, dict[int, int]] = {}
    for group, enterprise, votes in zip(who.tolist(), what.tolist(), units.tolist(), strict=True):
        holdings.setdefault(group, {})[enterprise] = votes
    enough = units >= least
    waiting = deque(zip(who[enough].tolist(), what[enough].tolist(), strict=True))
    joined: dict[int, int] = {}
    head: dict[int, int] = {}
    taken: set[int] = set()
    while waiting:
        group, enterprise = waiting.popleft()
        group, other = _find(joined, group), _find(joined, enterprise)
        if enterprise in taken or group == other:
            continue
        taken.add(enterprise)
        top = head.get(group, group)
        large, small = holdings.pop(group, {}), holdings.pop(other, {})
        kept, gone = group, other
        if len(large) < len(small):
            large, small, kept, gone = small, large, other, group
        joined[gone] = kept
        head[kept] = top
        holdings[kept] = large
        for held, votes in small.items():
            had = large.get(held, 0)
            large[held] = had + votes
            if large[held] >= least and held not in taken and _find(joined, held) != kept:
                waiting.append((kept, held))
    if joined:
        changed = np.fromiter({*joined, *joined.values()}, dtype=np.int64)
        tops = np.arange(len(label), dtype=np.int64)
        tops[changed] = [head.get(root, root) for root in (_find(joined, int(one)) for one in changed)]
        label[:] = tops[label]


def _added(who: Numbers, what: Numbers, units: Numbers, count: int) -> tuple[Numbers, Numbers, Numbers]:
    """Edges of the same two parties added up."""
    pairs, place = np.unique(who * count + what, return_inverse=True)
    added = np.bincount(place, weights=units, minlength=len(pairs)).astype(np.int64)
    return pairs // count, pairs % count, added


def _live(who: Numbers, what: Numbers, units: Numbers, least: int, count: int) -> tuple[Numbers, Numbers, Numbers]:
    """Without most of the edges that can decide nothing; dropping some may make more of them idle.

    Nothing decides what is left of an enterprise in which all together have no majority. Nor does what a group has that cannot
    be taken in itself, has nothing else, and not enough.
    """
    for _ in range(_PASSES if len(what) else 0):
        totals = np.bincount(what, weights=units, minlength=count)
        things = np.bincount(who, minlength=count)
        idle = (things[who] == 1) & (totals[who] < least) & (units < least)
        kept = (totals[what] >= least) & ~idle
        if kept.all():
            break
        who, what, units = who[kept], what[kept], units[kept]
    return who, what, units


def _find(joined: dict[int, int], one: int) -> int:
    root = one
    while root in joined:
        root = joined[root]
    while one != root:
        joined[one], one = root, joined.get(one, root)
    return root


def _heads(edges: VoteEdges, label: Numbers, least: int, scope: Flags) -> None:
    """Let the lowest number of those who control each other stand for all; changes the labels.

    Only where a group has a majority of its own head can there be others at its head.
    """
    tops = np.flatnonzero(scope & (label == np.arange(len(label))))
    places = edges.into(tops)
    own = places[label[edges.holder[places]] == edges.enterprise[places]]
    if not len(own):
        return
    votes = np.bincount(edges.enterprise[own], weights=edges.units[own])
    circular = np.flatnonzero(votes >= least)
    if not len(circular):
        return
    members = np.flatnonzero(np.isin(label, circular))
    members = members[np.argsort(label[members], kind="stable")]
    for head, group in zip(circular.tolist(), np.split(members, np.searchsorted(label[members], circular)[1:]), strict=True):
        label[group] = _lowest(edges, group, head, least)


def _lowest(edges: VoteEdges, members: Numbers, head: int, least: int) -> int:
    """The lowest number among the members that control the head, itself included."""
    failed: set[int] = set()
    for one in members.tolist():
        if one == head:
            break
        if one not in failed:
            reached = reached_from(edges, one, least)
            if head in reached:
                return int(one)
            failed |= reached
    return head


def reached_from(edges: VoteEdges, party: int, least: int) -> set[int]:
    """Everything that one party controls, itself included, by the least fixpoint."""
    reached = {party}
    sums: dict[int, int] = {}
    waiting = [party]
    while waiting:
        one = waiting.pop()
        places = edges.order[edges.below[one] : edges.below[one + 1]]
        for enterprise, votes in zip(edges.enterprise[places].tolist(), edges.units[places].tolist(), strict=True):
            if enterprise not in reached:
                sums[enterprise] = sums.get(enterprise, 0) + votes
                if sums[enterprise] >= least:
                    reached.add(enterprise)
                    waiting.append(enterprise)
    return reached
