"""The votes of a whole graph as arrays: parties are numbers, votes are whole units, own and nominees' shares have none."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.rules.rule_sets import ONE

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class VoteEdges:
    """Who votes in what, sorted by enterprise: `holder` has `units` of the votes in `enterprise`; `count` parties in all.

    `first[e]` to `first[e + 1]` are the places of enterprise e's holders. `order` sorts the same edges by holder, and
    `below[h]` to `below[h + 1]` are the places in it of what h holds.
    """

    count: int
    holder: Numbers
    enterprise: Numbers
    units: Numbers
    first: Numbers
    order: Numbers
    below: Numbers

    def held_by(self, parties: Numbers) -> Numbers:
        """The enterprises in which any of the parties votes; each once."""
        places = spans(self.below[parties], self.below[parties + 1])
        return np.unique(self.enterprise[self.order[places]])

    def into(self, enterprises: Numbers) -> Numbers:
        """The places of all edges into the enterprises."""
        return spans(self.first[enterprises], self.first[enterprises + 1])

    def downstream(self, parties: Numbers) -> Flags:
        """Flags of the parties and of everything below them, directly or through others."""
        reached = np.zeros(self.count, dtype=np.bool_)
        frontier = np.unique(parties)
        while frontier.size:
            reached[frontier] = True
            below = self.held_by(frontier)
            frontier = below[~reached[below]]
        return reached


def spans(start: NDArray[np.integer], stop: NDArray[np.integer]) -> Numbers:
    """All numbers of several ranges, one range after the other."""
    lengths = (stop - start).astype(np.int64)
    total = int(lengths.sum())
    if not total:
        return np.zeros(0, dtype=np.int64)
    offsets = np.repeat(start - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return offsets + np.arange(total, dtype=np.int64)


def vote_edges(
    count: int,
    holder: NDArray[np.integer],
    enterprise: NDArray[np.integer],
    votes: NDArray[np.floating],
    silent: Flags | None = None,
) -> VoteEdges:
    """The votes of a graph of `count` parties, from equally long arrays: who votes, in what, which fraction.

    One list an enterprise, without inconsistent ones. Own shares are taken out and the others grow (Company Law 2024 art.
    116); `silent` flags parties that never vote (nominees). Where a role decides, the enterprise has that edge alone, with
    votes of 1; where n share the role, n edges of 0.5 / (n - 1) each.
    """
    who = np.asarray(holder, dtype=np.int64)
    what = np.asarray(enterprise, dtype=np.int64)
    share = np.asarray(votes, dtype=np.float64)
    own = np.zeros(count)
    own_edge = who == what
    np.add.at(own, what[own_edge], share[own_edge])
    left = 1.0 - own[what]
    grown = np.divide(share, left, out=np.zeros_like(share), where=left > 0)
    units = np.rint(np.minimum(grown, 1.0) * ONE).astype(np.int64)
    kept = ~own_edge & (units > 0)
    if silent is not None:
        kept &= ~silent[who]
    who, what, units = who[kept], what[kept], units[kept]
    by_enterprise = np.argsort(what * count + who, kind="stable")
    who, what, units = who[by_enterprise], what[by_enterprise], units[by_enterprise]
    order = np.argsort(who, kind="stable")
    return VoteEdges(count, who, what, units, _starts(what, count), order, _starts(who[order], count))


def _starts(numbers: Numbers, count: int) -> Numbers:
    return np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=count)))).astype(np.int64)
