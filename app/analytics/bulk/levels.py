"""A whole graph of shareholdings in the order in which it can be worked out: loops found, owners before what they own."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from app.analytics.bulk.vote_edges import spans
from app.analytics.structure.bounds import NOISE, ROUNDING

Array = np.ndarray[tuple[int], np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Ordered:
    """Direct shares by position: rows are the held, columns the holders; every holder outside a loop comes before the held.

    `party` is the party at each position. Level `n` is the rows `starts[n]` to `starts[n + 1]`; of these, those from
    `loops[n]` on are in loops, and lie together by loop, the same `loop` number. `inconsistent` are parties whose holders
    have more than the whole, past rounding: their rows are empty.
    """

    shares: sp.csr_array
    party: Array
    starts: Array
    loops: Array
    loop: Array
    inconsistent: Array


def weak_components(source: Array, target: Array, parties: int) -> tuple[int, Array]:
    """The number of weakly connected components, and the component of each party."""
    count, label = connected_components(linked(source, target, parties), directed=False)
    return int(count), label


def linked(source: Array, target: Array, parties: int) -> Any:
    """The links as a matrix, by holder (row) and held (column); small indices make searching it faster."""
    ends = source.astype(np.int32), target.astype(np.int32)
    return sp.csr_array((np.ones(len(source)), ends), shape=(parties, parties))


def direct_shares(source: Array, target: Array, share: Array, parties: int) -> tuple[sp.csr_array, Array]:
    """Direct shares by held (row) and holder (column), several of one pair added up, and the inconsistent enterprises.

    What is not a positive number is left out, and so are the rows of inconsistent enterprises.
    """
    good = np.isfinite(share) & (share > 0)
    entries = share[good].astype(np.float64)
    table: Any = sp.csr_array((entries, (target[good], source[good])), shape=(parties, parties))
    table.sum_duplicates()
    inconsistent = np.flatnonzero(table.sum(axis=1) > 1 + ROUNDING + NOISE)
    if len(inconsistent):
        wrong = np.zeros(parties, dtype=bool)
        wrong[inconsistent] = True
        table.data[np.repeat(wrong, np.diff(table.indptr))] = 0.0
        table.eliminate_zeros()
    return table, inconsistent


def ordered(table: sp.csr_array, inconsistent: Array) -> Ordered:
    """The shares in the order of levels: a party's level is the longest way up from it, loops counted as one party.

    The order of two parties depends only on what is above them and on their numbers, so that a part of a graph that has all
    that is above it is worked out in the same order as the whole, to the same last digit.
    """
    parties = table.shape[0]
    count, label = connected_components(table, directed=True, connection="strong")
    held = np.repeat(np.arange(parties), np.diff(table.indptr))
    itself = np.zeros(parties, dtype=bool)
    itself[held[held == table.indices]] = True
    looping = itself | (np.bincount(label, minlength=count)[label] > 1)
    level = _levels(label[held], label[table.indices], count)[label]
    # Loops are numbered by their least member, which does not depend on what else is in the graph.
    first = np.full(count, parties)
    np.minimum.at(first, label, np.arange(parties))
    number = first[label]
    order = np.lexsort((np.arange(parties), np.where(looping, number, 0), looping, level))
    place = np.empty(parties, dtype=np.int64)
    place[order] = np.arange(parties)
    moved = table[order]
    shares = sp.csr_array((moved.data, place[moved.indices].astype(np.int32), moved.indptr), shape=table.shape)
    shares.sort_indices()
    levels = np.arange(int(level.max(initial=-1)) + 2)
    starts = np.searchsorted(level[order], levels)
    key = level[order] * 2 + looping[order]
    loops = np.searchsorted(key, levels * 2 + 1)
    return Ordered(shares, order, starts, loops, number[order], inconsistent)


def _levels(held: Array, holder: Array, count: int) -> Array:
    """The level of each component, from the pairs of held and holding component."""
    apart = held != holder
    held, holder = held[apart], holder[apart]
    below = sp.csr_array((np.ones(len(held), dtype=np.int8), (holder, held)), shape=(count, count))
    below.sum_duplicates()
    waiting = np.bincount(below.indices, minlength=count)
    level = np.zeros(count, dtype=np.int64)
    ready, at = np.flatnonzero(waiting == 0), 0
    while len(ready):
        level[ready] = at
        reached = below.indices[spans(below.indptr[ready], below.indptr[ready + 1])]
        gone, times = np.unique(reached, return_counts=True)
        waiting[gone] -= times
        ready, at = gone[waiting[gone] == 0], at + 1
    return level
