"""Loops of a whole graph: for each member of a loop, what the other members and everybody above the loop have of it.

With A the direct shares within a loop (rows are the held), X = (I-A)^-1 = I + A + A² + …; X[j,k] says how often k is passed
on the way up from j. What i, a member, has of j is X[j,i]/X[i,i]; what others have is X times what they have of the members
by themselves. Small loops are inverted together, larger ones each as one matrix; of the largest, terms of the series are
added and what is too small to matter is dropped, and counted.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp

from app.analytics.bulk.levels import Array
from app.analytics.bulk.vote_edges import spans

TOGETHER = 64
"""Loops of up to so many members are inverted in stacks of equal size."""

DENSE = 1_000
"""Loops of up to so many members are inverted as one full matrix."""

FULL = 6_000
"""So are loops of up to so many members (1 GB), where a series would fall too slowly."""

FAST = 200
"""A series that needs more terms than this falls slowly."""

TERMS = 2_000
"""The most terms of a series."""

DROPPED = ((10_000, 1e-8), (50_000, 1e-7))
"""In a series, what is smaller than this is dropped: by the number of members, up to which it holds."""

COARSE = 1e-6
"""What is dropped in still larger loops."""

_ROWS = 512


class Rows(NamedTuple):
    """Some members' rows, `start` to `stop`. `times`: X, nothing where their loop is closed; `within`: the shares that other
    members have of them; `lost`: what the series may lack, by row. Columns are all members."""

    start: int
    stop: int
    times: Any
    within: sp.csr_array
    lost: Array


def solve(inside: sp.csr_array, loop: Array, closed: Array) -> Iterator[Rows]:
    """Work out loops that do not touch, in the order of their members.

    `inside` are the direct shares of members in members, `loop` the number of each one's loop, and `closed` says which are in
    loops without an outside owner: whatever comes to one of these passes them all.
    """
    edges = np.flatnonzero(np.concatenate(([True], loop[1:] != loop[:-1], [True])))
    large = np.flatnonzero(np.diff(edges) > TOGETHER)
    at = 0
    for one in [*large.tolist(), len(edges) - 1]:
        if one > at:
            yield _together(inside, edges[at : one + 1], closed)
        if one < len(edges) - 1:
            yield from _large(inside, int(edges[one]), int(edges[one + 1]), bool(closed[edges[one]]))
        at = one + 1


def _together(inside: sp.csr_array, edges: Array, closed: Array) -> Rows:
    """Small loops: those of one size are inverted as one stack."""
    first, end, size = int(edges[0]), int(edges[-1]), inside.shape[0]
    lengths, starts = np.diff(edges), edges[:-1]
    parts = []
    for length in np.unique(lengths):
        for shut in (False, True):
            chosen = starts[(lengths == length) & (closed[starts] == shut)]
            if len(chosen):
                row, column = _places(chosen, int(length))
                times, within = (np.zeros(len(row)), np.ones(len(row))) if shut else _stack(inside, chosen, int(length))
                parts.append((row - first, column, times, within))
    row, column, times, within = (np.concatenate(list(pieces)) for pieces in zip(*parts, strict=True))
    shape = (end - first, size)
    apart = (within > 0) & (row + first != column)
    return Rows(
        first,
        end,
        sp.csr_array((times, (row, column)), shape=shape),
        sp.csr_array((within[apart], (row[apart], column[apart])), shape=shape),
        np.zeros(end - first),
    )


def _large(inside: sp.csr_array, start: int, stop: int, closed: bool) -> Iterator[Rows]:
    """One large loop, by blocks of rows."""
    members = stop - start
    part = inside[start:stop, start:stop]
    if not closed and members > DENSE and (members > FULL or _falls(part)):
        yield from _series(part, start, inside.shape[0])
        return
    full = np.eye(members) - part.toarray()
    times = np.zeros((members, members)) if closed else np.maximum(_inverted(full), 0.0)
    loops = times.diagonal().copy()
    for begin in range(0, members, _ROWS):
        block = times[begin : begin + _ROWS]
        within = np.ones(block.shape) if closed else block / loops
        at = np.arange(len(block))
        within[at, at + begin] = 0.0
        yield Rows(
            start + begin,
            start + begin + len(block),
            _placed(sp.csr_array(block), start, inside.shape[0]),
            _placed(sp.csr_array(within), start, inside.shape[0]),
            np.zeros(len(block)),
        )


def _inverted(full: Any) -> Any:
    """The inverse, in the place of the matrix."""
    from scipy.linalg import lapack

    factored, pivots, _ = lapack.dgetrf(full.T, overwrite_a=True)
    inverse, _ = lapack.dgetri(factored, pivots, lwork=64 * len(full), overwrite_lu=True)
    return inverse.T


def _placed(rows: sp.csr_array, at: int, size: int) -> sp.csr_array:
    """The rows of a loop with its columns moved to where the loop is."""
    return sp.csr_array((rows.data, rows.indices + np.int32(at), rows.indptr), shape=(rows.shape[0], size))


def _places(starts: Array, length: int) -> tuple[Array, Array]:
    at = np.arange(length)
    shape = (len(starts), length, length)
    row = np.broadcast_to(starts[:, None, None] + at[:, None], shape).ravel()
    column = np.broadcast_to(starts[:, None, None] + at, shape).ravel()
    return row, column


def _stack(inside: sp.csr_array, starts: Array, length: int) -> tuple[Array, Array]:
    """X and the shares within, of loops of one size."""
    full = np.zeros((len(starts), length, length))
    at = np.arange(length)
    full[:, at, at] = 1.0
    members = (starts[:, None] + at).ravel()
    count = np.diff(inside.indptr)[members]
    entry = spans(inside.indptr[members].astype(np.int64), inside.indptr[members + 1].astype(np.int64))
    which = np.repeat(np.repeat(np.arange(len(starts)), length), count)
    np.subtract.at(
        full, (which, np.repeat(np.tile(at, len(starts)), count), inside.indices[entry] - starts[which]), inside.data[entry]
    )
    times = np.maximum(np.linalg.inv(full), 0.0)
    within = times / times[:, at, at][:, None, :]
    return times.ravel(), within.ravel()


def _falls(part: Any) -> bool:
    """Whether a series over a loop falls fast: after few terms hardly anything is still on its way, wherever it began."""
    left = np.ones(part.shape[0])
    for _ in range(FAST):
        left = part @ left
        if left.max() < COARSE:
            return True
    return False


def _series(part: sp.csr_array, start: int, size: int) -> Iterator[Rows]:
    """A loop too large to invert: X by its series, with what was dropped of each row."""
    members = part.shape[0]
    drop = next((d for most, d in DROPPED if members <= most), COARSE)
    blocks, lost = [], np.zeros(members)
    for begin in range(0, members, _ROWS):
        times, lost[begin : begin + _ROWS] = _waves(part, begin, min(members, begin + _ROWS), drop)
        blocks.append(times)
    loops = np.concatenate(
        [block[np.arange(block.shape[0]), np.arange(block.shape[0]) + n * _ROWS] for n, block in enumerate(blocks)]
    )
    # A loop back may have been cut short, and so be longer than it looks: then the share is less.
    sure = np.maximum(0.0, 1 - lost) / loops
    for n, block in enumerate(blocks):
        rows = block.tocoo()
        apart = rows.row + n * _ROWS != rows.col
        data = rows.data[apart] * sure[rows.col[apart]]
        within = sp.csr_array((data, (rows.row[apart], rows.col[apart])), shape=block.shape)
        begin = n * _ROWS
        yield Rows(
            start + begin,
            start + begin + block.shape[0],
            _placed(block, start, size),
            _placed(within, start, size),
            lost[begin : begin + block.shape[0]] + lost.max(initial=0.0),
        )


def _waves(part: Any, begin: int, stop: int, drop: float) -> tuple[sp.csr_array, Array]:
    """X of some rows, and what is not followed of each."""
    count = stop - begin
    wave: Any = sp.csr_array((np.ones(count), (np.arange(count), np.arange(begin, stop))), shape=(count, part.shape[0]))
    times, lost = wave, np.zeros(count)
    for _ in range(TERMS):
        wave = wave @ part
        small = wave.data < drop
        if small.any():
            at = np.repeat(np.arange(count), np.diff(wave.indptr))
            lost += np.bincount(at[small], weights=wave.data[small], minlength=count)
            wave.data[small] = 0.0
            wave.eliminate_zeros()
        if not wave.nnz:
            return times, lost
        times = times + wave
    return times, lost + np.asarray(wave.sum(axis=1)).ravel()
