"""Votes without effect over a whole graph: a listed company's shares held by what it controls (Company Law 2024 art. 141)."""

from dataclasses import replace

import numpy as np

from app.analytics.bulk.control import control_arrays, majority, reached_from, update_control
from app.analytics.bulk.vote_edges import Flags, Numbers, VoteEdges
from app.rules.rule_sets import MAJORITY, ONE, rule_set

_MOST_PASSES = 16


def without_void(edges: VoteEdges, listed: Flags) -> VoteEdges:
    """The edges with void votes at nothing and the others of those companies grown.

    Control decides which votes are void and votes decide control, so it is repeated until nothing changes; should it never
    settle, all that was void at any time stays void.
    """
    rules = rule_set(MAJORITY)
    least = majority(rules)
    places = edges.into(np.flatnonzero(listed))
    places = places[edges.first[edges.holder[places] + 1] > edges.first[edges.holder[places]]]
    void = np.zeros(len(edges.holder), dtype=np.bool_)
    current = edges
    if not len(places):
        return edges
    ultimate = control_arrays(edges, rules)
    for number in range(_MOST_PASSES):
        found = _void(current, places, ultimate, least)
        if number >= _MOST_PASSES // 2:
            found |= void
        changed = np.unique(edges.enterprise[found != void])
        if not len(changed):
            break
        void = found
        current = _grown(edges, void)
        ultimate = update_control(current, rules, ultimate, changed)
    return current


def _void(edges: VoteEdges, places: Numbers, ultimate: Numbers, least: int) -> Flags:
    """The places whose holder is controlled by the listed company it votes in; those of one group at most."""
    found = np.zeros(len(edges.holder), dtype=np.bool_)
    near = places[ultimate[edges.holder[places]] == ultimate[edges.enterprise[places]]]
    for company in np.unique(edges.enterprise[near]).tolist():
        own = reached_from(edges, company, least)
        for place in near[edges.enterprise[near] == company].tolist():
            found[place] = int(edges.holder[place]) in own
    return found


def _grown(edges: VoteEdges, void: Flags) -> VoteEdges:
    gone = np.bincount(edges.enterprise[void], weights=edges.units[void], minlength=edges.count)[edges.enterprise] / ONE
    left = 1.0 - gone
    grown = np.divide(edges.units, left, out=np.zeros(len(left)), where=left > 0)
    units = np.where(gone > 0, np.rint(np.minimum(grown, ONE)).astype(np.int64), edges.units)
    return replace(edges, units=np.where(void, 0, units))
