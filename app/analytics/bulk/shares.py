"""Integrated shares of every enterprise of a whole graph at once, or of a part of it that has all that stands above it.

As in integrated.py, by levels instead of by question: what somebody has of an enterprise is what he has of its holders,
by their shares, plus his own. Only exact (or least) direct shares go in. Memory is bounded by what is kept of each enterprise
that holds others: all that anybody has of it, or where very many have, all from a hundred-thousandth on. What that leaves out
is bounded for each enterprise.
"""

from dataclasses import dataclass

import numpy as np

from app.analytics.bulk.levels import Array, Ordered, direct_shares, ordered
from app.analytics.bulk.rows import Work

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
