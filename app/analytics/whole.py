"""Integrated shares of every enterprise of a whole graph at once, and again of what a change touched.

As in integrated.py, by levels instead of by question: what somebody has of an enterprise is what he has of its holders,
by their shares, plus his own. Only exact (or least) direct shares go in. Memory is bounded by what is kept of each enterprise
that holds others: all that anybody has of it, or where very many have, all from a hundred-thousandth on. What that leaves out
is bounded for each enterprise.
"""

import hashlib
from dataclasses import dataclass

import numpy as np

from app.analytics.whole_levels import Array, Ordered, direct_shares, ordered, reached_from
from app.analytics.whole_rows import Work

LEAST = 0.01


@dataclass(frozen=True, slots=True)
class WholeShares:
    """Integrated shares of at least `least`, by enterprise and holder: three columns, in the order of `target`, `holder`.

    A share is a lower bound, and with `within` of its enterprise an upper one: 0 but where very many hold, or below large
    loops. There some shares are listed that only may reach `least`; one that is not listed is less than `least`, or at most
    `within`. So nothing is missed where `within` is less than `least`. `closed` are the enterprises in loops without an
    outside owner, of which the loop's members have no figure; `inconsistent` those whose holders have more than the whole,
    of which nobody has a share. Both are sorted.
    """

    least: float
    target: Array
    holder: Array
    share: Array
    within: Array
    closed: Array
    inconsistent: Array

    def digest(self, keys: Array | None = None) -> str:
        """A digest of everything, with shares to nine decimals.

        `keys` are 64-bit numbers that stand for the parties whatever their position; without, positions stand for themselves.
        """
        parties = np.arange(len(self.within), dtype=np.uint64) if keys is None else keys.astype(np.uint64)
        target, holder = parties[self.target], parties[self.holder]
        order = np.lexsort((holder, target))
        hashed = hashlib.sha256(np.float64(self.least).tobytes())
        for column in (target[order], holder[order], np.round(self.share[order] * 1e9).astype(np.int64)):
            hashed.update(np.ascontiguousarray(column).tobytes())
        for some in (self.closed, self.inconsistent):
            hashed.update(np.sort(parties[some]).tobytes() + b"|")
        return hashed.hexdigest()


def integrated_shares(source: Array, target: Array, share: Array, parties: int, least: float = LEAST) -> WholeShares:
    """The integrated shares of at least `least` in every enterprise.

    Args:
        source: the holders, as numbers from 0 to `parties`.
        target: the enterprises held, likewise.
        share: the direct shares, fractions.
        parties: how many parties there are.
        least: the smallest share wanted.
    """
    table, inconsistent = direct_shares(source, target, share, parties)
    return _work_out(ordered(table, inconsistent), least)


def refreshed(before: WholeShares, source: Array, target: Array, share: Array, parties: int, touched: Array) -> WholeShares:
    """The shares after the holders of the enterprises `touched` changed, from those before and the edges as they are now.

    Parties keep their numbers; new ones come at the end. Only what is below a touched enterprise is worked out again, from
    all that is above it. The result is the one that working out everything gives.
    """
    table, inconsistent = direct_shares(source, target, share, parties)
    again = reached_from(table.T.tocsr(), touched)
    needed = reached_from(table, np.flatnonzero(again))
    place = np.full(parties, -1, dtype=np.int64)
    old_names = np.flatnonzero(needed)
    place[old_names] = np.arange(len(old_names))
    wrong = place[inconsistent[needed[inconsistent]]]
    part = _work_out(ordered(table[old_names][:, old_names], wrong), before.least)
    was = np.zeros(parties, dtype=bool)
    was[: len(before.within)] = True
    kept = was & ~again
    within = np.zeros(parties)
    within[np.flatnonzero(kept)] = before.within[np.flatnonzero(kept)]
    mine = again[old_names]
    within[old_names[mine]] = part.within[mine]
    stay, fresh = kept[before.target], mine[part.target]
    held = np.concatenate((before.target[stay], old_names[part.target[fresh]]))
    holder = np.concatenate((before.holder[stay], old_names[part.holder[fresh]]))
    shares = np.concatenate((before.share[stay], part.share[fresh]))
    at = np.lexsort((holder, held))
    closed = np.sort(np.concatenate((before.closed[kept[before.closed]], old_names[part.closed[mine[part.closed]]])))
    return WholeShares(before.least, held[at], holder[at], shares[at], within, closed, np.sort(inconsistent))


def _work_out(order: Ordered, least: float) -> WholeShares:
    shares, size = order.shares, order.shares.shape[0]
    work = Work(shares, least)
    closed = np.zeros(size, dtype=bool)
    for level in range(len(order.starts) - 1):
        start, loops, end = int(order.starts[level]), int(order.loops[level]), int(order.starts[level + 1])
        work.plain(start, loops)
        if loops < end:
            work.looped(start, loops, end, order.loop[loops:end], closed)
    held, holder, share = work.found()
    held, holder = order.party[held], order.party[holder]
    at = np.lexsort((holder, held))
    within = np.zeros(size)
    within[order.party] = work.within
    return WholeShares(
        least, held[at], holder[at], share[at], within, np.sort(order.party[closed]), np.sort(order.inconsistent)
    )
